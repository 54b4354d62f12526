//! The reader that makes silence impossible: every key of an [`Object`] is taken, ignored with a reason, refused with a
//! code, or reported as unknown. A closure, because a forgotten `finish()` would not be a compile error.

mod unknown;
mod value;

use self::value::wrong_type;
pub(crate) use self::value::{is_unset, text, whole_number, word};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::front::tree::{Entry, Node, Value};
use crate::ir::Spanned;
use crate::source::At;

/// A map that is being read.
pub(crate) struct Object {
    at: At,
    entries: Vec<Entry>,
    asked: Vec<&'static str>,
}

/// Reads a map with `read`, then reports every key that it left.
pub(crate) fn object<T>(
    node: Node,
    diags: &mut Diagnostics,
    read: impl FnOnce(&mut Object, &mut Diagnostics) -> Result<T, Reported>,
) -> Result<T, Reported> {
    let at = node.at;
    let entries = match node.value {
        Value::Map(entries) => entries,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::List(_) => {
            return Err(wrong_type(at, "an object", &node.value, diags));
        }
    };
    if entries.is_empty() {
        diags.ignore(at, "an empty object: nothing is set");
    }
    let mut it = Object { at, entries, asked: Vec::new() };
    match read(&mut it, diags) {
        Ok(value) => {
            it.report_unknown(diags);
            Ok(value)
        }
        Err(reported) => {
            diags.refuse_rest(at, reported);
            Err(reported)
        }
    }
}

/// Reads every item of a list, so that one bad item does not hide the next one's faults.
pub(crate) fn items<T>(
    node: Node,
    diags: &mut Diagnostics,
    mut read: impl FnMut(Node, &mut Diagnostics) -> Result<T, Reported>,
) -> Result<Vec<T>, Reported> {
    let at = node.at;
    let nodes = match node.value {
        Value::List(nodes) => nodes,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Map(_) => {
            return Err(wrong_type(at, "a list", &node.value, diags));
        }
    };
    if nodes.is_empty() {
        diags.ignore(at, "an empty list: not set");
    }
    let mut failed = None;
    let mut read_items = Vec::with_capacity(nodes.len());
    for item in nodes {
        match read(item, diags) {
            Ok(value) => read_items.push(value),
            Err(reported) => failed = Some(reported),
        }
    }
    failed.map_or(Ok(read_items), Err)
}

impl Object {
    /// Where the object stands.
    pub(crate) fn at(&self) -> At {
        self.at
    }

    /// The node under `key`, whatever it is. Null is as good as absent.
    pub(crate) fn take(&mut self, key: &'static str, diags: &mut Diagnostics) -> Option<Node> {
        self.asked.push(key);
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        let node = self.entries.swap_remove(index).node;
        if matches!(node.value, Value::Null) {
            diags.ignore(node.at, "null: not set");
            return None;
        }
        Some(node)
    }

    /// Every entry that is left, for a map whose keys are the user's own.
    pub(crate) fn take_all(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.entries)
    }

    /// A text; an empty one is as good as absent.
    pub(crate) fn string(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
    ) -> Result<Option<Spanned<String>>, Reported> {
        let Some(node) = self.take(key, diags) else { return Ok(None) };
        let found = text(node, diags)?;
        if found.value.is_empty() {
            diags.ignore(found.at, "an empty text: not set");
            return Ok(None);
        }
        Ok(Some(found))
    }

    /// A text that must be there.
    pub(crate) fn required_string(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
    ) -> Result<Spanned<String>, Reported> {
        match self.string(key, diags)? {
            Some(found) => Ok(found),
            None => Err(self.missing(key, diags)),
        }
    }

    /// Tells that `key` is missing.
    pub(crate) fn missing(&self, key: &str, diags: &mut Diagnostics) -> Reported {
        diags.error(
            Finding::new(Code::MissingField, self.at, format!("`{key}` is missing"))
                .label(format!("no `{key}` in here"))
                .help(format!("add `{key}`: ECS itself refuses the document without it")),
        )
    }

    /// A whole number, given as a number or as digits in a text.
    pub(crate) fn integer(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
    ) -> Result<Option<Spanned<i64>>, Reported> {
        let Some(node) = self.take(key, diags) else { return Ok(None) };
        if node.text() == Some("") {
            diags.ignore(node.at, "an empty text: not set");
            return Ok(None);
        }
        whole_number(node, diags).map(Some)
    }

    /// A whole number between two bounds, both included.
    pub(crate) fn integer_within(
        &mut self,
        key: &'static str,
        bounds: std::ops::RangeInclusive<i64>,
        diags: &mut Diagnostics,
    ) -> Result<Option<Spanned<i64>>, Reported> {
        let Some(found) = self.integer(key, diags)? else { return Ok(None) };
        if bounds.contains(&found.value) {
            return Ok(Some(found));
        }
        let (low, high) = (bounds.start(), bounds.end());
        Err(diags.error(
            Finding::new(
                Code::OutOfRange,
                found.at,
                format!("`{key}` is {}, and ECS takes {low} to {high}", found.value),
            )
            .label(format!("not within {low} to {high}"))
            .help(format!("write a value from {low} to {high}")),
        ))
    }

    /// True or false, given as such or as a text.
    pub(crate) fn boolean(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
    ) -> Result<Option<Spanned<bool>>, Reported> {
        let Some(node) = self.take(key, diags) else { return Ok(None) };
        let value = match &node.value {
            Value::Bool(value) => *value,
            Value::String(text) if text.eq_ignore_ascii_case("true") => true,
            Value::String(text) if text.eq_ignore_ascii_case("false") => false,
            Value::Null | Value::Number(_) | Value::String(_) | Value::List(_) | Value::Map(_) => {
                return Err(wrong_type(node.at, "true or false", &node.value, diags));
            }
        };
        Ok(Some(Spanned::new(value, node.at)))
    }

    /// One of the words that the API knows, in its own spelling or another case.
    pub(crate) fn one_of<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
        diags: &mut Diagnostics,
    ) -> Result<Option<Spanned<T>>, Reported> {
        let Some(found) = self.string(key, diags)? else { return Ok(None) };
        word(&found, key, words, diags).map(|value| Some(Spanned::new(value, found.at)))
    }

    /// A list of texts.
    pub(crate) fn strings(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
    ) -> Result<Vec<Spanned<String>>, Reported> {
        self.list(key, diags, text)
    }

    /// A list, each item of it read by `read`; absent and null are an empty list.
    pub(crate) fn list<T>(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
        read: impl FnMut(Node, &mut Diagnostics) -> Result<T, Reported>,
    ) -> Result<Vec<T>, Reported> {
        match self.take(key, diags) {
            None => Ok(Vec::new()),
            Some(node) => items(node, diags, read),
        }
    }

    /// An object read by `read`; absent, null and empty are none.
    pub(crate) fn child<T>(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
        read: impl FnOnce(&mut Object, &mut Diagnostics) -> Result<T, Reported>,
    ) -> Result<Option<T>, Reported> {
        let Some(node) = self.take(key, diags) else { return Ok(None) };
        if matches!(&node.value, Value::Map(entries) if entries.is_empty()) {
            diags.ignore(node.at, "an empty object: not set");
            return Ok(None);
        }
        object(node, diags, read).map(Some)
    }

    /// Passes over keys that have no meaning on the target, with the reason.
    pub(crate) fn ignore(&mut self, keys: &[&'static str], reason: &'static str, diags: &mut Diagnostics) {
        for key in keys {
            if let Some(node) = self.take(key, diags) {
                diags.ignore(node.at, reason);
            }
        }
    }

    /// The node under `key`, left where it is.
    pub(crate) fn peek(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// Passes over a key whose value is the one that holds without it; any other value stays to be read.
    pub(crate) fn ignore_word(&mut self, key: &'static str, word: &str, reason: &'static str, diags: &mut Diagnostics) {
        if self.peek(key).and_then(Node::text) == Some(word) {
            self.ignore(&[key], reason, diags);
        }
    }

    /// Names keys that are known and not translated yet. What is not set there needs no word.
    pub(crate) fn not_yet(&mut self, keys: &[&'static str], diags: &mut Diagnostics) {
        for key in keys {
            if let Some(node) = self.take(key, diags) {
                not_yet(&node, key, diags);
            }
        }
    }
}

/// Names a node that is known and not translated yet; empty values in it are ignored instead.
pub(crate) fn not_yet(node: &Node, key: &str, diags: &mut Diagnostics) {
    if is_unset(node) {
        diags.ignore(node.at, "not set");
        return;
    }
    diags.tell(
        Finding::new(Code::NotTranslatedYet, node.at, format!("`{key}` is not translated yet"))
            .kubernetes("the output is the same as if it were not there")
            .help("look at what it does on ECS before this workload moves"),
    );
}
