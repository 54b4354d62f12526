//! States what a listener does today, before its rules are arranged for the controller.
//!
//! The arrangement (which listeners share an Ingress, which rules an entry, in which order) is proven against this; so it
//! is taken from the rules as they are read, and from nothing that the arrangement has touched.

use super::guard;
use super::listening::{Aim, Deed};
use super::match_requests::{spelling, transform_word};
use super::own_targets::Owners;
use crate::ir::ecs::{
    Action, Actions, ConditionField, Conditions, Forward, ForwardTarget, QueryPair, Redirect, Respond, RuleCondition,
    Transform,
};
use crate::ir::{Spanned, today};

/// What a list of actions does today; what becomes of it is not known yet.
pub(super) fn outcome(actions: Option<&Actions>, owners: &Owners) -> today::Outcome {
    let strange = actions.is_some_and(|actions| !actions.unknown.is_empty());
    let does = match actions.and_then(|actions| actions.routing.as_ref()).filter(|_| !strange) {
        Some(Action::Forward(forward)) => today::Does::Forward(self::forward(forward, owners)),
        Some(Action::Redirect(redirect)) => today::Does::Redirect(self::redirect(redirect)),
        Some(Action::Respond(respond)) => today::Does::Respond(self::respond(respond)),
        Some(Action::Untranslated(_)) | None => today::Does::Unknown,
    };
    let guard = actions.and_then(|actions| actions.guards.first()).map(guard::today);
    today::Outcome { guard, does, fate: today::Fate::NotWritten }
}

/// What the arrangement makes of it.
pub(super) fn fate(deed: &Deed, today: &today::Outcome) -> today::Fate {
    let asks = today.guard.is_some() || matches!(today.does, today::Does::Unknown);
    match &deed.aim {
        Aim::Workload(_) => today::Fate::Written,
        Aim::Answer(_) if asks && deed.guard.is_none() => today::Fate::Refused,
        Aim::Answer(_) => today::Fate::Written,
        Aim::Held(held) if held.closed => today::Fate::Closed,
        Aim::Held(_) => today::Fate::Held,
        Aim::Gap(_) => today::Fate::NotWritten,
    }
}

fn forward(forward: &Forward, owners: &Owners) -> today::Forward {
    let share = |target: &ForwardTarget| {
        let arn = &target.target_group.value;
        let to = match owners.get(arn) {
            [owner] if owner.port.is_some() => {
                today::To::Workload { workload: owner.workload.clone(), port: owner.port.clone().unwrap_or_default() }
            }
            _ => today::To::TargetGroup(arn.clone()),
        };
        today::Share { to, weight: target.weight.as_ref().map_or(1, |weight| weight.value) }
    };
    let stickiness = super::read_action::stickiness(forward);
    today::Forward { shares: forward.targets.iter().map(share).collect(), stickiness }
}

fn text(part: &Option<Spanned<String>>) -> Option<String> {
    part.as_ref().map(|part| part.value.clone())
}

fn redirect(redirect: &Redirect) -> today::Redirect {
    today::Redirect {
        protocol: text(&redirect.protocol),
        port: text(&redirect.port),
        host: text(&redirect.host),
        path: text(&redirect.path),
        query: text(&redirect.query),
        status_code: redirect.status_code.value.clone(),
    }
}

fn respond(respond: &Respond) -> today::Respond {
    today::Respond {
        status_code: respond.status_code.value.clone(),
        content_type: text(&respond.content_type),
        message_body: text(&respond.message_body),
    }
}

/// The conditions of a rule.
pub(super) fn conditions(all: &Conditions) -> Vec<today::Condition> {
    let plain = |field: ConditionField, values: &[Spanned<String>]| today::Condition {
        field: spelling(field).0,
        header: None,
        values: values.iter().map(|value| (None, value.value.clone())).collect(),
        regexes: Vec::new(),
    };
    let hosts = plain(ConditionField::HostHeader, &all.hosts);
    let paths = plain(ConditionField::PathPattern, &all.paths);
    let both = [hosts, paths].into_iter().filter(|condition| !condition.values.is_empty());
    both.chain(all.others.iter().map(other)).collect()
}

fn other(condition: &RuleCondition) -> today::Condition {
    let pair = |pair: &QueryPair| (text(&pair.key), pair.value.value.clone());
    let values = condition.values.iter().map(|value| (None, value.value.clone()));
    today::Condition {
        field: spelling(condition.field).0,
        header: text(&condition.header),
        values: values.chain(condition.pairs.iter().map(pair)).collect(),
        regexes: condition.regexes.iter().map(|regex| regex.value.clone()).collect(),
    }
}

/// The transforms of a rule.
pub(super) fn transforms(all: &[Transform]) -> Vec<today::Transform> {
    let one = |transform: &Transform| {
        let rewrites = transform.rewrites.iter();
        let pair = |it: &crate::ir::ecs::Rewrite| (it.regex.value.clone(), text(&it.replace).unwrap_or_default());
        today::Transform { kind: transform_word(transform.kind), rewrites: rewrites.map(pair).collect() }
    };
    all.iter().map(one).collect()
}
