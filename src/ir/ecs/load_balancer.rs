//! A load balancer and its listeners.

use super::{Actions, Attribute, NetworkOnly, Tag};
use crate::ir::Spanned;
use crate::source::At;

/// What the ARNs begin with that the front makes for what a Classic Load Balancer becomes, since that has none.
pub(crate) const CLASSIC: &str = "classic";

/// An Application or Network Load Balancer with its attributes.
#[derive(Debug, Clone)]
pub(crate) struct LoadBalancer {
    pub(crate) at: At,
    pub(crate) arn: Spanned<String>,
    pub(crate) name: Spanned<String>,
    pub(crate) kind: Option<Spanned<LoadBalancerType>>,
    pub(crate) scheme: Option<Spanned<Scheme>>,
    pub(crate) ip_address_type: Option<Spanned<String>>,
    pub(crate) security_groups: Vec<Spanned<String>>,
    pub(crate) subnets: Vec<Spanned<String>>,
    /// Of an Outpost.
    pub(crate) customer_owned_ipv4_pool: Option<Spanned<String>>,
    /// The pool of VPC IP Address Manager that gives it public addresses.
    pub(crate) ipam_pool: Option<Spanned<String>>,
    pub(crate) attributes: Vec<Attribute>,
    /// Capacity units that it reserves.
    pub(crate) capacity: Option<Spanned<i64>>,
    pub(crate) web_acl: Option<Spanned<String>>,
    /// Its ARN once more, where Shield Advanced protects it.
    pub(crate) protected: Option<Spanned<String>>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) network: NetworkOnly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LoadBalancerType {
    Application,
    Network,
    Gateway,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    InternetFacing,
    Internal,
}

/// A listener. Its rules are documents of their own.
#[derive(Debug, Clone)]
pub(crate) struct Listener {
    pub(crate) at: At,
    pub(crate) arn: Spanned<String>,
    pub(crate) load_balancer: Spanned<String>,
    pub(crate) port: Option<Spanned<i64>>,
    /// `HTTP`, `HTTPS`, `TCP`, …
    pub(crate) protocol: Option<Spanned<String>>,
    pub(crate) certificates: Vec<Spanned<String>>,
    /// Whether those beside the default one are known.
    pub(crate) all_certificates: bool,
    pub(crate) ssl_policy: Option<Spanned<String>>,
    /// Of a TLS listener.
    pub(crate) alpn_policy: Option<Spanned<String>>,
    pub(crate) mutual_authentication: Option<MutualAuthentication>,
    pub(crate) attributes: Vec<Attribute>,
    /// `None` where the document leaves it to the default rule.
    pub(crate) default_actions: Option<Actions>,
}

/// What an HTTPS listener asks of its clients' certificates.
#[derive(Debug, Clone)]
pub(crate) struct MutualAuthentication {
    /// `passthrough` or `verify`.
    pub(crate) mode: Spanned<String>,
    pub(crate) trust_store: Option<Spanned<String>>,
    pub(crate) ignore_expiry: Option<Spanned<bool>>,
    /// `on` or `off`.
    pub(crate) advertise_names: Option<Spanned<String>>,
}
