//! The order in which people expect keys and documents. Changes no value.

mod tables;

use std::sync::LazyLock;

use indexmap::IndexSet;
use serde::Serialize;
use serde_json::{Value, json};

pub(super) use self::tables::USER_MAPS;
use self::tables::{CONTAINER, GENERAL, KINDS, LABELS, LATE_KINDS, POD};
use super::json::{Object, into_object, object};

/// A table in which a key's place is found without a search.
type Ranks = IndexSet<&'static str>;

static CONTAINER_RANKS: LazyLock<Ranks> = LazyLock::new(|| ranks(&CONTAINER));
static POD_RANKS: LazyLock<Ranks> = LazyLock::new(|| ranks(&POD));
static LABEL_RANKS: LazyLock<Ranks> = LazyLock::new(|| ranks(&LABELS));
static GENERAL_RANKS: LazyLock<Ranks> = LazyLock::new(|| ranks(&GENERAL));

fn ranks(table: &[&'static str]) -> Ranks {
    table.iter().copied().collect()
}

/// A typed object with its keys in the conventional order.
pub(super) fn typed(typed: &impl Serialize) -> Object {
    conventional(object(typed))
}

/// A custom resource, whose type carries no `apiVersion` and `kind`.
pub(super) fn custom(api_version: &str, kind: &str, typed: &impl Serialize) -> Object {
    let mut all = into_object(json!({ "apiVersion": api_version, "kind": kind }));
    all.extend(object(typed));
    conventional(all)
}

/// An object with its keys, and those of all that it holds, in the conventional order.
pub(super) fn conventional(object: Object) -> Object {
    sorted("", "", object)
}

/// A container with its keys in the conventional order; what it holds stays as it is.
pub(super) fn container(object: Object) -> Object {
    by_table(object, &CONTAINER_RANKS)
}

/// The place of a kind in the order of installation.
pub(super) fn install_order(kind: &str) -> usize {
    let kinds = KINDS.iter().chain(&LATE_KINDS);
    kinds.clone().position(|known| *known == kind).unwrap_or(kinds.count())
}

/// `field` holds the object, `above` holds that field.
fn sorted(above: &str, field: &str, object: Object) -> Object {
    let ranks = match field {
        "labels" | "matchLabels" => Some(&LABEL_RANKS),
        "containers" | "initContainers" => Some(&CONTAINER_RANKS),
        "spec" if above == "template" => Some(&POD_RANKS),
        _ if USER_MAPS.contains(&field) && !object.values().any(Value::is_object) => None,
        _ => Some(&GENERAL_RANKS),
    };
    let sorted = object.into_iter().map(|(name, value)| {
        let value = sorted_value(field, &name, value);
        (name, value)
    });
    match ranks {
        Some(ranks) => by_table(sorted, ranks),
        None => sorted.collect(),
    }
}

fn sorted_value(above: &str, field: &str, value: Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(sorted(above, field, object)),
        Value::Array(items) => items.into_iter().map(|item| sorted_value(above, field, item)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

/// Known keys by the table, the others after them as they stood.
fn by_table(fields: impl IntoIterator<Item = (String, Value)>, ranks: &Ranks) -> Object {
    let rank = |name: &str| ranks.get_index_of(name).unwrap_or(ranks.len());
    let mut ranked: Vec<(usize, (String, Value))> = fields.into_iter().map(|field| (rank(&field.0), field)).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, field)| field).collect()
}
