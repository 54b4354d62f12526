//! How requests from outside reach a workload, and what belongs to a load balancer alone.

use super::Guard;
use crate::ir::Traced;

/// Rules of one load balancer that lead to one workload, on one set of listeners.
#[derive(Debug, Clone)]
pub(crate) struct Ingress {
    pub(crate) name: String,
    pub(crate) place: Place,
    /// In the order of the rules' priorities.
    pub(crate) rules: Vec<IngressRule>,
    /// Name and port of the Service for what no rule matches; only where this workload is the listener's default.
    pub(crate) default_backend: Option<Traced<Backend>>,
    /// By `<Service>.<port>`: where an agent beside the container says how many requests it takes.
    pub(crate) control_ports: Vec<(String, Traced<i64>)>,
}

/// Where among the rules of a load balancer a group of rules stands.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Name of the ingress class, which is the load balancer's.
    pub(crate) class: Traced<String>,
    /// -1000 to 1000; lower is asked first.
    pub(crate) order: Traced<i32>,
    /// Protocol and port of the listeners.
    pub(crate) listeners: Vec<Traced<(String, i64)>>,
    /// Certificates, the default first; only where the HTTPS listeners of the load balancer differ in them.
    pub(crate) certificates: Vec<Traced<String>>,
    /// Only where the HTTPS listeners of the load balancer differ in it.
    pub(crate) ssl_policy: Option<Traced<String>>,
    /// What the listeners ask of clients' certificates, as the controller's annotation wants it: a JSON list.
    pub(crate) mutual_authentication: Option<Traced<String>>,
    pub(crate) throughout: Throughout,
    /// The load balancer's security groups, in the one order that all of its rules must name.
    pub(crate) security_groups: Vec<Traced<String>>,
    /// Whether external-dns is kept from making records.
    pub(crate) hold_dns: bool,
    /// What is asked of whoever makes a request, by every rule of the Ingress.
    pub(crate) guard: Option<Guard>,
}

/// What holds for the load balancer as a whole and has no field in its class: it stands on every Ingress alike.
#[derive(Debug, Clone)]
pub(crate) struct Throughout {
    pub(crate) web_acl: Option<Traced<String>>,
    /// `true` where Shield Advanced protects it.
    pub(crate) shield: Option<Traced<String>>,
    /// Capacity units.
    pub(crate) capacity: Option<Traced<i64>>,
    pub(crate) customer_owned_ipv4_pool: Option<Traced<String>>,
    pub(crate) ipam_pool: Option<Traced<String>>,
    pub(crate) tags: Vec<(String, Traced<String>)>,
}

/// One rule.
#[derive(Debug, Clone)]
pub(crate) struct IngressRule {
    /// Such as `r20`: under this name its conditions and its action stand.
    pub(crate) name: String,
    /// A host that Kubernetes takes as it stands.
    pub(crate) host: Option<Traced<String>>,
    /// A path pattern; `None` is every path.
    pub(crate) path: Option<Traced<String>>,
    /// Conditions beyond host and path, as the controller's annotation wants them: a JSON list.
    pub(crate) conditions: Option<Traced<String>>,
    /// How the request is rewritten, as the controller's annotation wants it: a JSON list.
    pub(crate) transforms: Option<Traced<String>>,
    pub(crate) backend: Traced<Backend>,
}

/// Where a rule leads.
#[derive(Debug, Clone)]
pub(crate) enum Backend {
    /// A port, by name, of the workload's Service.
    Service { name: String, port: String },
    /// An action as the controller's annotation wants it: a JSON object.
    Action(String),
}

/// A load balancer of its own: its class with its settings, and the rules that lead to no workload.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    /// `edge-<load balancer>`: name of the chart and of the row in reports.
    pub(crate) name: String,
    /// The name on ECS's side: `load balancer shop-public`.
    pub(crate) origin: String,
    pub(crate) namespace: Traced<String>,
    /// Name of the class and of its parameters.
    pub(crate) class: Traced<String>,
    pub(crate) settings: LoadBalancerSettings,
    pub(crate) rules: Vec<EdgeRule>,
}

/// Settings of a load balancer.
#[derive(Debug, Clone)]
pub(crate) struct LoadBalancerSettings {
    pub(crate) scheme: Traced<String>,
    pub(crate) ip_address_type: Option<Traced<String>>,
    pub(crate) ssl_policy: Option<Traced<String>>,
    pub(crate) certificates: Vec<Traced<String>>,
    pub(crate) subnets: Vec<Traced<String>>,
    pub(crate) attributes: Vec<(String, Traced<String>)>,
    pub(crate) listeners: Vec<ListenerSettings>,
    pub(crate) web_acl: Option<Traced<String>>,
    /// Capacity units.
    pub(crate) capacity: Option<Traced<i64>>,
    pub(crate) ipam_pool: Option<Traced<String>>,
    pub(crate) tags: Vec<(String, Traced<String>)>,
}

/// Attributes of one listener.
#[derive(Debug, Clone)]
pub(crate) struct ListenerSettings {
    pub(crate) protocol: String,
    pub(crate) port: i64,
    pub(crate) attributes: Vec<(String, Traced<String>)>,
}

/// A rule that belongs to no single workload: a redirect, an answer, a default, or a forward over several.
#[derive(Debug, Clone)]
pub(crate) struct EdgeRule {
    pub(crate) place: Place,
    /// Only where it is not the chart's own: the namespace of the Services to which it leads.
    pub(crate) namespace: Option<String>,
    pub(crate) rule: IngressRule,
    /// Whether it is the default of its listeners.
    pub(crate) is_default: bool,
    pub(crate) state: EdgeState,
    /// Workloads to which it leads.
    pub(crate) workloads: Vec<String>,
}

/// Whether a rule is written out.
#[derive(Debug, Clone)]
pub(crate) enum EdgeState {
    Enabled,
    /// It stands ready in the values, and a finding says what it waits for.
    Held,
    /// The same; until then the action that stands here takes its place, so that nobody passes without being asked.
    Closed(String),
}

/// What a load balancer must know of a workload's pods, from its target group.
#[derive(Debug, Clone)]
pub(crate) struct TargetSettings {
    /// `HTTP` or `HTTPS`, where it is not `HTTP`.
    pub(crate) protocol: Option<Traced<String>>,
    /// `HTTP2` or `GRPC`.
    pub(crate) protocol_version: Option<Traced<String>>,
    pub(crate) target_type: Traced<String>,
    pub(crate) health_protocol: Option<Traced<String>>,
    pub(crate) health_port: Option<Traced<String>>,
    pub(crate) health_path: Option<Traced<String>>,
    /// Seconds.
    pub(crate) health_interval: Traced<i64>,
    /// Seconds.
    pub(crate) health_timeout: Traced<i64>,
    pub(crate) healthy_threshold: Traced<i64>,
    pub(crate) unhealthy_threshold: Traced<i64>,
    pub(crate) success_codes: Option<Traced<String>>,
    pub(crate) attributes: Vec<(String, Traced<String>)>,
    pub(crate) tags: Vec<(String, Traced<String>)>,
    /// Port on which an agent beside the container says how many requests it takes; of an Ingress it stands on that.
    pub(crate) control_port: Option<Traced<i64>>,
}
