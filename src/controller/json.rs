//! JSON in annotations: names of fields match in any case, fields that are not known are passed over, and a value of
//! another type than expected is a fault (measured with controller 3.5.0).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::fault::Fault;

/// An object.
#[derive(Clone, Copy)]
pub(super) struct Object<'a>(&'a Map<String, Value>);

impl<'a> Object<'a> {
    pub(super) fn of(value: &'a Value) -> Result<Self, Fault> {
        value.as_object().map(Object).ok_or_else(|| Fault::build(format!("an object is expected, not `{value}`")))
    }

    /// `null` is as good as nothing.
    fn get(&self, key: &str) -> Option<&'a Value> {
        let mut named = self.0.iter().filter(|(name, value)| name.eq_ignore_ascii_case(key) && !value.is_null());
        named.next_back().map(|(_, value)| value)
    }

    fn typed<T>(&self, key: &str, what: &str, read: impl Fn(&'a Value) -> Option<T>) -> Result<Option<T>, Fault> {
        let Some(value) = self.get(key) else { return Ok(None) };
        read(value).map(Some).ok_or_else(|| Fault::build(format!("`{key}` must be {what}, not `{value}`")))
    }

    pub(super) fn text(&self, key: &str) -> Result<Option<String>, Fault> {
        self.typed(key, "a text", |value| value.as_str().map(str::to_owned))
    }

    pub(super) fn required(&self, key: &str) -> Result<String, Fault> {
        self.text(key)?.ok_or_else(|| Fault::build(format!("`{key}` is missing")))
    }

    pub(super) fn integer(&self, key: &str) -> Result<Option<i64>, Fault> {
        self.typed(key, "a number", Value::as_i64)
    }

    pub(super) fn flag(&self, key: &str) -> Result<Option<bool>, Fault> {
        self.typed(key, "true or false", Value::as_bool)
    }

    /// A number or a text.
    pub(super) fn integer_or_text(&self, key: &str) -> Result<Option<String>, Fault> {
        self.typed(key, "a number or a text", |value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        })
    }

    pub(super) fn object(&self, key: &str) -> Result<Option<Object<'a>>, Fault> {
        self.typed(key, "an object", |value| value.as_object().map(Object))
    }

    /// Empty where there is none.
    pub(super) fn objects(&self, key: &str) -> Result<Vec<Object<'a>>, Fault> {
        let list = self.typed(key, "a list", |value| value.as_array())?;
        list.into_iter().flatten().map(Object::of).collect()
    }

    /// Empty where there is none.
    pub(super) fn texts(&self, key: &str) -> Result<Vec<String>, Fault> {
        let list = |value: &Value| value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect();
        Ok(self.typed(key, "a list of texts", list)?.unwrap_or_default())
    }

    /// Empty where there is none.
    pub(super) fn map(&self, key: &str) -> Result<BTreeMap<String, String>, Fault> {
        let map = |value: &Value| {
            let pairs = value.as_object()?.iter();
            pairs.map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
        };
        Ok(self.typed(key, "a map of texts", map)?.unwrap_or_default())
    }
}

/// The objects of a list.
pub(super) fn list(value: &Value) -> Result<Vec<Object<'_>>, Fault> {
    let list = value.as_array().ok_or_else(|| Fault::build(format!("a list is expected, not `{value}`")))?;
    list.iter().map(Object::of).collect()
}
