//! What a target group says of a workload's pods: how they are reached, when they are well, how long they drain.
//!
//! Elastic Load Balancing: `CreateTargetGroup` and its defaults (API reference). The controller makes a target group of its
//! own from annotations of the Service, with other defaults (interval 15 s, thresholds 2 and 2; measured with controller
//! 3.5.0), so that intervals and thresholds always stand there, and `target-type: ip`, since it would
//! register node ports otherwise.
//! Kubernetes: the kubelet asks the same, so that a pod counts as ready when the load balancer would take it; it takes 200
//! to 399 for well and no other codes ("Configure Liveness, Readiness and Startup Probes").

mod judge_health;

use std::collections::BTreeMap;

use self::judge_health::{Speaks, judge, not_default};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Attribute, Tag, TargetGroup, TargetProtocol};
use crate::ir::{Spanned, Traced, plan};
use crate::lower::estate::beyond_defaults;
use crate::source::At;

const DELAY: &str = "deregistration_delay.timeout_seconds";
/// Seconds that a target drains where nobody set it.
const DEFAULT_DELAY: i64 = 300;
/// Seconds from a pod's end until every load balancer has heard of it.
const PROPAGATION: i64 = 10;

/// Defaults of a target group ("Target group attributes", User Guide for Application Load Balancers).
const DEFAULTS: &[(&str, &str)] = &[
    ("deregistration_delay.connection_termination.enabled", "false"),
    ("lambda.multi_value_headers.enabled", "false"),
    ("load_balancing.algorithm.anomaly_mitigation", "off"),
    ("load_balancing.algorithm.type", "round_robin"),
    ("load_balancing.cross_zone.enabled", "use_load_balancer_configuration"),
    ("proxy_protocol_v2.enabled", "false"),
    ("slow_start.duration_seconds", "0"),
    ("stickiness.app_cookie.duration_seconds", "86400"),
    ("stickiness.enabled", "false"),
    ("stickiness.lb_cookie.duration_seconds", "86400"),
    ("stickiness.type", "lb_cookie"),
    ("target_group_health.dns_failover.minimum_healthy_targets.count", "1"),
    ("target_group_health.dns_failover.minimum_healthy_targets.percentage", "off"),
    ("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1"),
    ("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off"),
    ("target_health_state.unhealthy.connection_termination.enabled", "true"),
    ("target_health_state.unhealthy.draining_interval_seconds", "0"),
];

/// What follows from a target group.
pub(super) struct Reach {
    pub(super) settings: plan::TargetSettings,
    pub(super) readiness: plan::Probe,
    /// Seconds for which a target is drained.
    pub(super) deregistration_delay: Traced<i64>,
}

/// Takes a target group apart. `port_name` is the container port to which it leads.
pub(super) fn reach(group: TargetGroup, port_name: &str, diags: &mut Diagnostics) -> Reach {
    let TargetGroup {
        at,
        arn,
        name,
        protocol,
        protocol_version,
        target_type,
        port,
        vpc,
        health_check,
        load_balancers,
        attributes,
        ip_address_type,
        control_port,
        tags,
    } = group;
    tell_ipv6(ip_address_type, diags);
    control_port.iter().for_each(|it| diags.ignore(it.at, "stands on the Ingresses that lead to the workload"));
    diags.ignore(arn.at, "identity of the target group that ECS uses; the one for EKS is new");
    port.iter().for_each(|port| diags.ignore(port.at, "ECS registers the container's port, whatever stands here"));
    vpc.iter().for_each(|vpc| diags.ignore(vpc.at, "pods get their addresses in the cluster's own network"));
    name.iter().for_each(|name| diags.ignore(name.at, "the controller names its target groups itself"));
    load_balancers.iter().for_each(|it| diags.ignore(it.at, "the rules that lead to it say the same"));
    let deregistration_delay = delay(&attributes, at, diags);
    let mut set = beyond_defaults(attributes, |key, value| key != DELAY && is_default(key, value), diags);
    set.retain(|(key, _)| key != DELAY);
    set.push((DELAY.to_owned(), deregistration_delay.clone().map(|seconds| seconds.to_string())));
    set.sort_by(|a, b| a.0.cmp(&b.0));
    let traffic = protocol.as_ref().map(|protocol| protocol.value);
    let version = not_default(protocol_version, "HTTP1", "HTTP/1.1, which is the controller's default as well", diags);
    let speaks = Speaks { traffic, grpc: version.as_ref().is_some_and(|version| version.value == "GRPC") };
    let check = judge(health_check, &speaks, port_name, diags);
    let settings = plan::TargetSettings {
        protocol: encrypted(protocol, diags),
        protocol_version: version.map(Spanned::traced),
        target_type: target_type
            .map_or_else(|| Traced::implied("ip".to_owned()), |target_type| target_type.with("ip".to_owned())),
        health_protocol: check.protocol,
        health_port: check.port,
        health_path: check.path,
        health_interval: check.interval,
        health_timeout: check.timeout,
        healthy_threshold: check.healthy,
        unhealthy_threshold: check.unhealthy,
        success_codes: check.codes,
        attributes: set,
        tags: tags.into_iter().map(Tag::traced).collect(),
        control_port: control_port.map(Spanned::traced),
    };
    Reach { settings, readiness: check.readiness, deregistration_delay }
}

/// What a target group has that was made with nothing but a name ("CreateTargetGroup", API reference), and for how long it
/// drains.
pub(super) fn assumed() -> (plan::TargetSettings, Traced<i64>) {
    let settings = plan::TargetSettings {
        protocol: None,
        protocol_version: None,
        target_type: Traced::implied("ip".to_owned()),
        health_protocol: None,
        health_port: None,
        health_path: None,
        health_interval: Traced::implied(30),
        health_timeout: Traced::implied(5),
        healthy_threshold: Traced::implied(5),
        unhealthy_threshold: Traced::implied(2),
        success_codes: None,
        attributes: vec![(DELAY.to_owned(), Traced::implied(DEFAULT_DELAY.to_string()))],
        tags: Vec::new(),
        control_port: None,
    };
    (settings, Traced::implied(DEFAULT_DELAY))
}

/// EKS, "Learn about IPv6 addresses to clusters, Pods, and services": pods have addresses of one kind, which is chosen when
/// a cluster is made, and the controller's target groups are of that kind.
fn tell_ipv6(ip_address_type: Option<Spanned<String>>, diags: &mut Diagnostics) {
    let Some(kind) = ip_address_type else { return };
    diags.tell(
        Finding::new(Code::LoadBalancerSetting, kind.at, format!("the target group takes addresses of the kind `{}`", kind.value))
            .label("follows from the cluster on EKS")
            .kubernetes("the target group is of IPv6 in a cluster that was made for it, and of IPv4 in any other")
            .help("if the tasks must be reached by IPv6, take a cluster of which `aws eks describe-cluster` shows `\"ipFamily\": \"ipv6\"`; otherwise nothing"),
    );
}

/// Attributes of a target group for which nobody has set any.
pub(in crate::lower) fn fresh() -> BTreeMap<&'static str, String> {
    let all = DEFAULTS.iter().map(|(key, value)| (*key, (*value).to_owned()));
    all.chain([(DELAY, DEFAULT_DELAY.to_string())]).collect()
}

fn is_default(key: &str, value: &str) -> bool {
    value.is_empty() || DEFAULTS.contains(&(key, value))
}

/// API reference, "TargetGroupAttribute": 0 to 3600 seconds, 300 where nothing is set.
fn delay(attributes: &[Attribute], at: At, diags: &mut Diagnostics) -> Traced<i64> {
    let written = attributes.iter().find(|attribute| attribute.key.value == DELAY);
    let number = written.and_then(|attribute| attribute.value.value.parse().ok());
    let delay = match (written, number) {
        (Some(it), number) => Traced::new(number.unwrap_or(DEFAULT_DELAY), vec![it.key.leaf(), it.value.leaf()]),
        (None, _) => Traced::implied(DEFAULT_DELAY),
    };
    if delay.value == DEFAULT_DELAY {
        let place = written.map_or(at.place_only(), |attribute| attribute.value.at);
        let assumed = if attributes.is_empty() {
            ", as far as the inputs say: they have no attributes of the target group"
        } else {
            ""
        };
        diags.tell(
            Finding::new(Code::DefaultDeregistrationDelay, place, format!("targets drain for {DEFAULT_DELAY} s, which is Elastic Load Balancing's default{assumed}"))
                .label("deregistration delay")
                .kubernetes(format!("each pod waits {} s before its SIGTERM, since Kubernetes sends it while the load balancer still drains; a roll-out lasts that much longer", DEFAULT_DELAY + PROPAGATION))
                .help("if requests end sooner, set `deregistration_delay.timeout_seconds` of the target group to the longest of them, and export again"),
        );
    }
    delay
}

/// `HTTPS`; anything else is what the controller takes by itself.
fn encrypted(protocol: Option<Spanned<TargetProtocol>>, diags: &mut Diagnostics) -> Option<Traced<String>> {
    let protocol = protocol?;
    let reason = match protocol.value {
        TargetProtocol::Https => return Some(protocol.with("HTTPS".to_owned())),
        TargetProtocol::Http => "HTTP, which is the controller's default as well",
        TargetProtocol::Tcp
        | TargetProtocol::Tls
        | TargetProtocol::Udp
        | TargetProtocol::TcpUdp
        | TargetProtocol::Quic
        | TargetProtocol::TcpQuic => "follows from the listener of the Network Load Balancer",
    };
    diags.ignore(protocol.at, reason);
    None
}
