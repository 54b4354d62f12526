//! What a container may use.

use crate::ir::Spanned;
use crate::source::At;

/// Container-level resources.
#[derive(Debug, Clone)]
pub(crate) struct Resources {
    /// CPU units (1,024 are one CPU): a weight and a reservation, no limit.
    pub(crate) cpu: Option<Spanned<i64>>,
    /// Hard limit in MiB.
    pub(crate) memory: Option<Spanned<i64>>,
    /// Soft limit in MiB, used for placement.
    pub(crate) memory_reservation: Option<Spanned<i64>>,
    pub(crate) requirements: Vec<ResourceRequirement>,
}

/// An accelerator that a container asks for.
#[derive(Debug, Clone)]
pub(crate) struct ResourceRequirement {
    pub(crate) at: At,
    pub(crate) kind: Spanned<ResourceKind>,
    /// A number, `ALL`, or the name of an accelerator.
    pub(crate) value: Option<Spanned<String>>,
    pub(crate) sharing: Option<GpuSharing>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResourceKind {
    Gpu,
    InferenceAccelerator,
    NeuronDevice,
}

/// A part of a GPU, through NVIDIA's Multi-Process Service.
#[derive(Debug, Clone)]
pub(crate) struct GpuSharing {
    /// MiB of the GPU's memory.
    pub(crate) memory: Spanned<i64>,
    pub(crate) max_compute_percent: Option<Spanned<i64>>,
}
