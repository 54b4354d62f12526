//! Compares a listener of today with the one that the controller would build.

use std::collections::BTreeSet;

use super::arrange::State;
use super::expect::expect;
use super::read_back;
use crate::controller::{Action, Built, Condition, Listener, Redirect, Rule, Transform, Weighted};
use crate::ir::today::{self, Does, To};
use crate::source::At;

/// Something that is not as it is today.
pub(super) struct Verdict {
    pub(super) at: At,
    /// Such as `rule 20`.
    pub(super) what: String,
    pub(super) difference: Difference,
}

/// In which way.
#[derive(Clone, Copy)]
pub(super) enum Difference {
    Missing,
    Order,
    Extra,
}

/// All differences, in the order of today's rules.
pub(super) fn listener(today: &today::Listener, made: &Listener, state: State, built: &Built) -> Vec<Verdict> {
    let (expected, default) = expect(today, state);
    let mut found = rules(today.at, &expected, made, built);
    if default.is_some_and(|outcome| !acts(&outcome, &made.default, built)) {
        found.push(Verdict { at: today.at, what: "the default".to_owned(), difference: Difference::Missing });
    }
    found
}

/// Each rule of today is looked for among those that are made; what is found must stand in the order of today.
fn rules(listener: At, expected: &[today::Rule], made: &Listener, built: &Built) -> Vec<Verdict> {
    let Paired { found, extra } = pair(expected, made, built);
    let mut verdicts = Vec::new();
    for (rule, found) in expected.iter().zip(found) {
        let difference = match found {
            Found::At(_) | Found::Unreachable => continue,
            Found::OutOfOrder(_) => Difference::Order,
            Found::Nowhere => Difference::Missing,
        };
        verdicts.push(Verdict { at: rule.at, what: format!("rule {}", rule.priority), difference });
    }
    let extra = extra.into_iter().map(|place| Verdict {
        at: listener,
        what: format!("number {} of the rules", place + 1),
        difference: Difference::Extra,
    });
    verdicts.extend(extra);
    verdicts
}

/// Where each rule of today is among those that are made, and which of these stand for none.
pub(super) struct Paired {
    pub(super) found: Vec<Found>,
    pub(super) extra: Vec<usize>,
}

/// Where a rule is.
#[derive(Clone, Copy)]
pub(super) enum Found {
    At(usize),
    /// Asked before one that is asked first today.
    OutOfOrder(usize),
    /// A redirect before it takes all of its requests: the controller leaves it out.
    Unreachable,
    Nowhere,
}

/// Pairs rules of today with those that are made.
pub(super) fn pair(expected: &[today::Rule], made: &Listener, built: &Built) -> Paired {
    let mut free: Vec<(usize, &Rule)> = made.rules.iter().enumerate().collect();
    let mut found = Vec::new();
    let mut last = 0;
    for (index, rule) in expected.iter().enumerate() {
        let before = expected.get(..index).unwrap_or_default();
        let same = |(_, made): &(usize, &Rule)| {
            asks(rule, &made.conditions)
                && rewrites(rule, &made.transforms)
                && acts(&rule.outcome, &made.actions, built)
        };
        found.push(match free.iter().position(same) {
            Some(position) => {
                let (place, _) = free.remove(position);
                let in_order = place >= last;
                last = last.max(place);
                if in_order { Found::At(place) } else { Found::OutOfOrder(place) }
            }
            None if before.iter().any(|earlier| takes_all(earlier, rule)) => Found::Unreachable,
            None => Found::Nowhere,
        });
    }
    Paired { found, extra: free.into_iter().map(|(place, _)| place).collect() }
}

/// Whether no request gets past a redirect: it has no condition but hosts and paths, and those of the later rule are among
/// them.
fn takes_all(earlier: &today::Rule, later: &today::Rule) -> bool {
    let values = |rule: &today::Rule, field: &str| -> Option<BTreeSet<String>> {
        let condition = rule.conditions.iter().find(|condition| condition.field == field)?;
        Some(condition.values.iter().map(|(_, value)| value.clone()).collect())
    };
    let within = |field: &str| match (values(earlier, field), values(later, field)) {
        (None, _) => true,
        (Some(all), _) if field == "path-pattern" && all.contains("/*") => true,
        (Some(all), Some(some)) => some.is_subset(&all) && !some.is_empty(),
        (Some(_), None) => false,
    };
    let plain = |condition: &today::Condition| {
        ["host-header", "path-pattern"].contains(&condition.field) && condition.regexes.is_empty()
    };
    matches!(earlier.outcome.does, Does::Redirect(_))
        && earlier.conditions.iter().all(plain)
        && within("host-header")
        && within("path-pattern")
}

type Asked = (String, Option<String>, BTreeSet<(Option<String>, String)>, BTreeSet<String>);

/// Whether the conditions are those of a rule of today, in any order.
fn asks(rule: &today::Rule, conditions: &[Condition]) -> bool {
    let mut asked: Vec<Asked> = rule.conditions.iter().map(self::asked).collect();
    if asked.is_empty() {
        let everything = BTreeSet::from([(None, "/*".to_owned())]);
        asked.push(("path-pattern".to_owned(), None, everything, BTreeSet::new()));
    }
    let mut made: Vec<Asked> = read_back::conditions(conditions).iter().map(self::asked).collect();
    if !asked.iter().any(|condition| condition.0 == "source-ip") {
        // A condition that everybody meets says nothing; the arrangement uses it to keep later rules.
        made.retain(|condition| condition.0 != "source-ip" || condition.2 != everybody());
    }
    asked.sort();
    made.sort();
    asked == made
}

fn everybody() -> BTreeSet<(Option<String>, String)> {
    ["0.0.0.0/0", "::/0"].into_iter().map(|range| (None, range.to_owned())).collect()
}

fn asked(condition: &today::Condition) -> Asked {
    let today::Condition { field, header, values, regexes } = condition;
    ((*field).to_owned(), header.clone(), values.iter().cloned().collect(), regexes.iter().cloned().collect())
}

fn rewrites(rule: &today::Rule, made: &[Transform]) -> bool {
    let today = rule.transforms.iter().map(|it| (it.kind, &it.rewrites));
    today.eq(read_back::transforms(made).iter().map(|it| (it.kind, &it.rewrites)))
}

/// Whether the actions do what is done today, and nothing else.
pub(super) fn acts(today: &today::Outcome, actions: &[Action], built: &Built) -> bool {
    let (asked, action) = match actions {
        [action] => (None, action),
        [asked, action] => (Some(asked), action),
        _ => return false,
    };
    let asks_the_same = match (&today.guard, asked) {
        (None, None) => true,
        (Some(guard), Some(made)) => {
            read_back::guard(made).is_some_and(|made| (made.kind, &made.config) == (guard.kind, &guard.config))
        }
        (None, Some(_)) | (Some(_), None) => false,
    };
    asks_the_same && routes(&today.does, action, built)
}

fn routes(does: &Does, action: &Action, built: &Built) -> bool {
    match (does, action) {
        (Does::Forward(today), Action::Forward { target_groups, stickiness }) => {
            let stays = stickiness.enabled.then_some(stickiness.duration_seconds).flatten();
            let several = today.shares.len() > 1;
            let same = |(share, made): (&today::Share, &Weighted)| {
                leads(&share.to, &made.target_group, built) && (!several || share.weight == made.weight)
            };
            today.stickiness == stays
                && today.shares.len() == target_groups.len()
                && today.shares.iter().zip(target_groups).all(same)
        }
        (Does::Redirect(today), Action::Redirect { redirect_config: made }) => redirects(today, made),
        (Does::Respond(today), Action::FixedResponse { fixed_response_config: made }) => {
            today.status_code == made.status_code
                && today.content_type == made.content_type
                && today.message_body == made.message_body
        }
        (Does::Forward(_) | Does::Redirect(_) | Does::Respond(_) | Does::Unknown, _) => false,
    }
}

/// Whether a target group is that of today, or the one that stands for it.
fn leads(to: &To, target_group: &str, built: &Built) -> bool {
    match to {
        To::TargetGroup(arn) => arn == target_group,
        To::Workload { workload, port } => built
            .target_groups
            .get(target_group)
            .is_some_and(|group| group.binding.service_ref == format!("{workload}:{port}")),
    }
}

fn redirects(today: &today::Redirect, made: &Redirect) -> bool {
    today.protocol == made.protocol
        && today.port == made.port
        && today.host == made.host
        && today.path == made.path
        && today.query == made.query
        && today.status_code == made.status_code
}
