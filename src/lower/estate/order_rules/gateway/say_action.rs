//! What a rule does, in the words of an HTTPRoute and of a `ListenerRuleConfiguration`.
//!
//! Elastic Load Balancing: a redirect keeps what it leaves out, or has as a placeholder (`#{path}`); a placeholder may stand
//! within a longer text ("Redirect actions"). Gateway API: a redirect has a scheme in lower case, a host name, a port, and a
//! full path or a prefix's; what is left out stays ("HTTPRequestRedirectFilter"). The controller takes the port of a scheme,
//! 80 or 443, where a scheme stands without one; it hands a full path on as it stands, placeholders too, and refuses a `*`
//! or `?` in it; the query stands in a `ListenerRuleConfiguration` (controller 3.5.0, `route_rule_action.go`).

use super::read_matches::Fault;
use crate::ir::ecs::{Redirect, Respond};
use crate::ir::plan::{RouteDoes, RouteRedirect};
use crate::ir::{Spanned, Traced};
use crate::lower::estate::order_rules::match_requests::legal_host;

/// What is changed; nothing where it stays as it is.
fn changed(part: Option<Spanned<String>>, placeholder: &str) -> Option<Spanned<String>> {
    part.filter(|part| part.value != placeholder)
}

pub(super) fn redirect(redirect: Redirect) -> Result<RouteDoes, Fault> {
    let (protocol, port, host) = (redirect.protocol, redirect.port, redirect.host);
    let (path, query, status_code) = (redirect.path, redirect.query, redirect.status_code);
    // Leaves that say that something stays are those of the status, which is always there.
    let kept = [(&protocol, "#{protocol}"), (&port, "#{port}"), (&host, "#{host}"), (&path, "/#{path}")];
    let kept = kept.into_iter().chain([(&query, "#{query}")]);
    let kept: Vec<_> = kept.filter_map(|(part, word)| part.as_ref().filter(|part| part.value == word)).collect();
    let status = number(&status_code, status_code.value.trim_start_matches("HTTP_"))?;
    let status_code = status.and(kept.into_iter().map(Spanned::leaf));
    let scheme = changed(protocol, "#{protocol}");
    let port = changed(port, "#{port}");
    if let (Some(scheme), None) = (&scheme, &port) {
        return Err((scheme.at, "its redirect changes the protocol and keeps the port".to_owned()));
    }
    let host = changed(host, "#{host}");
    if let Some(host) = host.as_ref().filter(|host| !legal_host(&host.value) || host.value.starts_with('*')) {
        return Err((host.at, format!("its redirect goes to `{}`, which is no host name", host.value)));
    }
    let path = changed(path, "/#{path}");
    if let Some(path) = path.as_ref().filter(|path| path.value.contains(['*', '?'])) {
        return Err((path.at, "the path of its redirect holds a `*` or a `?`".to_owned()));
    }
    Ok(RouteDoes::Redirect(RouteRedirect {
        scheme: scheme.map(|scheme| scheme.traced().map(|scheme| scheme.to_ascii_lowercase())),
        port: port.map(|port| number(&port, &port.value)).transpose()?,
        host: host.map(Spanned::traced),
        path: path.map(Spanned::traced),
        query: changed(query, "#{query}").map(Spanned::traced),
        status_code,
    }))
}

pub(super) fn respond(respond: Respond) -> Result<RouteDoes, Fault> {
    Ok(RouteDoes::Respond {
        status_code: number(&respond.status_code, &respond.status_code.value)?,
        content_type: respond.content_type.map(Spanned::traced),
        message_body: respond.message_body.map(Spanned::traced),
    })
}

fn number(part: &Spanned<String>, digits: &str) -> Result<Traced<i64>, Fault> {
    digits.parse().map(|number| part.with(number)).map_err(|_| (part.at, format!("`{}` is no number", part.value)))
}

/// What it does, without where that came from.
pub(super) fn signature(does: &RouteDoes) -> String {
    fn plain<T: Clone>(part: &Option<Traced<T>>) -> Option<T> {
        part.as_ref().map(|part| part.value.clone())
    }
    match does {
        RouteDoes::Forward { backends, stickiness, .. } => {
            let all: Vec<_> = backends.iter().map(|it| (&it.to.value, plain(&it.weight))).collect();
            format!("forward {all:?} {:?}", plain(stickiness))
        }
        RouteDoes::Redirect(to) => {
            let texts = [&to.scheme, &to.host, &to.path, &to.query].map(plain);
            format!("redirect {texts:?} {:?} {}", plain(&to.port), to.status_code.value)
        }
        RouteDoes::Respond { status_code, content_type, message_body, .. } => {
            format!("respond {} {:?} {:?}", status_code.value, plain(content_type), plain(message_body))
        }
    }
}
