//! What a rule does with a request, and how it rewrites the request first.

use std::collections::BTreeMap;

use serde::Serialize;

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
