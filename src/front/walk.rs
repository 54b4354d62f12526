//! A second walk over a text for the ledger: pointers and field names are made only when they are printed.

use crate::diagnostics::Diagnostics;
use crate::front::tree::{Node, Value};
use crate::front::{Place, syntax};
use crate::source::{Leaf, Sources};

/// One leaf with its names.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) leaf: Leaf,
    /// RFC 6901 pointer into the file.
    pub(crate) pointer: String,
    /// `<API shape>.<path>`, with `[]` for list items and `{}` for the values of free-form maps.
    pub(crate) field: String,
}

/// Maps whose keys are the user's own.
const FREE_FORM: &[&str] = &["options", "dockerLabels", "driverOpts", "labels", "AuthenticationRequestExtraParams"];

/// Calls `each` for every leaf of a text, in order. `places` are the documents of that text.
pub(crate) fn walk(sources: &Sources, file: u32, places: &[&Place], each: &mut dyn FnMut(Row)) {
    let mut scratch = Diagnostics::default();
    let Ok(nodes) = syntax::parse(sources, file, &mut scratch) else { return };
    let several = nodes.len() > 1;
    let mut walk = Walk { places, each };
    for (index, node) in nodes.iter().enumerate() {
        let pointer = if several { format!("/{index}") } else { String::new() };
        walk.node(node, &pointer, "");
    }
}

struct Walk<'a, 'b> {
    places: &'a [&'a Place],
    each: &'b mut dyn FnMut(Row),
}

impl Walk<'_, '_> {
    fn node(&mut self, node: &Node, pointer: &str, field: &str) {
        let begins = self.places.binary_search_by_key(&node.at.first, |place| place.at.first).ok();
        let begins = begins.and_then(|index| self.places.get(index)).filter(|place| place.at.past == node.at.past);
        let field = begins.map_or(field, |place| place.shape);
        match &node.value {
            Value::List(items) if !items.is_empty() => {
                for (index, item) in items.iter().enumerate() {
                    self.node(item, &format!("{pointer}/{index}"), &format!("{field}[]"));
                }
            }
            Value::Map(entries) if !entries.is_empty() => {
                let free = FREE_FORM.iter().any(|key| field.ends_with(&format!(".{key}")));
                for (key, value) in node.written() {
                    let field = match (field, free) {
                        ("", _) => key.to_owned(),
                        (field, true) => format!("{field}{{}}"),
                        (field, false) => format!("{field}.{key}"),
                    };
                    self.node(value, &format!("{pointer}/{}", escaped(key)), &field);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::List(_) | Value::Map(_) => {
                (self.each)(Row { leaf: node.at.leaf(), pointer: pointer.to_owned(), field: field.to_owned() });
            }
        }
    }
}

/// Calls `each` with the pointer of every node whose number is in `wanted` (sorted).
pub(crate) fn pointers(sources: &Sources, file: u32, wanted: &[u32], each: &mut dyn FnMut(u32, String)) {
    let mut scratch = Diagnostics::default();
    let Ok(nodes) = syntax::parse(sources, file, &mut scratch) else { return };
    let several = nodes.len() > 1;
    for (index, node) in nodes.iter().enumerate() {
        let pointer = if several { format!("/{index}") } else { String::new() };
        point(node, &pointer, wanted, each);
    }
}

fn point(node: &Node, pointer: &str, wanted: &[u32], each: &mut dyn FnMut(u32, String)) {
    let from = wanted.partition_point(|number| *number < node.at.first);
    let Some(next) = wanted.get(from).filter(|number| **number < node.at.past) else { return };
    if *next == node.at.first {
        each(*next, pointer.to_owned());
    }
    for (index, item) in node.items().iter().enumerate() {
        point(item, &format!("{pointer}/{index}"), wanted, each);
    }
    for (key, value) in node.written() {
        point(value, &format!("{pointer}/{}", escaped(key)), wanted, each);
    }
}

/// A key as RFC 6901 writes it.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
