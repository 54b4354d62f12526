//! Volumes that a container has because another one mounts them.
//!
//! ECS: `volumesFrom` mounts everything that the source container mounts, at the same paths, and with it what that one
//! takes from others; the VOLUMEs of the source's image come along; a mount point of the container's own wins ("VolumeFrom",
//! API reference; "docker run", `--volumes-from`). Kubernetes: each container says by itself what it mounts. So the mounts
//! are copied; a volume of the pod is there before any container, so that no order is needed. What an image declares is not
//! in the definition: a source without mounts is named.

use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::Spanned;
use crate::ir::ecs::{Container, Mount, VolumesFrom};

/// A mount of another container.
#[derive(Debug)]
pub(super) struct Inherited {
    pub(super) mount: Mount,
    /// The entries by way of which it comes, the nearest first.
    pub(super) by_way_of: Vec<VolumesFrom>,
}

/// Decides what each container inherits, by its index.
pub(super) fn take(containers: &[Container], diags: &mut Diagnostics) -> Result<Vec<Vec<Inherited>>, Reported> {
    let mut failed = None;
    let mut all = Vec::new();
    for container in containers {
        let mut inherited = Vec::new();
        for entry in &container.volumes_from {
            match of_source(entry, container, containers, diags) {
                Ok(found) => inherited.extend(found),
                Err(reported) => failed = Some(reported),
            }
        }
        all.push(inherited);
    }
    failed.map_or(Ok(all), Err)
}

fn named<'a>(containers: &'a [Container], name: &Spanned<String>) -> Option<&'a Container> {
    containers.iter().find(|container| container.name.value == name.value)
}

fn of_source(
    entry: &VolumesFrom,
    container: &Container,
    containers: &[Container],
    diags: &mut Diagnostics,
) -> Result<Vec<Inherited>, Reported> {
    let VolumesFrom { source_container, read_only } = entry;
    let Some(source) = named(containers, source_container) else {
        return Err(diags.error(
            Finding::new(
                Code::UnknownContainer,
                source_container.at,
                format!("no container of this task is called `{}`", source_container.value),
            )
            .label("not among `containerDefinitions`")
            .help("correct the name, or take the entry out: ECS itself refuses the definition"),
        ));
    };
    let mut seen = vec![container.name.value.as_str()];
    let mut found = Vec::new();
    if !collect(source, containers, &mut seen, &mut vec![entry.clone()], &mut found) {
        return Err(diags.error(
            Finding::new(
                Code::DependencyCycle,
                source_container.at,
                format!("`{}` takes its volumes from itself, by way of others", container.name.value),
            )
            .label("leads back to the container")
            .help("take one entry of `volumesFrom` out of the circle: ECS itself refuses the definition"),
        ));
    }
    if let Some(switch) = read_only.as_ref().filter(|switch| !switch.value) {
        diags.ignore(switch.at, "false is what holds without it, on both sides");
    }
    if found.is_empty() {
        tell_of_image(entry, container, source, diags);
    } else {
        diags.ignore(source_container.at, "the container has mounts of its own at all the paths");
        read_only.iter().for_each(|switch| diags.ignore(switch.at, "the mounts are read-only anyway, or hidden"));
    }
    Ok(found)
}

/// False where the way leads back to a container on it.
fn collect<'a>(
    source: &'a Container,
    containers: &'a [Container],
    seen: &mut Vec<&'a str>,
    way: &mut Vec<VolumesFrom>,
    found: &mut Vec<Inherited>,
) -> bool {
    if seen.contains(&source.name.value.as_str()) {
        return false;
    }
    let complete = |mount: &&Mount| mount.source_volume.is_some() && mount.container_path.is_some();
    let own = source.mounts.iter().filter(complete);
    found.extend(own.map(|mount| Inherited { mount: mount.clone(), by_way_of: way.clone() }));
    seen.push(&source.name.value);
    for entry in &source.volumes_from {
        // An unknown name is told of where its own container is looked at.
        let Some(next) = named(containers, &entry.source_container) else { continue };
        way.push(entry.clone());
        let straight = collect(next, containers, seen, way, found);
        way.pop();
        if !straight {
            return false;
        }
    }
    seen.pop();
    true
}

fn tell_of_image(entry: &VolumesFrom, container: &Container, source: &Container, diags: &mut Diagnostics) {
    let image = source.process.image.as_ref().map_or("without an image", |image| image.value.as_str());
    diags.tell(
        Finding::new(
            Code::ImageVolumes,
            entry.source_container.at,
            format!("`{}` takes the volumes of `{}`, which mounts none", container.name.value, source.name.value),
        )
        .label(format!("they are the VOLUMEs of the image `{image}`, if it has any"))
        .also(entry.read_only.as_ref().map(|switch| switch.at))
        .kubernetes("images of a pod share nothing: the container does not find the files")
        .help(format!(
            "give both containers one volume with `mountPoints`, and let `{}` copy the files into it at its start",
            source.name.value
        )),
    );
}
