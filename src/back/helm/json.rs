//! Taking serialized objects apart, field by field. Knows no field of Kubernetes.

use serde::Serialize;
use serde_json::{Map, Value};

pub(super) type Object = Map<String, Value>;

/// A typed object as a map. Fields without content are left out: an empty list says the same as none, and an
/// override that empties a list must render the same as one that removes it.
pub(super) fn object(typed: &impl Serialize) -> Object {
    // Typed objects have string keys only, and that is all that can fail here.
    let mut value = serde_json::to_value(typed).unwrap_or_default();
    prune(&mut value);
    into_object(value)
}

pub(super) fn into_object(value: Value) -> Object {
    if let Value::Object(object) = value { object } else { Object::new() }
}

/// Removes a field and gives its value.
pub(super) fn take(object: &mut Object, field: &str) -> Option<Value> {
    object.shift_remove(field)
}

/// Removes a field that holds an object; empty where there is none.
pub(super) fn take_object(object: &mut Object, field: &str) -> Object {
    take(object, field).map(into_object).unwrap_or_default()
}

/// Removes a field that holds a list; empty where there is none.
pub(super) fn take_list(object: &mut Object, field: &str) -> Vec<Value> {
    if let Some(Value::Array(items)) = take(object, field) { items } else { Vec::new() }
}

/// Removes a field that holds a string; empty where there is none.
pub(super) fn take_string(object: &mut Object, field: &str) -> String {
    if let Some(Value::String(text)) = take(object, field) { text } else { String::new() }
}

/// Moves a field over if it is there.
pub(super) fn hand_over(from: &mut Object, field: &str, to: &mut Object, name: &str) {
    if let Some(value) = take(from, field) {
        to.insert(name.to_owned(), value);
    }
}

/// Puts a value unless it is empty.
pub(super) fn put(object: &mut Object, field: &str, value: impl Into<Value>) {
    let value = value.into();
    if !is_empty(&value) {
        object.insert(field.to_owned(), value);
    }
}

/// The text at a path of fields.
pub(super) fn text<'a>(object: &'a Object, path: &[&str]) -> Option<&'a str> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(object.get(*first)?, |value, field| value.get(*field))?.as_str()
}

/// A list as a map from one of its fields to the rest, where the map says as much: a chart goes through maps in the order
/// of their keys, so the list must be in that order already. Else the list.
pub(super) fn keyed(items: Vec<Value>, field: &str) -> Value {
    let names: Vec<&str> = items.iter().filter_map(|item| item.get(field)?.as_str()).collect();
    if names.len() < items.len() || !ascending(&names) {
        return Value::Array(items);
    }
    let pairs = items.into_iter().map(|item| {
        let mut item = into_object(item);
        (take_string(&mut item, field), Value::Object(item))
    });
    Value::Object(pairs.collect())
}

/// Whether each is greater than the one before it, byte by byte, which is how Go sorts.
pub(super) fn ascending<T: AsRef<str>>(names: &[T]) -> bool {
    names.windows(2).all(|pair| matches!(pair, [a, b] if a.as_ref() < b.as_ref()))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn prune(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, value| match value {
                Value::Null => false,
                Value::Array(items) => !items.is_empty(),
                Value::Object(map) => !(map.is_empty() && matches!(name.as_str(), "annotations" | "labels")),
                Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
            });
            fields.values_mut().for_each(prune);
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
