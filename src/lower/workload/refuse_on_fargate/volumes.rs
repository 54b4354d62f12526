//! Volumes that EKS Fargate cannot mount: it knows emptyDir, and file systems of EFS and S3 Files, which its own EFS driver
//! mounts ("Store an elastic file system with Amazon EFS", EKS User Guide; aws/containers-roadmap 826).

use super::Fault;
use crate::ir::ecs::{DockerVolume, Scope, TaskDefinition, Volume, VolumeKind};
use crate::lower::workload::mount_volumes;
use crate::source::At;

/// What each volume that a container mounts stands in the way of.
pub(super) fn faults(definition: &TaskDefinition) -> Vec<Fault> {
    let mounts = definition.containers.iter().flat_map(|container| &container.mounts);
    let mounted: Vec<&str> =
        mounts.filter_map(|mount| mount.source_volume.as_ref()).map(|source| source.value.as_str()).collect();
    let mounted = definition.volumes.iter().filter(|volume| mounted.contains(&volume.name.value.as_str()));
    mounted.filter_map(fault).collect()
}

fn fault(volume: &Volume) -> Option<Fault> {
    let name = &volume.name.value;
    if let Some(path) = mount_volumes::path_of_instance(&volume.kind) {
        let what = format!("the volume `{name}` is `{}` of the instance", path.value);
        return Some(Fault::new(path.at, what, "mounts nothing of a node", "use EFS for data"));
    }
    if let Some(switch) = mount_volumes::at_launch(&volume.kind) {
        let what = format!("the volume `{name}` is an EBS volume that is made for each task");
        let without = "use EFS, or `ephemeralStorage` for what may go with the task";
        return Some(Fault::new(switch.at, what, "attaches no EBS volume", without));
    }
    let (at, what) = match &volume.kind {
        VolumeKind::Docker(docker) => {
            (of_docker(docker, volume)?, "one of Docker's that outlives the task, or of a driver")
        }
        VolumeKind::FsxWindows(share) => (share.file_system_id.at, "a share of FSx for Windows File Server"),
        VolumeKind::Scratch
        | VolumeKind::Efs(_)
        | VolumeKind::S3Files(_)
        | VolumeKind::Bind { .. }
        | VolumeKind::AtLaunch { .. } => return None,
    };
    let what = format!("the volume `{name}` is {what}");
    Some(Fault::new(at, what, "mounts emptyDir and EFS only", "use EFS for data"))
}

/// The place of what makes it more than an empty folder that goes with the task.
fn of_docker(docker: &DockerVolume, volume: &Volume) -> Option<At> {
    let shared = docker.scope.as_ref().filter(|scope| scope.value == Scope::Shared).map(|scope| scope.at);
    let driver = docker.driver.as_ref().filter(|driver| driver.value != "local").map(|driver| driver.at);
    let in_memory = docker.options.iter().any(|(key, value)| key == "type" && value.value == "tmpfs");
    let options = (!docker.options.is_empty() && !in_memory).then_some(volume.name.at);
    shared.or(driver).or(options)
}
