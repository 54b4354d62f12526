//! What an Ingress asks of whoever makes a request.

use super::load_balancer::Annotations;
use super::trace::Trace;
use crate::ir::{Traced, plan};

/// Writes it as annotations, which count for every rule of the Ingress.
pub(super) fn annotate(plan: Option<plan::Guard>, annotations: &mut Annotations, trace: &mut Trace) {
    let Some(plan) = plan else { return };
    // The run book says what the Secret of a client must hold.
    let plan::Guard { kind, client: _, provider, scope, session_cookie, session_timeout, on_unauthenticated } = plan;
    let (word, key) = match kind {
        plan::GuardKind::Oidc => ("oidc", "auth-idp-oidc"),
        plan::GuardKind::Cognito => ("cognito", "auth-idp-cognito"),
        plan::GuardKind::Jwt => return annotations.put("jwt-validation", provider, trace),
    };
    annotations.put("auth-type", Traced::implied(word.to_owned()), trace);
    annotations.put(key, provider, trace);
    annotations.put_option("auth-scope", scope, trace);
    annotations.put_option("auth-session-cookie", session_cookie, trace);
    annotations.put_option("auth-session-timeout", session_timeout, trace);
    annotations.put_option("auth-on-unauthenticated-request", on_unauthenticated, trace);
}
