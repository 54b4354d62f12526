//! What the listeners of one Service share: certificates, policies, and what else the controller takes once for all ports.
//!
//! AWS Load Balancer Controller: a Service has one list of certificates, one security policy and one ALPN policy for all of
//! its TLS ports, and speaks TLS to the pods behind all of them or behind none ("Service annotations", guide of the
//! controller). Elastic Load Balancing: each listener has its own. So: those of the first TLS listener, and a warning
//! where another one differs.

use super::read_ports::Heard;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Attribute, TargetProtocol};
use crate::ir::plan::{Attributes, NetworkListeners, NetworkTls};
use crate::ir::{Spanned, Traced};
use crate::lower::estate::beyond_defaults;

/// Takes together what the listeners of one workload say.
pub(super) fn share(all: &[Heard], workload: &str, diags: &mut Diagnostics) -> NetworkListeners {
    let joined: Vec<&Heard> = all.iter().filter(|one| one.ports.len() > 1).collect();
    let joins = joined.iter().map(|one| one.protocol.leaf()).collect::<Vec<_>>();
    let quic = all.iter().filter(|one| matches!(one.protocol.value.as_str(), "QUIC" | "TCP_QUIC"));
    NetworkListeners {
        tls: tls(all, workload, diags),
        joins_tcp_and_udp: (!joined.is_empty()).then(|| Traced::new((), joins)),
        quic: quic.map(|one| one.port.with(one.port.value).and([one.protocol.leaf()])).collect(),
        attributes: all.iter().filter_map(|one| attributes(one, diags)).collect(),
    }
}

/// Those that somebody set ("Listener attributes", User Guide for Network Load Balancers).
fn attributes(one: &Heard, diags: &mut Diagnostics) -> Option<(String, Attributes)> {
    let is_default = |key: &str, value: &str| value.is_empty() || (key, value) == ("tcp.idle_timeout.seconds", "350");
    let all: Vec<Attribute> = one.attributes.clone();
    let set = beyond_defaults(all, is_default, diags);
    (!set.is_empty()).then(|| (format!("{}-{}", one.protocol.value, one.port.value), set))
}

/// What is compared.
type Shown<'a> = (Vec<&'a str>, &'a str, &'a str, bool);

fn tls(all: &[Heard], workload: &str, diags: &mut Diagnostics) -> Option<NetworkTls> {
    let mut shown = all.iter().filter(|one| one.protocol.value == "TLS");
    let first = shown.next()?;
    let mut ports = vec![port(first)];
    let mut certificates: Vec<Traced<String>> = first.certificates.iter().cloned().map(Spanned::traced).collect();
    let mut policy = policy_of(first);
    let mut alpn = beyond_none(first, diags);
    let mut to_pods = encrypts(first).then(|| Traced::new((), protocol_leaf(first)));
    for other in shown {
        ports.push(port(other));
        if shows(other) != shows(first) {
            tell(other, first, workload, diags);
            continue;
        }
        for (kept, again) in certificates.iter_mut().zip(&other.certificates) {
            kept.from.push(again.leaf());
        }
        policy.from.extend(policy_of(other).from);
        alpn.iter_mut().zip(&other.alpn).for_each(|(kept, again)| kept.from.push(again.leaf()));
        to_pods.iter_mut().for_each(|kept| kept.from.extend(protocol_leaf(other)));
    }
    Some(NetworkTls { ports, certificates, policy, alpn, to_pods })
}

fn port(one: &Heard) -> Traced<i64> {
    one.port.with(one.port.value).and([one.protocol.leaf()])
}

/// API reference, "CreateListener": the policy of a listener that names none.
fn policy_of(one: &Heard) -> Traced<String> {
    one.ssl_policy.clone().map_or_else(|| Traced::implied("ELBSecurityPolicy-2016-08".to_owned()), Spanned::traced)
}

fn beyond_none(one: &Heard, diags: &mut Diagnostics) -> Option<Traced<String>> {
    let alpn = one.alpn.clone()?;
    if alpn.value == "None" {
        diags.ignore(alpn.at, "no ALPN, as without it");
        return None;
    }
    Some(alpn.traced())
}

fn encrypts(one: &Heard) -> bool {
    let protocol = one.group.as_ref().and_then(|group| group.protocol.as_ref());
    protocol.is_some_and(|protocol| protocol.value == TargetProtocol::Tls)
}

fn protocol_leaf(one: &Heard) -> Vec<crate::source::Leaf> {
    one.group.iter().flat_map(|group| &group.protocol).map(Spanned::leaf).collect()
}

fn shows(one: &Heard) -> Shown<'_> {
    let certificates = one.certificates.iter().map(|it| it.value.as_str()).collect();
    let policy = one.ssl_policy.as_ref().map_or("", |it| it.value.as_str());
    let alpn = one.alpn.as_ref().map_or("None", |it| it.value.as_str());
    (certificates, policy, alpn, encrypts(one))
}

fn tell(other: &Heard, first: &Heard, workload: &str, diags: &mut Diagnostics) {
    let parts = other.certificates.iter().chain(&other.ssl_policy).chain(&other.alpn).map(|it| it.at);
    let places: Vec<_> = parts.collect();
    let at = places.first().copied().unwrap_or(other.at.place_only());
    let mut finding = Finding::new(
        Code::ListenersDiffer,
        at,
        format!("TLS listeners {} and {} show different certificates or policies, or only one speaks TLS to its targets", first.port.value, other.port.value),
    )
    .also(places.into_iter().skip(1))
    .kubernetes(format!("a Service has these once for all of its TLS ports: those of listener {} count", first.port.value))
    .help("move one of the listeners to a Service of its own in a file `templates/custom-nlb.yaml` of the workload's chart");
    finding.workload = Some(workload.to_owned());
    diags.tell(finding);
}
