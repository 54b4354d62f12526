//! A target group: how a load balancer reaches tasks and judges their health.

use super::{Attribute, Tag};
use crate::ir::Spanned;
use crate::source::At;

/// A target group with its attributes.
#[derive(Debug, Clone)]
pub(crate) struct TargetGroup {
    pub(crate) at: At,
    pub(crate) arn: Spanned<String>,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) protocol: Option<Spanned<TargetProtocol>>,
    /// `HTTP1`, `HTTP2` or `GRPC`.
    pub(crate) protocol_version: Option<Spanned<String>>,
    pub(crate) target_type: Option<Spanned<String>>,
    /// Where targets are registered without a port of their own, which ECS never does.
    pub(crate) port: Option<Spanned<i64>>,
    pub(crate) vpc: Option<Spanned<String>>,
    pub(crate) health_check: TargetHealthCheck,
    /// ARNs of the load balancers whose rules lead to it.
    pub(crate) load_balancers: Vec<Spanned<String>>,
    /// From `describe-target-group-attributes`; empty where that was not among the inputs.
    pub(crate) attributes: Vec<Attribute>,
    /// `ipv6`; nothing for IPv4.
    pub(crate) ip_address_type: Option<Spanned<String>>,
    /// Where an agent beside the container says how many requests it takes.
    pub(crate) control_port: Option<Spanned<i64>>,
    pub(crate) tags: Vec<Tag>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TargetProtocol {
    Http,
    Https,
    Tcp,
    Tls,
    Udp,
    TcpUdp,
    Quic,
    TcpQuic,
}

impl TargetProtocol {
    /// The API's word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            TargetProtocol::Http => "HTTP",
            TargetProtocol::Https => "HTTPS",
            TargetProtocol::Tcp => "TCP",
            TargetProtocol::Tls => "TLS",
            TargetProtocol::Udp => "UDP",
            TargetProtocol::TcpUdp => "TCP_UDP",
            TargetProtocol::Quic => "QUIC",
            TargetProtocol::TcpQuic => "TCP_QUIC",
        }
    }
}

/// The load balancer's own health check. Times are seconds.
#[derive(Debug, Clone)]
pub(crate) struct TargetHealthCheck {
    pub(crate) protocol: Option<Spanned<TargetProtocol>>,
    /// `traffic-port` or a number.
    pub(crate) port: Option<Spanned<String>>,
    pub(crate) path: Option<Spanned<String>>,
    pub(crate) interval: Option<Spanned<i64>>,
    pub(crate) timeout: Option<Spanned<i64>>,
    pub(crate) healthy_threshold: Option<Spanned<i64>>,
    pub(crate) unhealthy_threshold: Option<Spanned<i64>>,
    /// HTTP codes (`200`, `200-299,404`) or gRPC codes.
    pub(crate) matcher: Option<Spanned<String>>,
}
