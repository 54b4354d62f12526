//! Volumes and their mounts.
//!
//! ECS: a volume with a name alone is empty and ends with the task; `host.sourcePath` is a folder of the instance, made
//! where it is missing; every other kind names what it is ("Volume", API reference). Kubernetes: `emptyDir`, `hostPath`, a
//! PersistentVolume with a claim bound to it, and volumes that are made for each pod ("Volumes"). Docker volumes, file
//! systems, EBS volumes and paths of the node have a pass each.

use super::take_volumes_from::Inherited;
use super::{Context, attach_ebs, mount_docker_volume, mount_file_system, mount_node_path, name_containers::Renamed};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::plan::{Mount, NodePath, Volume, VolumeSource};
use crate::ir::{Spanned, Traced, ecs};
use crate::lower::names;

/// The volumes of the task definition, and what the service says of some of them.
pub(super) type Known = (Vec<ecs::Volume>, Vec<ecs::VolumeConfiguration>);

/// Decides the volumes of the pod; one that no container mounts is left out.
pub(super) fn volumes(
    (volumes, mut launched): Known,
    containers: &[ecs::Container],
    renamed: &Renamed,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<Vec<Volume>, Reported> {
    let mut all = Vec::new();
    for volume in volumes {
        let ecs::Volume { at, name, kind } = volume;
        let mounts = |mount: &ecs::Mount| mount.source_volume.as_ref().is_some_and(|source| source.value == name.value);
        if !containers.iter().flat_map(|container| &container.mounts).any(mounts) {
            diags.ignore(at, "a volume that no container mounts");
            continue;
        }
        let traced = renamed.traced(&name);
        let source = source(kind, (&name, &traced.value), &mut launched, (cx, diags))?;
        all.push(made(traced, source));
    }
    for left in launched {
        diags.ignore(left.at, "configures a volume that no container mounts");
    }
    all.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    Ok(all)
}

fn source(
    kind: ecs::VolumeKind,
    (name, new_name): (&Spanned<String>, &str),
    launched: &mut Vec<ecs::VolumeConfiguration>,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<VolumeSource, Reported> {
    match kind {
        ecs::VolumeKind::Scratch => Ok(scratch(name, cx, diags)),
        ecs::VolumeKind::Bind { source_path } => {
            // A path that may be a file must not be made as a folder.
            let last = source_path.value.rsplit('/').next().unwrap_or("");
            let plain = !last.contains('.') && !source_path.value.starts_with("/dev/");
            mount_node_path::bind(&source_path, if plain { NodePath::MadeFolder } else { NodePath::Any }, cx, diags)
        }
        ecs::VolumeKind::Efs(efs) => Ok(mount_file_system::efs(efs, new_name, cx, diags)),
        ecs::VolumeKind::S3Files(files) => mount_file_system::s3_files(files, new_name, cx, diags),
        ecs::VolumeKind::FsxWindows(share) => Ok(mount_file_system::fsx_windows(share, name, new_name, cx, diags)),
        ecs::VolumeKind::Docker(docker) => mount_docker_volume::mount(docker, (name, new_name), cx, diags),
        ecs::VolumeKind::AtLaunch { switch } => {
            let place = launched.iter().position(|configuration| configuration.name.value == name.value);
            let configuration = place.map(|place| launched.remove(place));
            Ok(attach_ebs::attach((switch, configuration), (name, new_name), cx, diags))
        }
    }
}

/// The path of the instance that a volume is.
pub(super) fn path_of_instance(kind: &ecs::VolumeKind) -> Option<&Spanned<String>> {
    if let ecs::VolumeKind::Bind { source_path } = kind { Some(source_path) } else { None }
}

/// The switch by which the service configures a volume.
pub(super) fn at_launch(kind: &ecs::VolumeKind) -> Option<&Spanned<bool>> {
    if let ecs::VolumeKind::AtLaunch { switch } = kind { Some(switch) } else { None }
}

/// Name of the claim of a volume; `identity` is what is hashed where the name is too long.
pub(super) fn claim_name(volume: &str, identity: &str, cx: &Context) -> String {
    names::label(&format!("{}-{volume}", cx.names.workload.value), names::LABEL, identity)
}

/// A path of the node.
pub(super) fn of_node(path: Traced<String>, kind: NodePath) -> VolumeSource {
    VolumeSource::Node { path, kind }
}

/// A claim that a person makes.
pub(super) fn claimed(claim: Traced<String>) -> VolumeSource {
    VolumeSource::Claimed { claim }
}

/// An empty volume that ends with the pod.
pub(super) fn scratch(name: &Spanned<String>, cx: &Context, diags: &mut Diagnostics) -> VolumeSource {
    tell_of_scratch(name, cx, diags);
    VolumeSource::Scratch
}

/// A volume of the pod.
pub(super) fn made(name: Traced<String>, source: VolumeSource) -> Volume {
    Volume { name, source }
}

/// A mount of a container.
pub(super) fn mounted(volume: Traced<String>, path: Traced<String>, read_only: Option<Traced<bool>>) -> Mount {
    Mount { volume, path, read_only }
}

/// On instances Docker fills an empty volume with what the image has at the path; Fargate only for the image's VOLUMEs.
fn tell_of_scratch(name: &Spanned<String>, cx: &Context, diags: &mut Diagnostics) {
    if cx.launch.fargate {
        return;
    }
    diags.tell(
        Finding::new(Code::VolumeStartsEmpty, name.at, format!("the volume `{}` starts empty", name.value))
            .kubernetes("Docker copied into it what the image has at the path where it is mounted; an emptyDir hides that")
            .help("nothing to do where the program fills it; else add an init container of the image that copies the files"),
    );
}

/// Adds a mount, unless something is mounted at its path: Docker starts no such container.
pub(super) fn add(
    mounts: &mut Vec<Mount>,
    mount: Mount,
    container: &Spanned<String>,
    diags: &mut Diagnostics,
) -> Result<(), Reported> {
    if mounts.iter().any(|same| same.path.value == mount.path.value) {
        return Err(diags.error(
            Finding::new(
                Code::MountClash,
                container.at.place_only(),
                format!("container `{}` mounts two things at `{}`", container.value, mount.path.value),
            )
            .label("a volume and a folder in memory at one path")
            .kubernetes("the API server refuses two mounts of one path, and Docker does too")
            .help("take one of them out, or move it to another path"),
        ));
    }
    mounts.push(mount);
    mounts.sort_by(|a, b| a.path.value.cmp(&b.path.value));
    Ok(())
}

/// Adds what the container mounts because another does; what is mounted at a path stays there.
pub(super) fn inherit(mounts: &mut Vec<Mount>, inherited: &[Inherited], renamed: &Renamed) {
    for Inherited { mount, by_way_of } in inherited {
        let (Some(source), Some(path)) = (&mount.source_volume, &mount.container_path) else { continue };
        if mounts.iter().any(|same| same.path.value == path.value) {
            continue;
        }
        let ways = by_way_of.iter().map(|entry| entry.source_container.leaf());
        let switches = by_way_of.iter().filter_map(|entry| entry.read_only.clone()).chain(mount.read_only.clone());
        let from: Vec<_> = switches.filter(|switch| switch.value).map(|switch| switch.leaf()).collect();
        let read_only = (!from.is_empty()).then(|| Traced::new(true, from));
        mounts.push(mounted(renamed.traced(source).and(ways), path.with(path.value.clone()), read_only));
    }
    mounts.sort_by(|a, b| a.path.value.cmp(&b.path.value));
}

/// Decides the mounts of one container, sorted by path.
pub(super) fn mounts(
    mounts: Vec<ecs::Mount>,
    known: &[ecs::Volume],
    renamed: &Renamed,
    diags: &mut Diagnostics,
) -> Result<Vec<Mount>, Reported> {
    let mut all: Vec<Mount> = Vec::new();
    let mut failed = None;
    for mount in mounts {
        let ecs::Mount { at, source_volume, container_path, read_only } = mount;
        let (Some(source), Some(path)) = (source_volume, container_path) else {
            diags.ignore(at, "a mount point without volume or path: nothing is mounted");
            continue;
        };
        if !known.iter().any(|volume| volume.name.value == source.value) {
            failed = Some(
                diags.error(
                    Finding::new(
                        Code::UnknownVolume,
                        source.at,
                        format!("no volume of this task is called `{}`", source.value),
                    )
                    .label("not among `volumes`")
                    .help("add the volume, or correct the name: ECS itself refuses the definition"),
                ),
            );
            continue;
        }
        let read_only = super::restrict_container::true_only(read_only, diags).map(Spanned::traced);
        let path = path.traced();
        if let Some(same) = all.iter_mut().find(|same| same.path.value == path.value) {
            *same = mounted(renamed.traced(&source), path.and(std::mem::take(&mut same.path.from)), read_only);
            continue;
        }
        all.push(mounted(renamed.traced(&source), path, read_only));
    }
    all.sort_by(|a, b| a.path.value.cmp(&b.path.value));
    failed.map_or(Ok(all), Err)
}
