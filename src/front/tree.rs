//! The spanned tree that every syntax gives, before anything is known of its meaning.
//!
//! Invariant: nodes are numbered in preorder, one numbering for a file; a node's number never changes afterwards.

use crate::source::{At, Span};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) at: At,
    pub(crate) value: Value,
}

/// What stands at a node.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// The digits as they were written: nothing is rounded by reading.
    Number(String),
    String(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key of a map with its value. A key that stands twice is here once, with the last value, as AWS's own parsers take it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    /// Where the key stands, quotes included.
    pub(crate) key_span: Span,
    pub(crate) node: Node,
    /// Earlier values of the same key, which nothing reads: they are in the ledger all the same.
    pub(crate) shadowed: Vec<Node>,
}

impl Node {
    /// The value under `key`, where the node is a map that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The entries of a map; none for anything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        if let Value::Map(entries) = &self.value { entries } else { &[] }
    }

    /// Every key of a map with each value that stands under it, in the order of the text.
    pub(crate) fn written(&self) -> Vec<(&str, &Node)> {
        let under = |entry: &'_ Entry| entry.shadowed.len() + 1;
        let mut all = Vec::with_capacity(self.entries().iter().map(under).sum());
        for entry in self.entries() {
            all.extend(entry.shadowed.iter().chain([&entry.node]).map(|value| (entry.key.as_str(), value)));
        }
        all.sort_by_key(|(_, value)| value.at.first);
        all
    }

    /// The items of a list; none for anything else.
    pub(crate) fn items(&self) -> &[Node] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }

    /// The text of a string.
    pub(crate) fn text(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }

    /// Whether the ledger has a row for the node: a scalar, or an empty list or map.
    pub(crate) fn is_leaf(&self) -> bool {
        match &self.value {
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
            Value::List(items) => items.is_empty(),
            Value::Map(entries) => entries.is_empty(),
        }
    }
}
