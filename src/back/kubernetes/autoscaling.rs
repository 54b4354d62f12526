//! HorizontalPodAutoscaler and PodDisruptionBudget.

use k8s_openapi::api::autoscaling::v2 as hpa;
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::trace::Trace;
use crate::ir::plan::{Disruption, Metric, MetricKind, Scaling};

/// Writes the autoscaler of a Deployment.
pub(super) fn autoscaler(
    plan: Scaling,
    name: &str,
    metadata: ObjectMeta,
    trace: &mut Trace,
) -> hpa::HorizontalPodAutoscaler {
    let Scaling { min, max, metrics, out_window, out_period, in_window, in_period, never_in } = plan;
    let object = format!("HorizontalPodAutoscaler/{name}");
    let metrics = metrics.into_iter().map(|plan| metric(plan, &object, trace)).collect();
    let mut out = trace.at(&object, "spec");
    let never_in = out.put_option("behavior.scaleDown.selectPolicy", never_in);
    let scale_up = rules(
        out.put("behavior.scaleUp.stabilizationWindowSeconds", out_window),
        (100, out.put("behavior.scaleUp.policies", out_period)),
        None,
    );
    let scale_down = rules(
        out.put("behavior.scaleDown.stabilizationWindowSeconds", in_window),
        (10, out.put("behavior.scaleDown.policies", in_period)),
        never_in.map(|_| "Disabled".to_owned()),
    );
    hpa::HorizontalPodAutoscaler {
        metadata,
        spec: hpa::HorizontalPodAutoscalerSpec {
            scale_target_ref: hpa::CrossVersionObjectReference {
                api_version: Some("apps/v1".to_owned()),
                kind: "Deployment".to_owned(),
                name: name.to_owned(),
            },
            min_replicas: Some(out.put("minReplicas", min)),
            max_replicas: out.put("maxReplicas", max),
            metrics: Some(metrics),
            behavior: Some(hpa::HorizontalPodAutoscalerBehavior {
                scale_up: Some(scale_up),
                scale_down: Some(scale_down),
            }),
        },
        status: None,
    }
}

fn rules(window: i32, (percent, period): (i32, i32), select_policy: Option<String>) -> hpa::HPAScalingRules {
    hpa::HPAScalingRules {
        stabilization_window_seconds: Some(window),
        policies: Some(vec![hpa::HPAScalingPolicy {
            type_: "Percent".to_owned(),
            value: percent,
            period_seconds: period,
        }]),
        select_policy,
        tolerance: None,
    }
}

fn metric(plan: Metric, object: &str, trace: &mut Trace) -> hpa::MetricSpec {
    let Metric { kind, target } = plan;
    let name = match kind {
        MetricKind::Cpu => "cpu",
        MetricKind::Memory => "memory",
    };
    let percent = trace.put(object, &format!("spec.metrics[{name}].resource.target.averageUtilization"), target);
    hpa::MetricSpec {
        type_: "Resource".to_owned(),
        resource: Some(hpa::ResourceMetricSource {
            name: name.to_owned(),
            target: hpa::MetricTarget {
                type_: "Utilization".to_owned(),
                average_utilization: Some(percent),
                ..hpa::MetricTarget::default()
            },
        }),
        ..hpa::MetricSpec::default()
    }
}

/// Writes how many pods a drained node may take away at once.
pub(super) fn disruption_budget(
    plan: Disruption,
    name: &str,
    metadata: ObjectMeta,
    selector: LabelSelector,
    trace: &mut Trace,
) -> PodDisruptionBudget {
    let object = format!("PodDisruptionBudget/{name}");
    let (max_unavailable, min_available) = match plan {
        Disruption::MaxUnavailable(pods) => {
            (Some(IntOrString::Int(trace.put(&object, "spec.maxUnavailable", pods))), None)
        }
        Disruption::MinAvailable(part) => {
            (None, Some(IntOrString::String(trace.put(&object, "spec.minAvailable", part))))
        }
    };
    PodDisruptionBudget {
        metadata,
        spec: Some(PodDisruptionBudgetSpec {
            max_unavailable,
            min_available,
            selector: Some(selector),
            unhealthy_pod_eviction_policy: None,
        }),
        status: None,
    }
}
