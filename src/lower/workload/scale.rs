//! Scaling by target tracking on CPU and memory.
//!
//! AWS: utilisation is measured against what the task reserves; its own alarms fire after 3 minutes above the target and
//! 15 below; cooldowns are 300 s unless written ("Target tracking scaling policies", Application Auto Scaling).
//! Kubernetes: against what the pod requests, or against the pod-level request where there is one ("Horizontal Pod
//! Autoscaling"), every 15 s. So the percentage is kept, and windows slow the autoscaler down to AWS's pace. One
//! autoscaler holds all policies: the highest wish counts on both sides.

use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::{ScalableTarget, ScalingPolicy, TargetTracking};
use crate::ir::plan::{Metric, MetricKind, Scaling};
use crate::ir::{Spanned, Traced};

/// Decides the autoscaler; `None` where there is nothing that it could follow.
pub(super) fn scale(
    scaling: Option<(ScalableTarget, Vec<ScalingPolicy>)>,
    requests_known: bool,
    diags: &mut Diagnostics,
) -> Result<Option<Scaling>, Reported> {
    let Some((target, policies)) = scaling else { return Ok(None) };
    let ScalableTarget { at, resource_id, min_capacity, max_capacity } = target;
    if max_capacity.as_ref().is_some_and(|max| max.value == 0) {
        diags.ignore(at, "between 0 and 0 tasks nothing is scaled");
        policies.iter().for_each(|policy| diags.ignore(policy.resource_id.at, "says which service it scales"));
        policies.iter().filter_map(|policy| policy.target_tracking.as_ref()).for_each(|tracking| {
            diags.ignore(tracking.at, "between 0 and 0 tasks nothing is scaled");
        });
        return Ok(None);
    }
    check_bounds(min_capacity.as_ref(), max_capacity.as_ref(), diags)?;
    diags.ignore(resource_id.at, "says which service it scales");
    let mut windows = Windows::default();
    let mut metrics: Vec<Metric> = Vec::new();
    for policy in policies {
        let ScalingPolicy { resource_id, target_tracking } = policy;
        diags.ignore(resource_id.at, "says which service it scales");
        if let Some(metric) = target_tracking.and_then(|tracking| follow(tracking, &mut windows, requests_known, diags))
        {
            metrics.push(metric);
        }
    }
    metrics.sort_by_key(|metric| (metric.kind, metric.target.value));
    // Two policies on one metric: the lower target wishes for more, and the highest wish counts.
    metrics.dedup_by(|later, first| {
        let same = later.kind == first.kind;
        if same {
            first.target.from.append(&mut later.target.from);
        }
        same
    });
    windows.tell_of_scale_in(diags);
    if metrics.is_empty() {
        diags.tell(
            Finding::new(
                Code::ScalingByHand,
                at,
                "the service is scaled by nothing that an autoscaler of Kubernetes can follow here",
            )
            .kubernetes("the number of pods is the one of this moment, and stays")
            .help("scale it by KEDA on the same metric, or by hand"),
        );
        return Ok(None);
    }
    Ok(Some(Scaling {
        min: minimum(min_capacity, diags),
        max: max_capacity
            .map_or_else(|| Traced::implied(1), |max| max.with(i32::try_from(max.value).unwrap_or(i32::MAX).max(1))),
        metrics,
        out_window: Traced::implied(60),
        out_period: windows.out.unwrap_or_else(|| Traced::implied(60)),
        in_window: windows.in_.unwrap_or_else(|| Traced::implied(900)),
        in_period: Traced::implied(60),
        never_in: windows.never_in.filter(|_| windows.all_never_in).map(Spanned::traced),
    }))
}

/// The API server refuses an autoscaler whose most is below its least.
fn check_bounds(
    min: Option<&Spanned<i64>>,
    max: Option<&Spanned<i64>>,
    diags: &mut Diagnostics,
) -> Result<(), Reported> {
    let (Some(min), Some(max)) = (min, max) else { return Ok(()) };
    if min.value <= max.value {
        return Ok(());
    }
    Err(diags.error(
        Finding::new(
            Code::ScalingBounds,
            max.at,
            format!("the service is scaled between {} and {} tasks", min.value, max.value),
        )
        .label("below the least")
        .kubernetes("the API server refuses an autoscaler whose most is below its least")
        .help("raise `MaxCapacity`, or export the scalable target again"),
    ))
}

#[derive(Debug)]
struct Windows {
    out: Option<Traced<i32>>,
    in_: Option<Traced<i32>>,
    never_in: Option<Spanned<bool>>,
    all_never_in: bool,
}

impl Windows {
    /// Where only some policies never scale in, AWS scaled in on the others alone.
    fn tell_of_scale_in(&self, diags: &mut Diagnostics) {
        if let (Some(never), false) = (&self.never_in, self.all_never_in) {
            diags.tell(
                Finding::new(Code::ScaleInStillOn, never.at, "this policy never scaled in, and another one did")
                    .kubernetes("one autoscaler follows all policies: its highest wish counts on the way down as well")
                    .help("nothing to do, unless this metric must never hold pods back"),
            );
        }
    }
}

impl Default for Windows {
    fn default() -> Self {
        Windows { out: None, in_: None, never_in: None, all_never_in: true }
    }
}

fn minimum(min: Option<Spanned<i64>>, diags: &mut Diagnostics) -> Traced<i32> {
    let Some(min) = min else { return Traced::implied(1) };
    if min.value >= 1 {
        return min.with(i32::try_from(min.value).unwrap_or(i32::MAX));
    }
    diags.tell(
        Finding::new(Code::ScaleToZero, min.at, "the service may be scaled to nothing")
            .kubernetes("an autoscaler on CPU or memory keeps one pod at least: nothing could wake it from none")
            .help("use KEDA with a trigger from outside (a queue, a schedule) where none should run"),
    );
    min.with(1)
}

fn follow(
    tracking: TargetTracking,
    windows: &mut Windows,
    requests_known: bool,
    diags: &mut Diagnostics,
) -> Option<Metric> {
    let TargetTracking { at, target_value, metric, scale_out_cooldown, scale_in_cooldown, disable_scale_in } = tracking;
    let kind = match metric.as_ref().map(|metric| metric.value.as_str()) {
        Some("ECSServiceAverageCPUUtilization" | "ECSServiceAverageCPUUtilizationHighResolution") => MetricKind::Cpu,
        Some("ECSServiceAverageMemoryUtilization" | "ECSServiceAverageMemoryUtilizationHighResolution") => {
            MetricKind::Memory
        }
        Some(_) | None => {
            let name = metric.as_ref().map_or("a metric of its own", |metric| metric.value.as_str());
            diags.tell(
                Finding::new(Code::MetricNotFollowed, at, format!("the policy tracks `{name}`"))
                    .kubernetes("an autoscaler of Kubernetes knows CPU and memory; this policy is not written")
                    .help("write a KEDA ScaledObject with the trigger aws-cloudwatch for it"),
            );
            return None;
        }
    };
    if !requests_known {
        diags.tell(
            Finding::new(
                Code::MissingRequest,
                target_value.at,
                "utilisation is measured against requests, and not every container has one",
            )
            .kubernetes("the autoscaler reports `missing request` and never scales")
            .help("give each container `cpu`, or the task a size"),
        );
    }
    let percent: f64 = target_value.value.parse().unwrap_or(0.0);
    let rounded = percent.round().clamp(1.0, 10_000.0) as i32;
    if f64::from(rounded) != percent {
        diags.tell(
            Finding::new(Code::TargetRounded, target_value.at, format!("the target is {} percent", target_value.value))
                .label(format!("rounded to {rounded}"))
                .kubernetes("targets are whole percents")
                .help("nothing to do"),
        );
    }
    let mut from = vec![target_value.leaf()];
    from.extend(metric.map(|metric| metric.leaf()));
    // 300 s are what AWS takes where nothing is written; its own alarms then are what slows it down.
    keep_longest(
        &mut windows.out,
        scale_out_cooldown,
        |cooldown| if cooldown == 300 { 60 } else { cooldown.clamp(1, 1800) },
    );
    keep_longest(&mut windows.in_, scale_in_cooldown, |cooldown| cooldown.clamp(900, 3600));
    match super::restrict_container::true_only(disable_scale_in, diags) {
        Some(never) => windows.never_in = Some(never),
        None => windows.all_never_in = false,
    }
    Some(Metric { kind, target: Traced::new(rounded, from) })
}

fn keep_longest(slot: &mut Option<Traced<i32>>, found: Option<Spanned<i64>>, bounds: impl Fn(i64) -> i64) {
    let Some(found) = found else { return };
    let seconds = found.with(i32::try_from(bounds(found.value)).unwrap_or(i32::MAX));
    *slot = Some(match slot.take() {
        Some(kept) if kept.value >= seconds.value => kept.and(seconds.from),
        Some(kept) => seconds.and(kept.from),
        None => seconds,
    });
}
