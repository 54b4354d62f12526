//! What workloads on EKS Fargate have in common, known once all of them are translated.
//!
//! EKS Fargate runs the pods that a profile selects ("Define which Pods use AWS Fargate when launched", EKS User Guide), and
//! one ConfigMap of 5,300 characters says where the output of all of them goes. So each namespace is told of its profile
//! once, and what the ConfigMap cannot hold is left out, workload by workload in the order of their names.

mod tell_of_takers;

use std::collections::BTreeSet;

use super::{Book, Translated};
use crate::back::kubernetes::Target;
use crate::back::platform::fargate_logging::{self, FILE, MOST};
use crate::back::platform::fargate_profile::{self, CLUSTER_PLACEHOLDER, OnFargate, Profile};
use crate::back::runbook::Needs;
use crate::diagnostics::{Code, Finding};
use crate::settings::{self, Settings};
use crate::source::At;

/// Decides what is shared, and tells it.
pub(crate) fn share(translated: &mut [Translated], settings: &Settings) {
    if settings.target != settings::Target::Fargate {
        return;
    }
    leave_out_what_does_not_fit(translated);
    tell_of_takers::tell(translated);
    select_namespaces(translated);
}

fn select_namespaces(translated: &mut [Translated]) {
    let mut all = OnFargate::default();
    translated.iter().for_each(|one| all.absorb(one.shared.on_fargate.clone()));
    let profiles = fargate_profile::profiles(&all.namespaces);
    let mut told: BTreeSet<String> = BTreeSet::new();
    for one in translated.iter_mut().filter(|one| one.outcome.is_written_workload()) {
        let namespace = &one.outcome.namespace;
        let Some(profile) = profiles.iter().find(|profile| profile.namespace == *namespace) else { continue };
        let target = Target::file(&profile.file);
        let leaves = one.shared.on_fargate.subnets.iter();
        one.outcome.origins.extend(leaves.map(|leaf| (*leaf, target.clone())));
        if told.insert(namespace.clone()) {
            one.diags.tell(of_profile(one.outcome.source.place_only(), profile));
        }
        if let Book::Workload(entry) = &mut one.book {
            let policy = all.logs.get(&one.outcome.name).is_some_and(|routes| !routes.targets.is_empty());
            entry.on_fargate = Some(Needs { profile: profile.name.clone(), file: profile.file.clone(), policy });
        }
    }
}

fn of_profile(at: At, Profile { name: _, file, namespace, subnets }: &Profile) -> Finding {
    let subnets = match subnets.len() {
        0 => "no subnets are named in it, so that EKS takes the cluster's",
        _ => "its subnets are those of the services",
    };
    let label = fargate_profile::label();
    let what = format!("a profile must select the pods of namespace `{namespace}` with the label {label}: `{file}`");
    Finding::new(Code::FargateProfile, at, what)
        .kubernetes(format!("without one they wait for a node; {subnets}, and EKS Fargate takes private ones only"))
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
            Finding::new(Code::FargateLogging, first, format!("output has no room in `{FILE}`, and no way is written for it"))
                .also(others)
                .kubernetes("EKS Fargate takes 5300 characters for all workloads of the cluster")
                .help("let workloads share one output that you write, write it to a volume that a sidecar reads, or convert it with `--target ec2`"),
        );
    }
}
