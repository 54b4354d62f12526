//! What belongs to a load balancer as a whole: where it stands, who may reach it, its name, attributes and tags.

mod network;
mod single;
pub(super) mod tags;

pub(super) use network::network;

use std::collections::{BTreeMap, BTreeSet};

use self::network::Network;
use self::single::one_value;
use self::tags::merged;
use super::built::{Listener, LoadBalancer};
use super::fault::Fault;
use super::group::Group;
use super::listener::Port;

const MOST_NAME: usize = 32;

/// The load balancer of a group.
pub(super) fn build(
    group: &Group,
    network: Network,
    ports: &BTreeMap<i64, Port>,
    listeners: BTreeMap<i64, Listener>,
) -> Result<LoadBalancer, Fault> {
    let name = one_value(group, "load-balancer-name", |class| class.load_balancer_name.as_deref())?;
    if name.as_ref().is_some_and(|name| name.chars().count() > MOST_NAME) {
        return Err(Fault::build(format!("`load-balancer-name` has more than {MOST_NAME} characters")));
    }
    let Network { scheme, ip_address_type, subnets, security_groups, managed, opens_targets: _ } = network;
    let inbound_rules = managed.then(|| inbound(ports, ip_address_type != "ipv4"));
    let (attributes, tags) = (attributes(group)?, tags::of_group(group)?);
    Ok(LoadBalancer {
        name,
        scheme,
        ip_address_type,
        subnets,
        security_groups,
        inbound_rules,
        attributes,
        tags,
        listeners,
    })
}

/// What the controller's own group lets in: everybody where no member says, and IPv6 only where the load balancer has it.
fn inbound(ports: &BTreeMap<i64, Port>, ipv6: bool) -> Vec<String> {
    let everybody = BTreeSet::from(["0.0.0.0/0".to_owned(), "::/0".to_owned()]);
    let mut rules = Vec::new();
    for (number, port) in ports {
        let ranges = if port.cidrs.is_empty() { &everybody } else { &port.cidrs };
        let heard = ranges.iter().filter(|range| ipv6 || !range.contains(':'));
        rules.extend(heard.map(|range| format!("tcp {number}-{number} {range}")));
    }
    rules.sort();
    rules
}

/// `load-balancer-attributes` of all members, put together key by key. The class of the first member wins, and settles
/// where members differ; the classes of the others do not count.
fn attributes(group: &Group) -> Result<BTreeMap<String, String>, Fault> {
    let of_class = group.members.first().map(|member| member.class.load_balancer_attributes.clone());
    let of_class = of_class.unwrap_or_default();
    let mut all = Vec::new();
    for member in &group.members {
        let mut own = member.annotations().map("load-balancer-attributes").map_err(|fault| member.blame(fault))?;
        own.retain(|key, _| !of_class.contains_key(key));
        all.push(own);
    }
    all.push(of_class);
    merged(all, "load balancer attribute")
}
