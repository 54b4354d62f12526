//! `platform/fargate-profile.json`: which namespaces run on EKS Fargate, as `aws eks create-fargate-profile` reads it.
//!
//! A profile has one list of subnets and five selectors at the most ("CreateFargateProfile", Amazon EKS API reference): so
//! namespaces of the same subnets share one, and there are several files where one is not enough.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::fargate_logging::Routes;
use crate::back::shared::Shared;
use crate::back::{File, Files, iam};
use crate::ir::plan::Workload;
use crate::source::Leaf;

/// Stands where the name of the cluster belongs.
pub(crate) const CLUSTER_PLACEHOLDER: &str = "REPLACE-WITH-CLUSTER";
/// Stands where the name of the pod execution role belongs.
const ROLE_PLACEHOLDER: &str = "REPLACE-WITH-POD-EXECUTION-ROLE";

/// Selectors that a profile may have.
const SELECTORS: usize = 5;

/// What EKS Fargate must be told of workloads.
#[derive(Debug, Default, Clone)]
pub(crate) struct OnFargate {
    /// Subnets by namespace.
    pub(crate) namespaces: BTreeMap<String, BTreeSet<String>>,
    /// Where subnets stand.
    pub(crate) subnets: Vec<Leaf>,
    /// Ways of output by workload.
    pub(crate) logs: BTreeMap<String, Routes>,
}

impl OnFargate {
    /// What one workload adds, but for its logs.
    pub(crate) fn of(plan: &Workload) -> Self {
        let subnets = plan.subnets.iter().map(|subnet| subnet.value.clone()).collect();
        OnFargate {
            namespaces: BTreeMap::from([(plan.names.namespace.value.clone(), subnets)]),
            subnets: plan.subnets.iter().flat_map(|subnet| subnet.from.iter().copied()).collect(),
            logs: BTreeMap::new(),
        }
    }

    /// Adds another's parts.
    pub(crate) fn absorb(&mut self, other: OnFargate) {
        let OnFargate { namespaces, subnets, logs } = other;
        for (namespace, subnets) in namespaces {
            self.namespaces.entry(namespace).or_default().extend(subnets);
        }
        self.subnets.extend(subnets);
        self.logs.extend(logs);
    }
}

/// One profile.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    pub(crate) name: String,
    /// Path below OUT.
    pub(crate) file: String,
    pub(crate) namespaces: Vec<String>,
    pub(crate) subnets: BTreeSet<String>,
}

/// The profiles of all namespaces, in the order of their first one.
pub(crate) fn profiles(namespaces: &BTreeMap<String, BTreeSet<String>>) -> Vec<Profile> {
    let mut alike: Vec<(&BTreeSet<String>, Vec<String>)> = Vec::new();
    for (namespace, subnets) in namespaces {
        match alike.iter_mut().find(|(known, _)| *known == subnets) {
            Some((_, all)) => all.push(namespace.clone()),
            None => alike.push((subnets, vec![namespace.clone()])),
        }
    }
    let parts = alike.iter().flat_map(|(subnets, all)| all.chunks(SELECTORS).map(move |part| (*subnets, part)));
    let number = |index: usize| if index == 0 { String::new() } else { format!("-{}", index + 1) };
    parts
        .enumerate()
        .map(|(index, (subnets, part))| Profile {
            name: format!("ecs2eks{}", number(index)),
            file: format!("platform/fargate-profile{}.json", number(index)),
            namespaces: part.to_vec(),
            subnets: subnets.clone(),
        })
        .collect()
}

/// Writes the profiles.
pub(super) fn write(shared: &Shared, files: &mut Files) {
    let partition = shared.partition.as_deref().unwrap_or("aws");
    let account = shared.account.as_deref().unwrap_or(iam::ACCOUNT_PLACEHOLDER);
    for Profile { name, file, namespaces, subnets } in profiles(&shared.on_fargate.namespaces) {
        let selectors: Vec<_> = namespaces.iter().map(|namespace| json!({"namespace": namespace})).collect();
        let mut document = json!({
            "clusterName": CLUSTER_PLACEHOLDER,
            "fargateProfileName": name,
            "podExecutionRoleArn": format!("arn:{partition}:iam::{account}:role/{ROLE_PLACEHOLDER}"),
            "selectors": selectors
        });
        if let (false, Some(document)) = (subnets.is_empty(), document.as_object_mut()) {
            document.insert("subnets".to_owned(), json!(subnets));
        }
        let text = format!("{document:#}\n");
        files.put(file, File { text: text.into(), workload: None, template: false });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_of_the_same_subnets_share_a_profile_of_five() {
        let of = |subnet: &str| BTreeSet::from([subnet.to_owned()]);
        let mut all: BTreeMap<String, BTreeSet<String>> =
            ["a", "b", "d", "e", "f", "g"].map(|name| (name.to_owned(), of("subnet-1"))).into();
        all.insert("c".to_owned(), of("subnet-2"));
        let made: Vec<(String, String)> =
            profiles(&all).into_iter().map(|it| (it.file, it.namespaces.concat())).collect();
        let wanted = [
            ("platform/fargate-profile.json", "abdef"),
            ("platform/fargate-profile-2.json", "g"),
            ("platform/fargate-profile-3.json", "c"),
        ];
        assert_eq!(made, wanted.map(|(file, names)| (file.to_owned(), names.to_owned())));
    }
}
