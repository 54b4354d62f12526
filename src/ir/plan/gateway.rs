//! How requests from outside reach a workload by Gateway API.

use super::{LoadBalancerSettings, Throughout};
use crate::ir::Traced;

/// A load balancer of its own: a Gateway with its settings, and the routes that lead to no workload.
#[derive(Debug, Clone)]
pub(crate) struct Gateway {
    /// `edge-<load balancer>`: name of the chart and of the row in reports.
    pub(crate) name: String,
    /// The name on ECS's side: `load balancer shop-public`.
    pub(crate) origin: String,
    pub(crate) namespace: Traced<String>,
    /// Name of the Gateway, of its class and of its settings.
    pub(crate) gateway: Traced<String>,
    pub(crate) settings: LoadBalancerSettings,
    pub(crate) throughout: Throughout,
    pub(crate) security_groups: Vec<Traced<String>>,
    pub(crate) listeners: Vec<GatewayListener>,
    /// Namespaces of the workloads to which it leads, where one of them is not its own.
    pub(crate) from_namespaces: Vec<String>,
    pub(crate) routes: Vec<Route>,
}

/// A listener.
#[derive(Debug, Clone)]
pub(crate) struct GatewayListener {
    /// `HTTP` or `HTTPS`, and the port.
    pub(crate) listens: Traced<(String, i64)>,
    /// The default first.
    pub(crate) certificates: Vec<Traced<String>>,
    pub(crate) ssl_policy: Option<Traced<String>>,
    pub(crate) attributes: Vec<(String, Traced<String>)>,
    /// What is asked of clients' certificates: the fields of `mutualAuthentication`.
    pub(crate) mutual: Option<Traced<serde_json::Value>>,
}

impl GatewayListener {
    /// What routes call it: `https-443`.
    pub(crate) fn section(protocol: &str, port: i64) -> String {
        format!("{}-{port}", protocol.to_ascii_lowercase())
    }
}

/// Rules with the same hosts on the same listeners.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) name: String,
    pub(crate) gateway: Traced<String>,
    /// Namespace of the Gateway, where it is another.
    pub(crate) gateway_namespace: Option<String>,
    /// Protocol and port of the listeners.
    pub(crate) listeners: Vec<Traced<(String, i64)>>,
    /// None is every host.
    pub(crate) hosts: Vec<Traced<String>>,
    /// In the order of their priorities.
    pub(crate) rules: Vec<RouteRule>,
    /// Whether external-dns is kept from making records.
    pub(crate) hold_dns: bool,
}

/// One rule.
#[derive(Debug, Clone)]
pub(crate) struct RouteRule {
    /// `r20`, or `default`.
    pub(crate) name: Traced<String>,
    /// One is enough.
    pub(crate) matches: Vec<RouteMatch>,
    /// Addresses that requests must come from; none is everywhere.
    pub(crate) sources: Vec<Traced<String>>,
    pub(crate) does: RouteDoes,
}

/// What a request must be like. Values are patterns, as Elastic Load Balancing reads them.
#[derive(Debug, Clone)]
pub(crate) struct RouteMatch {
    pub(crate) path: Traced<RoutePath>,
    pub(crate) headers: Vec<Traced<(String, String)>>,
    pub(crate) queries: Vec<Traced<(String, String)>>,
    pub(crate) method: Option<Traced<String>>,
}

/// A path.
#[derive(Debug, Clone)]
pub(crate) enum RoutePath {
    /// The path itself; a `*` in it is any text.
    Exact(String),
    /// The path, and all below it.
    Prefix(String),
}

/// What is done with a request.
#[derive(Debug, Clone)]
pub(crate) enum RouteDoes {
    Forward {
        backends: Vec<RouteBackend>,
        /// For how many seconds a client stays with its backend.
        stickiness: Option<Traced<i64>>,
    },
    Redirect(RouteRedirect),
    Respond {
        status_code: Traced<i64>,
        content_type: Option<Traced<String>>,
        message_body: Option<Traced<String>>,
    },
}

/// A port, by name, of the workload's Service.
#[derive(Debug, Clone)]
pub(crate) struct RouteBackend {
    /// Service and port.
    pub(crate) to: Traced<(String, String)>,
    /// Only where there are several.
    pub(crate) weight: Option<Traced<i64>>,
}

/// A redirect; what is `None` stays as it is.
#[derive(Debug, Clone)]
pub(crate) struct RouteRedirect {
    /// `http` or `https`.
    pub(crate) scheme: Option<Traced<String>>,
    pub(crate) port: Option<Traced<i64>>,
    pub(crate) host: Option<Traced<String>>,
    pub(crate) path: Option<Traced<String>>,
    pub(crate) query: Option<Traced<String>>,
    pub(crate) status_code: Traced<i64>,
}
