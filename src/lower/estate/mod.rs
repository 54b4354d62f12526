//! What needs all workloads at once: which task definition a service runs, what everything is called, and which load
//! balancer leads where. Serial, in an order that does not depend on the order of the inputs.

mod expand_port_ranges;
mod find_definition;
mod link_tasks;
mod name_ports;
mod name_trust_files;
mod name_workloads;
mod order_rules;

pub(crate) use name_ports::PortNames;
pub(super) use order_rules::beyond_defaults;

use crate::diagnostics::Diagnostics;
use crate::ir::{Traced, ecs, plan, today};
use crate::lower::arn::Home;
use crate::settings::Settings;
use crate::source::At;

/// A workload to be: what belongs together, before and after it got its names.
#[derive(Debug)]
pub(crate) struct Draft {
    /// The name on ECS: the service's, else the family.
    pub(crate) ecs_name: String,
    /// Account, region, cluster and service, or family: what makes it this one and no other.
    pub(crate) identity: String,
    /// The cluster's name; `None` for a task definition alone.
    pub(crate) cluster: Option<String>,
    pub(crate) home: Home,
    /// The document that it stands for in reports.
    pub(crate) source: At,
    /// Every document with rows for it, `source` included.
    pub(crate) documents: Vec<At>,
    pub(crate) names: plan::Names,
    pub(crate) network_load_balancers: Vec<plan::NetworkLoadBalancer>,
    pub(crate) state: State,
    /// The target groups through which load balancers reach it, as they are today.
    pub(crate) targets_today: Vec<today::TargetGroup>,
}

/// What can be done with a draft.
#[derive(Debug)]
pub(crate) enum State {
    Ready(Box<Task>),
    /// Its error has been reported.
    Failed,
    /// Left out on purpose; a finding says why.
    Skipped,
}

/// What ECS says of one workload.
#[derive(Debug)]
pub(crate) struct Task {
    pub(crate) definition: ecs::TaskDefinition,
    pub(crate) service: Option<ecs::Service>,
    /// The cluster's default strategy, for a service that names neither launch type nor strategy.
    pub(crate) default_capacity: Vec<ecs::CapacityProvider>,
    pub(crate) scaling: Option<(ecs::ScalableTarget, Vec<ecs::ScalingPolicy>)>,
    /// Target groups in which the service registers, as `loadBalancers` lists them; `None` where the group's own
    /// document is not among the inputs.
    pub(crate) targets: Vec<Option<ecs::TargetGroup>>,
    /// Names of the pod's ports, for the containers, the Service and the rules that lead to it.
    pub(crate) ports: PortNames,
    pub(crate) ingresses: Vec<plan::Ingress>,
    /// Whether a rule leads to it that stands with its load balancer and waits to be turned on.
    pub(crate) awaited: bool,
    /// How requests reach its target groups today; only where the load balancer stays.
    pub(crate) ways: Vec<Approach>,
    pub(crate) routes: Vec<plan::Route>,
    /// Path below OUT of the statement for the task role; empty where there is no role.
    pub(crate) trust_file: String,
}

/// How requests reach a target group today.
#[derive(Debug, Clone)]
pub(crate) struct Approach {
    /// The target group's ARN.
    pub(crate) target_group: String,
    /// Name of one beside it.
    pub(crate) beside: String,
    /// How many registrations it has.
    pub(crate) registrations: usize,
    /// Security groups of the load balancers that lead to it.
    pub(crate) security_groups: Vec<Traced<String>>,
    pub(crate) forwards: Vec<plan::Forward>,
    /// Rules that lead to it and that are left to a person.
    pub(crate) by_hand: usize,
}

/// Load balancers and what stands around them.
#[derive(Debug)]
pub(crate) struct Balancing {
    pub(crate) load_balancers: Vec<ecs::Document<ecs::LoadBalancer>>,
    pub(crate) listeners: Vec<ecs::Document<ecs::Listener>>,
    pub(crate) rules: Vec<ecs::Document<ecs::Rule>>,
    /// Groups by ARN, with every document that says something of them.
    pub(crate) target_groups: Vec<ecs::Document<ecs::TargetGroup>>,
    /// Documents of attributes, certificates, tags and their like, by the ARN of what they belong to.
    pub(crate) attributes: Vec<(String, At)>,
}

/// A load balancer to be, with its documents.
#[derive(Debug)]
pub(crate) struct EdgeDraft {
    pub(crate) plan: plan::Edge,
    /// What it does today.
    pub(crate) today: today::LoadBalancer,
    pub(crate) source: At,
    pub(crate) documents: Vec<At>,
}

/// A load balancer to be, by Gateway API, with its documents.
#[derive(Debug)]
pub(crate) struct GatewayDraft {
    pub(crate) name: String,
    pub(crate) namespace: String,
    /// Its error has been reported, if there is none.
    pub(crate) plan: Option<plan::Gateway>,
    pub(crate) source: At,
    pub(crate) documents: Vec<At>,
}

/// The estate, linked.
#[derive(Debug)]
pub(crate) struct Linked {
    /// Every workload in the order of its name.
    pub(crate) workloads: Vec<Draft>,
    pub(crate) edges: Vec<EdgeDraft>,
    pub(crate) gateways: Vec<GatewayDraft>,
}

/// Links, names and orders everything.
pub(crate) fn link(estate: ecs::Estate, settings: &Settings, diags: &mut Diagnostics) -> Linked {
    let (mut workloads, balancing) = link_tasks::link(estate, settings, diags);
    name_workloads::name(&mut workloads, &balancing, settings, diags);
    name_trust_files::name(&mut workloads);
    let (edges, gateways) = order_rules::order(balancing, &mut workloads, settings, diags);
    Linked { workloads, edges, gateways }
}
