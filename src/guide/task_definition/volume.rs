//! Volumes.

use crate::diagnostics::Code;
use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Volumes", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "containerDefinitions[].mountPoints[].sourceVolume",
        class: Class::Exact,
        rule: "The name of the mounted volume, as it was renamed.",
        places: &["Pod:spec.containers[].volumeMounts[].name", "Pod:spec.volumes[].name"],
        codes: &[Code::UnknownVolume, Code::VolumeStartsEmpty],
        source: "MountPoint, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].mountPoints[].containerPath",
        class: Class::Exact,
        rule: "The path of the mount. What the image has there is hidden, where Docker copied it into a new volume; told at the volume.",
        places: &["Pod:spec.containers[].volumeMounts[].mountPath"],
        codes: &[],
        source: "MountPoint, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].mountPoints[].readOnly",
        class: Class::Exact,
        rule: "The mount's `readOnly`; `false` unless written.",
        places: &["Pod:spec.containers[].volumeMounts[].readOnly"],
        codes: &[],
        source: "MountPoint, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].volumesFrom[].sourceContainer",
        class: Class::Approximate,
        rule: "Every mount of the other container, at the same paths. Volumes that only its image declares have to be named by a person.",
        places: &["Pod:spec.containers[].volumeMounts", "RUNBOOK.md"],
        codes: &[Code::DependencyCycle, Code::ImageVolumes, Code::UnknownContainer],
        source: "VolumeFrom, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].volumesFrom[].readOnly",
        class: Class::Exact,
        rule: "Makes the mounts that are taken read-only.",
        places: &["Pod:spec.containers[].volumeMounts[].readOnly"],
        codes: &[],
        source: "VolumeFrom, Amazon ECS API Reference",
    },
    Row {
        path: "volumes[].name",
        class: Class::Equivalent,
        rule: "A DNS label. A name alone is an empty folder that lives as long as the pod.",
        places: &["Pod:spec.containers[].volumeMounts[].name", "Pod:spec.volumes[].name"],
        codes: &[Code::NfsVolume, Code::Renamed, Code::UnknownVolume, Code::VolumeStartsEmpty],
        source: "Volume, Amazon ECS API Reference",
    },
    Row {
        path: "volumes[].host.sourcePath",
        class: Class::Equivalent,
        rule: "The same path on the node, made where it is missing; a new node has nothing there. Without a path, an empty folder of the pod. The Docker socket is refused; so are, on EKS Auto Mode, folders that cannot be made.",
        places: &["Pod:spec.volumes[].emptyDir", "Pod:spec.volumes[].hostPath", "Pod:spec.volumes[].hostPath.path"],
        codes: &[
            Code::DockerSocket,
            Code::FargateUnsupported,
            Code::HostPath,
            Code::ReadOnlyNode,
            Code::VolumeStartsEmpty,
        ],
        source: "HostVolumeProperties, Amazon ECS API Reference",
    },
    Row {
        path: "volumes[].dockerVolumeConfiguration.scope",
        class: Class::Approximate,
        rule: "`task` unless written: an empty folder of the pod. `shared` is a folder of the node, where a person decides whether that suffices.",
        places: &["Pod:spec.volumes[].emptyDir", "Pod:spec.volumes[].hostPath", "RUNBOOK.md"],
        codes: &[Code::FargateUnsupported, Code::SharedDockerVolume, Code::VolumeStartsEmpty],
        source: "DockerVolumeConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "volumes[].dockerVolumeConfiguration.autoprovision",
        class: Class::Equivalent,
        rule: "`true` makes the shared folder where it is missing; false, the default, lets the pod wait until it is there.",
        places: &["Pod:spec.volumes[].hostPath.type"],
        codes: &[Code::SharedDockerVolume],
        source: "DockerVolumeConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "volumes[].dockerVolumeConfiguration.driver",
        class: Class::Manual,
        rule: "`local` is read by its options; for any other driver a person makes the claim that the chart names.",
        places: &["Pod:spec.volumes[].hostPath", "Pod:spec.volumes[].persistentVolumeClaim", "RUNBOOK.md"],
        codes: &[Code::DockerVolumeDriver, Code::SharedDockerVolume],
        source: "DockerVolumeConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "volumes[].dockerVolumeConfiguration.driverOpts{}",
        class: Class::Manual,
        rule: "Options of `local` become a folder in memory, a path of the node or an NFS volume; others are named.",
        places: &[
            "Pod:spec.volumes[].emptyDir",
            "Pod:spec.volumes[].emptyDir.sizeLimit",
            "Pod:spec.volumes[].persistentVolumeClaim",
            "RUNBOOK.md",
        ],
        codes: &[Code::DockerVolumeDriver, Code::HostPath, Code::TmpfsOptions],
        source: "DockerVolumeConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "volumes[].dockerVolumeConfiguration.labels{}",
        class: Class::None,
        rule: "Labels of a Docker volume, which no pod has.",
        places: &[],
        codes: &[],
        source: "DockerVolumeConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "volumes[].configuredAtLaunch",
        class: Class::Approximate,
        rule: "A new EBS volume for each pod, deleted with it, as the service configures it; without its configuration a person makes the claim.",
        places: &["Pod:spec.volumes[].emptyDir", "Pod:spec.volumes[].ephemeral", "RUNBOOK.md", "StorageClass"],
        codes: &[Code::EbsVolume, Code::FargateUnsupported, Code::VolumeNotConfigured, Code::VolumeStartsEmpty],
        source: "ServiceManagedEBSVolumeConfiguration, Amazon ECS API Reference",
    },
];
