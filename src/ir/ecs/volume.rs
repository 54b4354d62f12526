//! Volumes of a task, and where containers mount them.

use crate::ir::Spanned;
use crate::source::At;

/// A volume of the task.
#[derive(Debug, Clone)]
pub(crate) struct Volume {
    pub(crate) at: At,
    pub(crate) name: Spanned<String>,
    pub(crate) kind: VolumeKind,
}

/// What the volume is.
#[derive(Debug, Clone)]
pub(crate) enum VolumeKind {
    /// Only a name, or `host: {}`: an empty volume that ends with the task.
    Scratch,
    /// A folder or file of the container instance.
    Bind { source_path: Spanned<String> },
    /// An Amazon EFS file system.
    Efs(Efs),
    /// A file system of Amazon S3 Files.
    S3Files(S3Files),
    /// A volume of Docker's own, or of a driver of Docker's.
    Docker(DockerVolume),
    /// A share of Amazon FSx for Windows File Server.
    FsxWindows(FsxWindows),
    /// The service says what it is (`configuredAtLaunch`).
    AtLaunch { switch: Spanned<bool> },
}

/// An EFS volume.
#[derive(Debug, Clone)]
pub(crate) struct Efs {
    pub(crate) file_system_id: Spanned<String>,
    pub(crate) root_directory: Option<Spanned<String>>,
    pub(crate) transit_encryption: Option<Spanned<bool>>,
    pub(crate) transit_encryption_port: Option<Spanned<i64>>,
    pub(crate) access_point_id: Option<Spanned<String>>,
    /// Whether the task role is used for mounting.
    pub(crate) iam: Option<Spanned<bool>>,
}

/// A volume of S3 Files: NFS with TLS, mounted with the task role.
#[derive(Debug, Clone)]
pub(crate) struct S3Files {
    pub(crate) file_system_arn: Spanned<String>,
    pub(crate) root_directory: Option<Spanned<String>>,
    pub(crate) transit_encryption_port: Option<Spanned<i64>>,
    pub(crate) access_point_arn: Option<Spanned<String>>,
}

/// A Docker volume.
#[derive(Debug, Clone)]
pub(crate) struct DockerVolume {
    pub(crate) at: At,
    pub(crate) scope: Option<Spanned<Scope>>,
    /// Whether a shared volume is made where it is missing.
    pub(crate) autoprovision: Option<Spanned<bool>>,
    pub(crate) driver: Option<Spanned<String>>,
    /// By name; the driver's own.
    pub(crate) options: Vec<(String, Spanned<String>)>,
    pub(crate) labels: Vec<Spanned<String>>,
}

/// How long a Docker volume lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Task,
    Shared,
}

/// A share of FSx for Windows File Server.
#[derive(Debug, Clone)]
pub(crate) struct FsxWindows {
    pub(crate) at: At,
    pub(crate) file_system_id: Spanned<String>,
    /// Share and folder, with backslashes.
    pub(crate) root_directory: Option<Spanned<String>>,
    pub(crate) credentials_parameter: Option<Spanned<String>>,
    /// The Active Directory domain.
    pub(crate) domain: Option<Spanned<String>>,
}

/// A mount point of a container.
#[derive(Debug, Clone)]
pub(crate) struct Mount {
    pub(crate) at: At,
    pub(crate) source_volume: Option<Spanned<String>>,
    pub(crate) container_path: Option<Spanned<String>>,
    pub(crate) read_only: Option<Spanned<bool>>,
}

/// An entry of `volumesFrom`: everything that another container mounts.
#[derive(Debug, Clone)]
pub(crate) struct VolumesFrom {
    pub(crate) source_container: Spanned<String>,
    pub(crate) read_only: Option<Spanned<bool>>,
}
