//! Listeners: the ports on which the members of a group listen, with what each of them shows and does.

mod attributes;
mod certificates;
mod cidrs;
mod mutual;
mod ports;
mod redirect;

pub(super) use ports::{Port, ports};

use std::collections::BTreeMap;

use super::Cluster;
use super::balancer::tags;
use super::built::{Action, Certificates, Listener};
use super::fault::Fault;
use super::group::{Group, Member};
use super::rule::{self, Here};
use super::target::Targets;

/// The listeners by their ports. Where the group redirects to HTTPS, every listener of HTTP does nothing else: it has no
/// rules, and what its members would have made there is not made.
pub(super) fn build(
    group: &Group,
    ports: &BTreeMap<i64, Port>,
    cluster: &Cluster,
    targets: &mut Targets,
) -> Result<BTreeMap<i64, Listener>, Fault> {
    let redirect = redirect::to_https(group, ports)?;
    let mut listeners = BTreeMap::new();
    for (number, port) in ports {
        let members: Vec<Member> = port.members.iter().filter_map(|index| group.members.get(*index)).copied().collect();
        let secure = port.protocol == "HTTPS";
        let (default, rules) = match &redirect {
            Some(redirect) if !secure => (vec![redirect.clone()], Vec::new()),
            Some(_) | None => {
                let default = default(&members, secure, cluster, targets)?;
                (default, rule::on_port(&members, *number, &port.protocol, cluster, targets)?)
            }
        };
        let mut certificates = port.certificates.iter().cloned();
        let certificates = Certificates { default: certificates.next(), others: certificates.collect() };
        let listener = Listener {
            protocol: port.protocol.clone(),
            certificates: secure.then_some(certificates),
            ssl_policy: secure
                .then(|| port.ssl_policy.clone().unwrap_or_else(|| "ELBSecurityPolicy-2016-08".to_owned())),
            mutual_authentication: port.mutual.clone().filter(|mutual| secure && mutual.mode != "off"),
            attributes: attributes::of(&members, *number, &port.protocol)?,
            tags: tags::of_group(group)?,
            default,
            rules,
        };
        listeners.insert(*number, listener);
    }
    Ok(listeners)
}

/// One default backend for each port; two are a fault.
fn default(members: &[Member], secure: bool, cluster: &Cluster, targets: &mut Targets) -> Result<Vec<Action>, Fault> {
    let mut with = members.iter().filter(|member| member.ingress.default_backend.is_some());
    let first = with.next();
    if let (Some(first), Some(second)) = (first, with.next()) {
        let (first, second) = (&first.ingress.name, &second.ingress.name);
        return Err(Fault::build(format!("Ingresses {first} and {second} have a default backend on one port")));
    }
    let Some(member) = first.or_else(|| members.first()) else { return Ok(Vec::new()) };
    let mut here = Here { member, secure, cluster, targets };
    rule::default_action(member.ingress.default_backend.as_ref(), &mut here).map_err(|fault| member.blame(fault))
}
