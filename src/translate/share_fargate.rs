//! What workloads on EKS Fargate have in common, known once all of them are translated.
//!
//! EKS Fargate runs the pods of namespaces that a profile selects ("Define which Pods use AWS Fargate when launched", EKS
//! User Guide), and one ConfigMap of 5,300 characters says where the output of all of them goes. So each namespace is told
//! of its profile once, and what the ConfigMap cannot hold is left out, workload by workload in the order of their names.

use std::collections::BTreeSet;

use super::{Book, Translated};
use crate::back::kubernetes::Target;
use crate::back::platform::fargate_logging::{self, FILE, MOST};
use crate::back::platform::fargate_profile::{self, CLUSTER_PLACEHOLDER, OnFargate, Profile};
use crate::diagnostics::{Code, Finding};
use crate::settings::{self, Settings};
use crate::source::At;

/// Decides what is shared, and tells it.
pub(crate) fn share(translated: &mut [Translated], settings: &Settings) {
    if settings.target != settings::Target::Fargate {
        return;
    }
    leave_out_what_does_not_fit(translated);
    tell_of_two_takers(translated);
    select_namespaces(translated);
}

fn select_namespaces(translated: &mut [Translated]) {
    let mut all = OnFargate::default();
    translated.iter().for_each(|one| all.absorb(one.shared.on_fargate.clone()));
    let profiles = fargate_profile::profiles(&all.namespaces);
    let mut told: BTreeSet<String> = BTreeSet::new();
    for one in translated.iter_mut().filter(|one| one.outcome.is_written_workload()) {
        let namespace = &one.outcome.namespace;
        let Some(profile) = profiles.iter().find(|profile| profile.namespaces.contains(namespace)) else { continue };
        let target = Target::file(&profile.file);
        let leaves = one.shared.on_fargate.subnets.iter();
        one.outcome.origins.extend(leaves.map(|leaf| (*leaf, target.clone())));
        if told.insert(namespace.clone()) {
            one.diags.tell(of_profile(one.outcome.source.place_only(), namespace, profile));
        }
        if let Book::Workload(entry) = &mut one.book {
            entry.profile = Some((profile.name.clone(), profile.file.clone()));
        }
    }
}

fn of_profile(at: At, namespace: &str, profile: &Profile) -> Finding {
    let file = &profile.file;
    let subnets = match profile.subnets.len() {
        0 => "no subnets are named in it, so that EKS takes the cluster's",
        _ => "its subnets are those of the services",
    };
    Finding::new(Code::FargateProfile, at, format!("a profile must select namespace `{namespace}`: `{file}`"))
        .kubernetes(format!("without one its pods wait for a node; {subnets}, and EKS Fargate takes private ones only"))
        .help(format!(
            "replace `{CLUSTER_PLACEHOLDER}` and the pod execution role in it, then `aws eks create-fargate-profile --cli-input-json file://{file}`"
        ))
}

fn leave_out_what_does_not_fit(translated: &mut [Translated]) {
    let mut used = fargate_logging::size_of_frame();
    for one in translated {
        let Some(routes) = one.shared.on_fargate.logs.get(&one.outcome.name) else { continue };
        if used + routes.size() <= MOST {
            used += routes.size();
            continue;
        }
        let mut places = routes.containers.iter().map(|(_, at)| *at);
        let Some(first) = places.next() else { continue };
        let others: Vec<At> = places.collect();
        let told = |at: &At| {
            let within = |place: &At| place.span.file == at.span.file && (place.first..place.past).contains(&at.first);
            within(&first) || others.iter().any(within)
        };
        one.shared.on_fargate.logs.clear();
        one.outcome.origins.retain(|(_, target)| *target != Target::file(FILE));
        let of_routes = [Code::LogRouting, Code::LogStreamNames];
        one.diags.findings_mut().retain(|finding| !of_routes.contains(&finding.code) || !told(&finding.at));
        if let Book::Workload(entry) = &mut one.book {
            entry.logs = false;
        }
        one.diags.tell(
            Finding::new(Code::FargateLogging, first, format!("output has no room in `{FILE}`, and goes nowhere"))
                .also(others)
                .kubernetes("EKS Fargate takes 5300 characters for all workloads of the cluster")
                .help("let workloads share one output that you write, send it from a sidecar, or convert it with `--target ec2`"),
        );
    }
}

/// A pattern ends a workload's name with `*`, which also takes in a longer name.
fn tell_of_two_takers(translated: &mut [Translated]) {
    let mut all = OnFargate::default();
    translated.iter().for_each(|one| all.absorb(one.shared.on_fargate.clone()));
    for one in translated {
        let Some(routes) = all.logs.get(&one.outcome.name) else { continue };
        for (container, at) in &routes.containers {
            let shorter = all.logs.iter().find(|(name, other)| {
                one.outcome.name.starts_with(&format!("{name}-"))
                    && other.namespace == routes.namespace
                    && other.containers.iter().any(|(known, _)| known == container)
            });
            let Some((shorter, _)) = shorter else { continue };
            one.diags.tell(
                Finding::new(Code::FargateLogging, *at, format!("output also goes where that of `{shorter}` goes"))
                    .kubernetes(format!("`Match` of `{shorter}` takes in all pods whose names begin with `{shorter}-`"))
                    .help("give one of the two containers another name in its task definition"),
            );
        }
    }
}
