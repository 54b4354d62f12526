//! Scaling, and how many pods may be taken away at once.

use crate::ir::Traced;

/// Scaling on CPU or memory.
#[derive(Debug, Clone)]
pub(crate) struct Scaling {
    pub(crate) min: Traced<i32>,
    pub(crate) max: Traced<i32>,
    pub(crate) metrics: Vec<Metric>,
    /// Seconds over which the highest wish counts before pods are added.
    pub(crate) out_window: Traced<i32>,
    /// Seconds between two doublings.
    pub(crate) out_period: Traced<i32>,
    /// Seconds over which the highest wish counts before pods are taken away.
    pub(crate) in_window: Traced<i32>,
    pub(crate) in_period: Traced<i32>,
    /// Whether pods are never taken away by themselves.
    pub(crate) never_in: Option<Traced<bool>>,
}

/// One metric with its target in percent of what is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Metric {
    pub(crate) kind: MetricKind,
    pub(crate) target: Traced<i32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MetricKind {
    Cpu,
    Memory,
}

/// How many pods a drained node may take away at once.
#[derive(Debug, Clone)]
pub(crate) enum Disruption {
    MaxUnavailable(Traced<i32>),
    /// A percentage such as `50%`.
    MinAvailable(Traced<String>),
}
