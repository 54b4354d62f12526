//! Where a service's tasks run and in which network, and what a container finds there.

use super::PortRange;
use crate::ir::Spanned;

/// `awsvpcConfiguration` of a service.
#[derive(Debug, Clone)]
pub(crate) struct NetworkConfiguration {
    pub(crate) subnets: Vec<Spanned<String>>,
    pub(crate) security_groups: Vec<Spanned<String>>,
    pub(crate) assign_public_ip: Option<Spanned<PublicIp>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PublicIp {
    Enabled,
    Disabled,
}

/// One entry of a capacity provider strategy.
#[derive(Debug, Clone)]
pub(crate) struct CapacityProvider {
    pub(crate) name: Spanned<String>,
    /// Share of the tasks beyond all bases.
    pub(crate) weight: Option<Spanned<i64>>,
    /// Tasks that run on this provider before weights count.
    pub(crate) base: Option<Spanned<i64>>,
}

/// What a container definition says of the container's own network.
#[derive(Debug, Clone)]
pub(crate) struct ContainerNetwork {
    pub(crate) hostname: Option<Spanned<String>>,
    /// `name` or `name:alias` of other containers.
    pub(crate) links: Vec<Spanned<String>>,
    pub(crate) extra_hosts: Vec<ExtraHost>,
    pub(crate) dns_servers: Vec<Spanned<String>>,
    pub(crate) dns_search_domains: Vec<Spanned<String>>,
    /// Whether the container has no network but its own loopback.
    pub(crate) disabled: Option<Spanned<bool>>,
    /// Ranges that are too long to be ports of their own.
    pub(crate) port_ranges: Vec<PortRange>,
}

/// One entry of `extraHosts`: a line of `/etc/hosts`.
#[derive(Debug, Clone)]
pub(crate) struct ExtraHost {
    pub(crate) hostname: Spanned<String>,
    /// An address, or `host-gateway`.
    pub(crate) ip_address: Spanned<String>,
}
