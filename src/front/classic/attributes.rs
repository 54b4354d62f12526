//! `LoadBalancerAttributes` of a Classic Load Balancer, and its stickiness, as attributes of its successors.
//!
//! Elastic Load Balancing: an Application Load Balancer reaches all zones unless a target group says otherwise, and has an
//! idle timeout of 1 to 4000 s; a TCP listener of a Network one has one of 60 to 6000 s, and a TLS listener none that can
//! be set ("Load balancer attributes", "Listener attributes", "Target group attributes", User Guides).

use super::{Classic, Family, map, word};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::Spanned;
use crate::source::At;

const SHOWN: &str = "shows where a workload stands behind it, or in the chart of the load balancer";

pub(super) struct Attributes {
    at: At,
    cross_zone: Option<Spanned<bool>>,
    log: AccessLog,
    draining: Option<Spanned<bool>>,
    draining_seconds: Option<Spanned<i64>>,
    idle: Option<Spanned<i64>>,
    desync: Option<Spanned<String>>,
}

#[derive(Default)]
struct AccessLog {
    enabled: Option<Spanned<bool>>,
    bucket: Option<Spanned<String>>,
    prefix: Option<Spanned<String>>,
    interval: Option<Spanned<i64>>,
}

/// Attributes of one thing: its ARN, where they stand, and they themselves.
type Put = (String, At, Vec<Node>);

/// Reads the answer of `describe-load-balancer-attributes`.
pub(super) fn read(node: Node, diags: &mut Diagnostics) -> Result<Attributes, Reported> {
    object(node, diags, |it, diags| {
        let at = it.at();
        it.ignore(&["LoadBalancerName"], "names the load balancer that it belongs to", diags);
        it.ignore(&["ResponseMetadata"], "about the answer, not about the resource", diags);
        let Some(node) = it.take("LoadBalancerAttributes", diags) else {
            return Err(it.missing("LoadBalancerAttributes", diags));
        };
        diags.ignore(node.at, SHOWN);
        object(node, diags, |it, diags| attributes(at, it, diags))
    })
}

fn attributes(at: At, it: &mut Object, diags: &mut Diagnostics) -> Result<Attributes, Reported> {
    let cross_zone = it.child("CrossZoneLoadBalancing", diags, |it, diags| it.boolean("Enabled", diags))?;
    let log = it.child("AccessLog", diags, |it, diags| {
        Ok(AccessLog {
            enabled: it.boolean("Enabled", diags)?,
            bucket: it.string("S3BucketName", diags)?,
            prefix: it.string("S3BucketPrefix", diags)?,
            interval: it.integer("EmitInterval", diags)?,
        })
    })?;
    let draining = it.child("ConnectionDraining", diags, |it, diags| {
        Ok((it.boolean("Enabled", diags)?, it.integer("Timeout", diags)?))
    })?;
    let (draining, draining_seconds) = draining.unwrap_or_default();
    let idle = it.child("ConnectionSettings", diags, |it, diags| it.integer("IdleTimeout", diags))?;
    let further = it.list("AdditionalAttributes", diags, |node, diags| {
        object(node, diags, |it, diags| Ok((it.required_string("Key", diags)?, it.string("Value", diags)?)))
    })?;
    let mut desync = None;
    for (key, value) in further {
        if key.value == "elb.http.desyncmitigationmode" {
            desync = value;
        } else {
            diags.tell(
                Finding::new(Code::ClassicLoadBalancer, key.at, format!("the Classic Load Balancer has the attribute `{}`", key.value))
                    .also(value.map(|value| value.at))
                    .label("not carried over")
                    .kubernetes("the new load balancer has Elastic Load Balancing's default there")
                    .help("look for what it does among the attributes of the new load balancer, and set it in `values.override.yaml`"),
            );
        }
    }
    Ok(Attributes {
        at,
        cross_zone: cross_zone.flatten(),
        log: log.unwrap_or_default(),
        draining,
        draining_seconds,
        idle: idle.flatten(),
        desync,
    })
}

fn pair(key: &str, value: impl ToString, at: At) -> Node {
    map(at, vec![("Key", word(at, key)), ("Value", word(at, value.to_string()))])
}

/// For each successor, each of its listeners and each target group.
pub(super) fn respell(classic: &Classic, attributes: Option<&Attributes>, diags: &mut Diagnostics) -> Vec<Put> {
    let mut all: Vec<Put> = Vec::new();
    let name = &classic.name.value;
    let at = attributes.map_or(classic.at, |attributes| attributes.at);
    for family in [Family::Application, Family::Network] {
        if let Some(own) = attributes.filter(|_| classic.listeners.iter().any(|one| one.family() == family)) {
            all.push((classic.balancer(family), at, own.of_balancer(family)));
        }
    }
    for one in &classic.listeners {
        let arn = one.group(name);
        if all.iter().any(|(known, ..)| *known == arn) {
            continue;
        }
        let alike = classic.listeners.iter().filter(|other| other.group(name) == arn);
        let policies: Vec<&str> = alike.flat_map(|other| &other.policies).map(|it| it.value.as_str()).collect();
        let mut own = attributes.map(|own| own.of_group(one.family())).unwrap_or_default();
        if one.family() == Family::Application {
            own.extend(stickiness(classic, &policies));
        }
        all.push((arn, at, own));
    }
    if let Some(own) = attributes {
        own.tell(classic, diags);
        let tcp = classic.listeners.iter().filter(|one| one.protocol.value == "TCP");
        all.extend(tcp.filter_map(|one| {
            let idle = own.idle.as_ref()?;
            Some((one.arn(name), at, vec![pair("tcp.idle_timeout.seconds", idle.value.clamp(60, 6000), idle.at)]))
        }));
    }
    all.retain(|(.., attributes)| !attributes.is_empty());
    all
}

fn stickiness(classic: &Classic, policies: &[&str]) -> Vec<Node> {
    let Some(kept) = classic.stickiness.iter().find(|it| policies.contains(&it.policy.value.as_str())) else {
        return Vec::new();
    };
    let mut all = vec![pair("stickiness.enabled", "true", kept.policy.at)];
    match &kept.cookie {
        Some(cookie) => all.extend([
            pair("stickiness.type", "app_cookie", cookie.at),
            pair("stickiness.app_cookie.cookie_name", &cookie.value, cookie.at),
        ]),
        None => {
            all.push(pair("stickiness.type", "lb_cookie", kept.policy.at));
            let period = kept.period.as_ref();
            all.extend(period.map(|it| pair("stickiness.lb_cookie.duration_seconds", it.value, it.at)));
        }
    }
    all
}

impl Attributes {
    fn of_balancer(&self, family: Family) -> Vec<Node> {
        let mut all = Vec::new();
        match family {
            Family::Application => {
                all.extend(self.idle.as_ref().map(|it| pair("idle_timeout.timeout_seconds", it.value, it.at)));
                let key = "routing.http.desync_mitigation_mode";
                all.extend(self.desync.as_ref().map(|it| pair(key, &it.value, it.at)));
            }
            Family::Network => {
                let key = "load_balancing.cross_zone.enabled";
                all.extend(self.cross_zone.as_ref().map(|it| pair(key, it.value, it.at)));
            }
        }
        let Some(enabled) = &self.log.enabled else { return all };
        all.push(pair("access_logs.s3.enabled", enabled.value, enabled.at));
        if enabled.value {
            all.extend(self.log.bucket.as_ref().map(|it| pair("access_logs.s3.bucket", &it.value, it.at)));
            all.extend(self.log.prefix.as_ref().map(|it| pair("access_logs.s3.prefix", &it.value, it.at)));
        }
        all
    }

    fn of_group(&self, family: Family) -> Vec<Node> {
        const DELAY: &str = "deregistration_delay.timeout_seconds";
        let mut all = Vec::new();
        match (&self.draining, &self.draining_seconds) {
            (Some(on), Some(seconds)) if on.value => all.push(pair(DELAY, seconds.value, seconds.at)),
            (Some(on), _) if !on.value => all.push(pair(DELAY, 0, on.at)),
            (Some(_) | None, _) => {}
        }
        let off = self.cross_zone.as_ref().filter(|it| !it.value && family == Family::Application);
        all.extend(off.map(|it| pair("load_balancing.cross_zone.enabled", "false", it.at)));
        all
    }

    /// What is another way afterwards.
    fn tell(&self, classic: &Classic, diags: &mut Diagnostics) {
        let name = &classic.name.value;
        if let Some(enabled) = self.log.enabled.as_ref().filter(|it| it.value) {
            diags.tell(
                Finding::new(Code::ClassicLoadBalancer, self.log.interval.as_ref().map_or(enabled.at, |it| it.at), format!("Classic Load Balancer `{name}` writes access logs"))
                    .label("in a format of its own")
                    .kubernetes("the new load balancer writes them every 5 minutes, with other fields; a Network one those of TLS listeners only")
                    .help("let what reads them learn the new format, and the bucket's policy admit the new load balancer"),
            );
        }
        let network = classic.listeners.iter().any(|one| one.family() == Family::Network);
        let tls = classic.listeners.iter().any(|one| one.protocol.value == "SSL");
        let Some(idle) = self.idle.as_ref().filter(|it| network && (tls || it.value < 60)) else { return };
        diags.tell(
            Finding::new(
                Code::ClassicLoadBalancer,
                idle.at,
                format!("Classic Load Balancer `{name}` closes connections that are idle for {} s", idle.value),
            )
            .label("cannot be the same")
            .kubernetes("a TCP listener of a Network Load Balancer waits 60 to 6000 s, and a TLS listener 350 s")
            .help("nothing to do, unless a client or the program counts on the time"),
        );
    }
}
