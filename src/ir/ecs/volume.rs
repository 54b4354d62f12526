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
    /// A kind that is named in a finding and not written.
    Untranslated,
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

/// A mount point of a container.
#[derive(Debug, Clone)]
pub(crate) struct Mount {
    pub(crate) at: At,
    pub(crate) source_volume: Option<Spanned<String>>,
    pub(crate) container_path: Option<Spanned<String>>,
    pub(crate) read_only: Option<Spanned<bool>>,
}
