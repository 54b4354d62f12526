//! Volumes and their mounts.
//!
//! ECS: a volume with a name alone is empty and ends with the task; `host.sourcePath` is a folder of the instance, made
//! where it is missing; EFS is mounted with TLS where it says so, by the task role where it says so ("Volume", API
//! reference). Kubernetes: `emptyDir`, `hostPath`, and a PersistentVolume of the EFS CSI driver with a claim bound to it;
//! the driver uses TLS unless told otherwise, and mounts with the node's own role, never a pod's.

use super::{Context, name_containers::Renamed};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::plan::{Mount, Volume, VolumeSource};
use crate::ir::{Spanned, Traced, ecs};
use crate::lower::names;

/// Decides the volumes of the pod; one that no container mounts is left out.
pub(super) fn volumes(
    volumes: Vec<ecs::Volume>,
    containers: &[ecs::Container],
    renamed: &Renamed,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<Vec<Volume>, Reported> {
    let mut all = Vec::new();
    for volume in volumes {
        let ecs::Volume { at, name, kind } = volume;
        let mounts =
            |mount: &&ecs::Mount| mount.source_volume.as_ref().is_some_and(|source| source.value == name.value);
        let mounted = containers.iter().flat_map(|container| &container.mounts).filter(mounts).count();
        if matches!(kind, ecs::VolumeKind::Untranslated) {
            diags.ignore(name.at, "names a volume that is not translated yet");
            continue;
        }
        if mounted == 0 {
            diags.ignore(at, "a volume that no container mounts");
            continue;
        }
        let traced = renamed.traced(&name);
        let source = match kind {
            ecs::VolumeKind::Scratch => {
                tell_of_scratch(&name, cx, diags);
                VolumeSource::Scratch
            }
            ecs::VolumeKind::Bind { source_path } => bind(source_path, diags)?,
            ecs::VolumeKind::Efs(efs) => mount_efs(efs, &traced.value, cx, diags),
            ecs::VolumeKind::Untranslated => continue,
        };
        all.push(made(traced, source));
    }
    all.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    Ok(all)
}

fn made(name: Traced<String>, source: VolumeSource) -> Volume {
    Volume { name, source }
}

fn mounted(volume: Traced<String>, path: Traced<String>, read_only: Option<Traced<bool>>) -> Mount {
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

fn bind(path: Spanned<String>, diags: &mut Diagnostics) -> Result<VolumeSource, Reported> {
    if path.value.trim_end_matches('/').ends_with("docker.sock") {
        diags.error_unless_accepted(
            Finding::new(Code::DockerSocket, path.at, "a container uses the Docker daemon of the instance")
                .label("no node of EKS has this socket")
                .kubernetes("nodes run containerd: the pod would wait for the mount, or find nothing there")
                .help("replace what needs it (build, monitor, start containers) by the cluster's own means, then `--accept docker-socket`"),
        )?;
    }
    diags.tell(
        Finding::new(Code::HostPath, path.at, format!("the volume is `{}` of the instance", path.value))
            .kubernetes("it is the node's own: data does not follow the pod, new nodes have none, and the namespace must allow hostPath")
            .help("for data, use EFS or an EBS volume; for what belongs to the node, nothing to do"),
    );
    // A path that may be a file must not be made as a folder.
    let last = path.value.rsplit('/').next().unwrap_or("");
    let create = !last.contains('.') && !path.value.starts_with("/dev/");
    Ok(VolumeSource::Node { path: path.traced(), create })
}

fn mount_efs(efs: ecs::Efs, name: &str, cx: &Context, diags: &mut Diagnostics) -> VolumeSource {
    let ecs::Efs { file_system_id, root_directory, transit_encryption, transit_encryption_port, access_point_id, iam } =
        efs;
    let root = root_directory.as_ref().map_or("", |root| root.value.trim_end_matches('/'));
    let mut handle = file_system_id.value.clone();
    match (&access_point_id, root) {
        (Some(point), root) => handle.push_str(&format!(":{root}:{}", point.value)),
        (None, "") => {}
        (None, root) => handle.push_str(&format!(":{root}")),
    }
    diags.tell(
        Finding::new(
            Code::EfsNetwork,
            file_system_id.at,
            format!("the file system `{}` is mounted by the node", file_system_id.value),
        )
        .kubernetes("its mount targets must admit port 2049 from the nodes' security group, not from the task's")
        .help("add that rule, and install the EFS CSI driver"),
    );
    if let Some(encryption) = &transit_encryption {
        if encryption.value {
            diags.ignore(encryption.at, "TLS, which the EFS CSI driver uses by itself");
        } else {
            diags.tell(
                Finding::new(Code::EfsTls, encryption.at, "the file system was mounted without TLS")
                    .kubernetes("the EFS CSI driver mounts with TLS, which costs a little CPU")
                    .help("nothing to do"),
            );
        }
    }
    if let Some(port) = transit_encryption_port {
        diags.ignore(port.at, "a local port of the tunnel: fixed ports of two pods on one node would collide");
    }
    let mut options = Vec::new();
    if let Some(iam) = &iam {
        if iam.value {
            options.push(iam.with("iam".to_owned()));
            diags.tell(
                Finding::new(Code::EfsIam, iam.at, "the file system is mounted with the task role")
                    .kubernetes("the EFS CSI driver mounts with the role of its own node pods, for every workload")
                    .help("allow `elasticfilesystem:ClientMount` and `ClientWrite` to the role of `efs-csi-node-sa` in the file system's policy"),
            );
        } else {
            diags.ignore(iam.at, "DISABLED is what holds without it");
        }
    }
    let from = [
        Some(file_system_id.leaf()),
        root_directory.map(|root| root.leaf()),
        access_point_id.map(|point| point.leaf()),
    ];
    let claim = names::label(&format!("{}-{name}", cx.names.workload.value), names::LABEL, &handle);
    VolumeSource::Efs {
        handle: Traced::new(handle, from.into_iter().flatten().collect()),
        mount_options: options,
        claim,
    }
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
        let Some(volume) = known.iter().find(|volume| volume.name.value == source.value) else {
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
        };
        if matches!(volume.kind, ecs::VolumeKind::Untranslated) {
            diags.ignore(at, "mounts a volume that is not translated yet");
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

/// A `/dev/shm` of the container's own: a pod has one of 64 MiB for all.
pub(super) fn own_shared_memory(container: &str, size: Traced<i64>) -> (Volume, Mount) {
    let name = names::label(&format!("shm-{container}"), names::LABEL, container);
    let mount =
        Mount { volume: Traced::implied(name.clone()), path: Traced::implied("/dev/shm".to_owned()), read_only: None };
    (made(Traced::implied(name), VolumeSource::Memory { size }), mount)
}
