//! The network of a pod, and the names in it.

use crate::ir::Traced;

/// What the containers of a pod share of the network.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    /// Whether the pod uses the node's own network.
    pub(crate) host: Option<Traced<bool>>,
    /// A DNS label.
    pub(crate) hostname: Option<Traced<String>>,
    /// A name with dots, or of 64 characters, that stands for the hostname from Kubernetes 1.35 on.
    pub(crate) hostname_override: Option<Traced<String>>,
    /// Lines of `/etc/hosts`, one for each address.
    pub(crate) host_aliases: Vec<HostAlias>,
    /// Domains in which short names are looked for, after the cluster's own.
    pub(crate) search_domains: Vec<Traced<String>>,
}

/// Names of one address.
#[derive(Debug, Clone)]
pub(crate) struct HostAlias {
    pub(crate) address: String,
    pub(crate) names: Vec<Traced<String>>,
}
