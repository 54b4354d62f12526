//! Where a service's tasks run and in which network.

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
