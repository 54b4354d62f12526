//! Redirects that repeat what they were asked, and rules that stand behind a redirect which takes all that they match.
//!
//! Both tests look at the texts of hosts and paths alone: they understand no pattern, and a regular expression counts as
//! no value at all.

use std::collections::BTreeSet;

use crate::controller::built::{Action, Condition, ConditionValue, Redirect, Rule};

/// The rules that remain on one port, in their order.
pub(super) fn useful(rules: Vec<Rule>, port: i64, protocol: &str) -> Vec<Rule> {
    let mut left: Vec<Rule> = Vec::new();
    for rule in rules {
        let repeats = redirect(&rule).is_some_and(|redirect| repeats(redirect, &rule.conditions, port, protocol));
        if !repeats && !left.iter().any(|earlier| redirect(earlier).is_some() && covers(earlier, &rule)) {
            left.push(rule);
        }
    }
    left
}

fn redirect(rule: &Rule) -> Option<&Redirect> {
    rule.actions.iter().find_map(|action| match action {
        Action::Redirect { redirect_config } => Some(redirect_config),
        Action::Forward { .. }
        | Action::FixedResponse { .. }
        | Action::AuthenticateOidc { .. }
        | Action::AuthenticateCognito { .. }
        | Action::JwtValidation { .. } => None,
    })
}

/// A redirect is dropped where protocol, port and query stay, and the host and the path each stay or are **one** of the
/// rule's own, whatever its other values and its other conditions are.
fn repeats(redirect: &Redirect, conditions: &[Condition], port: i64, protocol: &str) -> bool {
    let stays = |part: &Option<String>, placeholder: &str, own: &dyn Fn(&str) -> bool| {
        part.as_deref().is_none_or(|part| part == placeholder || own(part))
    };
    let (hosts, paths) = (texts(conditions, Condition::is_host), texts(conditions, Condition::is_path));
    stays(&redirect.protocol, "#{protocol}", &|part| part == protocol)
        && stays(&redirect.port, "#{port}", &|part| part == port.to_string())
        && stays(&redirect.query, "#{query}", &|_| false)
        && stays(&redirect.host, "#{host}", &|part| hosts.contains(part))
        && stays(&redirect.path, "/#{path}", &|part| paths.contains(part))
}

/// A redirect takes all that a later rule matches where it has no condition beyond hosts and paths, and all of the later
/// rule's hosts and paths; no host is every host, and no path or `/*` is every path.
fn covers(earlier: &Rule, later: &Rule) -> bool {
    let every = |conditions: &[Condition], of: fn(&Condition) -> bool| {
        let own = texts(conditions, of);
        let asked = texts(&later.conditions, of);
        own.is_empty() || (!asked.is_empty() && own.is_superset(&asked))
    };
    let conditions = &earlier.conditions;
    conditions.iter().all(|one| one.is_host() || one.is_path())
        && every(conditions, Condition::is_host)
        && (texts(conditions, Condition::is_path).contains("/*") || every(conditions, Condition::is_path))
}

fn texts(conditions: &[Condition], of: fn(&Condition) -> bool) -> BTreeSet<&str> {
    let values = conditions.iter().filter(|one| of(one)).flat_map(|one| &one.values);
    values.filter_map(ConditionValue::text).collect()
}
