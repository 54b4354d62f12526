//! Which workload stands behind a target group.
//!
//! ECS: a service registers a container's port in each target group of its `loadBalancers`; several services may register
//! in one, and requests are then spread over all of them ("Register multiple target groups with an Amazon ECS service").
//! The controller makes target groups of its own, one for each Service: a rule can be written where exactly one workload
//! stands behind its target group.

use std::collections::BTreeMap;

use crate::lower::estate::{Draft, State};
use crate::source::Leaf;

/// A registration of a workload that is written.
pub(super) struct Owner {
    /// Index among the drafts.
    pub(super) draft: usize,
    /// Name of the workload and of its Service.
    pub(super) workload: String,
    pub(super) namespace: String,
    pub(super) container: String,
    pub(super) container_port: i64,
    /// Name of the Service's port; `None` where the task definition has no such port.
    pub(super) port: Option<String>,
    pub(super) from: Vec<Leaf>,
}

/// Owners by the target group's ARN.
pub(super) struct Owners(BTreeMap<String, Vec<Owner>>);

impl Owners {
    pub(super) fn of(drafts: &[Draft]) -> Self {
        let mut all: BTreeMap<String, Vec<Owner>> = BTreeMap::new();
        for (draft, each) in drafts.iter().enumerate() {
            let State::Ready(task) = &each.state else { continue };
            for registration in task.service.iter().flat_map(|service| &service.registrations) {
                let Some(group) = &registration.target_group else { continue };
                let container = registration.container_name.as_ref();
                let number = registration.container_port.as_ref();
                let parts = [Some(group.leaf()), container.map(|it| it.leaf()), number.map(|it| it.leaf())];
                let container = container.map(|it| it.value.clone()).unwrap_or_default();
                let container_port = number.map_or(0, |it| it.value);
                all.entry(group.value.clone()).or_default().push(Owner {
                    draft,
                    workload: each.names.workload.value.clone(),
                    namespace: each.names.namespace.value.clone(),
                    // Application Load Balancers speak TCP to their targets.
                    port: task.ports.get(&container, container_port, false).map(str::to_owned),
                    container,
                    container_port,
                    from: parts.into_iter().flatten().collect(),
                });
            }
        }
        Owners(all)
    }

    /// Those who register in a target group.
    pub(super) fn get(&self, target_group: &str) -> &[Owner] {
        self.0.get(target_group).map_or(&[], Vec::as_slice)
    }
}
