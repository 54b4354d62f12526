//! What EKS Fargate needs before the first pod.

use super::entry::Entry;
use super::steps::{Step, step};
use crate::back::iam::POD_EXECUTION_POLICY;
use crate::back::platform::fargate_logging;
use crate::back::platform::fargate_profile::CLUSTER_PLACEHOLDER;

/// The profile, and where output goes: both count for pods that start afterwards.
pub(super) fn prepare(entry: &Entry) -> Vec<Step> {
    let Some((name, file)) = &entry.profile else { return Vec::new() };
    let of_profile = format!("--cluster-name {CLUSTER_PLACEHOLDER} --fargate-profile-name {name}");
    let mut steps = vec![step([
        &format!(
            "let no `REPLACE-WITH-…` stand in `{file}`: the role is one with `AmazonEKSFargatePodExecutionRolePolicy`; then `aws eks create-fargate-profile --cli-input-json file://{file}`"
        ),
        &format!("`aws eks describe-fargate-profile {of_profile} --query fargateProfile.status` says `ACTIVE`"),
        "a subnet is refused: EKS Fargate takes private ones only",
        &format!("`aws eks delete-fargate-profile {of_profile}`, when no pod needs it any more"),
    ])];
    if entry.logs {
        steps.push(step([
            &format!("add `{POD_EXECUTION_POLICY}`, where it is there, to the pod execution role; then `kubectl apply -f {}`", fargate_logging::FILE),
            "after 2: `kubectl describe pod` says `LoggingEnabled`, and its lines arrive",
            "`LoggingDisabled` tells why; pods that were there before are started again",
            &format!("`kubectl delete -f {}`, when no other workload needs it", fargate_logging::FILE),
        ]));
    }
    steps
}
