//! What pods with security groups of their own need before the first of them starts.

use super::entry::Entry;
use super::steps::{Step, step};
use crate::back::platform::security_groups::{CLUSTER_GROUP, FILE};

/// The policy, and before it what makes nodes follow it; EKS Fargate does by itself.
pub(super) fn prepare(entry: &Entry) -> Vec<Step> {
    if !entry.security_groups {
        return Vec::new();
    }
    let mut steps = Vec::new();
    let seen = match entry.on_fargate {
        Some(_) => "after 2: its annotation `fargate.amazonaws.com/pod-sg` names them",
        None => {
            steps.push(interfaces());
            "after 2: `kubectl describe pod` has an event `SecurityGroupRequested` that names them"
        }
    };
    steps.push(step([
        &format!("put the cluster's own group for `{CLUSTER_GROUP}` into `{FILE}`, which `aws eks describe-cluster --query cluster.resourcesVpcConfig.clusterSecurityGroupId` tells, then `kubectl apply -f {FILE}`"),
        &format!("`kubectl get securitygrouppolicy {} -n {}`; {seen}", entry.name, entry.namespace),
        "a pod that started before the policy has its node's groups: `kubectl rollout restart`",
        &format!("`kubectl delete securitygrouppolicy {} -n {}`, and start the pods again", entry.name, entry.namespace),
    ]));
    steps
}

fn interfaces() -> Step {
    step([
        "let the cluster's role have the policy `AmazonEKSVPCResourceController`, then `kubectl set env daemonset aws-node -n kube-system ENABLE_POD_ENI=true POD_SECURITY_GROUP_ENFORCING_MODE=standard`",
        "`kubectl get nodes -o custom-columns=NAME:.metadata.name,INTERFACES:.status.allocatable.vpc\\.amazonaws\\.com/pod-eni` has a number for the nodes",
        "`<none>`: the type of the node has none to give, as those of families t",
        "set both variables back, when no policy is left",
    ])
}
