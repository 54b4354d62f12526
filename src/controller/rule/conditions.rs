//! Conditions: those of the annotation, joined with the host and the path of the entry.

use super::paths::Patterns;
use crate::controller::annotations::Annotations;
use crate::controller::built::{Condition, ConditionValue};
use crate::controller::fault::Fault;
use crate::controller::json::{self, Object};

const HOST: &str = "host-header";
const PATH: &str = "path-pattern";
const HEADER: &str = "http-header";
const METHOD: &str = "http-request-method";
const QUERY: &str = "query-string";
const SOURCE: &str = "source-ip";

/// What `conditions.NAME` says. A `field` that is not known is dropped in silence, so that the rule matches more; a known
/// one without its configuration, or without a value, is a fault.
pub(in crate::controller) fn given(name: &str, annotations: &Annotations) -> Result<Vec<Condition>, Fault> {
    let Some(value) = annotations.json(&format!("conditions.{name}"))? else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for entry in json::list(&value)? {
        all.extend(one(entry)?);
    }
    Ok(all)
}

fn one(entry: Object) -> Result<Option<Condition>, Fault> {
    let written = entry.required("field")?;
    let kinds = [
        (HOST, "hostHeaderConfig"),
        (PATH, "pathPatternConfig"),
        (HEADER, "httpHeaderConfig"),
        (METHOD, "httpRequestMethodConfig"),
        (QUERY, "queryStringConfig"),
        (SOURCE, "sourceIPConfig"),
    ];
    let Some((field, key)) = kinds.into_iter().find(|(field, _)| *field == written) else { return Ok(None) };
    let config = entry.object(key)?.ok_or_else(|| Fault::build(format!("`{key}` is missing")))?;
    let http_header_name = if field == HEADER { Some(config.required("httpHeaderName")?) } else { None };
    let values = if field == QUERY { pairs(config)? } else { texts(config.texts("values")?) };
    let regex_values = if [HOST, PATH, HEADER].contains(&field) { config.texts("regexValues")? } else { Vec::new() };
    if values.is_empty() && regex_values.is_empty() {
        return Err(Fault::build(format!("`{key}` has no value")));
    }
    Ok(Some(Condition { field, http_header_name, values, regex_values }))
}

fn pairs(config: Object) -> Result<Vec<ConditionValue>, Fault> {
    let pair = |pair: Object| Ok(ConditionValue::Query { key: pair.text("key")?, value: pair.required("value")? });
    config.objects("values")?.into_iter().map(pair).collect()
}

fn texts(values: impl IntoIterator<Item = String>) -> Vec<ConditionValue> {
    values.into_iter().map(ConditionValue::Text).collect()
}

/// All values of a host are one condition, that of the entry first, and so are all values of a path: they are ORed.
/// Every other condition stays one of its own. Patterns and regular expressions cannot stand in one condition. Where
/// nothing is left, the rule matches every path.
pub(super) fn joined(host: Option<&str>, path: Patterns, given: Vec<Condition>) -> Result<Vec<Condition>, Fault> {
    let plain = |field| Condition { field, http_header_name: None, values: Vec::new(), regex_values: Vec::new() };
    let mut hosts = plain(HOST);
    hosts.values.extend(texts(host.map(str::to_owned)));
    let mut paths = plain(PATH);
    match path {
        Patterns::Globs(globs) => paths.values.extend(texts(globs)),
        Patterns::Regex(regex) => paths.regex_values.push(regex),
    }
    let mut others = Vec::new();
    for condition in given {
        let into = match condition.field {
            HOST => &mut hosts,
            PATH => &mut paths,
            _ => {
                others.push(condition);
                continue;
            }
        };
        into.values.extend(condition.values);
        into.regex_values.extend(condition.regex_values);
    }
    let mut all: Vec<Condition> = [hosts, paths].into_iter().filter(|one| !is_empty(one)).chain(others).collect();
    if let Some(both) = all.iter().find(|one| !one.values.is_empty() && !one.regex_values.is_empty()) {
        return Err(Fault::build(format!("`{}` has both patterns and regular expressions", both.field)));
    }
    if all.is_empty() {
        all.push(Condition { values: texts(["/*".to_owned()]), ..plain(PATH) });
    }
    Ok(all)
}

fn is_empty(condition: &Condition) -> bool {
    condition.values.is_empty() && condition.regex_values.is_empty()
}

impl Condition {
    /// Whether it is about the host.
    pub(super) fn is_host(&self) -> bool {
        self.field == HOST
    }

    /// Whether it is about the path.
    pub(super) fn is_path(&self) -> bool {
        self.field == PATH
    }
}
