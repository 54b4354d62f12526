//! `platform/fargate-profile-<namespace>.json`: which pods run on EKS Fargate, as `aws eks create-fargate-profile` reads it.
//!
//! A profile can be made and deleted and nothing else ("AWS Fargate profile", EKS User Guide). So each namespace has one of
//! its own, which no other namespace changes; and it selects pods by a label as well, so that others stay on nodes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::fargate_logging::Routes;
use crate::back::shared::Shared;
use crate::back::{File, Files, iam};
use crate::ir::plan::{FARGATE_LABEL, Workload};
use crate::source::Leaf;

/// Stands where the name of the cluster belongs.
pub(crate) const CLUSTER_PLACEHOLDER: &str = "REPLACE-WITH-CLUSTER";
/// Stands where the name of the pod execution role belongs.
pub(crate) const ROLE_PLACEHOLDER: &str = "REPLACE-WITH-POD-EXECUTION-ROLE";

/// What EKS Fargate must be told of workloads.
#[derive(Debug, Default, Clone)]
pub(crate) struct OnFargate {
    /// Subnets by namespace.
    pub(crate) namespaces: BTreeMap<String, BTreeSet<String>>,
    /// Where subnets stand.
    pub(crate) subnets: Vec<Leaf>,
    /// Names of its containers by workload.
    pub(crate) containers: BTreeMap<String, Vec<String>>,
    /// Ways of output by workload.
    pub(crate) logs: BTreeMap<String, Routes>,
}

impl OnFargate {
    /// What one workload adds, but for its logs.
    pub(crate) fn of(plan: &Workload) -> Self {
        let subnets = plan.subnets.iter().map(|subnet| subnet.value.clone()).collect();
        let containers = plan.pod.init_containers.iter().chain(&plan.pod.containers);
        let containers = containers.map(|container| container.name.value.clone()).collect();
        OnFargate {
            namespaces: BTreeMap::from([(plan.names.namespace.value.clone(), subnets)]),
            subnets: plan.subnets.iter().flat_map(|subnet| subnet.from.iter().copied()).collect(),
            containers: BTreeMap::from([(plan.names.workload.value.clone(), containers)]),
            logs: BTreeMap::new(),
        }
    }

    /// Adds another's parts.
    pub(crate) fn absorb(&mut self, other: OnFargate) {
        let OnFargate { namespaces, subnets, containers, logs } = other;
        for (namespace, subnets) in namespaces {
            self.namespaces.entry(namespace).or_default().extend(subnets);
        }
        self.subnets.extend(subnets);
        self.containers.extend(containers);
        self.logs.extend(logs);
    }
}

/// The label that profiles select, for people.
pub(crate) fn label() -> String {
    let (key, value) = FARGATE_LABEL;
    format!("`{key}: {value}`")
}

/// One profile.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    pub(crate) name: String,
    /// Path below OUT.
    pub(crate) file: String,
    pub(crate) namespace: String,
    pub(crate) subnets: BTreeSet<String>,
}

/// The profile of each namespace.
pub(crate) fn profiles(namespaces: &BTreeMap<String, BTreeSet<String>>) -> Vec<Profile> {
    namespaces
        .iter()
        .map(|(namespace, subnets)| Profile {
            name: format!("ecs2eks-{namespace}"),
            file: format!("platform/fargate-profile-{namespace}.json"),
            namespace: namespace.clone(),
            subnets: subnets.clone(),
        })
        .collect()
}

/// Writes the profiles.
pub(super) fn write(shared: &Shared, files: &mut Files) {
    let partition = shared.partition.as_deref().unwrap_or("aws");
    let account = shared.account.as_deref().unwrap_or(iam::ACCOUNT_PLACEHOLDER);
    let (key, value) = FARGATE_LABEL;
    for Profile { name, file, namespace, subnets } in profiles(&shared.on_fargate.namespaces) {
        let mut document = json!({
            "clusterName": CLUSTER_PLACEHOLDER,
            "fargateProfileName": name,
            "podExecutionRoleArn": format!("arn:{partition}:iam::{account}:role/{ROLE_PLACEHOLDER}"),
            "selectors": [{"namespace": namespace, "labels": {key: value}}]
        });
        if let (false, Some(document)) = (subnets.is_empty(), document.as_object_mut()) {
            document.insert("subnets".to_owned(), json!(subnets));
        }
        let text = format!("{document:#}\n");
        files.put(file, File { text: text.into(), workload: None, template: false });
    }
}
