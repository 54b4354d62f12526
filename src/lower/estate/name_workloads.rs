//! Names and namespaces of all workloads.
//!
//! ECS: names are unique in a cluster, case-sensitive, up to 255 characters of `[A-Za-z0-9_-]`.
//! Kubernetes: a DNS label; 46 characters leave room for what Deployments and pods append (Kubernetes documentation,
//! "Object Names and IDs"). All charts lie in one folder, so a name is unique over all clusters. Of workloads that would
//! bear one name each gets its cluster's name, else a hash of what makes it this one: the order of the inputs and the
//! other workloads' presence decide as little as possible.

use std::collections::{BTreeMap, BTreeSet};

use super::{Balancing, Draft, State};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::{Traced, plan};
use crate::lower::names;
use crate::settings::Settings;

/// Gives every draft its names, and sorts the drafts by them.
pub(super) fn name(drafts: &mut [Draft], balancing: &Balancing, settings: &Settings, diags: &mut Diagnostics) {
    let reserved: BTreeSet<String> = balancing
        .load_balancers
        .iter()
        .filter_map(|balancer| balancer.value.as_ref())
        .map(|balancer| super::order_rules::edge_name(&balancer.name.value, &balancer.arn.value))
        .collect();
    let first: Vec<String> = drafts.iter().map(base).collect();
    let second = rename_shared(drafts, first, &reserved, |draft, base| match &draft.cluster {
        Some(cluster) => names::label(&format!("{base}-{cluster}"), names::WORKLOAD, &draft.identity),
        None => base.to_owned(),
    });
    let third =
        rename_shared(drafts, second, &reserved, |draft, base| names::hashed(base, names::WORKLOAD, &draft.identity));
    for (draft, name) in drafts.iter_mut().zip(third) {
        tell(draft, &name, diags);
        draft.names = decide(draft, name, settings, diags);
    }
    drafts.sort_by(|a, b| (&a.names.workload.value, &a.identity).cmp(&(&b.names.workload.value, &b.identity)));
}

/// Names of a draft before all drafts are known.
pub(super) fn unnamed() -> plan::Names {
    pair(Traced::implied(String::new()), Traced::implied(String::new()))
}

fn pair(workload: Traced<String>, namespace: Traced<String>) -> plan::Names {
    plan::Names { workload, namespace }
}

fn base(draft: &Draft) -> String {
    // Two characters are left for the letter that a Service's name must begin with.
    names::with_letter_first(names::label(&draft.ecs_name, names::WORKLOAD - 2, &draft.identity))
}

fn rename_shared(
    drafts: &[Draft],
    current: Vec<String>,
    reserved: &BTreeSet<String>,
    rename: impl Fn(&Draft, &str) -> String,
) -> Vec<String> {
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    // What is left out bears no name that another could miss.
    for (draft, name) in drafts.iter().zip(&current) {
        if !matches!(draft.state, State::Skipped) {
            *bearers.entry(name.clone()).or_default() += 1;
        }
    }
    drafts
        .iter()
        .zip(current)
        .map(|(draft, name)| {
            let shared = bearers.get(&name).copied().unwrap_or(0) > 1 || reserved.contains(&name);
            if shared { rename(draft, &name) } else { name }
        })
        .collect()
}

fn decide(draft: &Draft, name: String, settings: &Settings, diags: &mut Diagnostics) -> plan::Names {
    let State::Ready(task) = &draft.state else {
        return pair(Traced::implied(name), Traced::implied(namespace(draft, settings)));
    };
    let named = task.service.as_ref().map_or(&task.definition.identity.family, |service| &service.name);
    let from_cluster = task.service.as_ref().and_then(|service| service.cluster.as_ref());
    let namespace = match from_cluster {
        Some(cluster) if settings.namespace.is_none() => cluster.with(namespace(draft, settings)),
        given => {
            given.iter().for_each(|cluster| diags.ignore(cluster.at, "the namespace was given instead"));
            Traced::implied(namespace(draft, settings))
        }
    };
    let from = if named.at.first == named.at.past { Vec::new() } else { vec![named.leaf()] };
    pair(Traced::new(name, from), namespace)
}

fn namespace(draft: &Draft, settings: &Settings) -> String {
    match (&settings.namespace, &draft.cluster) {
        (Some(namespace), _) => namespace.clone(),
        (None, Some(cluster)) => names::label(cluster, names::LABEL, cluster),
        (None, None) => "default".to_owned(),
    }
}

fn tell(draft: &Draft, name: &str, diags: &mut Diagnostics) {
    let State::Ready(task) = &draft.state else { return };
    if draft.ecs_name == name {
        return;
    }
    let named = task.service.as_ref().map_or(&task.definition.identity.family, |service| &service.name);
    diags.tell(
        Finding::new(Code::WorkloadRenamed, named.at, format!("`{}` became `{name}`", draft.ecs_name))
            .kubernetes("names are DNS labels, unique among all charts; the name on ECS stands in an annotation")
            .help("nothing to do, unless dashboards or scripts use the old name"),
    );
}
