//! Who may come in: a log-in or a token that a rule asks for before it does anything else.
//!
//! Elastic Load Balancing: `authenticate-oidc`, `authenticate-cognito` and `jwt-validation` stand before the action that
//! routes, on HTTPS listeners only ("Authenticate users using an Application Load Balancer"). The controller takes them
//! from annotations of the Ingress, which count for all of its rules; on an HTTP listener it leaves them out without a word;
//! a log-in by OIDC reads its client from a Secret beside the Ingress, and where that is missing the whole load balancer
//! stands still (measured with controller 3.5.0: `alb-facts` 143 to 155). So rules that ask the same share an Ingress and no
//! others do; nothing that asks stands on HTTP; a log-in by OIDC waits in the load balancer's own chart until its Secret is
//! there, and whatever waits answers 503 meanwhile: no request gets past it to a rule that asks nothing.

use serde_json::{Map, Value, json};

use crate::ir::ecs::{AuthenticateCognito, AuthenticateOidc, Claim, Guard, JwtValidation, Session};
use crate::ir::{Spanned, Traced, plan, today};
use crate::lower::names;
use crate::source::{At, Leaf};

/// Defaults of Elastic Load Balancing ("AuthenticateOidcActionConfig", API reference), which are the controller's as well.
const COOKIE: &str = "AWSELBAuthSessionCookie";
const SCOPE: &str = "openid";
const TIMEOUT: i64 = 604_800;
const UNAUTHENTICATED: &str = "authenticate";

/// The API's name for it.
pub(super) fn word(guard: &Guard) -> &'static str {
    match guard {
        Guard::Oidc(_) => "authenticate-oidc",
        Guard::Cognito(_) => "authenticate-cognito",
        Guard::Jwt(_) => "jwt-validation",
    }
}

pub(super) fn place_of(guard: &Guard) -> At {
    match guard {
        Guard::Oidc(oidc) => oidc.at,
        Guard::Cognito(cognito) => cognito.at,
        Guard::Jwt(jwt) => jwt.at,
    }
}

/// What it asks, to tell whether two ask the same.
pub(super) fn signature(guard: &plan::Guard) -> Vec<&str> {
    let kind = match guard.kind {
        plan::GuardKind::Oidc => guard.client.as_ref().map_or("oidc", |client| client.id.as_str()),
        plan::GuardKind::Cognito => "cognito",
        plan::GuardKind::Jwt => "jwt",
    };
    let parts = [&guard.scope, &guard.session_cookie, &guard.session_timeout, &guard.on_unauthenticated];
    let parts = parts.map(|part| part.as_ref().map_or("", |part| part.value.as_str()));
    [kind, guard.provider.value.as_str()].into_iter().chain(parts).collect()
}

/// For the annotations of an Ingress of load balancer `balancer`.
pub(super) fn plan(guard: Guard, balancer: &str) -> plan::Guard {
    match guard {
        Guard::Oidc(oidc) => plan_oidc(oidc, balancer),
        Guard::Cognito(cognito) => plan_cognito(cognito),
        Guard::Jwt(jwt) => plan_jwt(jwt),
    }
}

fn plan_oidc(oidc: AuthenticateOidc, balancer: &str) -> plan::Guard {
    let AuthenticateOidc {
        at: _,
        issuer,
        authorization_endpoint,
        token_endpoint,
        user_info_endpoint,
        client_id,
        session,
    } = oidc;
    let identity = format!("{} {}", issuer.value, client_id.value);
    let secret = names::hashed(&format!("{}-oidc", names::slug(balancer)), names::LABEL, &identity);
    let mut provider = Provider::default();
    provider.put("issuer", issuer);
    provider.put("authorizationEndpoint", authorization_endpoint);
    provider.put("tokenEndpoint", token_endpoint);
    provider.put("userInfoEndpoint", user_info_endpoint);
    provider.object.insert("secretName".to_owned(), json!(secret));
    provider.from.push(client_id.leaf());
    let client = Some(plan::GuardClient { secret, id: client_id.value });
    plan::Guard { client, ..provider.with_session(plan::GuardKind::Oidc, session) }
}

fn plan_cognito(cognito: AuthenticateCognito) -> plan::Guard {
    let AuthenticateCognito { at: _, user_pool_arn, user_pool_client_id, user_pool_domain, session } = cognito;
    let mut provider = Provider::default();
    provider.put("userPoolARN", user_pool_arn);
    provider.put("userPoolClientID", user_pool_client_id);
    provider.put("userPoolDomain", user_pool_domain);
    provider.with_session(plan::GuardKind::Cognito, session)
}

fn plan_jwt(jwt: JwtValidation) -> plan::Guard {
    let JwtValidation { at: _, issuer, jwks_endpoint, claims } = jwt;
    let mut provider = Provider::default();
    provider.put("jwksEndpoint", jwks_endpoint);
    provider.put("issuer", issuer);
    let mut list = Vec::new();
    for Claim { name, format, values } in claims {
        provider.from.extend([name.leaf(), format.leaf()]);
        provider.from.extend(values.iter().map(Spanned::leaf));
        let values: Vec<String> = values.into_iter().map(|value| value.value).collect();
        list.push(json!({ "name": name.value, "format": format.value, "values": values }));
    }
    if !list.is_empty() {
        provider.object.insert("additionalClaims".to_owned(), Value::Array(list));
    }
    provider.alone(plan::GuardKind::Jwt)
}

/// The JSON object of an annotation, as far as it is written.
#[derive(Default)]
struct Provider {
    object: Map<String, Value>,
    from: Vec<Leaf>,
}

impl Provider {
    fn put(&mut self, key: &str, value: Spanned<String>) {
        self.from.push(value.leaf());
        self.object.insert(key.to_owned(), Value::String(value.value));
    }

    fn alone(self, kind: plan::GuardKind) -> plan::Guard {
        let Provider { object, from } = self;
        plan::Guard {
            kind,
            client: None,
            provider: Traced::new(Value::Object(object).to_string(), from),
            scope: None,
            session_cookie: None,
            session_timeout: None,
            on_unauthenticated: None,
        }
    }

    fn with_session(mut self, kind: plan::GuardKind, session: Session) -> plan::Guard {
        let Session { cookie_name, scope, timeout, on_unauthenticated, extra_params } = session;
        if !extra_params.is_empty() {
            self.from.extend(extra_params.iter().map(|(_, value)| value.leaf()));
            let params = extra_params.into_iter().map(|(key, value)| (key, Value::String(value.value)));
            self.object.insert("authenticationRequestExtraParams".to_owned(), Value::Object(params.collect()));
        }
        let timeout = timeout.map(|timeout| Spanned::new(timeout.value.to_string(), timeout.at));
        let scope = self.beyond(scope, SCOPE);
        let session_cookie = self.beyond(cookie_name, COOKIE);
        let session_timeout = self.beyond(timeout, &TIMEOUT.to_string());
        let on_unauthenticated = self.beyond(on_unauthenticated, UNAUTHENTICATED);
        plan::Guard { scope, session_cookie, session_timeout, on_unauthenticated, ..self.alone(kind) }
    }

    /// What is not the default; what is, follows from there being a log-in at all.
    fn beyond(&mut self, part: Option<Spanned<String>>, default: &str) -> Option<Traced<String>> {
        let part = part?;
        if part.value == default {
            self.from.push(part.leaf());
            return None;
        }
        Some(part.traced())
    }
}

/// What it asks today, with the API's defaults.
pub(super) fn today(guard: &Guard) -> today::Guard {
    let config = match guard {
        Guard::Oidc(oidc) => {
            let own = json!({
                "Issuer": oidc.issuer.value,
                "AuthorizationEndpoint": oidc.authorization_endpoint.value,
                "TokenEndpoint": oidc.token_endpoint.value,
                "UserInfoEndpoint": oidc.user_info_endpoint.value,
                "ClientId": oidc.client_id.value,
            });
            session_today(own, &oidc.session)
        }
        Guard::Cognito(cognito) => {
            let own = json!({
                "UserPoolArn": cognito.user_pool_arn.value,
                "UserPoolClientId": cognito.user_pool_client_id.value,
                "UserPoolDomain": cognito.user_pool_domain.value,
            });
            session_today(own, &cognito.session)
        }
        Guard::Jwt(jwt) => {
            let mut own = json!({ "Issuer": jwt.issuer.value, "JwksEndpoint": jwt.jwks_endpoint.value });
            let claim = |claim: &Claim| {
                let values: Vec<&String> = claim.values.iter().map(|value| &value.value).collect();
                json!({ "Format": claim.format.value, "Name": claim.name.value, "Values": values })
            };
            if let (Some(own), false) = (own.as_object_mut(), jwt.claims.is_empty()) {
                own.insert("AdditionalClaims".to_owned(), jwt.claims.iter().map(claim).collect());
            }
            own
        }
    };
    today::Guard { kind: word(guard), config }
}

fn session_today(mut own: Value, session: &Session) -> Value {
    let or = |part: &Option<Spanned<String>>, default: &str| {
        Value::String(part.as_ref().map_or_else(|| default.to_owned(), |part| part.value.clone()))
    };
    let timeout = session.timeout.as_ref().map_or(TIMEOUT, |timeout| timeout.value);
    if let Some(own) = own.as_object_mut() {
        own.insert("SessionCookieName".to_owned(), or(&session.cookie_name, COOKIE));
        own.insert("Scope".to_owned(), or(&session.scope, SCOPE));
        own.insert("SessionTimeout".to_owned(), Value::from(timeout));
        own.insert("OnUnauthenticatedRequest".to_owned(), or(&session.on_unauthenticated, UNAUTHENTICATED));
        if !session.extra_params.is_empty() {
            let params = session.extra_params.iter().map(|(key, value)| (key.clone(), json!(value.value)));
            own.insert("AuthenticationRequestExtraParams".to_owned(), Value::Object(params.collect()));
        }
    }
    own
}
