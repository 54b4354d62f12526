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
    /// A path of the node.
    Node { path: Traced<String>, kind: NodePath },
    /// An existing EFS file system: a volume and a claim that are bound to each other.
    Efs {
        /// `fs-…[:path][:fsap-…]`.
        handle: Traced<String>,
        mount_options: Vec<Traced<String>>,
        /// Name of the claim.
        claim: String,
    },
    /// A folder of an NFS server: a volume and a claim that are bound to each other.
    Nfs {
        server: Traced<String>,
        path: Traced<String>,
        mount_options: Vec<Traced<String>>,
        /// Name of the claim.
        claim: String,
    },
    /// A claim that a person makes; the pod waits for it.
    Claimed { claim: Traced<String> },
    /// A new EBS volume for each pod.
    Ebs(EbsVolume),
}

/// A new EBS volume for each pod, gone with it.
#[derive(Debug, Clone)]
pub(crate) struct EbsVolume {
    pub(crate) class: StorageClass,
    /// GiB.
    pub(crate) size: Traced<i64>,
    /// Name of the VolumeSnapshot that it is made of.
    pub(crate) snapshot: Option<Traced<String>>,
}

/// What a path of the node must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NodePath {
    /// Whatever stands there.
    Any,
    /// A folder that is there.
    Folder,
    /// A folder, made where it is missing.
    MadeFolder,
}

/// How the EBS driver makes volumes. Its name says its parameters: workloads with equal ones share it.
#[derive(Debug, Clone)]
pub(crate) struct StorageClass {
    pub(crate) name: String,
    /// By name, sorted.
    pub(crate) parameters: Vec<(String, Traced<String>)>,
}

/// A mount of a volume.
#[derive(Debug, Clone)]
pub(crate) struct Mount {
    pub(crate) volume: Traced<String>,
    pub(crate) path: Traced<String>,
    pub(crate) read_only: Option<Traced<bool>>,
}
