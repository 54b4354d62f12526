//! What a rule asks for, in the words of an HTTPRoute.
//!
//! Elastic Load Balancing: all conditions must hold, one value of each is enough ("Condition types for listener rules").
//! Gateway API: all parts of a match must hold, one match is enough, and a match has one path and one method ("HTTPRoute");
//! so several values become several matches. The controller reads a `PathPrefix` of `/x` as `/x` and `/x/*`, that of `/x/`
//! alike, and that of `/` as `/*`; it hands the path of an `Exact`, and the values of headers and query strings, on as they
//! stand, so that a `*` in them is a pattern as on ECS; a comma parts several values of a header, and a backslash frees a
//! character of its meaning (controller 3.5.0, `route_rule_condition.go`; its own migration of Ingresses relies on the
//! same). What the definition of HTTPRoute refuses cannot be written, whatever the controller would make of it: a `?` in a
//! path, a name twice among the headers of a match, a query without a name. Regular expressions are left to a person: they
//! come after every other path, whatever their priority is.

use crate::ir::ecs::{ConditionField, Conditions, QueryPair};
use crate::ir::plan::{RouteMatch, RoutePath};
use crate::ir::{Spanned, Traced};
use crate::lower::estate::order_rules::match_requests::legal_host;
use crate::source::At;

/// What a rule asks for.
#[derive(Clone)]
pub(super) struct Matching {
    /// None is every host.
    pub(super) hosts: Vec<Traced<String>>,
    pub(super) matches: Vec<RouteMatch>,
    pub(super) sources: Vec<Traced<String>>,
}

/// Where something stands that cannot be written, and what it is.
pub(super) type Fault = (At, String);

impl Matching {
    /// What a listener's default action matches.
    pub(super) fn everything() -> Self {
        Matching { hosts: Vec::new(), matches: vec![everywhere(Traced::implied(root()))], sources: Vec::new() }
    }

    /// Whether there is no request that it does not match.
    pub(super) fn is_everything(&self) -> bool {
        let all = |it: &RouteMatch| {
            matches!(&it.path.value, RoutePath::Prefix(path) if path == "/")
                && it.headers.is_empty()
                && it.queries.is_empty()
                && it.method.is_none()
        };
        self.hosts.is_empty() && self.sources.is_empty() && self.matches.iter().any(all)
    }
}

fn root() -> RoutePath {
    RoutePath::Prefix("/".to_owned())
}

fn everywhere(path: Traced<RoutePath>) -> RouteMatch {
    RouteMatch { path, headers: Vec::new(), queries: Vec::new(), method: None }
}

pub(super) fn read(conditions: Conditions) -> Result<Matching, Fault> {
    let hosts = self::hosts(conditions.hosts)?;
    let mut matches: Vec<RouteMatch> = self::paths(conditions.paths)?.into_iter().map(everywhere).collect();
    let mut sources = Vec::new();
    for condition in conditions.others {
        if let Some(regex) = condition.regexes.first() {
            return Err((regex.at, "it matches by a regular expression".to_owned()));
        }
        match condition.field {
            ConditionField::HttpHeader => add_header(&mut matches, condition.header, condition.values)?,
            ConditionField::HttpRequestMethod => matches = with_methods(&matches, &condition.values)?,
            ConditionField::QueryString => matches = with_queries(&matches, &condition.pairs)?,
            ConditionField::SourceIp => sources.extend(condition.values.into_iter().map(Spanned::traced)),
            // As values both stand in lists of their own.
            ConditionField::HostHeader | ConditionField::PathPattern => {}
        }
    }
    Ok(Matching { hosts, matches, sources })
}

/// Hosts match in any case. A `*` alone is every host.
fn hosts(values: Vec<Spanned<String>>) -> Result<Vec<Traced<String>>, Fault> {
    let mut all = Vec::new();
    for value in values {
        let at = value.at;
        let host = value.traced().map(|host| host.to_ascii_lowercase());
        if host.value == "*" || !legal_host(&host.value) {
            return Err((at, format!("`{}` is neither a host name nor `*.` and a host name", host.value)));
        }
        all.push(host);
    }
    Ok(all)
}

fn paths(values: Vec<Spanned<String>>) -> Result<Vec<Traced<RoutePath>>, Fault> {
    if values.is_empty() {
        return Ok(vec![Traced::implied(root())]);
    }
    if values.iter().any(|value| value.value == "/*" || value.value == "*") {
        return Ok(vec![Traced::new(root(), values.iter().map(Spanned::leaf).collect())]);
    }
    let mut rest: Vec<Spanned<String>> = values;
    let mut all = Vec::new();
    while !rest.is_empty() {
        let value = rest.remove(0);
        if let Some(reason) = illegal(&value.value) {
            return Err((value.at, format!("a path of an HTTPRoute {reason}")));
        }
        // `/x` and `/x/*` together are what a prefix is.
        let (base, other) = match value.value.strip_suffix("/*") {
            Some(base) => (base.to_owned(), base.to_owned()),
            None => (value.value.clone(), format!("{}/*", value.value)),
        };
        let partner = rest.iter().position(|it| it.value == other).filter(|_| !base.contains('*'));
        all.push(match partner {
            Some(index) => {
                let leaf = rest.remove(index).leaf();
                value.with(RoutePath::Prefix(base)).and([leaf])
            }
            None => value.with(RoutePath::Exact(value.value.clone())),
        });
    }
    Ok(all)
}

/// What the definition of HTTPRoute has against a path.
fn illegal(path: &str) -> Option<&'static str> {
    let mut rest = path.chars();
    while let Some(c) = rest.next() {
        let hex = |c: Option<char>| c.is_some_and(|c| c.is_ascii_hexdigit());
        let fits = match c {
            '%' => hex(rest.next()) && hex(rest.next()),
            c => c.is_ascii_alphanumeric() || "-/._~!$&'()*+,;=:@".contains(c),
        };
        if !fits {
            return Some(if c == '?' { "holds no `?`" } else { "holds no such character" });
        }
    }
    let lower = path.to_ascii_lowercase();
    let within = ["//", "/./", "/../", "%2f"].iter().any(|part| lower.contains(part));
    match path {
        _ if !path.starts_with('/') => Some("begins with `/`"),
        _ if within || path.ends_with("/.") || path.ends_with("/..") => Some("holds no `//`, `/.`, `/..` or `%2f`"),
        _ => None,
    }
}

/// Longest values, as the definition of HTTPRoute has them.
const HEADER: usize = 4096;
const QUERY: usize = 1024;

/// Names of headers and of query parameters.
fn legal_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.len() <= 256 && name.chars().all(fits)
}

fn add_header(
    matches: &mut [RouteMatch],
    header: Option<Spanned<String>>,
    values: Vec<Spanned<String>>,
) -> Result<(), Fault> {
    let Some(name) = header else { return Ok(()) };
    let twice = |it: &RouteMatch| it.headers.iter().any(|other| other.value.0.eq_ignore_ascii_case(&name.value));
    if matches.iter().any(twice) {
        return Err((
            name.at,
            format!("header `{}` stands in two conditions, and in a match it stands once", name.value),
        ));
    }
    let text = values.iter().map(|value| escaped(&value.value)).collect::<Vec<_>>().join(",");
    if !legal_name(&name.value) || text.is_empty() || text.len() > HEADER {
        return Err((name.at, format!("an HTTPRoute takes no such name or value of header `{}`", name.value)));
    }
    let from = values.iter().map(Spanned::leaf).chain([name.leaf()]).collect();
    let header = Traced::new((name.value, text), from);
    matches.iter_mut().for_each(|it| it.headers.push(header.clone()));
    Ok(())
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace(',', "\\,")
}

fn with_methods(matches: &[RouteMatch], values: &[Spanned<String>]) -> Result<Vec<RouteMatch>, Fault> {
    const KNOWN: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    if let Some(value) = values.iter().find(|value| !KNOWN.contains(&value.value.as_str())) {
        return Err((value.at, format!("an HTTPRoute knows no method `{}`", value.value)));
    }
    if let Some((first, method)) = values.first().zip(matches.iter().find_map(|it| it.method.as_ref())) {
        return Err((first.at, format!("a second condition asks for a method beside `{}`", method.value)));
    }
    let one =
        |value: &Spanned<String>, it: &RouteMatch| RouteMatch { method: Some(value.clone().traced()), ..it.clone() };
    Ok(values.iter().flat_map(|value| matches.iter().map(move |it| one(value, it))).collect())
}

fn with_queries(matches: &[RouteMatch], pairs: &[QueryPair]) -> Result<Vec<RouteMatch>, Fault> {
    let mut all = Vec::new();
    for pair in pairs {
        let value = &pair.value;
        let Some(key) = &pair.key else {
            return Err((value.at, "a value of the query string stands under no name".to_owned()));
        };
        if !legal_name(&key.value) || value.value.is_empty() || value.value.len() > QUERY {
            return Err((key.at, format!("an HTTPRoute takes no such name or value of `{}`", key.value)));
        }
        for it in matches {
            if it.queries.iter().any(|other| other.value.0 == key.value) {
                return Err((key.at, format!("`{}` of the query string stands in two conditions", key.value)));
            }
            let mut with = it.clone();
            with.queries.push(Traced::new((key.value.clone(), value.value.clone()), vec![key.leaf(), value.leaf()]));
            all.push(with);
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn texts(values: &[&str]) -> Vec<Spanned<String>> {
        let at = At { span: Span { file: 0, start: 0, end: 0 }, first: 0, past: 0 };
        values.iter().map(|value| Spanned::new((*value).to_owned(), at)).collect()
    }

    #[test]
    fn a_path_and_all_below_it_are_a_prefix_only_together() {
        let read = |values: &[&str]| -> Vec<String> {
            paths(texts(values)).expect("legal").into_iter().map(|path| format!("{:?}", path.value)).collect()
        };
        let exact = |path: &str| format!("{:?}", RoutePath::Exact(path.to_owned()));
        let prefix = |path: &str| format!("{:?}", RoutePath::Prefix(path.to_owned()));
        assert_eq!(read(&["/x/*", "/y", "/x"]), [prefix("/x"), exact("/y")]);
        assert_eq!(read(&["/x/*"]), [exact("/x/*")]);
        assert_eq!(read(&["/x*", "/x*/*"]), [exact("/x*"), exact("/x*/*")]);
        assert_eq!(read(&["/y", "*"]), [prefix("/")]);
    }

    #[test]
    fn what_the_definition_refuses_is_a_fault() {
        for path in ["/a?b", "*.php", "/a//b", "/a/..", "/a/./b", "/a%2Fb", "/a%zz", "/ä", "/a\\*"] {
            assert!(illegal(path).is_some(), "{path}");
        }
        for path in ["/", "/a/*", "/a*b", "/a%20b", "/a..b", "/~me/@x"] {
            assert!(illegal(path).is_none(), "{path}");
        }
    }
}
