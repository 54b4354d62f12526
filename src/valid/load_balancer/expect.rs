//! What must be built of a listener of today, as far as the arrangement writes it.

use super::arrange::State;
use crate::ir::today::{Does, Fate, Listener, Outcome, Respond, Rule};

/// What a rule that is refused answers, and one that waits for somebody to turn it on.
const REFUSAL: (&str, &str, &str) = ("503", "text/plain", "not moved yet");

/// The rules that must be there, in their order, and the default.
pub(super) fn expect(today: &Listener, state: State) -> (Vec<Rule>, Option<Outcome>) {
    let rules = today.rules.iter().filter_map(|rule| self::rule(rule, state)).collect();
    (rules, today.default.as_ref().and_then(|default| outcome(default, state)))
}

/// What must be there of one rule, if anything.
pub(super) fn rule(today: &Rule, state: State) -> Option<Rule> {
    let outcome = outcome(&today.outcome, state)?;
    Some(Rule { outcome, ..today.clone() })
}

/// What must become of a request.
pub(super) fn outcome(today: &Outcome, state: State) -> Option<Outcome> {
    match (today.fate, state) {
        (Fate::Written, _) | (Fate::Held | Fate::Closed, State::TurnedOn) => Some(today.clone()),
        (Fate::Closed, State::Installed) | (Fate::Refused, _) => Some(refused(today.fate)),
        (Fate::Held, State::Installed) | (Fate::NotWritten, _) => None,
    }
}

fn refused(fate: Fate) -> Outcome {
    let (status_code, content_type, message_body) = REFUSAL;
    let respond = Respond {
        status_code: status_code.to_owned(),
        content_type: Some(content_type.to_owned()),
        message_body: Some(message_body.to_owned()),
    };
    Outcome { guard: None, does: Does::Respond(respond), fate }
}

/// Whether nothing of a listener is written, so that it need not be there.
pub(super) fn says_nothing(today: &Listener, state: State) -> bool {
    let (rules, default) = expect(today, state);
    rules.is_empty() && default.is_none()
}
