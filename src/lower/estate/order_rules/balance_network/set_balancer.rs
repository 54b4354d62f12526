//! What a Network Load Balancer shows of itself: scheme, subnets, security groups, attributes, and addresses.
//!
//! Elastic Load Balancing: `CreateLoadBalancer`, `ModifyLoadBalancerAttributes` (API reference). The controller's default
//! scheme is `internal`; without a word on security groups it makes one that lets everybody in, and a load balancer that
//! was made without any can never get one ("Service annotations", guide of the controller). So scheme and security groups
//! always stand there. An Elastic IP address, or an address that somebody chose, belongs to one load balancer at a time:
//! they are told, and not written, since the load balancer of ECS holds them.

use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Address, LoadBalancer, NetworkOnly, Scheme};
use crate::ir::plan::NetworkSettings;
use crate::ir::{Spanned, Traced};
use crate::lower::estate::beyond_defaults;
use crate::source::At;

/// Defaults of a Network Load Balancer ("Load balancer attributes", User Guide for Network Load Balancers).
const DEFAULTS: &[(&str, &str)] = &[
    ("access_logs.s3.enabled", "false"),
    ("deletion_protection.enabled", "false"),
    ("dns_record.client_routing_policy", "any_availability_zone"),
    ("load_balancing.cross_zone.enabled", "false"),
    ("secondary_ips.auto_assigned.per_subnet", "0"),
    ("zonal_shift.config.enabled", "false"),
];

/// Takes a load balancer apart; the class comes with the leaf that says its type.
pub(super) fn set(own: LoadBalancer, class: &str, diags: &mut Diagnostics) -> (NetworkSettings, Traced<String>) {
    let (at, name) = (own.at, own.name.value.clone());
    diags.ignore(own.arn.at, "identity of the load balancer that ECS uses; the one for EKS is new");
    diags.ignore(own.name.at, "two load balancers of one name cannot live side by side");
    tell_network(at, &name, &own, diags);
    let NetworkOnly { private_link_rules, ipv6_source_nat, source_nat_prefixes, addresses } = own.network;
    tell_addresses(at, &name, addresses, source_nat_prefixes, diags);
    // API reference, "CreateLoadBalancer": the default is an internet-facing load balancer.
    let internal = own.scheme.as_ref().is_some_and(|scheme| scheme.value == Scheme::Internal);
    let word = if internal { "internal" } else { "internet-facing" }.to_owned();
    let blocks = if internal { "true" } else { "false" };
    let is_default = |key: &str, value: &str| {
        value.is_empty() || DEFAULTS.contains(&(key, value)) || (key, value) == ("ipv6.deny_all_igw_traffic", blocks)
    };
    let settings = NetworkSettings {
        scheme: own.scheme.map_or_else(|| Traced::implied(word.clone()), |scheme| scheme.with(word.clone())),
        ip_address_type: own.ip_address_type.map(Spanned::traced),
        subnets: own.subnets.into_iter().map(Spanned::traced).collect(),
        security_groups: own.security_groups.into_iter().map(Spanned::traced).collect(),
        private_link_rules: private_link_rules.map(Spanned::traced),
        ipv6_source_nat: beyond_off(ipv6_source_nat, diags),
        attributes: beyond_defaults(own.attributes, is_default, diags),
    };
    let class = own.kind.map_or_else(|| Traced::implied(class.to_owned()), |kind| kind.with(class.to_owned()));
    (settings, class)
}

fn beyond_off(found: Option<Spanned<String>>, diags: &mut Diagnostics) -> Option<Traced<String>> {
    let found = found?;
    if found.value == "off" {
        diags.ignore(found.at, "off, which is the controller's default as well");
        return None;
    }
    Some(found.traced())
}

/// What a load balancer of another type says of these.
pub(in super::super) fn ignore_network_only(only: NetworkOnly, diags: &mut Diagnostics) {
    let all = places(&only.addresses, &only.source_nat_prefixes).into_iter();
    let all = all.chain(only.private_link_rules.iter().chain(&only.ipv6_source_nat).map(|it| it.at));
    all.for_each(|at| diags.ignore(at, "only a Network Load Balancer can be told so"));
}

fn places(addresses: &[Address], prefixes: &[Spanned<String>]) -> Vec<At> {
    let parts = |it: &Address| {
        let Address { allocation, public_ipv4, private_ipv4, ipv6 } = it;
        [allocation, public_ipv4, private_ipv4, ipv6].into_iter().flatten().map(|it| it.at).collect::<Vec<_>>()
    };
    addresses.iter().flat_map(parts).chain(prefixes.iter().map(|it| it.at)).collect()
}

fn tell_addresses(
    at: At,
    name: &str,
    addresses: Vec<Address>,
    prefixes: Vec<Spanned<String>>,
    diags: &mut Diagnostics,
) {
    let all = places(&addresses, &prefixes);
    let Some(first) = all.first().copied() else { return };
    let list = |of: fn(&Address) -> Option<&Spanned<String>>| {
        addresses.iter().filter_map(of).map(|it| it.value.as_str()).collect::<Vec<_>>().join(",")
    };
    let prefixes: Vec<&str> = prefixes.iter().map(|it| it.value.as_str()).collect();
    let annotations = [
        ("eip-allocations", list(|it| it.allocation.as_ref())),
        ("private-ipv4-addresses", list(|it| it.private_ipv4.as_ref())),
        ("ipv6-addresses", list(|it| it.ipv6.as_ref())),
        ("source-nat-ipv6-prefixes", prefixes.join(",")),
    ];
    let annotations: Vec<String> = annotations
        .into_iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(key, values)| format!("`service.beta.kubernetes.io/aws-load-balancer-{key}: {values}`"))
        .collect();
    let help = if annotations.is_empty() {
        "tell the clients that know it by its address of the new one's name".to_owned()
    } else {
        format!(
            "where clients know it by its addresses, keep this load balancer and bind its target groups with `TargetGroupBinding`; or, with an interruption, delete it first and add {} to `annotations` of the Service in `values.override.yaml`",
            annotations.join(", ")
        )
    };
    diags.tell(
        Finding::new(Code::FixedAddress, first, format!("Network Load Balancer `{name}` has addresses of its own"))
            .also(all.into_iter().skip(1).chain([at.place_only()]))
            .label("one load balancer at a time can have it")
            .kubernetes("the new load balancer gets others, since it lives beside this one")
            .help(help),
    );
}

fn tell_network(at: At, name: &str, own: &LoadBalancer, diags: &mut Diagnostics) {
    let list = |values: &[Spanned<String>]| {
        values.iter().map(|value| format!("`{}`", value.value)).collect::<Vec<_>>().join(", ")
    };
    let kept = match (own.security_groups.as_slice(), own.subnets.as_slice()) {
        ([], []) => return,
        ([], subnets) => format!("subnets {}, and no security group", list(subnets)),
        (groups, []) => format!("security groups {}", list(groups)),
        (groups, subnets) => format!("subnets {} and security groups {}", list(subnets), list(groups)),
    };
    let what = if own.security_groups.is_empty() {
        "right where the EKS cluster is in the same VPC; the controller lets the load balancer's clients through to the pods"
    } else {
        "right where the EKS cluster is in the same VPC; the controller adds its shared security group, which the pods' rules admit"
    };
    diags.tell(
        Finding::new(Code::LoadBalancerNetwork, at.place_only(), format!("the new load balancer for `{name}` keeps {kept}"))
            .kubernetes(what)
            .help("for a cluster in another VPC put its own into the annotations of the Service in `values.override.yaml`: `service.beta.kubernetes.io/aws-load-balancer-subnets`, `…-security-groups`"),
    );
}
