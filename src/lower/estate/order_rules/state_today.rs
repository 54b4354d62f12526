//! States what a listener does today, before its rules are arranged for the controller.
//!
//! The arrangement (which listeners share an Ingress, which rules an entry, in which order) is proven against this; so it
//! is taken from the rules as they are read, and from nothing that the arrangement has touched.

use super::act;
use super::read_listener::Aim;
use crate::ir::ecs::{Action, Conditions};
use crate::ir::{Spanned, today};
use crate::source::At;

/// An answer or a redirect of the load balancer's own; `None` where it leads elsewhere.
pub(super) fn own(action: &Action) -> Option<today::Does> {
    let text = |part: &Option<Spanned<String>>| part.as_ref().map(|part| part.value.clone());
    match action {
        Action::Redirect(redirect) => Some(today::Does::Redirect(today::Redirect {
            protocol: text(&redirect.protocol),
            port: text(&redirect.port),
            host: text(&redirect.host),
            path: text(&redirect.path),
            query: text(&redirect.query),
            status_code: redirect.status_code.value.clone(),
        })),
        Action::Respond(respond) => Some(today::Does::Respond(today::Respond {
            status_code: respond.status_code.value.clone(),
            content_type: text(&respond.content_type),
            message_body: text(&respond.message_body),
        })),
        Action::Forward(_) | Action::Untranslated(_) => None,
    }
}

/// What is written of an action; `None` for what is not.
pub(super) fn does(own: Option<today::Does>, aim: &Aim) -> Option<today::Does> {
    match aim {
        Aim::Workload(lead) => Some(today::Does::Forward { workload: lead.service.clone(), port: lead.port.clone() }),
        Aim::Answer(_) => Some(own.unwrap_or_else(act::refused)),
        Aim::Held(_) | Aim::Gap(_) => None,
    }
}

/// A rule.
pub(super) fn rule(at: At, priority: i64, conditions: &Conditions, does: today::Does) -> today::Rule {
    let texts = |values: &[Spanned<String>]| values.iter().map(|value| value.value.clone()).collect();
    today::Rule { at, priority, hosts: texts(&conditions.hosts), paths: texts(&conditions.paths), does }
}
