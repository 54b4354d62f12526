//! Which nodes a pod needs, and beside which pods it must or must not run.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::container::some_if_any;
use super::trace::Below;
use crate::ir::plan::{Affinity, NodeTerm, Operator, PodTerm, Requirement};

/// Writes the affinity.
pub(super) fn affinity(plan: Affinity, out: &mut Below) -> core::Affinity {
    let Affinity { nodes, beside, apart } = plan;
    let mut out = out.below("affinity");
    let mut at = out.below("nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution");
    let node_selector_terms: Vec<_> = nodes.into_iter().map(|plan| node_term(plan, &mut at)).collect();
    let node_affinity = (!node_selector_terms.is_empty()).then(|| core::NodeAffinity {
        required_during_scheduling_ignored_during_execution: Some(core::NodeSelector { node_selector_terms }),
        ..core::NodeAffinity::default()
    });
    let mut at = out.below("podAffinity.requiredDuringSchedulingIgnoredDuringExecution");
    let required = some_if_any(beside.into_iter().map(|plan| pod_term(plan, &mut at)).collect());
    let pod_affinity = required.map(|terms| core::PodAffinity {
        required_during_scheduling_ignored_during_execution: Some(terms),
        ..core::PodAffinity::default()
    });
    let mut at = out.below("podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution");
    let required = some_if_any(apart.into_iter().map(|plan| pod_term(plan, &mut at)).collect());
    let pod_anti_affinity = required.map(|terms| core::PodAntiAffinity {
        required_during_scheduling_ignored_during_execution: Some(terms),
        ..core::PodAntiAffinity::default()
    });
    core::Affinity { node_affinity, pod_affinity, pod_anti_affinity }
}

fn node_term(plan: NodeTerm, out: &mut Below) -> core::NodeSelectorTerm {
    let NodeTerm { requirements } = plan;
    let expressions = requirements.into_iter().map(|plan| requirement(plan, out)).collect();
    core::NodeSelectorTerm { match_expressions: some_if_any(expressions), match_fields: None }
}

fn requirement(plan: Requirement, out: &mut Below) -> core::NodeSelectorRequirement {
    let Requirement { label, operator, values } = plan;
    let operator = match operator {
        Operator::In => "In",
        Operator::NotIn => "NotIn",
        Operator::Exists => "Exists",
        Operator::DoesNotExist => "DoesNotExist",
        Operator::GreaterThan => "Gt",
        Operator::LessThan => "Lt",
    };
    let values = out.put(&format!("nodeSelectorTerms[{label}]"), values);
    core::NodeSelectorRequirement { key: label, operator: operator.to_owned(), values: some_if_any(values) }
}

fn pod_term(plan: PodTerm, out: &mut Below) -> core::PodAffinityTerm {
    let PodTerm { workload } = plan;
    let workload = out.put("labelSelector", workload);
    let labels = BTreeMap::from([("app.kubernetes.io/name".to_owned(), workload)]);
    core::PodAffinityTerm {
        label_selector: Some(LabelSelector { match_labels: Some(labels), match_expressions: None }),
        topology_key: "kubernetes.io/hostname".to_owned(),
        ..core::PodAffinityTerm::default()
    }
}
