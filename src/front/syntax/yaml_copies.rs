//! What stands once in a YAML text and is meant several times: anchors, their aliases, and merge keys.
//!
//! Invariant: what is copied is counted before it is copied, so that a small text cannot become a large tree.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostics::Code;
use crate::front::tree::{Entry, Node, Value};
use crate::source::{At, Span};

use super::problem::Problem;
use super::{MAX_BYTES, MAX_DEPTH, problem};

/// The key whose maps are merged into its own map.
pub(super) const MERGE: &str = "<<";

/// What a node weighs beside its text: about its size in memory.
const NODE_BYTES: usize = 64;

/// The anchors of the document that is being read.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    kept: BTreeMap<usize, Kept>,
    /// Bytes that were copied, of all documents of the text.
    copied: usize,
}

#[derive(Debug)]
struct Kept {
    node: Node,
    weight: Weight,
}

#[derive(Debug, Clone, Copy)]
struct Weight {
    bytes: usize,
    depth: usize,
}

impl Anchors {
    /// A new document knows no anchors.
    pub(super) fn forget(&mut self) {
        self.kept.clear();
    }

    /// Keeps a copy of a node under its anchor; 0 is none.
    pub(super) fn keep(&mut self, anchor: usize, node: &Node, range: &Range<usize>) -> Result<(), Problem> {
        if anchor != 0 {
            let weight = weigh(node);
            self.charge(weight.bytes, range)?;
            self.kept.insert(anchor, Kept { node: node.clone(), weight });
        }
        Ok(())
    }

    /// The text of an anchored scalar, for an alias that stands as a key.
    pub(super) fn text(&self, anchor: usize) -> Option<&str> {
        self.kept.get(&anchor).and_then(|kept| kept.node.text())
    }

    /// A copy for an alias inside of `depth` lists and maps: all of it stands where the alias does.
    pub(super) fn copy(
        &mut self,
        anchor: usize,
        span: Span,
        depth: usize,
        next: &mut u32,
        range: &Range<usize>,
    ) -> Result<Node, Problem> {
        let Some(Kept { weight, .. }) = self.kept.get(&anchor) else {
            return Err(Problem::new(Code::BadYaml, range.clone(), "nothing that is complete has this alias's name")
                .help("an anchor `&name` stands before its alias `*name`, in the same document and not around it"));
        };
        let Weight { bytes, depth: levels } = *weight;
        if depth + levels > MAX_DEPTH {
            return Err(problem::too_deep(range.clone()));
        }
        self.charge(bytes, range)?;
        let Some(Kept { node, .. }) = self.kept.get(&anchor) else { return Ok(nothing(span, next)) };
        let mut copy = node.clone();
        renumber(&mut copy, span, next);
        Ok(copy)
    }

    fn charge(&mut self, bytes: usize, range: &Range<usize>) -> Result<(), Problem> {
        self.copied = self.copied.saturating_add(bytes);
        if self.copied <= MAX_BYTES {
            return Ok(());
        }
        Err(Problem::new(Code::TooLarge, range.clone(), "the text with its aliases written out is larger than 64 MiB")
            .label("up to this anchor or alias")
            .help("write out what is meant: aliases of aliases grow by multiplication"))
    }
}

fn nothing(span: Span, next: &mut u32) -> Node {
    *next += 1;
    Node { at: At { span, first: *next - 1, past: *next }, value: Value::Null }
}

fn weigh(node: &Node) -> Weight {
    let mut weight = Weight { bytes: NODE_BYTES, depth: 0 };
    let mut add = |bytes: usize, child: &Node| {
        let inner = weigh(child);
        weight.bytes = weight.bytes.saturating_add(inner.bytes).saturating_add(bytes);
        weight.depth = weight.depth.max(inner.depth + 1);
    };
    match &node.value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(text) | Value::String(text) => weight.bytes += text.len(),
        Value::List(items) => items.iter().for_each(|item| add(0, item)),
        Value::Map(entries) => entries.iter().for_each(|entry| add(NODE_BYTES + entry.key.len(), &entry.node)),
    }
    // An empty list or map is a level too.
    if matches!(node.value, Value::List(_) | Value::Map(_)) {
        weight.depth = weight.depth.max(1);
    }
    weight
}

fn renumber(node: &mut Node, span: Span, next: &mut u32) {
    let first = *next;
    *next += 1;
    match &mut node.value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        Value::List(items) => items.iter_mut().for_each(|item| renumber(item, span, next)),
        Value::Map(entries) => entries.iter_mut().for_each(|entry| {
            entry.key_span = span;
            renumber(&mut entry.node, span, next);
        }),
    }
    node.at = At { span, first, past: *next };
}

/// Writes out the merge keys of a map: what the map says itself counts, then what comes first. Nodes keep the numbers
/// that they have under `<<`, and with them their order.
pub(super) fn merge(text: &str, entries: Vec<Entry>) -> Result<Vec<Entry>, Problem> {
    let own = |entry: &&Entry| !is_merge(text, entry);
    let mut known: std::collections::BTreeSet<String> =
        entries.iter().filter(own).map(|entry| entry.key.clone()).collect();
    let mut merged = Vec::with_capacity(entries.len());
    for entry in entries {
        if !is_merge(text, &entry) {
            merged.push(entry);
            continue;
        }
        for from in sources(entry)? {
            // The keys of one source are all of one map, and so there are no doubles among them.
            let new: Vec<Entry> = from.into_iter().filter(|entry| !known.contains(&entry.key)).collect();
            known.extend(new.iter().map(|entry| entry.key.clone()));
            merged.extend(new);
        }
    }
    Ok(merged)
}

/// Quoted, it is a key like any other.
fn is_merge(text: &str, entry: &Entry) -> bool {
    entry.key == MERGE && text.get(entry.key_span.start as usize..entry.key_span.end as usize) == Some(MERGE)
}

fn sources(entry: Entry) -> Result<Vec<Vec<Entry>>, Problem> {
    let Span { start, end, .. } = entry.key_span;
    let range = start as usize..end as usize;
    let maps = match entry.node.value {
        Value::Map(entries) => Some(vec![entries]),
        Value::List(items) => items.into_iter().map(|item| map(item.value)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    };
    maps.ok_or_else(|| {
        Problem::new(Code::BadYaml, range, "what stands under `<<` is neither a map nor a list of maps")
            .help("write an alias of a map after it, as in `<<: *base`; as an ordinary key write it in quotes")
    })
}

fn map(value: Value) -> Option<Vec<Entry>> {
    if let Value::Map(entries) = value { Some(entries) } else { None }
}
