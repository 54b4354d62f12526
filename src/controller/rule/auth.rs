//! Who must log in: annotations of the Ingress, and over them, key by key, those of the one Service to which a rule
//! forwards.
//!
//! Only listeners of HTTPS ask: on HTTP the same rule stands without, and nobody complains.

use serde_json::Value;

use crate::controller::Cluster;
use crate::controller::annotations::Annotations;
use crate::controller::built::{Action, AuthenticateCognito, AuthenticateOidc, Claim, JwtValidation};
use crate::controller::fault::Fault;
use crate::controller::group::Member;
use crate::controller::json::Object;
use crate::controller::objects::Service;

/// What is asked of whoever makes a request.
pub(super) enum Auth {
    Nothing,
    Oidc { provider: Value, session: Session },
    Cognito { provider: Value, session: Session },
    Token(Value),
}

/// What both kinds of log-in have.
pub(super) struct Session {
    on_unauthenticated_request: String,
    scope: String,
    cookie: String,
    timeout: i64,
}

impl Auth {
    /// A log-in and a token cannot both be asked for. A token is asked for by an Ingress alone.
    pub(super) fn of(member: &Member, service: Option<&Service>) -> Result<Auth, Fault> {
        let layers = service.map(|service| &service.annotations).into_iter().chain([&member.ingress.annotations]);
        let annotations = Annotations(layers.collect());
        let provider = |key: &str| annotations.json(key)?.ok_or_else(|| Fault::build(format!("`{key}` is missing")));
        let login = match annotations.text("auth-type").unwrap_or("none") {
            "none" => Auth::Nothing,
            "oidc" => Auth::Oidc { provider: provider("auth-idp-oidc")?, session: session(&annotations)? },
            "cognito" => Auth::Cognito { provider: provider("auth-idp-cognito")?, session: session(&annotations)? },
            other => return Err(Fault::build(format!("`{other}` is no `auth-type`"))),
        };
        match (login, member.annotations().json("jwt-validation")?) {
            (login, None) => Ok(login),
            (Auth::Nothing, Some(token)) => Ok(Auth::Token(token)),
            (Auth::Oidc { .. } | Auth::Cognito { .. } | Auth::Token(_), Some(_)) => {
                Err(Fault::build("`auth-type` and `jwt-validation` cannot both be asked for"))
            }
        }
    }

    /// The action that comes before all others.
    pub(super) fn action(self, member: &Member, cluster: &Cluster) -> Result<Option<Action>, Fault> {
        match self {
            Auth::Nothing => Ok(None),
            Auth::Oidc { provider, session } => oidc(&provider, session, member, cluster).map(Some),
            Auth::Cognito { provider, session } => cognito(&provider, session).map(Some),
            Auth::Token(value) => token(&value).map(Some),
        }
    }
}

fn session(annotations: &Annotations) -> Result<Session, Fault> {
    let or = |key: &str, default: &str| annotations.text(key).unwrap_or(default).to_owned();
    Ok(Session {
        on_unauthenticated_request: or("auth-on-unauthenticated-request", "authenticate"),
        scope: or("auth-scope", "openid"),
        cookie: or("auth-session-cookie", "AWSELBAuthSessionCookie"),
        timeout: annotations.integer("auth-session-timeout")?.unwrap_or(604_800),
    })
}

/// Client and secret come from a Secret beside the Ingress, whose keys are `clientID` (or `clientId`) and `clientSecret`.
fn oidc(provider: &Value, session: Session, member: &Member, cluster: &Cluster) -> Result<Action, Fault> {
    let provider = Object::of(provider)?;
    let name = provider.required("secretName")?;
    let secret = cluster.secrets.get(&(member.ingress.namespace.clone(), name.clone()));
    let secret = secret.ok_or_else(|| Fault::build(format!("there is no Secret `{name}`")))?;
    let missing = |key: &str| Fault::build(format!("Secret `{name}` has no `{key}`"));
    let client = secret.get("clientID").or_else(|| secret.get("clientId")).ok_or_else(|| missing("clientID"))?;
    secret.get("clientSecret").ok_or_else(|| missing("clientSecret"))?;
    let Session { on_unauthenticated_request, scope, cookie, timeout } = session;
    let authenticate_oidc_config = AuthenticateOidc {
        issuer: provider.required("issuer")?,
        authorization_endpoint: provider.required("authorizationEndpoint")?,
        token_endpoint: provider.required("tokenEndpoint")?,
        user_info_endpoint: provider.required("userInfoEndpoint")?,
        client_id: client.trim_matches(char::is_control).to_owned(),
        client_secret: "(from the Secret)",
        authentication_request_extra_params: provider.map("authenticationRequestExtraParams")?,
        on_unauthenticated_request,
        scope,
        session_cookie_name: cookie,
        session_timeout: timeout,
    };
    Ok(Action::AuthenticateOidc { authenticate_oidc_config })
}

fn cognito(provider: &Value, session: Session) -> Result<Action, Fault> {
    let provider = Object::of(provider)?;
    let Session { on_unauthenticated_request, scope, cookie, timeout } = session;
    let authenticate_cognito_config = AuthenticateCognito {
        user_pool_arn: provider.required("userPoolARN")?,
        user_pool_client_id: provider.required("userPoolClientID")?,
        user_pool_domain: provider.required("userPoolDomain")?,
        authentication_request_extra_params: provider.map("authenticationRequestExtraParams")?,
        on_unauthenticated_request,
        scope,
        session_cookie_name: cookie,
        session_timeout: timeout,
    };
    Ok(Action::AuthenticateCognito { authenticate_cognito_config })
}

fn token(value: &Value) -> Result<Action, Fault> {
    let config = Object::of(value)?;
    let claim = |it: Object| {
        Ok(Claim { format: it.required("format")?, name: it.required("name")?, values: it.texts("values")? })
    };
    let jwt_validation_config = JwtValidation {
        issuer: config.required("issuer")?,
        jwks_endpoint: config.required("jwksEndpoint")?,
        additional_claims: config.objects("additionalClaims")?.into_iter().map(claim).collect::<Result<_, Fault>>()?,
    };
    Ok(Action::JwtValidation { jwt_validation_config })
}
