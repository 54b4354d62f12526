//! `ScalableTarget` and `ScalingPolicy` of Application Auto Scaling.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::ecs::{ScalableTarget, ScalingPolicy, TargetTracking};

/// Reads a scalable target.
pub(crate) fn scalable_target(node: Node, diags: &mut Diagnostics) -> Result<ScalableTarget, Reported> {
    object(node, diags, |it, diags| {
        ignore_identity(it, diags);
        it.ignore(&["RoleARN"], "the role with which AWS scales the service", diags);
        it.ignore(&["PredictedCapacity"], "what AWS forecast at the time of the export", diags);
        it.not_yet(&["SuspendedState"], diags);
        Ok(ScalableTarget {
            at: it.at(),
            resource_id: it.required_string("ResourceId", diags)?,
            min_capacity: it.integer_within("MinCapacity", 0..=1_000_000, diags)?,
            max_capacity: it.integer_within("MaxCapacity", 0..=1_000_000, diags)?,
        })
    })
}

/// Reads a scaling policy.
pub(crate) fn scaling_policy(node: Node, diags: &mut Diagnostics) -> Result<ScalingPolicy, Reported> {
    object(node, diags, |it, diags| {
        ignore_identity(it, diags);
        it.ignore(
            &["PolicyName", "PolicyARN", "PolicyType"],
            "names the policy; what it does stands in its configuration",
            diags,
        );
        it.ignore(&["Alarms"], "the alarms that AWS made for the policy", diags);
        it.not_yet(&["StepScalingPolicyConfiguration", "PredictiveScalingPolicyConfiguration"], diags);
        Ok(ScalingPolicy {
            resource_id: it.required_string("ResourceId", diags)?,
            target_tracking: it.child("TargetTrackingScalingPolicyConfiguration", diags, target_tracking)?,
        })
    })
}

fn ignore_identity(it: &mut Object, diags: &mut Diagnostics) {
    it.ignore(&["ServiceNamespace", "ScalableDimension"], "says that it is an ECS service's desired count", diags);
    it.ignore(&["CreationTime", "ScalableTargetARN"], "identity and date of the AWS resource", diags);
}

fn target_tracking(it: &mut Object, diags: &mut Diagnostics) -> Result<TargetTracking, Reported> {
    it.not_yet(&["CustomizedMetricSpecification"], diags);
    let metric = it.child("PredefinedMetricSpecification", diags, |it, diags| {
        it.not_yet(&["ResourceLabel"], diags);
        it.required_string("PredefinedMetricType", diags)
    })?;
    Ok(TargetTracking {
        at: it.at(),
        target_value: it.required_string("TargetValue", diags)?,
        metric,
        scale_out_cooldown: it.integer_within("ScaleOutCooldown", 0..=1_000_000, diags)?,
        scale_in_cooldown: it.integer_within("ScaleInCooldown", 0..=1_000_000, diags)?,
        disable_scale_in: it.boolean("DisableScaleIn", diags)?,
    })
}
