//! A Classic Load Balancer (`LoadBalancerDescription` of Elastic Load Balancing 2012-06-01) in the words of its successors.
//!
//! A listener of HTTP or HTTPS is one of an Application Load Balancer with a default action only, one of TCP or SSL is one
//! of a Network Load Balancer; what it calls an instance port is a target group. Every node keeps its place.

mod attributes;
mod health;

use self::attributes::Attributes;
use self::health::{HealthCheck, health_check};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::front::document::{Document, Kind, Part};
use crate::front::object::{Object, object};
use crate::front::tree::{Entry, Node, Value};
use crate::ir::Spanned;
use crate::ir::ecs::CLASSIC;
use crate::source::At;

/// What the row of one workload or load balancer says of what shows at another.
const SHOWN: &str = "shows where a workload stands behind it, or in the chart of the load balancer";

/// A load balancer with its listeners.
pub(super) struct Classic {
    pub(super) at: At,
    pub(super) name: Spanned<String>,
    pub(super) listeners: Vec<Listener>,
    pub(super) stickiness: Vec<Stickiness>,
}

/// A listener of it.
pub(super) struct Listener {
    at: At,
    pub(super) protocol: Spanned<String>,
    port: Spanned<i64>,
    instance_protocol: Spanned<String>,
    pub(super) instance_port: Spanned<i64>,
    certificate: Option<Spanned<String>>,
    pub(super) policies: Vec<Spanned<String>>,
}

/// A policy that keeps a client with its instance.
pub(super) struct Stickiness {
    pub(super) policy: Spanned<String>,
    /// Of the program's own cookie.
    pub(super) cookie: Option<Spanned<String>>,
    /// Seconds; of the load balancer's cookie.
    pub(super) period: Option<Spanned<i64>>,
}

/// Which successor takes a listener.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Application,
    Network,
}

impl Family {
    pub(super) fn word(self) -> &'static str {
        match self {
            Family::Application => "application",
            Family::Network => "network",
        }
    }
}

impl Listener {
    pub(super) fn family(&self) -> Family {
        if self.protocol.value.starts_with("HTTP") { Family::Application } else { Family::Network }
    }

    /// `TCP-5432`, as attributes of listeners are named.
    pub(super) fn arn(&self, name: &str) -> String {
        format!("{CLASSIC}:listener/{name}/{}", self.port.value)
    }

    pub(super) fn group(&self, name: &str) -> String {
        format!("{CLASSIC}:targetgroup/{name}/{}/{}", self.family().word(), self.instance_port.value)
    }
}

impl Classic {
    pub(super) fn balancer(&self, family: Family) -> String {
        format!("{CLASSIC}:loadbalancer/{}/{}", self.name.value, family.word())
    }
}

/// A text that stands in place of another.
pub(super) fn word(at: At, text: impl Into<String>) -> Node {
    Node { at, value: Value::String(text.into()) }
}

pub(super) fn list(at: At, items: Vec<Node>) -> Node {
    Node { at, value: Value::List(items) }
}

pub(super) fn map(at: At, entries: Vec<(&str, Node)>) -> Node {
    let entry =
        |(key, node): (&str, Node)| Entry { key: key.to_owned(), key_span: node.at.span, node, shadowed: Vec::new() };
    Node { at, value: Value::Map(entries.into_iter().map(entry).collect()) }
}

fn text_of(found: &Spanned<String>) -> Node {
    word(found.at, found.value.clone())
}

/// Respells a load balancer, with its attributes where they are among the inputs, as documents of its successors.
pub(crate) fn classic(
    node: Node,
    attributes: Option<Node>,
    diags: &mut Diagnostics,
) -> Result<Vec<Document>, Reported> {
    object(node, diags, |it, diags| {
        it.ignore(
            &["DNSName", "CanonicalHostedZoneName", "CanonicalHostedZoneNameID", "VPCId", "CreatedTime"],
            "identity of the load balancer that ECS uses; the one for EKS is new",
            diags,
        );
        it.ignore(&["Instances"], "instances of ECS; the controller registers pods", diags);
        it.ignore(&["SourceSecurityGroup"], "names a security group once more", diags);
        it.ignore(&["AvailabilityZones"], "follows from the subnets", diags);
        for key in ["ListenerDescriptions", "HealthCheck", "Policies"] {
            it.peek(key).iter().for_each(|node| diags.ignore(node.at, SHOWN));
        }
        let settings = settings(it, diags)?;
        let check = it.child("HealthCheck", diags, health_check)?;
        let policies = it.child("Policies", diags, policies)?;
        let classic = Classic {
            at: it.at(),
            name: it.required_string("LoadBalancerName", diags)?,
            listeners: it.list("ListenerDescriptions", diags, |node, diags| object(node, diags, listener))?,
            stickiness: policies.unwrap_or_default(),
        };
        tell_backends(it, &classic.name.value, diags)?;
        let attributes = attributes.map(|node| attributes::read(node, diags)).transpose()?;
        Ok(respell(&classic, &settings, check.as_ref(), attributes.as_ref(), diags))
    })
}

/// Scheme, security groups and subnets, which both successors call the same.
fn settings(it: &mut Object, diags: &mut Diagnostics) -> Result<Vec<(&'static str, Node)>, Reported> {
    let mut settings = Vec::new();
    for key in ["Scheme", "SecurityGroups"] {
        settings.extend(it.take(key, diags).map(|node| (key, node)));
    }
    let subnets = it.strings("Subnets", diags)?;
    if let Some(first) = subnets.first() {
        let zones = subnets.iter().map(|subnet| map(subnet.at, vec![("SubnetId", text_of(subnet))])).collect();
        settings.push(("AvailabilityZones", list(first.at, zones)));
    }
    Ok(settings)
}

fn listener(it: &mut Object, diags: &mut Diagnostics) -> Result<Listener, Reported> {
    let at = it.at();
    let policies = it.strings("PolicyNames", diags)?;
    let Some(node) = it.take("Listener", diags) else { return Err(it.missing("Listener", diags)) };
    object(node, diags, |it, diags| {
        let mut protocol = it.required_string("Protocol", diags)?;
        protocol.value.make_ascii_uppercase();
        let implied = if protocol.value.starts_with("HTTP") { "HTTP" } else { "TCP" };
        let instance_protocol = it.string("InstanceProtocol", diags)?;
        let mut instance_protocol = instance_protocol.unwrap_or_else(|| Spanned::new(implied.to_owned(), protocol.at));
        instance_protocol.value.make_ascii_uppercase();
        let port = it.integer_within("LoadBalancerPort", 1..=65_535, diags)?;
        let instance_port = it.integer_within("InstancePort", 1..=65_535, diags)?;
        Ok(Listener {
            at,
            protocol,
            port: port.ok_or_else(|| it.missing("LoadBalancerPort", diags))?,
            instance_protocol,
            instance_port: instance_port.ok_or_else(|| it.missing("InstancePort", diags))?,
            certificate: it.string("SSLCertificateId", diags)?,
            policies,
        })
    })
}

fn policies(it: &mut Object, diags: &mut Diagnostics) -> Result<Vec<Stickiness>, Reported> {
    it.ignore(&["OtherPolicies"], "names of policies, which stand at the listeners that have them", diags);
    let mut all = Vec::new();
    for key in ["AppCookieStickinessPolicies", "LBCookieStickinessPolicies"] {
        all.extend(it.list(key, diags, |node, diags| {
            object(node, diags, |it, diags| {
                let policy = it.required_string("PolicyName", diags)?;
                let cookie = it.string("CookieName", diags)?;
                Ok(Stickiness { policy, cookie, period: it.integer("CookieExpirationPeriod", diags)? })
            })
        })?);
    }
    Ok(all)
}

fn tell_backends(it: &mut Object, name: &str, diags: &mut Diagnostics) -> Result<(), Reported> {
    let Some(node) = it.take("BackendServerDescriptions", diags) else { return Ok(()) };
    if node.items().is_empty() {
        diags.ignore(node.at, "an empty list: not set");
        return Ok(());
    }
    diags.tell(
        Finding::new(Code::ClassicLoadBalancer, node.at, format!("Classic Load Balancer `{name}` has policies for how it reaches instances"))
            .label("the proxy protocol, or certificates that instances must show")
            .kubernetes("not carried over: the export does not say what they are")
            .help("look at `aws elb describe-load-balancer-policies`. Proxy protocol: teach the program version 2, and add `proxy_protocol_v2.enabled=true` to `service.beta.kubernetes.io/aws-load-balancer-target-group-attributes` in `values.override.yaml`. Certificates of instances: nothing on EKS asks for them"),
    );
    Ok(())
}

fn respell(
    classic: &Classic,
    settings: &[(&'static str, Node)],
    check: Option<&HealthCheck>,
    attributes: Option<&Attributes>,
    diags: &mut Diagnostics,
) -> Vec<Document> {
    let mut all = Vec::new();
    let mut groups: Vec<String> = Vec::new();
    for family in [Family::Application, Family::Network] {
        let Some(first) = classic.listeners.iter().find(|one| one.family() == family) else { continue };
        let mut entries = vec![
            ("LoadBalancerArn", word(classic.name.at, classic.balancer(family))),
            ("LoadBalancerName", text_of(&classic.name)),
            ("Type", word(first.protocol.at, family.word())),
        ];
        entries.extend(settings.iter().cloned());
        all.push(document(Kind::LoadBalancer, map(classic.at, entries), None));
    }
    for one in &classic.listeners {
        all.extend(of_listener(one, classic, diags));
        let arn = one.group(&classic.name.value);
        if !groups.contains(&arn) {
            all.push(document(Kind::TargetGroup, group(one, &arn, classic, check, diags), None));
            groups.push(arn);
        }
    }
    for (arn, at, attributes) in attributes::respell(classic, attributes, diags) {
        let node = map(at, vec![("Attributes", list(at, attributes))]);
        all.push(document(Kind::Part(Part::Attributes), node, Some(arn)));
    }
    all
}

fn document(kind: Kind, node: Node, subject: Option<String>) -> Document {
    Document { kind, node, tags: None, stem: String::new(), subject }
}

/// The listener, and the rule that says its default once more.
fn of_listener(one: &Listener, classic: &Classic, diags: &mut Diagnostics) -> [Document; 2] {
    let name = &classic.name.value;
    let at = one.instance_port.at;
    let action = map(at, vec![("Type", word(at, "forward")), ("TargetGroupArn", word(at, one.group(name)))]);
    let actions = list(one.at, vec![action]);
    let mut entries = vec![
        ("ListenerArn", word(one.port.at, one.arn(name))),
        ("LoadBalancerArn", word(one.port.at, classic.balancer(one.family()))),
        ("Port", word(one.port.at, one.port.value.to_string())),
        ("Protocol", word(one.protocol.at, successor(&one.protocol.value))),
        ("DefaultActions", actions.clone()),
    ];
    if let Some(certificate) = &one.certificate {
        let node = map(certificate.at, vec![("CertificateArn", text_of(certificate))]);
        entries.push(("Certificates", list(certificate.at, vec![node])));
    }
    for policy in &one.policies {
        if policy.value.starts_with("ELBSecurityPolicy-") {
            entries.push(("SslPolicy", text_of(policy)));
        } else if !classic.stickiness.iter().any(|known| known.policy.value == policy.value) {
            tell_policy(policy, name, diags);
        }
    }
    let arn = one.arn(name).replacen(":listener/", ":listener-rule/", 1);
    let rule = vec![
        ("RuleArn", word(one.port.at, format!("{arn}/default"))),
        ("Priority", word(one.port.at, "default")),
        ("Actions", actions),
    ];
    [document(Kind::Listener, map(one.at, entries), None), document(Kind::Rule, map(one.at, rule), None)]
}

/// `SSL` is `TLS` by now.
fn successor(protocol: &str) -> &str {
    if protocol == "SSL" { "TLS" } else { protocol }
}

fn tell_policy(policy: &Spanned<String>, name: &str, diags: &mut Diagnostics) {
    diags.tell(
        Finding::new(Code::ClassicLoadBalancer, policy.at, format!("a listener of Classic Load Balancer `{name}` has the policy `{}`", policy.value))
            .label("a policy that somebody made")
            .kubernetes("not carried over: a new load balancer takes a policy of Elastic Load Balancing's own only; without one it is `ELBSecurityPolicy-2016-08`")
            .help("compare its protocols and ciphers (`aws elb describe-load-balancer-policies`) with the predefined policies, and choose one in `values.override.yaml`"),
    );
}

fn group(one: &Listener, arn: &str, classic: &Classic, check: Option<&HealthCheck>, diags: &mut Diagnostics) -> Node {
    let at = one.instance_port.at;
    if one.protocol.value == "TCP" && one.instance_protocol.value == "SSL" {
        diags.tell(
            Finding::new(
                Code::ClassicLoadBalancer,
                one.instance_protocol.at,
                format!("a TCP listener of Classic Load Balancer `{}` speaks TLS to its instances", classic.name.value),
            )
            .kubernetes(
                "a Network Load Balancer passes on what it gets there: the pods are spoken to as the clients speak",
            )
            .help("let the program take plain connections, or its clients speak TLS"),
        );
    }
    let protocol = if one.protocol.value == "TCP" { "TCP" } else { successor(&one.instance_protocol.value) };
    let mut entries = vec![
        ("TargetGroupArn", word(at, arn)),
        ("Protocol", word(one.instance_protocol.at, protocol)),
        ("Port", word(at, one.instance_port.value.to_string())),
        ("LoadBalancerArns", list(at, vec![word(at, classic.balancer(one.family()))])),
    ];
    if let Some(check) = check {
        entries.extend(check.respell(one.family(), one.instance_port.value, &classic.name.value, diags));
    }
    map(one.at, entries)
}
