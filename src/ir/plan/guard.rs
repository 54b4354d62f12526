//! What is asked of whoever makes a request.

use crate::ir::Traced;

/// What is asked of whoever makes a request.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    pub(crate) kind: GuardKind,
    /// Of a log-in by OpenID Connect: the Secret beside the Ingress that holds its client.
    pub(crate) client: Option<GuardClient>,
    /// The provider, or whose tokens are taken, as the controller's annotation wants it: a JSON object.
    pub(crate) provider: Traced<String>,
    /// `None` is the controller's default, which is ELB's as well.
    pub(crate) scope: Option<Traced<String>>,
    pub(crate) session_cookie: Option<Traced<String>>,
    /// Seconds.
    pub(crate) session_timeout: Option<Traced<String>>,
    pub(crate) on_unauthenticated: Option<Traced<String>>,
}

/// How it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GuardKind {
    /// A log-in by OpenID Connect.
    Oidc,
    /// A log-in by Amazon Cognito.
    Cognito,
    /// A token that the request brings.
    Jwt,
}

/// A client at a provider, whose secret nobody but a person knows.
#[derive(Debug, Clone)]
pub(crate) struct GuardClient {
    /// Name of the Secret.
    pub(crate) secret: String,
    pub(crate) id: String,
}
