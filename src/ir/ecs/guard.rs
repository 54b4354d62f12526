//! What is asked of whoever makes a request, before anything is done with it.

use crate::ir::Spanned;
use crate::source::At;

/// What is asked of whoever makes a request.
#[derive(Debug, Clone)]
pub(crate) enum Guard {
    Oidc(AuthenticateOidc),
    Cognito(AuthenticateCognito),
    Jwt(JwtValidation),
}

/// A log-in by OpenID Connect.
#[derive(Debug, Clone)]
pub(crate) struct AuthenticateOidc {
    pub(crate) at: At,
    pub(crate) issuer: Spanned<String>,
    pub(crate) authorization_endpoint: Spanned<String>,
    pub(crate) token_endpoint: Spanned<String>,
    pub(crate) user_info_endpoint: Spanned<String>,
    pub(crate) client_id: Spanned<String>,
    pub(crate) session: Session,
}

/// A log-in by Amazon Cognito.
#[derive(Debug, Clone)]
pub(crate) struct AuthenticateCognito {
    pub(crate) at: At,
    pub(crate) user_pool_arn: Spanned<String>,
    pub(crate) user_pool_client_id: Spanned<String>,
    pub(crate) user_pool_domain: Spanned<String>,
    pub(crate) session: Session,
}

/// What both kinds of log-in have.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) cookie_name: Option<Spanned<String>>,
    pub(crate) scope: Option<Spanned<String>>,
    /// Seconds.
    pub(crate) timeout: Option<Spanned<i64>>,
    /// `authenticate`, `allow` or `deny`.
    pub(crate) on_unauthenticated: Option<Spanned<String>>,
    /// Further parameters of the request to the provider.
    pub(crate) extra_params: Vec<(String, Spanned<String>)>,
}

/// A check of the token that a request brings.
#[derive(Debug, Clone)]
pub(crate) struct JwtValidation {
    pub(crate) at: At,
    pub(crate) issuer: Spanned<String>,
    pub(crate) jwks_endpoint: Spanned<String>,
    pub(crate) claims: Vec<Claim>,
}

/// What a token must say besides.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub(crate) name: Spanned<String>,
    pub(crate) format: Spanned<String>,
    pub(crate) values: Vec<Spanned<String>>,
}
