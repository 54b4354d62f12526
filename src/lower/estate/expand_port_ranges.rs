//! Ranges of ports.
//!
//! ECS (`containerPortRange`): a mapping for each port of the range, all with its name and protocol ("PortMapping", API
//! reference). Kubernetes: neither containers nor Services know ranges, and each port is an entry of its own ("Service").
//! So: a range becomes single mappings, as long as there are few of them; a longer one stays, and a finding says so.

use crate::ir::Spanned;
use crate::ir::ecs::{Port, PortRange, TaskDefinition};

/// Most ports of a task that come from ranges; a load balancer would not take more listeners either ("Quotas for your
/// Network Load Balancers").
const MOST: i64 = 50;

/// Turns the ranges of a task into single ports, as far as they fit.
pub(super) fn expand(definition: &mut TaskDefinition) {
    let mut left = MOST;
    for container in &mut definition.containers {
        for range in std::mem::take(&mut container.network.port_ranges) {
            let (first, last) = range.ports.value;
            let count = last - first + 1;
            if count > left {
                container.network.port_ranges.push(range);
                continue;
            }
            left -= count;
            container.ports.extend((first..=last).map(|number| single(&range, number)));
        }
    }
}

fn single(range: &PortRange, number: i64) -> Port {
    let name = range.name.as_ref().map(|name| Spanned::new(format!("{}-{number}", name.value), name.at));
    let port = Spanned::new(number, range.ports.at);
    Port::new(port, None, range.protocol.clone(), name, range.app_protocol.clone())
}
