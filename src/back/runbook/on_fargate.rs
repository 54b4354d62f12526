//! What EKS Fargate needs before the first pod.

use super::entry::Entry;
use super::steps::{Step, step};
use crate::back::iam::POD_EXECUTION_POLICY;
use crate::back::platform::fargate_logging;
use crate::back::platform::fargate_profile::{self, CLUSTER_PLACEHOLDER, ROLE_PLACEHOLDER};

/// What a workload needs there.
#[derive(Debug, Clone)]
pub(crate) struct Needs {
    /// Name of the profile that selects its pods.
    pub(crate) profile: String,
    /// File of the profile.
    pub(crate) file: String,
    /// Whether the pod execution role must be allowed to write where its output goes.
    pub(crate) policy: bool,
}

/// The profile, and where output goes: both count for pods that start afterwards.
pub(super) fn prepare(entry: &Entry) -> Vec<Step> {
    let Some(needs) = &entry.on_fargate else { return Vec::new() };
    let mut steps = vec![profile(entry, needs)];
    if entry.logs && needs.policy {
        steps.push(policy());
    }
    if entry.logs {
        steps.push(logging());
    }
    steps
}

/// Workloads of one namespace share a profile: only the first of them makes it.
fn profile(entry: &Entry, Needs { profile, file, policy: _ }: &Needs) -> Step {
    let of_profile = format!("--cluster-name {CLUSTER_PLACEHOLDER} --fargate-profile-name {profile}");
    let status = format!("`aws eks describe-fargate-profile {of_profile} --query fargateProfile.status`");
    let label = fargate_profile::label();
    step([
        &format!(
            "{status}: where it says `ACTIVE`, go on; else let no `REPLACE-WITH-…` stand in `{file}` (the role is one with `AmazonEKSFargatePodExecutionRolePolicy`), then `aws eks create-fargate-profile --cli-input-json file://{file}`. It selects the pods of `{}` with the label {label}, and no others",
            entry.namespace
        ),
        &format!("{status} says `ACTIVE`"),
        "`ResourceInUseException`: there is one of this name, or another is being made or deleted, which a cluster does one at a time; a subnet is refused: EKS Fargate takes private ones only; it has other subnets: it cannot be changed, only deleted and made anew",
        &format!(
            "`aws eks delete-fargate-profile {of_profile}`, when no pod needs it any more: it ends those that are there"
        ),
    ])
}

fn policy() -> Step {
    let of_role = format!("--role-name {ROLE_PLACEHOLDER} --policy-name ecs2eks-logs");
    step([
        &format!(
            "let no `REPLACE-WITH-…` stand in `{POD_EXECUTION_POLICY}`, then `aws iam put-role-policy {of_role} --policy-document file://{POD_EXECUTION_POLICY}`"
        ),
        &format!("`aws iam get-role-policy {of_role}` shows it"),
        "",
        &format!("`aws iam delete-role-policy {of_role}`, when no other workload needs it"),
    ])
}

/// One object for the whole cluster, which somebody may have written before.
fn logging() -> Step {
    let file = fargate_logging::FILE;
    step([
        &format!(
            "`kubectl get configmap aws-logging -n aws-observability -o yaml`: where one is there that does not come from here, keep it, and put its sections into `{file}` (`ecs2eks eject {file}` makes the file yours); then `kubectl apply -f {file}`"
        ),
        "after 2: `kubectl describe pod` says `LoggingEnabled`, and its lines arrive",
        "`LoggingDisabled` tells why; pods that were there before are started again",
        "put the `data` back that was there, with `kubectl edit configmap aws-logging -n aws-observability`; where there was none and no other workload needs it, `kubectl delete configmap aws-logging -n aws-observability`",
    ])
}
