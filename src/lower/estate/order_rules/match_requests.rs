//! Where the conditions and transforms of a rule are written.
//!
//! Elastic Load Balancing: a rule has up to five values in all its conditions; in hosts and paths `*` and `?` stand
//! anywhere; hosts match in any case, paths in theirs ("Condition types for listener rules").
//! Kubernetes: a host is a lower-case DNS name or begins with `*.`; a path begins with `/` ("Ingress"). The controller
//! passes both on as they stand, and joins them with those of the annotation `conditions.<name>` to one list of which any
//! may match; every other kind of condition stands in that annotation alone (measured with controller 3.5.0). So the first
//! host and the first path that Kubernetes takes stand in the rule, the others in the annotation; the path's type is always
//! `ImplementationSpecific`, since `Prefix` matches what a pattern does not, and no path at all stands for every path.
//! Patterns and regular expressions of one kind cannot stand together, in the controller as on ECS: a host by regular
//! expression leaves the rule's own host empty. A condition whose `field` is misspelt would be dropped without a word; the
//! names stand here once.

use std::net::IpAddr;

use serde_json::{Map, Value, json};

use crate::ir::ecs::{ConditionField, Conditions, QueryPair, Rewrite, RuleCondition, Transform, TransformKind};
use crate::ir::{Spanned, Traced};
use crate::source::Leaf;

/// Most values that the conditions of one rule may have ("Quotas for your Application Load Balancers").
pub(super) const MOST_VALUES: usize = 5;

/// What a rule matches, and how it rewrites that.
#[derive(Clone)]
pub(super) struct Matching {
    pub(super) host: Option<Traced<String>>,
    pub(super) path: Option<Traced<String>>,
    /// For the annotation: a JSON list.
    pub(super) conditions: Option<Traced<String>>,
    /// For the annotation: a JSON list.
    pub(super) transforms: Option<Traced<String>>,
    pub(super) values: usize,
}

impl Matching {
    /// What a listener's default action matches.
    pub(super) fn everything() -> Self {
        Matching { host: None, path: None, conditions: None, transforms: None, values: 0 }
    }
}

/// Everybody: the one condition that changes nothing.
const EVERYBODY: [&str; 2] = ["0.0.0.0/0", "::/0"];

pub(super) fn place(conditions: Conditions, transforms: Vec<Transform>, redirects: bool) -> Matching {
    let hidden = redirects && is_hidden(&conditions);
    let Conditions { mut hosts, mut paths, others } = conditions;
    let mut values = hosts.len() + paths.len();
    let host = take_first(&mut hosts, legal_host);
    let path = take_first(&mut paths, |path| path.starts_with('/'));
    let mut list = Vec::new();
    let mut from = Vec::new();
    for (field, rest) in [(ConditionField::HostHeader, hosts), (ConditionField::PathPattern, paths)] {
        if !rest.is_empty() {
            let (field, key) = spelling(field);
            list.push(json!({ "field": field, key: { "values": listed(rest, &mut from) } }));
        }
    }
    for condition in others {
        values += condition.values.len() + condition.pairs.len() + condition.regexes.len();
        list.push(spelt(condition, &mut from));
    }
    if hidden && values + EVERYBODY.len() <= MOST_VALUES {
        values += EVERYBODY.len();
        list.push(json!({ "field": "source-ip", "sourceIpConfig": { "values": EVERYBODY } }));
    }
    let conditions = (!list.is_empty()).then(|| Traced::new(Value::Array(list).to_string(), from));
    let transforms = (!transforms.is_empty()).then(|| rewriting(transforms));
    Matching { host: host.map(Spanned::traced), path: path.map(Spanned::traced), conditions, transforms, values }
}

/// The conditions of a redirect by regular expression in parts that leave room for everybody: values of one condition are
/// ORed, so that a rule may become several.
pub(super) fn with_room(conditions: Conditions, redirects: bool) -> Vec<Conditions> {
    let count = |it: &RuleCondition| it.values.len() + it.pairs.len() + it.regexes.len();
    let others: usize = conditions.others.iter().map(count).sum();
    let total = conditions.hosts.len() + conditions.paths.len() + others;
    let most = MOST_VALUES - EVERYBODY.len();
    let widest = (0..conditions.others.len()).max_by_key(|index| conditions.others.get(*index).map(count));
    let Some(widest) = widest.filter(|_| redirects && total > most && is_hidden(&conditions)) else {
        return vec![conditions];
    };
    let regexes = conditions.others.get(widest).map(|it| it.regexes.clone()).unwrap_or_default();
    let room = most.saturating_sub(total - regexes.len());
    if room == 0 {
        return vec![conditions];
    }
    let part = |regexes: &[Spanned<String>]| {
        let mut part = conditions.clone();
        part.others.get_mut(widest).into_iter().for_each(|condition| condition.regexes = regexes.to_vec());
        part
    };
    regexes.chunks(room).map(part).collect()
}

/// Whether the controller sees no host, or no path, where a redirect has one by regular expression: it would take the
/// redirect for one of all hosts, and drop every later rule with no more paths (measured with controller 3.5.0:
/// `alb-facts` 112). It drops nothing behind a redirect with a condition of another kind (111).
fn is_hidden(conditions: &Conditions) -> bool {
    let known = |field: ConditionField| [ConditionField::HostHeader, ConditionField::PathPattern].contains(&field);
    !conditions.others.is_empty() && conditions.others.iter().all(|condition| known(condition.field))
}

/// A condition as the annotation wants it.
fn spelt(condition: RuleCondition, from: &mut Vec<Leaf>) -> Value {
    let RuleCondition { field, header, values, pairs, regexes } = condition;
    let (field, key) = spelling(field);
    let mut config = Map::new();
    if let Some(header) = header {
        from.push(header.leaf());
        config.insert("httpHeaderName".to_owned(), Value::String(header.value));
    }
    let mut list = listed(values, from);
    for QueryPair { key, value } in pairs {
        from.extend(key.iter().chain([&value]).map(Spanned::leaf));
        list.push(match key {
            Some(key) => json!({ "key": key.value, "value": value.value }),
            None => json!({ "value": value.value }),
        });
    }
    if !list.is_empty() {
        config.insert("values".to_owned(), Value::Array(list));
    }
    if !regexes.is_empty() {
        config.insert("regexValues".to_owned(), Value::Array(listed(regexes, from)));
    }
    json!({ "field": field, key: config })
}

fn listed(values: Vec<Spanned<String>>, from: &mut Vec<Leaf>) -> Vec<Value> {
    from.extend(values.iter().map(Spanned::leaf));
    values.into_iter().map(|value| Value::String(value.value)).collect()
}

/// The API's name of a field, and the annotation's name for what it says.
pub(super) fn spelling(field: ConditionField) -> (&'static str, &'static str) {
    match field {
        ConditionField::HostHeader => ("host-header", "hostHeaderConfig"),
        ConditionField::PathPattern => ("path-pattern", "pathPatternConfig"),
        ConditionField::HttpHeader => ("http-header", "httpHeaderConfig"),
        ConditionField::HttpRequestMethod => ("http-request-method", "httpRequestMethodConfig"),
        ConditionField::QueryString => ("query-string", "queryStringConfig"),
        ConditionField::SourceIp => ("source-ip", "sourceIpConfig"),
    }
}

fn rewriting(transforms: Vec<Transform>) -> Traced<String> {
    let mut list = Vec::new();
    let mut from = Vec::new();
    for Transform { kind, rewrites } in transforms {
        let key = match kind {
            TransformKind::UrlRewrite => "urlRewriteConfig",
            TransformKind::HostHeaderRewrite => "hostHeaderRewriteConfig",
        };
        let mut pairs = Vec::new();
        for Rewrite { regex, replace } in rewrites {
            from.extend(replace.iter().chain([&regex]).map(Spanned::leaf));
            let replace = replace.map_or_else(String::new, |replace| replace.value);
            pairs.push(json!({ "regex": regex.value, "replace": replace }));
        }
        list.push(json!({ "type": transform_word(kind), key: { "rewrites": pairs } }));
    }
    Traced::new(Value::Array(list).to_string(), from)
}

/// The API's name of a kind of transform.
pub(super) fn transform_word(kind: TransformKind) -> &'static str {
    match kind {
        TransformKind::UrlRewrite => "url-rewrite",
        TransformKind::HostHeaderRewrite => "host-header-rewrite",
    }
}

fn take_first(values: &mut Vec<Spanned<String>>, fits: impl Fn(&str) -> bool) -> Option<Spanned<String>> {
    let index = values.iter().position(|value| fits(&value.value))?;
    Some(values.remove(index))
}

/// Whether Kubernetes takes it as a host: "Ingress", `IsWildcardDNS1123Subdomain`, and no address.
pub(super) fn legal_host(host: &str) -> bool {
    let name = host.strip_prefix("*.").unwrap_or(host);
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let label =
        |label: &str| !label.is_empty() && label.chars().all(inner) && !label.starts_with('-') && !label.ends_with('-');
    host.len() <= 253 && host.parse::<IpAddr>().is_err() && name.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_kubernetes_takes_is_a_host() {
        for host in ["shop.example.com", "*.example.com", "a", "0-1.example.com"] {
            assert!(legal_host(host), "{host}");
        }
        for host in [
            "API.example.com",
            "api-*.example.com",
            "a?.example.com",
            "*",
            "10.0.0.1",
            "my_app.example.com",
            "",
            "a..b",
        ] {
            assert!(!legal_host(host), "{host}");
        }
    }
}
