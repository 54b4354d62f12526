//! Target groups, and how pods get into them.

use std::collections::BTreeMap;

use serde::Serialize;

/// A target group.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TargetGroup {
    /// `ip` or `instance`.
    pub target_type: String,
    /// `ipv4`.
    pub ip_address_type: &'static str,
    /// Of a target that names none.
    pub port: i64,
    /// `HTTP` or `HTTPS`.
    pub protocol: String,
    /// `HTTP1`, `HTTP2` or `GRPC`.
    pub protocol_version: String,
    /// `HTTP` or `HTTPS`.
    pub health_check_protocol: String,
    /// A number or `traffic-port`.
    pub health_check_port: String,
    /// The path that is asked.
    pub health_check_path: String,
    /// Seconds.
    pub health_check_interval_seconds: i64,
    /// Seconds.
    pub health_check_timeout_seconds: i64,
    /// So many good answers in a row.
    pub healthy_threshold_count: i64,
    /// So many bad answers in a row.
    pub unhealthy_threshold_count: i64,
    /// Which answers are good.
    pub matcher: Matcher,
    /// Those that somebody asked for.
    pub attributes: BTreeMap<String, String>,
    /// Its tags.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// How pods get into it.
    pub binding: Binding,
}

/// Which answers are good.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub enum Matcher {
    /// Status codes.
    HttpCode(String),
    /// Codes of gRPC.
    GrpcCode(String),
}

/// A TargetGroupBinding.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Binding {
    /// `SERVICE:PORT`.
    pub service_ref: String,
    /// `ip` or `instance`.
    pub target_type: String,
    /// Ports that it opens towards the load balancer; `None` where it opens nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_ports: Option<Vec<String>>,
    /// Whether other clusters register in it as well.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub multi_cluster_target_group: bool,
    /// Which nodes are registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_selector: Option<NodeSelector>,
}

/// Which nodes are registered.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeSelector {
    /// Labels that a node must have.
    pub match_labels: BTreeMap<String, String>,
}
