//! Folders in memory.
//!
//! ECS: `tmpfs` mounts one of `size` MiB at a path, with Docker's `noexec,nosuid,nodev` unless the options say otherwise;
//! `sharedMemorySize` sizes the container's own `/dev/shm`, 64 MiB without it ("Tmpfs", "LinuxParameters", API reference).
//! Kubernetes: an `emptyDir` of medium Memory with a size limit, open to every user, counted against the container's memory
//! as on ECS ("Volumes", emptyDir); its mount has no options, and a pod has one `/dev/shm` for all. So: a volume of its own
//! for each, and what an option closed is named.

use super::mount_volumes::{self, made, mounted};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::Tmpfs;
use crate::ir::plan::{Mount, Volume, VolumeSource};
use crate::ir::{Spanned, Traced};
use crate::lower::names;

/// Options that open what is open anyway, or that say how the kernel keeps times.
const OPEN: &[&str] = &[
    "defaults",
    "rw",
    "exec",
    "suid",
    "dev",
    "async",
    "atime",
    "noatime",
    "diratime",
    "nodiratime",
    "relatime",
    "norelatime",
    "strictatime",
    "nostrictatime",
    "mode=0777",
    "mode=777",
    "mode=1777",
    "mode=01777",
];

/// Decides the `tmpfs` mounts of one container.
pub(super) fn mount(all: Vec<Tmpfs>, container: &str, diags: &mut Diagnostics) -> Vec<(Volume, Mount)> {
    let mut made = Vec::new();
    for Tmpfs { container_path, size, mount_options } in all {
        let mut read_only = None;
        let mut lost: Vec<&Spanned<String>> = Vec::new();
        for option in &mount_options {
            match option.value.trim() {
                "ro" => read_only = Some(option.with(true)),
                open if OPEN.contains(&open) => diags.ignore(option.at, "holds on every emptyDir"),
                _ => lost.push(option),
            }
        }
        tell_of_lost(&container_path, &lost, diags);
        let name = volume_name("tmpfs", container, &container_path.value);
        let mount = mounted(Traced::implied(name.clone()), container_path.traced(), read_only);
        made.push((memory(name, size.traced()), mount));
    }
    made
}

fn memory(name: String, size: Traced<i64>) -> Volume {
    made(Traced::implied(name), in_memory(size))
}

/// An emptyDir in memory, of so many MiB.
pub(super) fn in_memory(size: Traced<i64>) -> VolumeSource {
    VolumeSource::Memory { size }
}

fn volume_name(what: &str, container: &str, path: &str) -> String {
    let text = format!("{what}-{container}-{}", names::slug(path));
    names::label(text.trim_end_matches('-'), names::LABEL, &format!("{container}{path}"))
}

/// Adds the folders to the pod's volumes and to the mounts of the container, each under a name of its own.
pub(super) fn add(
    memory: Vec<(Volume, Mount)>,
    mounts: &mut Vec<Mount>,
    volumes: &mut Vec<Volume>,
    container: &Spanned<String>,
    diags: &mut Diagnostics,
) -> Result<(), Reported> {
    for (mut volume, mut mount) in memory {
        if volumes.iter().any(|other| other.name.value == volume.name.value) {
            let identity = format!("{}{}{}", volume.name.value, mount.path.value, volumes.len());
            volume.name.value = names::hashed(&volume.name.value, names::LABEL, &identity);
            mount.volume.value.clone_from(&volume.name.value);
        }
        mount_volumes::add(mounts, mount, container, diags)?;
        volumes.push(volume);
    }
    Ok(())
}

/// A `/dev/shm` of the container's own: a pod has one of 64 MiB for all.
pub(super) fn shared_memory(
    size: Option<Spanned<i64>>,
    container: &str,
    diags: &mut Diagnostics,
) -> Option<(Volume, Mount)> {
    let size = size?;
    if size.value == 0 {
        diags.ignore(size.at, "0: not set");
        return None;
    }
    let name = volume_name("shm", container, "");
    let path = Traced::implied("/dev/shm".to_owned());
    let mount = mounted(Traced::implied(name.clone()), path, None);
    Some((memory(name, size.traced()), mount))
}

/// Names the options that an emptyDir does not take.
pub(super) fn tell_of_lost(path: &Spanned<String>, lost: &[&Spanned<String>], diags: &mut Diagnostics) {
    let Some(first) = lost.first() else { return };
    let words: Vec<String> = lost.iter().map(|option| format!("`{}`", option.value)).collect();
    diags.tell(
        Finding::new(
            Code::TmpfsOptions,
            first.at,
            format!("the folder `{}` in memory was mounted with {}", path.value, words.join(", ")),
        )
        .also(lost.iter().skip(1).map(|option| option.at))
        .kubernetes("an emptyDir takes no mount options: every user may write, and run programs, there")
        .help("nothing to do where they only hardened; else set owner and mode in the program, or `fsGroup` under `podSecurityContext` in values.override.yaml"),
    );
}
