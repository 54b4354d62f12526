//! Where the hosts and paths of a rule are written.
//!
//! Elastic Load Balancing: a rule has one host condition and one path condition with up to five patterns in all; `*` and
//! `?` stand anywhere; hosts match in any case, paths in theirs ("Listener rules for your Application Load Balancer").
//! Kubernetes: a host is a lower-case DNS name or begins with `*.`; a path begins with `/` ("Ingress"). The controller
//! passes both on as they stand, and joins them with those of the annotation `conditions.<name>` to one list of which any
//! may match (measured with controller 3.5.0). So the first host and the first path
//! that Kubernetes takes stand in the rule, the others in the annotation; the path's type is always
//! `ImplementationSpecific`, since `Prefix` matches what a pattern does not, and no path at all stands for every path.

use std::net::IpAddr;

use serde_json::json;

use crate::ir::ecs::Conditions;
use crate::ir::{Spanned, Traced};

/// Most values that the conditions of one rule may have ("Quotas for your Application Load Balancers").
pub(super) const MOST_VALUES: usize = 5;

/// Hosts and paths, placed.
pub(super) struct Matching {
    pub(super) host: Option<Traced<String>>,
    pub(super) path: Option<Traced<String>>,
    /// For the annotation: a JSON list.
    pub(super) conditions: Option<Traced<String>>,
    pub(super) values: usize,
}

impl Matching {
    /// What a listener's default action matches.
    pub(super) fn everything() -> Self {
        Matching { host: None, path: None, conditions: None, values: 0 }
    }
}

pub(super) fn place(conditions: Conditions) -> Matching {
    let Conditions { mut hosts, mut paths } = conditions;
    let values = hosts.len() + paths.len();
    let host = take_first(&mut hosts, legal_host);
    let path = take_first(&mut paths, |path| path.starts_with('/'));
    let mut list = Vec::new();
    let mut from = Vec::new();
    let mut add = |field: &str, config: &str, values: Vec<Spanned<String>>| {
        if values.is_empty() {
            return;
        }
        from.extend(values.iter().map(Spanned::leaf));
        let values: Vec<String> = values.into_iter().map(|value| value.value).collect();
        list.push(json!({ "field": field, config: { "values": values } }));
    };
    add("host-header", "hostHeaderConfig", hosts);
    add("path-pattern", "pathPatternConfig", paths);
    let conditions = (!list.is_empty()).then(|| Traced::new(serde_json::Value::Array(list).to_string(), from));
    Matching { host: host.map(Spanned::traced), path: path.map(Spanned::traced), conditions, values }
}

fn take_first(values: &mut Vec<Spanned<String>>, fits: impl Fn(&str) -> bool) -> Option<Spanned<String>> {
    let index = values.iter().position(|value| fits(&value.value))?;
    Some(values.remove(index))
}

/// Whether Kubernetes takes it as a host: "Ingress", `IsWildcardDNS1123Subdomain`, and no address.
fn legal_host(host: &str) -> bool {
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
