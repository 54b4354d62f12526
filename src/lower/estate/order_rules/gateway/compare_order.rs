//! Whether the order in which a Gateway asks its rules is that of their priorities, wherever that can be seen.
//!
//! Elastic Load Balancing asks by priority. Gateway API knows none: the controller sorts by the host (by name before `*.`,
//! more labels before fewer, longer before shorter, no host last), then by the path (`Exact` before `PathPrefix`, longer
//! before shorter), then whether there is a method, then by the number of headers, then of query parameters; a source
//! address does not count; what is alike in all that is asked in the order of one route, and among routes the older first
//! (controller 3.5.0, `route_rule_precedence.go`). So two rules that can match one request and do different things must come
//! in the same order by both; the age of a route is no order that a chart can promise. Where it cannot be told whether one
//! request can match both, it is taken to.

use super::read_rules::Step;
use crate::ir::plan::{RouteMatch, RoutePath};

/// More specific is greater.
type Key = ((u8, usize, usize), (u8, usize), bool, usize, usize);

/// One rule of the load balancer to be: a host and a match.
struct Unit<'a> {
    host: &'a str,
    part: &'a RouteMatch,
    key: Key,
}

/// Why two rules do not keep their order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// The later is the more specific.
    Overtaken,
    /// Nothing but the age of their routes puts one before the other.
    Tie,
}

/// Pairs of rules, by their places, that would not keep their order. `routes` are the routes in which they stand.
pub(super) fn contradictions(steps: &[Step], routes: &[usize]) -> Vec<(usize, usize, Why)> {
    let units: Vec<Vec<Unit>> = steps.iter().map(units).collect();
    let mut found = Vec::new();
    for (later, (step, mine)) in steps.iter().zip(&units).enumerate() {
        for (earlier, (other, theirs)) in steps.iter().zip(&units).enumerate().take(later) {
            if step.signature != other.signature {
                let together = routes.get(later) == routes.get(earlier);
                found.extend(judge(theirs, mine, together).map(|why| (earlier, later, why)));
            }
        }
    }
    found
}

fn judge(earlier: &[Unit], later: &[Unit], together: bool) -> Option<Why> {
    let mut worst = None;
    for one in earlier {
        for two in later.iter().filter(|two| meet(one, two)) {
            if one.key < two.key {
                return Some(Why::Overtaken);
            }
            if one.key == two.key && !together {
                worst = Some(Why::Tie);
            }
        }
    }
    worst
}

fn units(step: &Step) -> Vec<Unit<'_>> {
    let hosts: Vec<&str> = match step.matching.hosts.as_slice() {
        [] => vec![""],
        hosts => hosts.iter().map(|host| host.value.as_str()).collect(),
    };
    let of = |host| step.matching.matches.iter().map(move |part| Unit { host, part, key: key(host, part) });
    hosts.into_iter().flat_map(of).collect()
}

fn key(host: &str, part: &RouteMatch) -> Key {
    let kind = match host {
        "" => 0,
        host if host.starts_with("*.") => 1,
        _ => 2,
    };
    let path = match &part.path.value {
        RoutePath::Exact(path) => (3, path.len()),
        RoutePath::Prefix(path) => (2, path.len()),
    };
    let host = (kind, host.matches('.').count(), host.len());
    (host, path, part.method.is_some(), part.headers.len(), part.queries.len())
}

/// Whether one request can match both, as far as host, path and method say.
fn meet(one: &Unit, two: &Unit) -> bool {
    let method = |unit: &Unit| unit.part.method.as_ref().map(|method| method.value.clone());
    let methods = method(one).is_none() || method(two).is_none() || method(one) == method(two);
    methods && hosts_meet(one.host, two.host) && paths_meet(&one.part.path.value, &two.part.path.value)
}

fn hosts_meet(one: &str, two: &str) -> bool {
    one.is_empty() || two.is_empty() || patterns_meet(one.as_bytes(), two.as_bytes())
}

fn paths_meet(one: &RoutePath, two: &RoutePath) -> bool {
    let patterns = |path: &RoutePath| match path {
        RoutePath::Exact(path) => vec![path.clone()],
        RoutePath::Prefix(path) => {
            let path = path.trim_end_matches('/');
            vec![path.to_owned(), format!("{path}/*")]
        }
    };
    let twos = patterns(two);
    patterns(one).iter().any(|one| twos.iter().any(|two| patterns_meet(one.as_bytes(), two.as_bytes())))
}

/// Whether one text matches both patterns, in which a `*` is any text.
fn patterns_meet(one: &[u8], two: &[u8]) -> bool {
    // Whether what is left of `one` meets what is left of `two`, from the ends of both: a row for each rest of `one`.
    let mut below: Vec<bool> = Vec::new();
    for first in (0..=one.len()).rev().map(|place| one.get(place)) {
        let mut row: Vec<bool> = vec![false; two.len() + 1];
        for (place, second) in (0..=two.len()).rev().map(|place| (place, two.get(place))) {
            let at = |row: &[bool], place: usize| row.get(place).copied().unwrap_or(false);
            let (skip_one, skip_two) = (at(&below, place), at(&row, place + 1));
            let meets = match (first, second) {
                (None, None) => true,
                (Some(b'*'), _) | (_, Some(b'*')) => skip_one || skip_two,
                (Some(a), Some(b)) => a == b && at(&below, place + 1),
                (None, Some(_)) | (Some(_), None) => false,
            };
            row.get_mut(place).into_iter().for_each(|cell| *cell = meets);
        }
        below = row;
    }
    below.first().copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Traced;

    fn part(path: RoutePath) -> RouteMatch {
        RouteMatch { path: Traced::implied(path), headers: Vec::new(), queries: Vec::new(), method: None }
    }

    #[test]
    fn patterns_meet_where_one_text_matches_both() {
        for (one, two) in [("/a", "/a"), ("/a/*", "/a/b"), ("/a*", "*b"), ("/*/x", "/y/*"), ("*.a.b", "*.b"), ("*", "")]
        {
            assert!(patterns_meet(one.as_bytes(), two.as_bytes()), "{one} {two}");
            assert!(patterns_meet(two.as_bytes(), one.as_bytes()), "{two} {one}");
        }
        for (one, two) in [("/a", "/b"), ("/a/*", "/a"), ("/a*c", "/b*"), ("*.a.b", "a.b")] {
            assert!(!patterns_meet(one.as_bytes(), two.as_bytes()), "{one} {two}");
        }
    }

    #[test]
    fn the_more_specific_is_greater() {
        let exact = |path: &str| part(RoutePath::Exact(path.to_owned()));
        let prefix = |path: &str| part(RoutePath::Prefix(path.to_owned()));
        assert!(key("a.b", &prefix("/")) > key("*.c.a.b", &exact("/x")));
        assert!(key("*.a.b", &prefix("/")) > key("", &exact("/x/y")));
        assert!(key("", &exact("/x")) > key("", &prefix("/x/y/z")));
        assert!(key("", &exact("/x/*")) > key("", &exact("/x")));
    }
}
