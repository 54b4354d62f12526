//! Compares a listener of today with the one that the controller would build.

use std::collections::BTreeSet;

use serde_json::Value;

use super::arrange::State;
use super::expect::expect;
use crate::controller::{Action, Built, Condition, ConditionValue, Listener, Redirect, Rule, Transform, Weighted};
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
    let mut also = |what: &str| {
        found.push(Verdict { at: today.at, what: what.to_owned(), difference: Difference::Missing });
    };
    if default.is_some_and(|outcome| !acts(&outcome, &made.default, built)) {
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
fn rules(listener: At, expected: &[today::Rule], made: &Listener, built: &Built) -> Vec<Verdict> {
    let mut free: Vec<(usize, &Rule)> = made.rules.iter().enumerate().collect();
    let mut found = Vec::new();
    let mut last = 0;
    for (index, rule) in expected.iter().enumerate() {
        let verdict = |difference| Verdict { at: rule.at, what: format!("rule {}", rule.priority), difference };
        let before = expected.get(..index).unwrap_or_default();
        let same = |(_, made): &(usize, &Rule)| {
            asks(rule, &made.conditions)
                && rewrites(rule, &made.transforms)
                && acts(&rule.outcome, &made.actions, built)
        };
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
        at: listener,
        what: format!("number {} of the rules", place + 1),
        difference: Difference::Extra,
    });
    found.extend(extra);
    found
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
    let mut asked: Vec<Asked> = rule.conditions.iter().map(asked_today).collect();
    if asked.is_empty() {
        let everything = BTreeSet::from([(None, "/*".to_owned())]);
        asked.push(("path-pattern".to_owned(), None, everything, BTreeSet::new()));
    }
    let mut made: Vec<Asked> = conditions.iter().map(asked_then).collect();
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

fn asked_today(condition: &today::Condition) -> Asked {
    let today::Condition { field, header, values, regexes } = condition;
    ((*field).to_owned(), header.clone(), values.iter().cloned().collect(), regexes.iter().cloned().collect())
}

fn asked_then(condition: &Condition) -> Asked {
    let Condition { field, http_header_name, values, regex_values } = condition;
    let value = |value: &ConditionValue| match value {
        ConditionValue::Text(text) => (None, text.clone()),
        ConditionValue::Query { key, value } => (key.clone(), value.clone()),
    };
    let values = values.iter().map(value).collect();
    ((*field).to_owned(), http_header_name.clone(), values, regex_values.iter().cloned().collect())
}

fn rewrites(rule: &today::Rule, made: &[Transform]) -> bool {
    let pairs = |made: &Transform| {
        let (kind, rewrites) = match made {
            Transform::UrlRewrite { url_rewrite_config: config } => ("url-rewrite", &config.rewrites),
            Transform::HostHeaderRewrite { host_header_rewrite_config: config } => {
                ("host-header-rewrite", &config.rewrites)
            }
        };
        (kind, rewrites.iter().map(|it| (it.regex.clone(), it.replace.clone())).collect::<Vec<_>>())
    };
    let today = rule.transforms.iter().map(|transform| (transform.kind, transform.rewrites.clone()));
    today.eq(made.iter().map(pairs))
}

/// Whether the actions do what is done today, and nothing else.
fn acts(today: &today::Outcome, actions: &[Action], built: &Built) -> bool {
    let (asked, action) = match actions {
        [action] => (None, action),
        [asked, action] => (Some(asked), action),
        _ => return false,
    };
    let asks_the_same = match (&today.guard, asked) {
        (None, None) => true,
        (Some(guard), Some(made)) => config(made) == Some((guard.kind, guard.config.clone())),
        (None, Some(_)) | (Some(_), None) => false,
    };
    asks_the_same && routes(&today.does, action, built)
}

/// What is asked of whoever makes a request, as the API writes it.
fn config(asked: &Action) -> Option<(&'static str, Value)> {
    let (kind, config) = match asked {
        Action::AuthenticateOidc { authenticate_oidc_config: it } => ("authenticate-oidc", serde_json::to_value(it)),
        Action::AuthenticateCognito { authenticate_cognito_config: it } => {
            ("authenticate-cognito", serde_json::to_value(it))
        }
        Action::JwtValidation { jwt_validation_config: it } => ("jwt-validation", serde_json::to_value(it)),
        Action::Forward { .. } | Action::Redirect { .. } | Action::FixedResponse { .. } => return None,
    };
    let mut config = config.ok()?;
    // Today's is not known, and the one to be is given by hand.
    config.as_object_mut()?.shift_remove("ClientSecret");
    Some((kind, config))
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
