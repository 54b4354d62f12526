//! The leaves of a document, found by readers that are not the program's own.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

/// RFC 6901 pointers of every scalar and of every empty object and list.
pub(crate) fn pointers(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(value, &mut String::new(), &mut |pointer, _| {
        found.insert(pointer.to_owned());
    });
    found
}

/// Visits every leaf with its pointer.
pub(crate) fn collect(value: &Value, pointer: &mut String, each: &mut dyn FnMut(&str, &Value)) {
    let mut below = |step: &str, value: &Value, pointer: &mut String| {
        let length = pointer.len();
        pointer.push('/');
        pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        collect(value, pointer, each);
        pointer.truncate(length);
    };
    match value {
        Value::Object(map) if !map.is_empty() => map.iter().for_each(|(key, value)| below(key, value, pointer)),
        Value::Array(list) if !list.is_empty() => {
            list.iter().enumerate().for_each(|(index, value)| below(&index.to_string(), value, pointer));
        }
        Value::Object(_) | Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            each(pointer, value);
        }
    }
}

/// The leaves of an input file, JSON or YAML by its ending; `None` where the other reader cannot read it.
pub(crate) fn of_file(path: &Path) -> Option<BTreeSet<String>> {
    let text = std::fs::read_to_string(path).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    let json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let value: Value = if json { serde_json::from_str(text).ok()? } else { serde_yaml::from_str(text).ok()? };
    Some(pointers(&value))
}
