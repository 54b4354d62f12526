//! The network of the pods.
//!
//! ECS: `awsvpc` gives a task an address of its own in the service's subnets, behind its security groups; `bridge` gives
//! each container a network of its own; `host` is the instance's, and `none` gives none ("Amazon ECS task networking options"). EKS: a pod has
//! an address of its own in the node's subnets, behind the node's security groups, and its containers share it; on EKS
//! Fargate in the private subnets of its profile, behind the cluster's security group ("AWS Fargate considerations", EKS
//! User Guide).

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{NetworkConfiguration, NetworkMode, PublicIp};
use crate::ir::{Spanned, Traced};
use crate::source::At;

/// The mode that holds: `bridge` unless written.
pub(super) fn mode(found: Option<&Spanned<NetworkMode>>, fargate: bool) -> NetworkMode {
    found.map_or(if fargate { NetworkMode::Awsvpc } else { NetworkMode::Bridge }, |found| found.value)
}

/// What to do where a policy takes the place of a missing network. Options of the VPC's plug-in do not apply on EKS Auto Mode
/// ("Use Network Policies with EKS Auto Mode", EKS User Guide).
pub(super) fn how_to_enforce(cx: &Context) -> &'static str {
    if cx.auto_mode() {
        "see that the cluster enforces policies: the ConfigMap `amazon-vpc-cni` of `kube-system` must have `enable-network-policy-controller: \"true\"`"
    } else {
        "see that the cluster enforces policies: for the VPC's own plug-in, `enableNetworkPolicy` must be on"
    }
}

/// Where the pod is on the network.
pub(super) struct Placed {
    /// Whether it uses the node's own network.
    pub(super) host: Option<Traced<bool>>,
    /// Whether it is to reach nobody, and nobody it.
    pub(super) isolation: Option<Traced<()>>,
}

/// Subnets of pods on EKS Fargate.
type Subnets = Vec<Traced<String>>;

/// Decides whether the pod uses the node's own network, and tells what differs.
pub(super) fn place(
    found: Option<Spanned<NetworkMode>>,
    (containers, place): (usize, At),
    configuration: Option<NetworkConfiguration>,
    (cx, diags): (&Context, &mut Diagnostics),
) -> (Placed, Subnets) {
    let mut placed = Placed { host: None, isolation: None };
    let subnets = configuration.map(|it| tell_of_configuration(it, cx, diags)).unwrap_or_default();
    let Some(found) = found else {
        if !cx.launch.fargate && containers > 1 {
            diags.tell(bridge(place, "no `networkMode` is written, so that it was bridge: the containers had a network each, and share one in a pod"));
        }
        return (placed, subnets);
    };
    match found.value {
        NetworkMode::Awsvpc => diags.ignore(found.at, "a pod has an address of its own, as a task in awsvpc has"),
        NetworkMode::Host => {
            diags.tell(
                Finding::new(Code::HostNetwork, found.at, "the task used the instance's own network")
                    .kubernetes("the pod uses the node's: one a node for each port, and no other pod may have it")
                    .help("nothing to do for what belongs to a node; else take awsvpc first, and see that it works"),
            );
            placed.host = Some(found.with(true));
        }
        NetworkMode::Bridge if containers == 1 => {
            diags.ignore(found.at, "one container alone sees no difference between bridge and a pod's network");
        }
        NetworkMode::Bridge => {
            diags.tell(bridge(found.at, "the containers had a network each, and share one in a pod"))
        }
        NetworkMode::None => {
            diags.tell(
                Finding::new(Code::NoNetwork, found.at, "the task had no network")
                    .kubernetes("a pod always has one; the chart's NetworkPolicy denies all of its traffic")
                    .help(how_to_enforce(cx)),
            );
            placed.isolation = Some(found.with(()));
        }
    }
    (placed, subnets)
}

fn bridge(at: At, what: &str) -> Finding {
    Finding::new(Code::BridgeNetwork, at, what)
        .kubernetes("each can reach what another listens for on 127.0.0.1")
        .help("nothing to do where all of them are trusted alike")
}

fn tell_of_configuration(configuration: NetworkConfiguration, cx: &Context, diags: &mut Diagnostics) -> Subnets {
    let NetworkConfiguration { mut subnets, security_groups, assign_public_ip } = configuration;
    let public = assign_public_ip.as_ref().is_some_and(|public| public.value == PublicIp::Enabled);
    let mut of_pods = Vec::new();
    if cx.on_fargate() && public {
        let reason =
            "the tasks had public addresses, so that the subnets may be public: EKS Fargate takes private ones only";
        subnets.drain(..).for_each(|subnet| diags.ignore(subnet.at, reason));
    } else if cx.on_fargate() {
        of_pods = subnets.drain(..).map(Spanned::traced).collect();
    }
    let (whose, of) = if cx.on_fargate() { ("cluster's", "cluster's") } else { ("node's", "nodes'") };
    let places: Vec<_> = security_groups.iter().chain(&subnets).map(|one| one.at).collect();
    if let Some((first, rest)) = places.split_first() {
        let groups: Vec<String> = security_groups.iter().map(|group| format!("`{}`", group.value)).collect();
        let groups = match groups.len() {
            0 => String::new(),
            1 => format!("security group {}", groups.concat()),
            _ => format!("security groups {}", groups.join(", ")),
        };
        let nets = match subnets.len() {
            0 => String::new(),
            1 => "1 subnet".to_owned(),
            many => format!("{many} subnets"),
        };
        let stay = if places.len() == 1 { "stays" } else { "stay" };
        let both = if groups.is_empty() || nets.is_empty() { "" } else { " and " };
        diags.tell(
            Finding::new(
                Code::PodNetworking,
                *first,
                format!("{groups}{both}{nets} {stay} with ECS; pods use the {whose}"),
            )
            .also(rest.iter().copied())
            .kubernetes(if security_groups.is_empty() {
                "what admits the tasks' subnets (network ACLs, rules by address) does not admit pods yet"
            } else {
                "what admits the task's security group (databases, caches) does not admit pods yet"
            })
            .help(if security_groups.is_empty() {
                format!("see that what the tasks reach is reached from the {whose} subnets too")
            } else if cx.auto_mode() {
                "admit the nodes' security group where the task's is admitted, or give the pods groups of their own: `podSecurityGroupSelectorTerms`, with `podSubnetSelectorTerms`, of a NodeClass".to_owned()
            } else {
                format!("admit the {of} security group where the task's is admitted")
            }),
        );
    }
    match assign_public_ip {
        Some(public) if public.value == PublicIp::Enabled => diags.tell(
            Finding::new(Code::PublicIp, public.at, "tasks had public addresses")
                .kubernetes("pods have none: they leave through a NAT gateway, from its address")
                .help("see that the pods' subnets have a NAT gateway or endpoints, and tell third parties that admit by address"),
        ),
        Some(public) => diags.ignore(public.at, "no public address, as pods have none"),
        None => {}
    }
    of_pods
}
