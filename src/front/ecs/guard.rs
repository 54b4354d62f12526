//! `AuthenticateOidcActionConfig`, `AuthenticateCognitoActionConfig` and `JwtValidationActionConfig` of Elastic Load
//! Balancing.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object, text};
use crate::front::tree::{Entry, Node};
use crate::ir::Spanned;
use crate::ir::ecs::{AuthenticateCognito, AuthenticateOidc, Claim, JwtValidation, Session};

/// Reads a log-in by OpenID Connect. No answer of the API has the client's secret; an input for the API may.
pub(super) fn oidc(it: &mut Object, diags: &mut Diagnostics) -> Result<AuthenticateOidc, Reported> {
    it.ignore(
        &["ClientSecret"],
        "a secret is never written; it belongs into the Secret that the controller reads",
        diags,
    );
    it.ignore(&["UseExistingClientSecret"], "speaks of the load balancer that ECS uses", diags);
    Ok(AuthenticateOidc {
        at: it.at(),
        issuer: it.required_string("Issuer", diags)?,
        authorization_endpoint: it.required_string("AuthorizationEndpoint", diags)?,
        token_endpoint: it.required_string("TokenEndpoint", diags)?,
        user_info_endpoint: it.required_string("UserInfoEndpoint", diags)?,
        client_id: it.required_string("ClientId", diags)?,
        session: session(it, diags)?,
    })
}

/// Reads a log-in by Amazon Cognito.
pub(super) fn cognito(it: &mut Object, diags: &mut Diagnostics) -> Result<AuthenticateCognito, Reported> {
    Ok(AuthenticateCognito {
        at: it.at(),
        user_pool_arn: it.required_string("UserPoolArn", diags)?,
        user_pool_client_id: it.required_string("UserPoolClientId", diags)?,
        user_pool_domain: it.required_string("UserPoolDomain", diags)?,
        session: session(it, diags)?,
    })
}

fn session(it: &mut Object, diags: &mut Diagnostics) -> Result<Session, Reported> {
    let extra_params = it.child("AuthenticationRequestExtraParams", diags, |it, diags| {
        let mut all: Vec<(String, Spanned<String>)> = Vec::new();
        for Entry { key, node, .. } in it.take_all() {
            all.push((key, text(node, diags)?));
        }
        all.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(all)
    })?;
    Ok(Session {
        cookie_name: it.string("SessionCookieName", diags)?,
        scope: it.string("Scope", diags)?,
        timeout: it.integer("SessionTimeout", diags)?,
        on_unauthenticated: it.string("OnUnauthenticatedRequest", diags)?,
        extra_params: extra_params.unwrap_or_default(),
    })
}

/// Reads a check of tokens.
pub(super) fn jwt(it: &mut Object, diags: &mut Diagnostics) -> Result<JwtValidation, Reported> {
    Ok(JwtValidation {
        at: it.at(),
        issuer: it.required_string("Issuer", diags)?,
        jwks_endpoint: it.required_string("JwksEndpoint", diags)?,
        claims: it.list("AdditionalClaims", diags, claim)?,
    })
}

fn claim(node: Node, diags: &mut Diagnostics) -> Result<Claim, Reported> {
    object(node, diags, |it, diags| {
        Ok(Claim {
            name: it.required_string("Name", diags)?,
            format: it.required_string("Format", diags)?,
            values: it.strings("Values", diags)?,
        })
    })
}
