//! What the controller builds, in the words of the ELBv2 API.

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

/// What is done with a request.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "Type", rename_all = "kebab-case", rename_all_fields = "PascalCase")]
pub enum Action {
    /// To targets.
    Forward {
        /// In the order in which they are written.
        target_groups: Vec<Weighted>,
        /// Whether a client stays with its target group.
        stickiness: Stickiness,
    },
    /// To another URL.
    Redirect {
        /// To which.
        redirect_config: Redirect,
    },
    /// An answer of the load balancer's own.
    FixedResponse {
        /// Which.
        fixed_response_config: FixedResponse,
    },
    /// Log in first.
    AuthenticateOidc {
        /// Where.
        authenticate_oidc_config: AuthenticateOidc,
    },
    /// Log in first.
    AuthenticateCognito {
        /// Where.
        authenticate_cognito_config: AuthenticateCognito,
    },
    /// Bring a token.
    JwtValidation {
        /// Of whom.
        jwt_validation_config: JwtValidation,
    },
}

/// A target group of a forward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Weighted {
    /// The name under which it was built, or the ARN of one that was there before.
    pub target_group: String,
    /// Its share.
    pub weight: i64,
}

/// Whether a client stays with its target group.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Stickiness {
    /// Whether it does.
    pub enabled: bool,
    /// For so long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<i64>,
}

/// A redirect; what is `None` stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Redirect {
    /// `HTTP`, `HTTPS` or `#{protocol}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// A number or `#{port}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
    /// The host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The path, with its slash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The query, without its question mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// `HTTP_301` or `HTTP_302`.
    pub status_code: String,
}

/// An answer of the load balancer's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct FixedResponse {
    /// Such as `404`.
    pub status_code: String,
    /// Such as `text/plain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_body: Option<String>,
}

/// A log-in by OpenID Connect.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AuthenticateOidc {
    /// The provider.
    pub issuer: String,
    /// Its page for logging in.
    pub authorization_endpoint: String,
    /// Where tokens come from.
    pub token_endpoint: String,
    /// Where claims come from.
    pub user_info_endpoint: String,
    /// Out of the Secret.
    pub client_id: String,
    /// Never the secret itself.
    pub client_secret: &'static str,
    /// More for the provider.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub authentication_request_extra_params: BTreeMap<String, String>,
    /// `authenticate`, `allow` or `deny`.
    pub on_unauthenticated_request: String,
    /// Such as `openid`.
    pub scope: String,
    /// Name of the cookie.
    pub session_cookie_name: String,
    /// Seconds.
    pub session_timeout: i64,
}

/// A log-in by Amazon Cognito.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AuthenticateCognito {
    /// The user pool.
    pub user_pool_arn: String,
    /// The client in it.
    pub user_pool_client_id: String,
    /// Its domain's prefix.
    pub user_pool_domain: String,
    /// More for the user pool.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub authentication_request_extra_params: BTreeMap<String, String>,
    /// `authenticate`, `allow` or `deny`.
    pub on_unauthenticated_request: String,
    /// Such as `openid`.
    pub scope: String,
    /// Name of the cookie.
    pub session_cookie_name: String,
    /// Seconds.
    pub session_timeout: i64,
}

/// A check of the token that a request brings.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct JwtValidation {
    /// Who signed it.
    pub issuer: String,
    /// Where the keys are.
    pub jwks_endpoint: String,
    /// What else it must say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_claims: Vec<Claim>,
}

/// What a token must say.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Claim {
    /// How the claim is written.
    pub format: String,
    /// Its name.
    pub name: String,
    /// One of them is enough.
    pub values: Vec<String>,
}

/// A rewriting of the request.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "Type", rename_all = "kebab-case", rename_all_fields = "PascalCase")]
pub enum Transform {
    /// Of path and query.
    UrlRewrite {
        /// How.
        url_rewrite_config: Rewrites,
    },
    /// Of the host.
    HostHeaderRewrite {
        /// How.
        host_header_rewrite_config: Rewrites,
    },
}

/// Rewritings, one after the other.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Rewrites {
    /// In their order.
    pub rewrites: Vec<Rewrite>,
}

/// One rewriting.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Rewrite {
    /// What is looked for.
    pub regex: String,
    /// What stands there then.
    pub replace: String,
}

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
