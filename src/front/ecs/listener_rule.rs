//! `Rule` of Elastic Load Balancing.

use super::action::actions;
use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::Spanned;
use crate::ir::ecs::{Conditions, Rule};

/// Reads a rule.
pub(crate) fn rule(node: Node, diags: &mut Diagnostics) -> Result<Rule, Reported> {
    object(node, diags, |it, diags| {
        it.ignore(&["IsDefault"], "the priority says the same", diags);
        let mut untranslated = Vec::new();
        if let Some(transforms) = it.take("Transforms", diags) {
            match transforms.items() {
                [] => diags.ignore(transforms.at, "an empty list: not set"),
                _ => untranslated.push("Transforms".to_owned()),
            }
        }
        Ok(Rule {
            at: it.at(),
            arn: it.required_string("RuleArn", diags)?,
            priority: it.string("Priority", diags)?,
            conditions: conditions(it, &mut untranslated, diags)?,
            action: actions(it, "Actions", diags)?,
            untranslated,
        })
    })
}

fn conditions(
    it: &mut Object,
    untranslated: &mut Vec<String>,
    diags: &mut Diagnostics,
) -> Result<Conditions, Reported> {
    let mut all = Conditions { hosts: Vec::new(), paths: Vec::new() };
    for condition in it.list("Conditions", diags, condition)? {
        match condition {
            Condition::Hosts(hosts) => all.hosts.extend(hosts),
            Condition::Paths(paths) => all.paths.extend(paths),
            Condition::Untranslated(what) => untranslated.push(what),
        }
    }
    Ok(all)
}

enum Condition {
    Hosts(Vec<Spanned<String>>),
    Paths(Vec<Spanned<String>>),
    Untranslated(String),
}

/// One condition. `Values` repeats what the field's own `…Config` says; either may stand alone.
fn condition(node: Node, diags: &mut Diagnostics) -> Result<Condition, Reported> {
    const OTHERS: &[&str] = &["HttpHeaderConfig", "QueryStringConfig", "HttpRequestMethodConfig", "SourceIpConfig"];
    let regex = ["HostHeaderConfig", "PathPatternConfig"]
        .iter()
        .filter_map(|key| node.get(key))
        .chain([&node])
        .any(|node| node.get("RegexValues").is_some_and(|values| !values.items().is_empty()));
    object(node, diags, |it, diags| {
        let field = it.required_string("Field", diags)?;
        // What is not translated is not looked into: the pass that leaves the rule out tells it for the whole rule.
        OTHERS.iter().for_each(|key| drop(it.take(key, diags)));
        drop(it.take("RegexValues", diags));
        let hosts = it.child("HostHeaderConfig", diags, values)?;
        let paths = it.child("PathPatternConfig", diags, values)?;
        let plain = it.strings("Values", diags)?;
        diags.ignore(field.at, "says which condition it is; its values say the rest");
        let values = match hosts.or(paths) {
            Some(values) => {
                plain.iter().for_each(|value| diags.ignore(value.at, "repeats the condition's own list"));
                values
            }
            None => plain,
        };
        Ok(match field.value.as_str() {
            "host-header" if !regex => Condition::Hosts(values),
            "path-pattern" if !regex => Condition::Paths(values),
            "host-header" | "path-pattern" => Condition::Untranslated(format!("{} by regular expression", field.value)),
            _ => Condition::Untranslated(field.value),
        })
    })
}

fn values(it: &mut Object, diags: &mut Diagnostics) -> Result<Vec<Spanned<String>>, Reported> {
    drop(it.take("RegexValues", diags));
    it.strings("Values", diags)
}
