//! Brings together what the proof of a load balancer needs: its own part of the plan, and that of every workload behind it.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostics;
use crate::ir::plan;
use crate::lower::estate::{EdgeDraft, Linked, State};
use crate::translate::Table;
use crate::valid;

/// Proves every load balancer against what it does today; a table for each of them.
pub(crate) fn prove(linked: &Linked, diags: &mut Diagnostics) -> Vec<Table> {
    let mut behind: BTreeMap<&str, Vec<(&str, &plan::Ingress)>> = BTreeMap::new();
    let mut homes: BTreeMap<&str, &str> = BTreeMap::new();
    for draft in &linked.workloads {
        homes.insert(&draft.names.workload.value, &draft.names.namespace.value);
        let State::Ready(task) = &draft.state else { continue };
        for ingress in &task.ingresses {
            let namespace = draft.names.namespace.value.as_str();
            behind.entry(&ingress.place.class.value).or_default().push((namespace, ingress));
        }
    }
    let one = |edge: &EdgeDraft| {
        let ingresses = behind.get(edge.plan.class.value.as_str()).map_or(&[][..], Vec::as_slice);
        let behind = valid::load_balancer::Behind { ingresses, homes: &homes };
        valid::load_balancer::prove(&edge.plan, &behind, &edge.today, edge.source, diags)
    };
    linked.edges.iter().map(one).collect()
}
