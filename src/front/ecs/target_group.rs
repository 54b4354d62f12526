//! `TargetGroup` of Elastic Load Balancing.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::ecs::{TargetGroup, TargetHealthCheck, TargetProtocol};

const PROTOCOLS: &[(&str, TargetProtocol)] = &[
    ("HTTP", TargetProtocol::Http),
    ("HTTPS", TargetProtocol::Https),
    ("TCP", TargetProtocol::Tcp),
    ("TLS", TargetProtocol::Tls),
    ("UDP", TargetProtocol::Udp),
    ("TCP_UDP", TargetProtocol::TcpUdp),
    ("QUIC", TargetProtocol::Quic),
    ("TCP_QUIC", TargetProtocol::TcpQuic),
];

/// Reads a target group; its attributes are a document of their own.
pub(crate) fn target_group(node: Node, diags: &mut Diagnostics) -> Result<TargetGroup, Reported> {
    object(node, diags, |it, diags| {
        it.ignore(&["HealthCheckEnabled"], "always on for tasks", diags);
        it.ignore_word("IpAddressType", "ipv4", "follows from the cluster's own addresses", diags);
        Ok(TargetGroup {
            at: it.at(),
            arn: it.required_string("TargetGroupArn", diags)?,
            name: it.string("TargetGroupName", diags)?,
            protocol: it.one_of("Protocol", PROTOCOLS, diags)?,
            protocol_version: it.string("ProtocolVersion", diags)?,
            target_type: it.string("TargetType", diags)?,
            port: it.integer_within("Port", 1..=65_535, diags)?,
            vpc: it.string("VpcId", diags)?,
            health_check: health_check(it, diags)?,
            load_balancers: it.strings("LoadBalancerArns", diags)?,
            attributes: Vec::new(),
            ip_address_type: it.string("IpAddressType", diags)?,
            control_port: it.integer_within("TargetControlPort", 1..=65_535, diags)?,
            tags: Vec::new(),
        })
    })
}

fn health_check(it: &mut Object, diags: &mut Diagnostics) -> Result<TargetHealthCheck, Reported> {
    let matcher = it.child("Matcher", diags, |it, diags| {
        let http = it.string("HttpCode", diags)?;
        Ok(it.string("GrpcCode", diags)?.or(http))
    })?;
    Ok(TargetHealthCheck {
        protocol: it.one_of("HealthCheckProtocol", PROTOCOLS, diags)?,
        port: it.string("HealthCheckPort", diags)?,
        path: it.string("HealthCheckPath", diags)?,
        interval: it.integer_within("HealthCheckIntervalSeconds", 5..=300, diags)?,
        timeout: it.integer_within("HealthCheckTimeoutSeconds", 2..=120, diags)?,
        healthy_threshold: it.integer_within("HealthyThresholdCount", 2..=10, diags)?,
        unhealthy_threshold: it.integer_within("UnhealthyThresholdCount", 2..=10, diags)?,
        matcher: matcher.flatten(),
    })
}
