//! What the controller builds, in the words of the ELBv2 API.

mod action;
mod target_group;

pub use action::{
    Action, AuthenticateCognito, AuthenticateOidc, Claim, FixedResponse, JwtValidation, Redirect, Rewrite, Rewrites,
    Stickiness, Transform, Weighted,
};
pub use target_group::{Binding, Matcher, NodeSelector, TargetGroup};

use std::collections::BTreeMap;

use serde::Serialize;

/// A load balancer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct LoadBalancer {
    /// Only where one is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `internal` or `internet-facing`.
    pub scheme: String,
    /// `ipv4`, `dualstack` or `dualstack-without-public-ipv4`.
    pub ip_address_type: String,
    /// Ids, sorted.
    pub subnets: Vec<String>,
    /// Ids; `sg:managed` and `sg:backend` are the controller's own.
    pub security_groups: Vec<String>,
    /// What the controller's own group lets in; `None` where it makes none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbound_rules: Option<Vec<String>>,
    /// Those that somebody asked for.
    pub attributes: BTreeMap<String, String>,
    /// Its tags.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// By port.
    pub listeners: BTreeMap<i64, Listener>,
}

/// A listener.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Listener {
    /// `HTTP` or `HTTPS`.
    pub protocol: String,
    /// Of an HTTPS listener.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificates: Option<Certificates>,
    /// Of an HTTPS listener.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ssl_policy: Option<String>,
    /// Of an HTTPS listener that asks for client certificates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mutual_authentication: Option<MutualAuthentication>,
    /// Those that somebody asked for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// Its tags.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// What it does with what no rule matches.
    pub default: Vec<Action>,
    /// In order of priority.
    pub rules: Vec<Rule>,
}

/// The certificates of a listener.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Certificates {
    /// The one shown to clients that name no host.
    pub default: Option<String>,
    /// The others.
    pub others: Vec<String>,
}

/// How a listener asks for client certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MutualAuthentication {
    /// `passthrough` or `verify`.
    pub mode: String,
    /// Against which a certificate is verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust_store_arn: Option<String>,
    /// Whether an expired one will do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignore_client_certificate_expiry: Option<bool>,
    /// `on` or `off`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advertise_trust_store_ca_names: Option<String>,
}

/// A rule.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Rule {
    /// From 1.
    pub priority: usize,
    /// All must hold.
    pub conditions: Vec<Condition>,
    /// What is done, the last of them with the request itself.
    pub actions: Vec<Action>,
    /// How the request is rewritten first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transforms: Vec<Transform>,
    /// Its tags.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
}

/// A condition; one value is enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Condition {
    /// `host-header`, `path-pattern`, `http-header`, …
    pub field: &'static str,
    /// Of an `http-header`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_header_name: Option<String>,
    /// Patterns, or pairs of a query string.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ConditionValue>,
    /// Regular expressions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regex_values: Vec<String>,
}

/// One value of a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ConditionValue {
    /// A pattern.
    Text(String),
    /// A pair of a query string.
    #[serde(rename_all = "PascalCase")]
    Query {
        /// Any key where there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<String>,
        /// A pattern.
        value: String,
    },
}

impl ConditionValue {
    /// The pattern, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            ConditionValue::Text(text) => Some(text),
            ConditionValue::Query { .. } => None,
        }
    }
}
