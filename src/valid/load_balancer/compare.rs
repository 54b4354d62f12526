//! Compares a listener of today with the one that the controller would build.

use std::collections::BTreeSet;

use crate::controller::{Action, Built, Condition, ConditionValue, Listener, Redirect, Rule};
use crate::ir::today::{self, Does};
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
pub(super) fn listener(today: &today::Listener, made: &Listener, built: &Built) -> Vec<Verdict> {
    let mut found = rules(today, made, built);
    let mut also = |what: &str| {
        found.push(Verdict { at: today.at, what: what.to_owned(), difference: Difference::Missing });
    };
    if today.default.as_ref().is_some_and(|does| !acts(does, &made.default, built)) {
        also("the default");
    }
    if today.protocol != made.protocol {
        also("the protocol");
    }
    if today.ssl_policy.is_some() && today.ssl_policy != made.ssl_policy {
        also("the security policy");
    }
    let shown: Vec<&String> = made.certificates.iter().flat_map(|all| all.default.iter().chain(&all.others)).collect();
    let first = |all: &[&String]| all.first().map(|first| (*first).clone());
    let asked: Vec<&String> = today.certificates.iter().collect();
    let sorted = |all: &[&String]| all.iter().map(|one| (*one).clone()).collect::<BTreeSet<_>>();
    if !asked.is_empty() && (first(&asked) != first(&shown) || sorted(&asked) != sorted(&shown)) {
        also("the list of certificates");
    }
    found
}

/// Each rule of today is looked for among those that are made; what is found must stand in the order of today. A rule that
/// no request reaches, since a redirect before it takes them all, may be missing: the controller leaves it out.
fn rules(today: &today::Listener, made: &Listener, built: &Built) -> Vec<Verdict> {
    let mut free: Vec<(usize, &Rule)> = made.rules.iter().enumerate().collect();
    let mut found = Vec::new();
    let mut last = 0;
    for (index, rule) in today.rules.iter().enumerate() {
        let verdict = |difference| Verdict { at: rule.at, what: format!("rule {}", rule.priority), difference };
        let before = today.rules.get(..index).unwrap_or_default();
        let same = |(_, made): &(usize, &Rule)| asks(rule, &made.conditions) && acts(&rule.does, &made.actions, built);
        match free.iter().position(same) {
            Some(position) => {
                let (place, _) = free.remove(position);
                if place < last {
                    found.push(verdict(Difference::Order));
                }
                last = last.max(place);
            }
            None if before.iter().any(|earlier| takes_all(earlier, rule)) => {}
            None => found.push(verdict(Difference::Missing)),
        }
    }
    let extra = free.iter().map(|(place, _)| Verdict {
        at: today.at,
        what: format!("number {} of the rules", place + 1),
        difference: Difference::Extra,
    });
    found.extend(extra);
    found
}

fn takes_all(earlier: &today::Rule, later: &today::Rule) -> bool {
    let within = |some: &[String], all: &[String]| {
        all.is_empty() || !some.is_empty() && some.iter().all(|one| all.contains(one))
    };
    let every_path = earlier.paths.iter().any(|path| path == "/*");
    matches!(earlier.does, Does::Redirect(_))
        && within(&later.hosts, &earlier.hosts)
        && (every_path || within(&later.paths, &earlier.paths))
}

/// Whether the conditions are those of a rule of today, in any order.
fn asks(rule: &today::Rule, conditions: &[Condition]) -> bool {
    let mut asked: BTreeSet<(&str, BTreeSet<&str>)> = BTreeSet::new();
    for (field, values) in [("host-header", &rule.hosts), ("path-pattern", &rule.paths)] {
        if !values.is_empty() {
            asked.insert((field, values.iter().map(String::as_str).collect()));
        }
    }
    if asked.is_empty() {
        asked.insert(("path-pattern", BTreeSet::from(["/*"])));
    }
    let mut made = BTreeSet::new();
    for condition in conditions {
        made.insert((condition.field, condition.values.iter().filter_map(ConditionValue::text).collect()));
    }
    asked == made && conditions.len() == made.len() && conditions.iter().all(|one| one.regex_values.is_empty())
}

/// Whether the actions do what is done today, and nothing else.
fn acts(does: &Does, actions: &[Action], built: &Built) -> bool {
    let [action] = actions else { return false };
    match (does, action) {
        (Does::Forward { workload, port }, Action::Forward { target_groups, stickiness }) => {
            let [group] = target_groups.as_slice() else { return false };
            let group = built.target_groups.get(&group.target_group);
            !stickiness.enabled && group.is_some_and(|group| group.binding.service_ref == format!("{workload}:{port}"))
        }
        (Does::Redirect(today), Action::Redirect { redirect_config: made }) => redirects(today, made),
        (Does::Respond(today), Action::FixedResponse { fixed_response_config: made }) => {
            today.status_code == made.status_code
                && today.content_type == made.content_type
                && today.message_body == made.message_body
        }
        (Does::Forward { .. } | Does::Redirect(_) | Does::Respond(_), _) => false,
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
