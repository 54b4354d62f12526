//! A Network Load Balancer of a workload's own.

use super::ServicePort;
use crate::ir::Traced;

/// Keys and values.
pub(crate) type Attributes = Vec<(String, Traced<String>)>;

/// A Service of type LoadBalancer: each makes a load balancer.
#[derive(Debug, Clone)]
pub(crate) struct NetworkLoadBalancer {
    pub(crate) name: String,
    /// Name of the class whose controller makes it.
    pub(crate) class: Traced<String>,
    /// One a listener, two for a listener of TCP and UDP.
    pub(crate) ports: Vec<ServicePort>,
    pub(crate) settings: NetworkSettings,
    pub(crate) listeners: NetworkListeners,
    pub(crate) targets: NetworkTargets,
    /// Whether external-dns is kept from making records.
    pub(crate) hold_dns: bool,
}

/// What the load balancer shows of itself.
#[derive(Debug, Clone)]
pub(crate) struct NetworkSettings {
    pub(crate) scheme: Traced<String>,
    pub(crate) ip_address_type: Option<Traced<String>>,
    pub(crate) subnets: Vec<Traced<String>>,
    /// None at all where it has none on ECS's side.
    pub(crate) security_groups: Vec<Traced<String>>,
    pub(crate) private_link_rules: Option<Traced<String>>,
    pub(crate) ipv6_source_nat: Option<Traced<String>>,
    pub(crate) attributes: Attributes,
}

/// What its listeners have beyond a port.
#[derive(Debug, Clone)]
pub(crate) struct NetworkListeners {
    pub(crate) tls: Option<NetworkTls>,
    /// Whether one port is both of TCP and of UDP.
    pub(crate) joins_tcp_and_udp: Option<Traced<()>>,
    /// Ports on which QUIC is spoken.
    pub(crate) quic: Vec<Traced<i64>>,
    /// Attributes by protocol and port, such as `TCP-80`.
    pub(crate) attributes: Vec<(String, Attributes)>,
}

/// What its TLS listeners show.
#[derive(Debug, Clone)]
pub(crate) struct NetworkTls {
    pub(crate) ports: Vec<Traced<i64>>,
    /// The default first.
    pub(crate) certificates: Vec<Traced<String>>,
    pub(crate) policy: Traced<String>,
    pub(crate) alpn: Option<Traced<String>>,
    /// Whether it speaks TLS to the pods as well.
    pub(crate) to_pods: Option<Traced<()>>,
}

/// How it reaches the pods and judges their health. Times are seconds.
#[derive(Debug, Clone)]
pub(crate) struct NetworkTargets {
    pub(crate) target_type: Traced<String>,
    pub(crate) health_protocol: Traced<String>,
    pub(crate) health_port: Traced<String>,
    pub(crate) health_path: Option<Traced<String>>,
    pub(crate) health_interval: Traced<i64>,
    pub(crate) health_timeout: Traced<i64>,
    pub(crate) healthy_threshold: Traced<i64>,
    pub(crate) unhealthy_threshold: Traced<i64>,
    pub(crate) success_codes: Option<Traced<String>>,
    /// Of all ports.
    pub(crate) attributes: Attributes,
    /// Of single ports, where they differ.
    pub(crate) attributes_of_port: Vec<(i64, Attributes)>,
}
