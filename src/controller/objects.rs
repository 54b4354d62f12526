//! What the controller looks at: objects of the cluster, and what the AWS account has already.

use std::collections::{BTreeMap, BTreeSet};

/// Everything that the controller sees.
#[derive(Debug, Clone, Default)]
pub struct Cluster {
    /// In any order.
    pub ingresses: Vec<Ingress>,
    /// By namespace and name.
    pub services: BTreeMap<(String, String), Service>,
    /// The texts in Secrets, by namespace and name.
    pub secrets: BTreeMap<(String, String), BTreeMap<String, String>>,
    /// The controller's classes with their parameters.
    pub classes: BTreeMap<String, ClassParams>,
    /// Labels of namespaces; one that is not here has none.
    pub namespaces: BTreeMap<String, BTreeMap<String, String>>,
    /// What AWS has.
    pub account: Account,
}

/// An Ingress of one of the controller's classes.
#[derive(Debug, Clone)]
pub struct Ingress {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// All annotations, by their full keys.
    pub annotations: BTreeMap<String, String>,
    /// `spec.ingressClassName`.
    pub class: String,
    /// `spec.defaultBackend`.
    pub default_backend: Option<Backend>,
    /// `spec.rules`.
    pub rules: Vec<Rules>,
    /// The hosts of `spec.tls`.
    pub tls_hosts: Vec<String>,
}

/// One entry of `spec.rules`.
#[derive(Debug, Clone)]
pub struct Rules {
    /// `host`.
    pub host: Option<String>,
    /// `http.paths`; none where there is no `http`.
    pub paths: Vec<Path>,
}

/// One path with its backend.
#[derive(Debug, Clone)]
pub struct Path {
    /// `path`; empty where there is none.
    pub path: String,
    /// `pathType`.
    pub path_type: PathType,
    /// `backend`.
    pub backend: Backend,
}

/// How Kubernetes understands a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathType {
    /// The whole path.
    Exact,
    /// The path and what lies below it.
    Prefix,
    /// What the controller makes of it: a pattern.
    ImplementationSpecific,
}

/// Where a path leads.
#[derive(Debug, Clone)]
pub enum Backend {
    /// A Service, or an action in an annotation where the port is called `use-annotation`.
    Service {
        /// The name of the Service or of the action.
        name: String,
        /// The port.
        port: Port,
    },
    /// Anything else.
    Resource,
}

/// A port as it is spelt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Port {
    /// By name.
    Name(String),
    /// By number.
    Number(i64),
}

impl std::fmt::Display for Port {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Port::Name(name) => f.write_str(name),
            Port::Number(number) => write!(f, "{number}"),
        }
    }
}

/// A Service.
#[derive(Debug, Clone)]
pub struct Service {
    /// All annotations, by their full keys.
    pub annotations: BTreeMap<String, String>,
    /// `spec.ports`.
    pub ports: Vec<ServicePort>,
}

/// One port of a Service.
#[derive(Debug, Clone)]
pub struct ServicePort {
    /// `name`.
    pub name: Option<String>,
    /// `port`.
    pub port: i64,
    /// `targetPort`, which is `port` where it is not written.
    pub target_port: Port,
    /// `nodePort`.
    pub node_port: Option<i64>,
}

/// An IngressClassParams.
#[derive(Debug, Clone, Default)]
pub struct ClassParams {
    /// `scheme`.
    pub scheme: Option<String>,
    /// `ipAddressType`.
    pub ip_address_type: Option<String>,
    /// `group.name`.
    pub group: Option<String>,
    /// `targetType`.
    pub target_type: Option<String>,
    /// `loadBalancerName`.
    pub load_balancer_name: Option<String>,
    /// `loadBalancerAttributes`.
    pub load_balancer_attributes: BTreeMap<String, String>,
    /// `certificateArn`.
    pub certificates: Vec<String>,
    /// `sslPolicy`.
    pub ssl_policy: Option<String>,
    /// `sslRedirectPort`.
    pub ssl_redirect_port: Option<String>,
    /// `inboundCIDRs`.
    pub inbound_cidrs: Vec<String>,
    /// `tags`.
    pub tags: BTreeMap<String, String>,
    /// `subnets.ids`.
    pub subnets: Vec<String>,
    /// `listeners`.
    pub listeners: Vec<ListenerParams>,
    /// `namespaceSelector.matchLabels`.
    pub namespace_labels: BTreeMap<String, String>,
}

/// What a class says of one listener.
#[derive(Debug, Clone)]
pub struct ListenerParams {
    /// `protocol`.
    pub protocol: String,
    /// `port`.
    pub port: i64,
    /// `listenerAttributes`.
    pub attributes: BTreeMap<String, String>,
}

/// What the AWS account has before the controller builds anything.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// Subnets that are tagged for load balancers of this cluster.
    pub subnets: Vec<Subnet>,
    /// Certificates that are issued.
    pub certificates: Vec<Certificate>,
    /// ARNs of target groups by name.
    pub target_groups: BTreeMap<String, String>,
}

/// A subnet.
#[derive(Debug, Clone)]
pub struct Subnet {
    /// Its id.
    pub id: String,
    /// Its tag `Name`.
    pub name: String,
    /// Whether it is for internet-facing load balancers.
    pub public: bool,
    /// Whether it has a range of IPv6 addresses.
    pub ipv6: bool,
}

/// A certificate.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// Its ARN.
    pub arn: String,
    /// The names that it is good for.
    pub domains: BTreeSet<String>,
}
