//! What only a Network Load Balancer can be told.

use crate::ir::Spanned;

/// What a load balancer of another type does not have.
#[derive(Debug, Clone)]
pub(crate) struct NetworkOnly {
    /// `on` or `off`: whether its security groups are asked of what comes through AWS PrivateLink.
    pub(crate) private_link_rules: Option<Spanned<String>>,
    /// `on` or `off`: whether it has a prefix of IPv6 addresses to speak from.
    pub(crate) ipv6_source_nat: Option<Spanned<String>>,
    /// Those prefixes, subnet by subnet.
    pub(crate) source_nat_prefixes: Vec<Spanned<String>>,
    /// Addresses that somebody chose, subnet by subnet.
    pub(crate) addresses: Vec<Address>,
}

/// An address that somebody chose for a subnet.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    /// Of an Elastic IP address.
    pub(crate) allocation: Option<Spanned<String>>,
    pub(crate) public_ipv4: Option<Spanned<String>>,
    pub(crate) private_ipv4: Option<Spanned<String>>,
    pub(crate) ipv6: Option<Spanned<String>>,
}
