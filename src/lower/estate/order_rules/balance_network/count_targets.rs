//! How a Network Load Balancer reaches the pods, and when it counts one as well.
//!
//! Elastic Load Balancing: `CreateTargetGroup` and its defaults (API reference), "Target group attributes" (User Guide for
//! Network Load Balancers). The controller's defaults are others (interval and timeout 10 s, thresholds 3 and 3), so that
//! the health check always stands there, value by value. It takes one health check for all ports of a Service, and
//! attributes for each port. `preserve_client_ip.enabled` always stands there too: its default is another for addresses
//! than for instances, and pods are addresses.

use super::read_ports::Heard;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{TargetGroup, TargetProtocol};
use crate::ir::plan::{Attributes, NetworkTargets};
use crate::ir::{Spanned, Traced};
use crate::lower::estate::beyond_defaults;
use crate::source::At;

const DELAY: &str = "deregistration_delay.timeout_seconds";
const CLIENT: &str = "preserve_client_ip.enabled";
const TERMINATION: &str = "deregistration_delay.connection_termination.enabled";

/// Defaults of a target group of a Network Load Balancer.
const DEFAULTS: &[(&str, &str)] = &[
    ("load_balancing.cross_zone.enabled", "use_load_balancer_configuration"),
    ("proxy_protocol_v2.enabled", "false"),
    ("stickiness.enabled", "false"),
    ("stickiness.type", "source_ip"),
    ("target_group_health.dns_failover.minimum_healthy_targets.count", "1"),
    ("target_group_health.dns_failover.minimum_healthy_targets.percentage", "off"),
    ("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1"),
    ("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off"),
    ("target_health_state.unhealthy.connection_termination.enabled", "true"),
    ("target_health_state.unhealthy.draining_interval_seconds", "0"),
];

/// Takes together what the target groups of one workload say.
pub(super) fn count(all: &[Heard], workload: &str, diags: &mut Diagnostics) -> NetworkTargets {
    let mut each: Vec<(i64, Attributes)> = Vec::new();
    let mut kept: Option<NetworkTargets> = None;
    for one in all {
        each.push((one.port.value, attributes(one, diags)));
        let asks = health(one);
        match &mut kept {
            None => kept = Some(asks),
            Some(first) if same(first, &asks) => join(first, asks),
            Some(first) => {
                first.target_type.from.extend(asks.target_type.from);
                tell(one, workload, diags);
            }
        }
    }
    tell_clients(all, &each, workload, diags);
    let mut targets = kept.unwrap_or_else(|| of_group(None));
    let alike = each.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if texts(a) == texts(b)));
    if alike {
        targets.attributes =
            each.into_iter().map(|(_, attributes)| attributes).reduce(join_attributes).unwrap_or_default();
    } else {
        each.sort_by_key(|(port, _)| *port);
        targets.attributes_of_port = each;
    }
    targets
}

fn texts(attributes: &Attributes) -> Vec<(&str, &str)> {
    attributes.iter().map(|(key, value)| (key.as_str(), value.value.as_str())).collect()
}

fn join_attributes(mut kept: Attributes, again: Attributes) -> Attributes {
    kept.iter_mut().zip(again).for_each(|((_, kept), (_, again))| kept.from.extend(again.from));
    kept
}

fn attributes(one: &Heard, diags: &mut Diagnostics) -> Attributes {
    let all = one.group.iter().flat_map(|group| group.attributes.clone()).collect();
    // User Guide: on for what a new target group of UDP has, off for the others.
    let udp = one.ports.iter().any(|port| port.protocol.value == "UDP");
    let ends = if udp { "true" } else { "false" };
    let is_default = |key: &str, value: &str| {
        value.is_empty() || DEFAULTS.contains(&(key, value)) || (key, value) == (TERMINATION, ends)
    };
    let mut set = beyond_defaults(all, is_default, diags);
    if !set.iter().any(|(key, _)| key == DELAY) {
        set.push((DELAY.to_owned(), Traced::implied("300".to_owned())));
    }
    if !set.iter().any(|(key, _)| key == CLIENT) {
        // User Guide, "Client IP preservation": always for instances, and for addresses where UDP is spoken.
        let keeps = by_instance(one).is_some() || udp;
        set.push((CLIENT.to_owned(), Traced::implied(keeps.to_string())));
    }
    set.sort_by(|a, b| a.0.cmp(&b.0));
    set
}

/// Where a target group says that its targets are instances.
fn by_instance(one: &Heard) -> Option<At> {
    let kind = one.group.as_ref().and_then(|group| group.target_type.as_ref())?;
    (kind.value == "instance").then_some(kind.at)
}

/// Tells that pods see clients as instances did, once for all of their target groups.
fn tell_clients(all: &[Heard], each: &[(i64, Attributes)], workload: &str, diags: &mut Diagnostics) {
    let sees = |attributes: &Attributes| attributes.iter().any(|(key, value)| key == CLIENT && value.value == "true");
    let seen = all.iter().zip(each).filter(|(_, (_, attributes))| sees(attributes));
    let mut places = seen.filter_map(|(one, _)| by_instance(one));
    let Some(at) = places.next() else { return };
    let mut finding = Finding::new(Code::ClientAddress, at, "targets were instances, which see their clients' own addresses")
        .also(places)
            .label("becomes `ip`")
        .kubernetes("pods are registered by their own addresses and see the clients' as well, since `preserve_client_ip.enabled` is written out")
        .help("a pod that calls the load balancer and is sent to itself gets no answer, as on an instance; let it call the Service inside the cluster");
    finding.workload = Some(workload.to_owned());
    diags.tell(finding);
}

fn health(one: &Heard) -> NetworkTargets {
    of_group(one.group.as_ref())
}

/// API reference, "CreateTargetGroup": TCP, 30 s, 10 s (6 s of HTTP), 5 and 2 where nothing is set.
fn of_group(group: Option<&TargetGroup>) -> NetworkTargets {
    let check = group.map(|group| &group.health_check);
    let protocol = check.and_then(|check| check.protocol.as_ref());
    let (word, timeout) = match protocol.map(|protocol| protocol.value) {
        Some(TargetProtocol::Http) => ("HTTP", 6),
        Some(TargetProtocol::Https) => ("HTTPS", 10),
        Some(_) | None => ("TCP", 10),
    };
    let number = |part: Option<&Option<Spanned<i64>>>, default: i64| {
        part.and_then(Option::clone).map_or_else(|| Traced::implied(default), Spanned::traced)
    };
    let text = |part: Option<&Option<Spanned<String>>>| part.and_then(Option::clone).map(Spanned::traced);
    let implied = |word: &str| Traced::implied(word.to_owned());
    let target_type = group.and_then(|group| group.target_type.as_ref());
    NetworkTargets {
        target_type: target_type.map_or_else(|| implied("ip"), |it| it.with("ip".to_owned())),
        health_protocol: protocol.map_or_else(|| implied(word), |protocol| protocol.with(word.to_owned())),
        health_port: text(check.map(|check| &check.port)).unwrap_or_else(|| implied("traffic-port")),
        health_path: text(check.map(|check| &check.path)),
        health_interval: number(check.map(|check| &check.interval), 30),
        health_timeout: number(check.map(|check| &check.timeout), timeout),
        healthy_threshold: number(check.map(|check| &check.healthy_threshold), 5),
        unhealthy_threshold: number(check.map(|check| &check.unhealthy_threshold), 2),
        success_codes: text(check.map(|check| &check.matcher)),
        attributes: Vec::new(),
        attributes_of_port: Vec::new(),
    }
}

/// What counts of a health check, in one order.
fn parts(targets: &mut NetworkTargets) -> (Vec<&mut Traced<String>>, [&mut Traced<i64>; 4]) {
    let optional = targets.health_path.iter_mut().chain(targets.success_codes.iter_mut());
    let texts = [&mut targets.target_type, &mut targets.health_protocol, &mut targets.health_port];
    let numbers = [
        &mut targets.health_interval,
        &mut targets.health_timeout,
        &mut targets.healthy_threshold,
        &mut targets.unhealthy_threshold,
    ];
    (texts.into_iter().chain(optional).collect(), numbers)
}

fn same(a: &NetworkTargets, b: &NetworkTargets) -> bool {
    let values = |it: &NetworkTargets| {
        let text = |part: &Option<Traced<String>>| part.as_ref().map(|part| part.value.clone());
        let texts = [it.health_protocol.value.clone(), it.health_port.value.clone()];
        let numbers = [&it.health_interval, &it.health_timeout, &it.healthy_threshold, &it.unhealthy_threshold];
        (texts, text(&it.health_path), text(&it.success_codes), numbers.map(|number| number.value))
    };
    values(a) == values(b)
}

fn join(kept: &mut NetworkTargets, mut again: NetworkTargets) {
    let (texts, numbers) = parts(kept);
    let (more_texts, more_numbers) = parts(&mut again);
    texts.into_iter().zip(more_texts).for_each(|(kept, again)| kept.from.append(&mut again.from));
    numbers.into_iter().zip(more_numbers).for_each(|(kept, again)| kept.from.append(&mut again.from));
}

fn tell(other: &Heard, workload: &str, diags: &mut Diagnostics) {
    let at = other.group.as_ref().map_or(other.at, |group| group.at);
    let mut finding = Finding::new(Code::ListenersDiffer, at, format!("listener {} judges its targets otherwise than another listener of the same workload", other.port.value))
        .kubernetes("a Service has one health check for all of its ports: that of the lowest listener counts")
        .help("compare the health checks; where both are needed, move one listener to a Service of its own in a file `templates/custom-nlb.yaml` of the workload's chart");
    finding.workload = Some(workload.to_owned());
    diags.tell(finding);
}
