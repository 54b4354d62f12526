//! `Rule` of Elastic Load Balancing.

use super::action::actions;
use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::Spanned;
use crate::ir::ecs::{ConditionField, Conditions, QueryPair, Rewrite, Rule, RuleCondition, Transform, TransformKind};

/// Reads a rule.
pub(crate) fn rule(node: Node, diags: &mut Diagnostics) -> Result<Rule, Reported> {
    object(node, diags, |it, diags| {
        it.ignore(&["IsDefault"], "the priority says the same", diags);
        let mut untranslated = Vec::new();
        let transforms = it.list("Transforms", diags, transform)?;
        let mut known = Vec::new();
        for transform in transforms {
            match transform {
                Ok(transform) => known.push(transform),
                Err(what) => untranslated.push(what),
            }
        }
        Ok(Rule {
            at: it.at(),
            arn: it.required_string("RuleArn", diags)?,
            priority: it.string("Priority", diags)?,
            conditions: conditions(it, &mut untranslated, diags)?,
            actions: actions(it, "Actions", diags)?,
            transforms: known,
            untranslated,
        })
    })
}

fn conditions(
    it: &mut Object,
    untranslated: &mut Vec<String>,
    diags: &mut Diagnostics,
) -> Result<Conditions, Reported> {
    let mut all = Conditions { hosts: Vec::new(), paths: Vec::new(), others: Vec::new() };
    for condition in it.list("Conditions", diags, condition)? {
        match condition {
            Condition::Hosts(hosts) => all.hosts.extend(hosts),
            Condition::Paths(paths) => all.paths.extend(paths),
            Condition::Other(other) => all.others.push(other),
            Condition::Untranslated(what) => untranslated.push(what),
        }
    }
    Ok(all)
}

enum Condition {
    Hosts(Vec<Spanned<String>>),
    Paths(Vec<Spanned<String>>),
    Other(RuleCondition),
    Untranslated(String),
}

/// What stands in a condition's own `…Config`.
#[derive(Default)]
struct Config {
    header: Option<Spanned<String>>,
    values: Vec<Spanned<String>>,
    pairs: Vec<QueryPair>,
    regexes: Vec<Spanned<String>>,
    /// `IpAddressType`: a condition of Network Load Balancers.
    family: bool,
}

/// One condition. `Values` and `RegexValues` repeat what the field's own `…Config` says; either may stand alone.
fn condition(node: Node, diags: &mut Diagnostics) -> Result<Condition, Reported> {
    const FIELDS: &[(&str, ConditionField, &str)] = &[
        ("host-header", ConditionField::HostHeader, "HostHeaderConfig"),
        ("path-pattern", ConditionField::PathPattern, "PathPatternConfig"),
        ("http-header", ConditionField::HttpHeader, "HttpHeaderConfig"),
        ("http-request-method", ConditionField::HttpRequestMethod, "HttpRequestMethodConfig"),
        ("query-string", ConditionField::QueryString, "QueryStringConfig"),
        ("source-ip", ConditionField::SourceIp, "SourceIpConfig"),
    ];
    object(node, diags, |it, diags| {
        let field = it.required_string("Field", diags)?;
        let Some((_, kind, key)) = FIELDS.iter().find(|(word, ..)| *word == field.value) else {
            // What is not known is not looked into: the pass that leaves the rule out tells it for the whole rule.
            drop(it.take_all());
            return Ok(Condition::Untranslated(field.value));
        };
        diags.ignore(field.at, "says which condition it is; its values say the rest");
        let config = it.child(key, diags, |it, diags| config(it, *kind, diags))?;
        let plain = it.strings("Values", diags)?;
        let regexes = it.strings("RegexValues", diags)?;
        let config = match config {
            Some(config) => {
                let again = plain.iter().chain(&regexes);
                again.for_each(|value| diags.ignore(value.at, "repeats the condition's own list"));
                config
            }
            None => Config { values: plain, regexes, ..Config::default() },
        };
        let Config { header, values, pairs, regexes, family } = config;
        Ok(match kind {
            _ if family => Condition::Untranslated("source-ip by address family".to_owned()),
            ConditionField::HostHeader if regexes.is_empty() => Condition::Hosts(values),
            ConditionField::PathPattern if regexes.is_empty() => Condition::Paths(values),
            ConditionField::HostHeader
            | ConditionField::PathPattern
            | ConditionField::HttpHeader
            | ConditionField::HttpRequestMethod
            | ConditionField::QueryString
            | ConditionField::SourceIp => {
                Condition::Other(RuleCondition { field: *kind, header, values, pairs, regexes })
            }
        })
    })
}

fn config(it: &mut Object, field: ConditionField, diags: &mut Diagnostics) -> Result<Config, Reported> {
    let header =
        if field == ConditionField::HttpHeader { Some(it.required_string("HttpHeaderName", diags)?) } else { None };
    if field == ConditionField::QueryString {
        return Ok(Config { pairs: it.list("Values", diags, pair)?, ..Config::default() });
    }
    let family = field == ConditionField::SourceIp && it.string("IpAddressType", diags)?.is_some();
    Ok(Config {
        header,
        values: it.strings("Values", diags)?,
        pairs: Vec::new(),
        regexes: it.strings("RegexValues", diags)?,
        family,
    })
}

fn pair(node: Node, diags: &mut Diagnostics) -> Result<QueryPair, Reported> {
    object(node, diags, |it, diags| {
        Ok(QueryPair { key: it.string("Key", diags)?, value: it.required_string("Value", diags)? })
    })
}

/// A transform; the name of its kind where that is not known.
fn transform(node: Node, diags: &mut Diagnostics) -> Result<Result<Transform, String>, Reported> {
    object(node, diags, |it, diags| {
        let word = it.required_string("Type", diags)?;
        let (kind, key) = match word.value.as_str() {
            "url-rewrite" => (TransformKind::UrlRewrite, "UrlRewriteConfig"),
            "host-header-rewrite" => (TransformKind::HostHeaderRewrite, "HostHeaderRewriteConfig"),
            _ => {
                drop(it.take_all());
                return Ok(Err(format!("transform {}", word.value)));
            }
        };
        diags.ignore(word.at, "says which transform it is; its settings say the rest");
        let rewrites = it.child(key, diags, |it, diags| it.list("Rewrites", diags, rewrite))?;
        Ok(Ok(Transform { kind, rewrites: rewrites.unwrap_or_default() }))
    })
}

fn rewrite(node: Node, diags: &mut Diagnostics) -> Result<Rewrite, Reported> {
    object(node, diags, |it, diags| {
        Ok(Rewrite { regex: it.required_string("Regex", diags)?, replace: it.string("Replace", diags)? })
    })
}
