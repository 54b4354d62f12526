//! `LoadBalancer`, `Listener` and `Rule` of Elastic Load Balancing.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, items, object};
use crate::front::tree::Node;
use crate::ir::Spanned;
use crate::ir::ecs::{
    Action, Conditions, Forward, Listener, LoadBalancer, LoadBalancerType, Redirect, Respond, Rule, Scheme,
    Untranslated,
};
use crate::source::At;

/// Reads a load balancer; its attributes are a document of their own.
pub(crate) fn load_balancer(node: Node, diags: &mut Diagnostics) -> Result<LoadBalancer, Reported> {
    const KINDS: &[(&str, LoadBalancerType)] = &[
        ("application", LoadBalancerType::Application),
        ("network", LoadBalancerType::Network),
        ("gateway", LoadBalancerType::Gateway),
    ];
    const SCHEMES: &[(&str, Scheme)] = &[("internet-facing", Scheme::InternetFacing), ("internal", Scheme::Internal)];
    object(node, diags, |it, diags| {
        it.ignore(
            &["DNSName", "CanonicalHostedZoneId", "CreatedTime", "VpcId", "State"],
            "identity of the load balancer that ECS uses; the one for EKS is new",
            diags,
        );
        it.not_yet(
            &[
                "CustomerOwnedIpv4Pool",
                "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
                "IpamPools",
                "EnablePrefixForIpv6SourceNat",
            ],
            diags,
        );
        let subnets = it.list("AvailabilityZones", diags, |node, diags| object(node, diags, subnet))?;
        Ok(LoadBalancer {
            at: it.at(),
            arn: it.required_string("LoadBalancerArn", diags)?,
            name: it.required_string("LoadBalancerName", diags)?,
            kind: it.one_of("Type", KINDS, diags)?,
            scheme: it.one_of("Scheme", SCHEMES, diags)?,
            ip_address_type: it.string("IpAddressType", diags)?,
            security_groups: it.strings("SecurityGroups", diags)?,
            subnets: subnets.into_iter().flatten().collect(),
            attributes: Vec::new(),
        })
    })
}

fn subnet(it: &mut Object, diags: &mut Diagnostics) -> Result<Option<Spanned<String>>, Reported> {
    it.ignore(&["ZoneName"], "follows from the subnet", diags);
    it.not_yet(&["LoadBalancerAddresses", "OutpostId", "SourceNatIpv6Prefixes"], diags);
    it.string("SubnetId", diags)
}

/// Reads a listener; its rules are documents of their own.
pub(crate) fn listener(node: Node, diags: &mut Diagnostics) -> Result<Listener, Reported> {
    object(node, diags, |it, diags| {
        if it.peek("MutualAuthentication").is_some_and(|node| node.get("Mode").and_then(Node::text) == Some("off")) {
            it.ignore(&["MutualAuthentication"], "off, as without it", diags);
        }
        it.not_yet(&["AlpnPolicy", "MutualAuthentication"], diags);
        let certificates = it.list("Certificates", diags, |node, diags| {
            object(node, diags, |it, diags| {
                it.ignore(&["IsDefault"], "the order says the same: the default stands first", diags);
                it.string("CertificateArn", diags)
            })
        })?;
        Ok(Listener {
            at: it.at(),
            arn: it.required_string("ListenerArn", diags)?,
            load_balancer: it.required_string("LoadBalancerArn", diags)?,
            port: it.integer_within("Port", 0..=65_535, diags)?,
            protocol: it.string("Protocol", diags)?,
            certificates: certificates.into_iter().flatten().collect(),
            ssl_policy: it.string("SslPolicy", diags)?,
            default_action: actions(it, "DefaultActions", diags)?,
        })
    })
}

/// Reads a rule.
pub(crate) fn rule(node: Node, diags: &mut Diagnostics) -> Result<Rule, Reported> {
    object(node, diags, |it, diags| {
        it.ignore(&["IsDefault"], "the priority says the same", diags);
        let mut untranslated = Vec::new();
        if let Some(transforms) = it.take("Transforms", diags) {
            match transforms.items() {
                [] => diags.ignore(transforms.at, "an empty list: not set"),
                _ => untranslated.push("Transforms".to_owned()),
            }
        }
        Ok(Rule {
            at: it.at(),
            arn: it.required_string("RuleArn", diags)?,
            priority: it.string("Priority", diags)?,
            conditions: conditions(it, &mut untranslated, diags)?,
            action: actions(it, "Actions", diags)?,
            untranslated,
        })
    })
}

fn conditions(
    it: &mut Object,
    untranslated: &mut Vec<String>,
    diags: &mut Diagnostics,
) -> Result<Conditions, Reported> {
    let mut all = Conditions { hosts: Vec::new(), paths: Vec::new() };
    for condition in it.list("Conditions", diags, condition)? {
        match condition {
            Condition::Hosts(hosts) => all.hosts.extend(hosts),
            Condition::Paths(paths) => all.paths.extend(paths),
            Condition::Untranslated(what) => untranslated.push(what),
        }
    }
    Ok(all)
}

enum Condition {
    Hosts(Vec<Spanned<String>>),
    Paths(Vec<Spanned<String>>),
    Untranslated(String),
}

/// One condition. `Values` repeats what the field's own `…Config` says; either may stand alone.
fn condition(node: Node, diags: &mut Diagnostics) -> Result<Condition, Reported> {
    const OTHERS: &[&str] = &["HttpHeaderConfig", "QueryStringConfig", "HttpRequestMethodConfig", "SourceIpConfig"];
    let regex = ["HostHeaderConfig", "PathPatternConfig"]
        .iter()
        .filter_map(|key| node.get(key))
        .chain([&node])
        .any(|node| node.get("RegexValues").is_some_and(|values| !values.items().is_empty()));
    object(node, diags, |it, diags| {
        let field = it.required_string("Field", diags)?;
        // What is not translated is not looked into: the pass that leaves the rule out tells it for the whole rule.
        OTHERS.iter().for_each(|key| drop(it.take(key, diags)));
        drop(it.take("RegexValues", diags));
        let hosts = it.child("HostHeaderConfig", diags, values)?;
        let paths = it.child("PathPatternConfig", diags, values)?;
        let plain = it.strings("Values", diags)?;
        diags.ignore(field.at, "says which condition it is; its values say the rest");
        let values = match hosts.or(paths) {
            Some(values) => {
                plain.iter().for_each(|value| diags.ignore(value.at, "repeats the condition's own list"));
                values
            }
            None => plain,
        };
        Ok(match field.value.as_str() {
            "host-header" if !regex => Condition::Hosts(values),
            "path-pattern" if !regex => Condition::Paths(values),
            "host-header" | "path-pattern" => Condition::Untranslated(format!("{} by regular expression", field.value)),
            _ => Condition::Untranslated(field.value),
        })
    })
}

fn values(it: &mut Object, diags: &mut Diagnostics) -> Result<Vec<Spanned<String>>, Reported> {
    drop(it.take("RegexValues", diags));
    it.strings("Values", diags)
}

/// What a list of actions does: its last one routes, and others before it (authentication) are not translated yet.
fn actions(it: &mut Object, key: &'static str, diags: &mut Diagnostics) -> Result<Option<Action>, Reported> {
    let Some(node) = it.take(key, diags) else { return Ok(None) };
    let at = node.at;
    let mut all = items(node, diags, action)?;
    let target_groups = all.iter().flat_map(groups_of).collect();
    let what = all.iter().find_map(|action| match action {
        Action::Untranslated(untranslated) => Some(untranslated.what.clone()),
        Action::Forward(_) | Action::Redirect(_) | Action::Respond(_) => None,
    });
    Ok(match what {
        Some(what) => Some(Action::Untranslated(Untranslated { at, what, target_groups })),
        None => {
            let last = all.pop();
            all.iter().for_each(|earlier| diags.ignore(place_of(earlier), "a routing action that another one follows"));
            last
        }
    })
}

fn place_of(action: &Action) -> At {
    match action {
        Action::Forward(forward) => forward.at,
        Action::Redirect(redirect) => redirect.at,
        Action::Respond(respond) => respond.at,
        Action::Untranslated(untranslated) => untranslated.at,
    }
}

fn groups_of(action: &Action) -> Vec<String> {
    match action {
        Action::Forward(forward) => vec![forward.target_group.value.clone()],
        Action::Untranslated(untranslated) => untranslated.target_groups.clone(),
        Action::Redirect(_) | Action::Respond(_) => Vec::new(),
    }
}

fn action(node: Node, diags: &mut Diagnostics) -> Result<Action, Reported> {
    object(node, diags, |it, diags| {
        it.ignore(&["Order"], "the load balancer's own order: routing comes last", diags);
        const OTHERS: &[&str] = &["AuthenticateOidcConfig", "AuthenticateCognitoConfig", "JwtValidationConfig"];
        OTHERS.iter().for_each(|key| drop(it.take(key, diags)));
        let kind = it.required_string("Type", diags)?;
        diags.ignore(kind.at, "says which action it is; its settings say the rest");
        let redirect = it.child("RedirectConfig", diags, redirect)?;
        let respond = it.child("FixedResponseConfig", diags, respond)?;
        let forward = forward(it, diags)?;
        let read = match kind.value.as_str() {
            "forward" => forward,
            "redirect" => redirect.map(Action::Redirect),
            "fixed-response" => respond.map(Action::Respond),
            _ => None,
        };
        Ok(read.unwrap_or(Action::Untranslated(Untranslated {
            at: it.at(),
            what: kind.value,
            target_groups: Vec::new(),
        })))
    })
}

/// A forward to one target group; those of weight 0 beside it get nothing. Shares of several are not translated yet.
fn forward(it: &mut Object, diags: &mut Diagnostics) -> Result<Option<Action>, Reported> {
    let at = it.at();
    let direct = it.string("TargetGroupArn", diags)?;
    let groups = it.child("ForwardConfig", diags, |it, diags| {
        it.ignore(&["TargetGroupStickinessConfig"], "stickiness between target groups: only one of them serves", diags);
        it.list("TargetGroups", diags, weighted)
    })?;
    let (serving, idle): (Vec<_>, Vec<_>) = groups
        .unwrap_or_default()
        .into_iter()
        .partition(|(_, weight)| weight.as_ref().is_none_or(|weight| weight.value > 0));
    let target_groups: Vec<String> = serving.iter().chain(&idle).map(|(arn, _)| arn.value.clone()).collect();
    if serving.len() > 1 || (serving.is_empty() && !idle.is_empty()) {
        let what = format!("a forward to {} target groups by weight", target_groups.len());
        return Ok(Some(Action::Untranslated(Untranslated { at, what, target_groups })));
    }
    for (arn, weight) in &idle {
        diags.ignore(arn.at, "weight 0: gets no requests");
        weight.iter().for_each(|weight| diags.ignore(weight.at, "weight 0: gets no requests"));
    }
    for (_, weight) in &serving {
        weight.iter().for_each(|weight| diags.ignore(weight.at, "the only target group gets every request"));
    }
    let mut all = serving.into_iter().map(|(arn, _)| arn).chain(direct);
    Ok(all.next().map(|target_group| Action::Forward(Forward { at, target_group, repeated: all.collect() })))
}

type Weighted = (Spanned<String>, Option<Spanned<i64>>);

fn weighted(node: Node, diags: &mut Diagnostics) -> Result<Weighted, Reported> {
    object(node, diags, |it, diags| {
        let arn = it.required_string("TargetGroupArn", diags)?;
        Ok((arn, it.integer_within("Weight", 0..=999, diags)?))
    })
}

fn redirect(it: &mut Object, diags: &mut Diagnostics) -> Result<Redirect, Reported> {
    Ok(Redirect {
        at: it.at(),
        protocol: it.string("Protocol", diags)?,
        port: it.string("Port", diags)?,
        host: it.string("Host", diags)?,
        path: it.string("Path", diags)?,
        query: it.string("Query", diags)?,
        status_code: it.required_string("StatusCode", diags)?,
    })
}

fn respond(it: &mut Object, diags: &mut Diagnostics) -> Result<Respond, Reported> {
    Ok(Respond {
        at: it.at(),
        status_code: it.required_string("StatusCode", diags)?,
        content_type: it.string("ContentType", diags)?,
        message_body: it.string("MessageBody", diags)?,
    })
}
