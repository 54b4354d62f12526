//! `platform/security-group-policies.yaml`: which security groups pods have.
//!
//! Not in a chart: a policy counts for pods that start after it, and Helm installs kinds that it does not know after
//! Deployments, so that the first pods of a release would miss it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Where the policies stand.
pub(crate) const FILE: &str = "platform/security-group-policies.yaml";
/// Stands where the id of the cluster's own security group belongs.
pub(crate) const CLUSTER_GROUP: &str = "REPLACE-WITH-CLUSTER-SECURITY-GROUP";

/// A policy for each workload, by namespace and name. The cluster's own group lets pods reach CoreDNS, and the kubelet reach pods.
pub(super) fn objects(groups: &BTreeMap<(String, String), Vec<String>>) -> Vec<Value> {
    groups
        .iter()
        .map(|((namespace, workload), own)| {
            let ids: Vec<&str> = own.iter().map(String::as_str).chain([CLUSTER_GROUP]).collect();
            json!({
                "apiVersion": "vpcresources.k8s.aws/v1beta1",
                "kind": "SecurityGroupPolicy",
                "metadata": {"name": workload, "namespace": namespace},
                "spec": {
                    "podSelector": {"matchLabels": {"app.kubernetes.io/name": workload}},
                    "securityGroups": {"groupIds": ids}
                }
            })
        })
        .collect()
}
