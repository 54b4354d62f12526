//! Application Auto Scaling of a service.

use crate::ir::Spanned;
use crate::source::At;

/// The bounds between which a service is scaled.
#[derive(Debug, Clone)]
pub(crate) struct ScalableTarget {
    pub(crate) at: At,
    /// `service/<cluster>/<service>`.
    pub(crate) resource_id: Spanned<String>,
    pub(crate) min_capacity: Option<Spanned<i64>>,
    pub(crate) max_capacity: Option<Spanned<i64>>,
}

/// One scaling policy.
#[derive(Debug, Clone)]
pub(crate) struct ScalingPolicy {
    pub(crate) resource_id: Spanned<String>,
    /// `None`: another kind of policy, named in a finding.
    pub(crate) target_tracking: Option<TargetTracking>,
}

/// A target-tracking policy on a predefined metric.
#[derive(Debug, Clone)]
pub(crate) struct TargetTracking {
    pub(crate) at: At,
    /// Percent for CPU and memory; a decimal as it was written.
    pub(crate) target_value: Spanned<String>,
    /// Such as `ECSServiceAverageCPUUtilization`.
    pub(crate) metric: Option<Spanned<String>>,
    /// Seconds.
    pub(crate) scale_out_cooldown: Option<Spanned<i64>>,
    /// Seconds.
    pub(crate) scale_in_cooldown: Option<Spanned<i64>>,
    pub(crate) disable_scale_in: Option<Spanned<bool>>,
}
