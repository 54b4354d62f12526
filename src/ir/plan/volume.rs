//! Volumes of a pod, and where containers mount them.

use crate::ir::Traced;

/// A volume of a pod.
#[derive(Debug, Clone)]
pub(crate) struct Volume {
    pub(crate) name: Traced<String>,
    pub(crate) source: VolumeSource,
}

/// What the volume is.
#[derive(Debug, Clone)]
pub(crate) enum VolumeSource {
    /// Empty when the pod starts, gone with the pod.
    Scratch,
    /// Memory, in MiB.
    Memory { size: Traced<i64> },
    /// A path of the node; made as a folder where it is missing, if `create`.
    Node { path: Traced<String>, create: bool },
    /// An existing EFS file system: a volume and a claim that are bound to each other.
    Efs {
        /// `fs-…[:path][:fsap-…]`.
        handle: Traced<String>,
        mount_options: Vec<Traced<String>>,
        /// Name of the claim.
        claim: String,
    },
}

/// A mount of a volume.
#[derive(Debug, Clone)]
pub(crate) struct Mount {
    pub(crate) volume: Traced<String>,
    pub(crate) path: Traced<String>,
    pub(crate) read_only: Option<Traced<bool>>,
}
