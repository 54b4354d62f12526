//! Names of the Services that make Network Load Balancers, and of what nobody else bears.
//!
//! Kubernetes: names of Services are unique in their namespace, and a DNS label ("Service", Kubernetes documentation).
//! So: `<workload>-nlb` for the first, `<workload>-<load balancer>` for a further one, and a hash where another workload
//! is called so.

use std::collections::{BTreeMap, BTreeSet};

use super::read_ports::Heard;
use crate::lower::estate::Draft;
use crate::lower::names;

/// A name for each share, in their order. `used` are names of Services that are taken.
pub(super) fn names(
    shares: &BTreeMap<usize, Vec<Heard>>,
    balancer: &str,
    drafts: &[Draft],
    used: &mut BTreeSet<String>,
) -> Vec<String> {
    let mut all = Vec::new();
    for index in shares.keys() {
        let Some(draft) = drafts.get(*index) else { continue };
        let workload = &draft.names.workload.value;
        let wanted = if draft.network_load_balancers.is_empty() {
            format!("{workload}-nlb")
        } else {
            names::label(&format!("{workload}-{balancer}"), names::LABEL, balancer)
        };
        let name = if used.contains(&wanted) {
            names::hashed(&format!("{wanted}-service"), names::LABEL, &format!("{workload} {balancer}"))
        } else {
            wanted
        };
        used.insert(name.clone());
        all.push(name);
    }
    all
}
