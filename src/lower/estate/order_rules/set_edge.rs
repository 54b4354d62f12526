//! What a load balancer shows of itself: scheme, addresses, subnets, certificates, attributes.
//!
//! Elastic Load Balancing: `CreateLoadBalancer`, `ModifyLoadBalancerAttributes` (API reference). The controller takes them
//! from IngressClassParams, where no workload can change them, and manages the attributes that are listed only, so that
//! those at ELB's own default are left out. Its default scheme is `internal`: the scheme always stands there.
//! Subnets and security groups are kept: without them the controller looks for subnets by tags that an ECS network seldom
//! has, and opens a security group of its own to everyone (measured with controller 3.5.0). The class has
//! no field for security groups; they stand on each Ingress, in one order. The name is not kept: two load
//! balancers of one name cannot live side by side.

use std::collections::BTreeMap;

use super::balance_network;
use super::keep_listeners;
use super::keep_settings::{self, Beside, InClass};
use super::listening::{Listening, Tls};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Attribute, LoadBalancer, Scheme};
use crate::ir::{Spanned, Traced, plan};
use crate::lower::estate::Draft;
use crate::lower::names;
use crate::settings::{Dns, Expose, Settings};
use crate::source::At;

/// Defaults of an Application Load Balancer ("Load balancer attributes", User Guide for Application Load Balancers).
const DEFAULTS: &[(&str, &str)] = &[
    ("access_logs.s3.enabled", "false"),
    ("client_keep_alive.seconds", "3600"),
    ("connection_logs.s3.enabled", "false"),
    ("deletion_protection.enabled", "false"),
    ("health_check_logs.s3.enabled", "false"),
    ("idle_timeout.timeout_seconds", "60"),
    ("load_balancing.cross_zone.enabled", "true"),
    ("routing.http.desync_mitigation_mode", "defensive"),
    ("routing.http.drop_invalid_header_fields.enabled", "false"),
    ("routing.http.preserve_host_header.enabled", "false"),
    ("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false"),
    ("routing.http.xff_client_port.enabled", "false"),
    ("routing.http.xff_header_processing.mode", "append"),
    ("routing.http2.enabled", "true"),
    ("waf.fail_open.enabled", "false"),
    ("zonal_shift.config.enabled", "false"),
];

/// What the rules of a load balancer have in common.
pub(super) struct Common {
    pub(super) at: At,
    /// The name on ECS's side.
    pub(super) name: String,
    pub(super) class: Traced<String>,
    pub(super) security_groups: Vec<Traced<String>>,
    pub(super) throughout: plan::Throughout,
    pub(super) hold_dns: bool,
}

/// What the listeners show alike, and the attributes of each.
pub(super) struct Shown {
    pub(super) tls: Tls,
    pub(super) listeners: Vec<plan::ListenerSettings>,
}

/// Takes a load balancer apart: what its rules need, and what its class says.
pub(super) fn set(
    own: LoadBalancer,
    class: String,
    shown: Shown,
    options: &Settings,
    drafts: &[Draft],
    diags: &mut Diagnostics,
) -> (Common, plan::LoadBalancerSettings) {
    let LoadBalancer {
        at,
        arn,
        name,
        kind,
        scheme,
        ip_address_type,
        security_groups,
        subnets,
        customer_owned_ipv4_pool,
        ipam_pool,
        attributes,
        capacity,
        web_acl,
        protected,
        tags,
        network,
    } = own;
    balance_network::ignore_network_only(network, diags);
    let beside = Beside { web_acl, protected, capacity, customer_owned_ipv4_pool, ipam_pool, tags };
    let (in_class, throughout) = keep_settings::keep(beside, &name.value, options.target, drafts, diags);
    diags.ignore(arn.at, "identity of the load balancer that ECS uses; the one for EKS is new");
    kind.iter().for_each(|kind| diags.ignore(kind.at, "an Application Load Balancer is what an Ingress makes"));
    security_groups.iter().for_each(|it| diags.ignore(it.at, "stands on each Ingress of the load balancer"));
    tell_network(at, &name.value, &security_groups, &subnets, (options.expose, diags));
    // API reference, "CreateLoadBalancer": the default is an internet-facing load balancer.
    let internal = scheme.as_ref().is_some_and(|scheme| scheme.value == Scheme::Internal);
    let word = if internal { "internal" } else { "internet-facing" }.to_owned();
    let Shown { tls: Tls { certificates, policy }, listeners } = shown;
    let InClass { web_acl, capacity, ipam_pool, tags } = in_class;
    let shown = plan::LoadBalancerSettings {
        scheme: scheme.map_or_else(|| Traced::implied(word.clone()), |scheme| scheme.with(word.clone())),
        ip_address_type: ip_address_type.map(Spanned::traced),
        ssl_policy: policy,
        certificates,
        subnets: subnets.into_iter().map(Spanned::traced).collect(),
        attributes: beyond_defaults(attributes, |key, value| is_default(key, value, internal), diags),
        listeners,
        web_acl,
        capacity,
        ipam_pool,
        tags,
    };
    let common = Common {
        at,
        class: name.with(class),
        name: name.value,
        security_groups: security_groups.into_iter().map(Spanned::traced).collect(),
        throughout,
        hold_dns: options.dns == Dns::Hold,
    };
    (common, shown)
}

fn is_default(key: &str, value: &str, internal: bool) -> bool {
    value.is_empty() || fresh(internal).get(key).is_some_and(|fresh| fresh == value)
}

/// Attributes of a load balancer for which nobody has set any.
pub(super) fn fresh(internal: bool) -> BTreeMap<&'static str, String> {
    let all = DEFAULTS.iter().map(|(key, value)| (*key, (*value).to_owned()));
    all.chain([("ipv6.deny_all_igw_traffic", internal.to_string())]).collect()
}

/// Attributes that somebody set.
pub(in crate::lower) fn beyond_defaults(
    attributes: Vec<Attribute>,
    is_default: impl Fn(&str, &str) -> bool,
    diags: &mut Diagnostics,
) -> Vec<(String, Traced<String>)> {
    let mut set = Vec::new();
    for Attribute { key, value } in attributes {
        if is_default(&key.value, &value.value) {
            diags.ignore(key.at, "at Elastic Load Balancing's own default");
            diags.ignore(value.at, "at Elastic Load Balancing's own default");
        } else {
            let from = vec![key.leaf(), value.leaf()];
            set.push((key.value, Traced::new(value.value, from)));
        }
    }
    set.sort_by(|a, b| a.0.cmp(&b.0));
    set
}

/// Quotas of what listeners show ("Quotas for your Application Load Balancers"): default certificates do not count.
pub(super) fn tell_quota(listeners: &[Listening], at: At, name: &str, diags: &mut Diagnostics) {
    const CERTIFICATES: usize = 25;
    const VERIFYING: usize = 2;
    let certificates = listeners.iter().map(|one| one.tls.certificates.len().saturating_sub(1)).sum();
    let counts = [
        (certificates, CERTIFICATES, "certificates beside the default ones"),
        (keep_listeners::verifying(listeners), VERIFYING, "listeners that verify client certificates"),
    ];
    for (count, most, what) in counts {
        if count > most {
            diags.tell(
                Finding::new(Code::LoadBalancerQuota, at.place_only(), format!("load balancer `{name}` becomes one with {count} {what}"))
                    .label(format!("AWS's quota is {most}"))
                    .kubernetes("beyond the quota the controller can make no change to the load balancer at all")
                    .help(format!("look whether the quota for {what} is raised in this account (Service Quotas): it holds for the new load balancer too")),
            );
        }
    }
}

fn tell_network(
    at: At,
    name: &str,
    security_groups: &[Spanned<String>],
    subnets: &[Spanned<String>],
    (expose, diags): (Expose, &mut Diagnostics),
) {
    if security_groups.is_empty() && subnets.is_empty() {
        return;
    }
    let list = |values: &[Spanned<String>]| {
        values.iter().map(|value| format!("`{}`", value.value)).collect::<Vec<_>>().join(", ")
    };
    let kept = match (security_groups, subnets) {
        ([], _) => format!("subnets {}", list(subnets)),
        (_, []) => format!("security groups {}", list(security_groups)),
        (_, _) => format!("subnets {} and security groups {}", list(subnets), list(security_groups)),
    };
    let place = match expose {
        Expose::Ingress | Expose::TargetGroup | Expose::None => {
            "`ingressClass.params.subnets`, and the annotation `alb.ingress.kubernetes.io/security-groups` of each Ingress"
        }
        Expose::Gateway => "`loadBalancer.loadBalancerSubnets` and `loadBalancer.securityGroups`",
    };
    diags.tell(
        Finding::new(Code::LoadBalancerNetwork, at.place_only(), format!("the new load balancer for `{name}` keeps {kept}"))
            .kubernetes("right where the EKS cluster is in the same VPC; the controller adds its shared security group, which the pods' rules admit")
            .help(format!("for a cluster in another VPC put its own into `values.override.yaml`: {place}")),
    );
}

/// `edge-<load balancer>`: at most 46 characters, and no DNS label that two load balancers share.
pub(in crate::lower::estate) fn edge_name(name: &str, arn: &str) -> String {
    names::label(&format!("edge-{name}"), names::WORKLOAD, arn)
}
