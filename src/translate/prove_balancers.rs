//! Brings together what the proof of a load balancer needs: its own part of the plan, and that of every workload behind it.

use crate::diagnostics::Diagnostics;
use crate::ir::plan;
use crate::lower::estate::{Draft, Linked, State};
use crate::valid;

/// Proves every load balancer against what it does today.
pub(crate) fn prove(linked: &Linked, diags: &mut Diagnostics) {
    for edge in &linked.edges {
        let class = &edge.plan.class.value;
        let behind: Vec<(&str, &plan::Ingress)> = linked
            .workloads
            .iter()
            .flat_map(ingresses)
            .filter(|(_, ingress)| ingress.place.class.value == *class)
            .collect();
        valid::load_balancer::prove(&edge.plan, &behind, &edge.today, edge.source, diags);
    }
}

/// The Ingresses of a workload, with its namespace.
fn ingresses(draft: &Draft) -> Vec<(&str, &plan::Ingress)> {
    match &draft.state {
        State::Ready(task) => {
            task.ingresses.iter().map(|ingress| (draft.names.namespace.value.as_str(), ingress)).collect()
        }
        State::Failed | State::Skipped => Vec::new(),
    }
}
