//! Volumes that a service configures when it starts a task.

use super::Tag;
use crate::ir::Spanned;
use crate::source::At;

/// An entry of `volumeConfigurations`.
#[derive(Debug, Clone)]
pub(crate) struct VolumeConfiguration {
    pub(crate) at: At,
    /// Of a volume of the task definition that is configured at launch.
    pub(crate) name: Spanned<String>,
    pub(crate) ebs: Option<ManagedEbs>,
}

/// A new EBS volume for each task.
#[derive(Debug, Clone)]
pub(crate) struct ManagedEbs {
    pub(crate) at: At,
    /// GiB; that of the snapshot where none is written.
    pub(crate) size: Option<Spanned<i64>>,
    pub(crate) snapshot_id: Option<Spanned<String>>,
    pub(crate) performance: EbsPerformance,
    pub(crate) encrypted: Option<Spanned<bool>>,
    pub(crate) kms_key_id: Option<Spanned<String>>,
    pub(crate) file_system: Option<Spanned<FileSystem>>,
    pub(crate) tags: Vec<VolumeTags>,
    /// The role with which ECS makes volumes.
    pub(crate) role: Option<Spanned<String>>,
}

/// What kind of volume, and how fast.
#[derive(Debug, Clone)]
pub(crate) struct EbsPerformance {
    /// Such as `gp3`.
    pub(crate) volume_type: Option<Spanned<String>>,
    pub(crate) iops: Option<Spanned<i64>>,
    /// MiB a second.
    pub(crate) throughput: Option<Spanned<i64>>,
    /// MiB a second at which a snapshot is read in.
    pub(crate) initialization_rate: Option<Spanned<i64>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileSystem {
    Ext3,
    Ext4,
    Xfs,
    Ntfs,
}

/// Tags of the volume.
#[derive(Debug, Clone)]
pub(crate) struct VolumeTags {
    /// `volume`.
    pub(crate) resource_type: Option<Spanned<String>>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) propagate: Option<Spanned<PropagateTags>>,
}

/// Whose tags a volume or a task bears as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PropagateTags {
    TaskDefinition,
    Service,
    None,
}
