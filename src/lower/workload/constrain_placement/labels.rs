//! What a comparison of the cluster query language means for the labels of a node.
//!
//! ECS: an instance has attributes of its own (`ecs.…`) and those that people gave it ("Amazon ECS container instance
//! attributes", developer guide). Kubernetes: a node has well-known labels ("Well-Known Labels, Annotations and Taints"),
//! and those that people gave it.

use super::normal_form::Alternatives;
use super::query::{Comparison, Operator};
use crate::ir::plan;
use crate::settings::Target;

/// A requirement of a node's label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) name: String,
    pub(super) operator: plan::Operator,
    pub(super) values: Vec<String>,
}

/// Stands before the names of attributes that people gave.
pub(in crate::lower::workload) const CUSTOM: &str = "ecs.attribute/";
/// The type of the instance.
pub(super) const INSTANCE_TYPE: &str = "node.kubernetes.io/instance-type";
/// The families of instance types, as Karpenter and as EKS Auto Mode name them.
pub(super) const FAMILIES: [&str; 2] = ["karpenter.k8s.aws/instance-family", "eks.amazonaws.com/instance-family"];

/// Labels of the families that nodes of a target may have.
pub(super) fn families_of(target: Target) -> &'static [&'static str] {
    let [_, auto_mode] = &FAMILIES;
    match target {
        Target::Ec2 | Target::Fargate => &FAMILIES,
        Target::AutoMode => std::slice::from_ref(auto_mode),
    }
}

/// What a node must have; `None` where no label says it. `families` are the labels of families.
pub(super) fn meaning(comparison: &Comparison, families: &[&str]) -> Option<Alternatives<Label>> {
    let attribute = comparison.subject.strip_prefix("attribute:")?;
    match attribute {
        "ecs.instance-type" => of_type(comparison, families),
        "ecs.availability-zone" => plain("topology.kubernetes.io/zone", comparison, legal_value),
        "ecs.os-type" => {
            plain("kubernetes.io/os", comparison, |value| word(value, &[("linux", "linux"), ("windows", "windows")]))
        }
        "ecs.os-family" => plain("kubernetes.io/os", comparison, |value| word(value, &[("LINUX", "linux")])),
        "ecs.cpu-architecture" => {
            plain("kubernetes.io/arch", comparison, |value| word(value, &[("x86_64", "amd64"), ("arm64", "arm64")]))
        }
        "ecs.capability.external" => external(comparison.operator),
        known if known.starts_with("ecs.") => None,
        custom => of_people(custom, comparison),
    }
}

/// The label over whose values tasks are spread by a field of a strategy; `None` where no label says it.
pub(in crate::lower::workload) fn topology(field: &str) -> Option<String> {
    let label = match field.strip_prefix("attribute:")? {
        "ecs.availability-zone" => "topology.kubernetes.io/zone",
        "ecs.instance-type" => "node.kubernetes.io/instance-type",
        "ecs.os-type" => "kubernetes.io/os",
        "ecs.cpu-architecture" => "kubernetes.io/arch",
        known if known.starts_with("ecs.") => return None,
        custom => return legal_value(custom).map(|name| format!("{CUSTOM}{name}")),
    };
    Some(label.to_owned())
}

fn one(name: &str, operator: plan::Operator, values: Vec<String>) -> Alternatives<Label> {
    vec![vec![Label { name: name.to_owned(), operator, values }]]
}

fn word(value: &str, words: &[(&str, &str)]) -> Option<String> {
    words.iter().find(|(known, _)| known.eq_ignore_ascii_case(value)).map(|(_, word)| (*word).to_owned())
}

/// Values of labels are at most 63 characters, and begin and end with a letter or digit.
fn legal_value(value: &str) -> Option<String> {
    let edge = |c: char| c.is_ascii_alphanumeric();
    let legal = value.len() <= 63
        && value.starts_with(edge)
        && value.ends_with(edge)
        && value.chars().all(|c| edge(c) || matches!(c, '-' | '_' | '.'));
    legal.then(|| value.to_owned())
}

/// What is asked by listing values.
fn plain(label: &str, comparison: &Comparison, value: impl Fn(&str) -> Option<String>) -> Option<Alternatives<Label>> {
    let operator = match comparison.operator {
        Operator::Equal | Operator::In => plan::Operator::In,
        Operator::NotEqual | Operator::NotIn => plan::Operator::NotIn,
        Operator::Exists => plan::Operator::Exists,
        Operator::NotExists => plan::Operator::DoesNotExist,
        Operator::Greater
        | Operator::GreaterEqual
        | Operator::Less
        | Operator::LessEqual
        | Operator::Matches
        | Operator::NotMatches => return None,
    };
    let values = comparison.arguments.iter().map(|argument| value(argument)).collect::<Option<Vec<_>>>()?;
    Some(one(label, operator, values))
}

/// `t3.*` is a family to everyone who writes it.
fn of_type(comparison: &Comparison, families: &[&str]) -> Option<Alternatives<Label>> {
    let negated = match comparison.operator {
        Operator::Matches => false,
        Operator::NotMatches => true,
        Operator::Equal
        | Operator::NotEqual
        | Operator::Greater
        | Operator::GreaterEqual
        | Operator::Less
        | Operator::LessEqual
        | Operator::In
        | Operator::NotIn
        | Operator::Exists
        | Operator::NotExists => return plain(INSTANCE_TYPE, comparison, legal_value),
    };
    let named = families_named(comparison.arguments.first()?)?;
    let operator = if negated { plan::Operator::NotIn } else { plan::Operator::In };
    let label = |name: &&str| Label { name: (*name).to_owned(), operator, values: named.clone() };
    let labels: Vec<Label> = families.iter().map(label).collect();
    // A node has one label or the other: one must match, and none may where the family is not wanted.
    Some(if negated { vec![labels] } else { labels.into_iter().map(|label| vec![label]).collect() })
}

/// The families that a pattern such as `t3.*`, `t3\..*` or `(c5|c6i).*` names.
fn families_named(pattern: &str) -> Option<Vec<String>> {
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    let pattern = pattern.strip_suffix('$').unwrap_or(pattern);
    let name = pattern.strip_suffix("\\..*").or_else(|| pattern.strip_suffix(".*"))?;
    let name = name.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(name);
    let family = |part: &str| {
        let legal = part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        (legal && part.chars().any(|c| c.is_ascii_digit())).then(|| part.to_owned())
    };
    name.split('|').map(family).collect()
}

/// The attribute is there on machines outside of AWS, and has no value.
fn external(operator: Operator) -> Option<Alternatives<Label>> {
    let operator = match operator {
        Operator::Exists => plan::Operator::In,
        Operator::NotExists => plan::Operator::NotIn,
        Operator::Equal
        | Operator::NotEqual
        | Operator::Greater
        | Operator::GreaterEqual
        | Operator::Less
        | Operator::LessEqual
        | Operator::In
        | Operator::NotIn
        | Operator::Matches
        | Operator::NotMatches => return None,
    };
    Some(one("eks.amazonaws.com/compute-type", operator, vec!["hybrid".to_owned()]))
}

/// An attribute that people gave becomes a label that people give.
fn of_people(attribute: &str, comparison: &Comparison) -> Option<Alternatives<Label>> {
    let name = attribute.replace(['/', '\\'], ".");
    let label = format!("{CUSTOM}{}", legal_value(&name)?);
    let number = || comparison.arguments.first().and_then(|argument| argument.parse::<i64>().ok());
    let (operator, bound) = match comparison.operator {
        Operator::Greater => (plan::Operator::GreaterThan, number()),
        Operator::GreaterEqual => (plan::Operator::GreaterThan, number().and_then(|number| number.checked_sub(1))),
        Operator::Less => (plan::Operator::LessThan, number()),
        Operator::LessEqual => (plan::Operator::LessThan, number().and_then(|number| number.checked_add(1))),
        Operator::Equal
        | Operator::NotEqual
        | Operator::In
        | Operator::NotIn
        | Operator::Exists
        | Operator::NotExists
        | Operator::Matches
        | Operator::NotMatches => return plain(&label, comparison, legal_value),
    };
    Some(one(&label, operator, vec![bound?.to_string()]))
}

/// Why no label says it.
pub(super) fn why_not(comparison: &Comparison) -> &'static str {
    match comparison.subject.as_str() {
        "agentConnected" | "agentVersion" | "registeredAt" => {
            "a node has no ECS agent, and no label that tells its age"
        }
        "runningTasksCount" => "no label of a node counts its pods",
        "ec2InstanceId" => "no label of a node bears the instance's id",
        "task:group" => "only one whole service or family can be asked for, and not as one of several alternatives",
        _ => "no label of a node can be compared in this way",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_named_by_patterns() {
        let of = |pattern: &str| families_named(pattern).map(|families| families.join(" "));
        assert_eq!(of("t3.*").as_deref(), Some("t3"));
        assert_eq!(of("^(c5|c6i)\\..*$").as_deref(), Some("c5 c6i"));
        assert_eq!(of("u-6tb1.*").as_deref(), Some("u-6tb1"));
        assert_eq!(of(".*\\.large"), None);
        assert_eq!(of("t.*"), None);
        assert_eq!(of("[tm]3.*"), None);
    }

    #[test]
    fn values_are_legal_or_nothing() {
        assert_eq!(legal_value("eu-west-1a").as_deref(), Some("eu-west-1a"));
        assert_eq!(legal_value("a b"), None);
        assert_eq!(legal_value(""), None);
        assert_eq!(legal_value(&"a".repeat(64)), None);
    }
}
