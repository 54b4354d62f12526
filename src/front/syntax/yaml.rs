//! YAML to trees, out of a parser's events.
//!
//! Invariant: no recursion but over what is at most [`super::MAX_DEPTH`] deep; aliases never make more of a text than
//! the largest text could hold.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use crate::front::tree::{Entry, Node, Value};
use crate::source::{At, Span};

use super::duplicates::Duplicates;
use super::problem::{self, Problem};
use super::yaml_copies::{self, Anchors};
use super::yaml_lines::Joined;
use super::yaml_scalars::Fault;
use super::yaml_spans::{Offsets, written};
use super::{MAX_DEPTH, Reading, yaml_faults, yaml_scalars};

/// The documents of a YAML text. Empty ones, as after a last `---`, are left out.
pub(super) fn read(text: &str, file: u32) -> Result<Reading, Problem> {
    let offsets = Offsets::of(text);
    let mut joined = Joined::default();
    loop {
        let mut builder = Builder::new(text, file);
        let Some((offset, info)) = builder.events(&joined.text(text), &offsets)? else {
            return builder.unresolved.map_or(Ok(builder.reading), Err);
        };
        if !joined.join(text, builder.end, offset, &info) {
            return Err(yaml_faults::syntax(text, offset, builder.end, &info));
        }
    }
}

struct Builder<'a> {
    text: &'a str,
    file: u32,
    next: u32,
    /// Where what was read so far ends.
    end: usize,
    open: Vec<Open>,
    anchors: Anchors,
    /// The first function without a value. It is told only of a text that has no mistake: those come first.
    unresolved: Option<Problem>,
    reading: Reading,
}

/// A list or map that is not complete.
struct Open {
    start: usize,
    first: u32,
    anchor: usize,
    items: Items,
}

enum Items {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<Key>, merges: bool },
}

struct Key {
    text: String,
    span: Span,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, file: u32) -> Self {
        Builder {
            text,
            file,
            next: 0,
            end: 0,
            open: Vec::new(),
            anchors: Anchors::default(),
            unresolved: None,
            reading: Reading { documents: Vec::new(), duplicates: Duplicates::default() },
        }
    }

    /// Takes all events of the text, in which some lines may be joined. Gives where the scanner stopped and why.
    fn events(&mut self, text: &str, offsets: &Offsets) -> Result<Option<(usize, String)>, Problem> {
        for event in Parser::new_from_str(text) {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    let offset = offsets.byte(self.text, error.marker().index());
                    return Ok(Some((offset, error.info().to_owned())));
                }
            };
            let range = offsets.byte(self.text, span.start.index())..offsets.byte(self.text, span.end.index());
            self.event(event, range)?;
        }
        Ok(None)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) -> Result<(), Problem> {
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), range),
            Event::SequenceStart(anchor, tag) => self.begin(Items::List(Vec::new()), anchor, tag.as_deref(), range),
            Event::MappingStart(anchor, tag) => {
                let items = Items::Map { entries: Vec::new(), key: None, merges: false };
                self.begin(items, anchor, tag.as_deref(), range)
            }
            Event::SequenceEnd | Event::MappingEnd => self.finish(range),
            Event::Alias(anchor) => self.alias(anchor, range),
            Event::DocumentStart(_) => {
                // An anchor is known in its own document only.
                self.anchors.forget();
                self.end = range.end.max(self.end);
                Ok(())
            }
            Event::DocumentEnd | Event::Nothing | Event::StreamStart | Event::StreamEnd => Ok(()),
        }
    }

    fn at(&self, range: Range<usize>, first: u32) -> At {
        At { span: problem::span(self.file, range), first, past: self.next }
    }

    /// Takes the next number. Keys have none.
    fn number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { items: Items::Map { key: None, .. }, .. }))
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        range: Range<usize>,
    ) -> Result<(), Problem> {
        let decorated = anchor != 0 || tag.is_some();
        let place = written(self.text, range.clone(), self.end, style, decorated, text.is_empty());
        let value = match yaml_scalars::resolve(text, style, tag) {
            Ok(value) => value,
            Err(fault) => {
                self.fault(fault, &range, &place)?;
                Value::Null
            }
        };
        self.end = place.end.max(self.end);
        let key = self.wants_key();
        let first = if key { self.next } else { self.number() };
        let node = Node { at: self.at(place.clone(), first), value };
        self.anchors.keep(anchor, &node, &place)?;
        if key {
            return self.key(text.to_owned(), place, style == ScalarStyle::Plain);
        }
        self.put(node)
    }

    fn fault(&mut self, fault: Fault, range: &Range<usize>, place: &Range<usize>) -> Result<(), Problem> {
        let waits = matches!(fault, Fault::Function(_));
        let problem = fault.at(self.text, range, place);
        if !waits {
            return Err(problem);
        }
        self.unresolved.get_or_insert(problem);
        Ok(())
    }

    fn key(&mut self, text: String, place: Range<usize>, plain: bool) -> Result<(), Problem> {
        let span = problem::span(self.file, place);
        if let Some(Open { items: Items::Map { key, merges, .. }, .. }) = self.open.last_mut() {
            *merges |= plain && text == yaml_copies::MERGE;
            *key = Some(Key { text, span });
        }
        Ok(())
    }

    fn begin(&mut self, items: Items, anchor: usize, tag: Option<&Tag>, range: Range<usize>) -> Result<(), Problem> {
        let decorated = anchor != 0 || tag.is_some();
        let place = written(self.text, range.clone(), self.end, ScalarStyle::Plain, decorated, false);
        if self.wants_key() {
            return Err(yaml_faults::key(self.text, place.start));
        }
        let list = matches!(items, Items::List(_));
        if let Err(fault) = yaml_scalars::collection(tag, list) {
            self.fault(fault, &range, &place)?;
        }
        if self.open.len() == MAX_DEPTH {
            return Err(problem::too_deep(place.start..place.start));
        }
        let first = self.number();
        self.end = place.start.max(self.end);
        self.open.push(Open { start: place.start, first, anchor, items });
        Ok(())
    }

    fn finish(&mut self, range: Range<usize>) -> Result<(), Problem> {
        let Some(Open { start, first, anchor, items }) = self.open.pop() else { return Ok(()) };
        // A block ends where its last item ends; the event stands wherever the parser saw that it was over.
        if matches!(self.text.get(range.clone()), Some("]" | "}")) && closes(self.text, start, range.start) {
            self.end = range.end.max(self.end);
        }
        let value = match items {
            Items::List(items) => Value::List(items),
            Items::Map { entries, merges, .. } => {
                let entries = if merges { yaml_copies::merge(self.text, entries)? } else { entries };
                Value::Map(self.reading.duplicates.settle(entries))
            }
        };
        let place = start..self.end.max(start);
        let node = Node { at: self.at(place.clone(), first), value };
        self.anchors.keep(anchor, &node, &place)?;
        self.put(node)
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), Problem> {
        self.end = range.end.max(self.end);
        if self.wants_key() {
            let text = self.anchors.text(anchor).map(str::to_owned);
            return match text {
                Some(text) => self.key(text, range, false),
                None => Err(yaml_faults::key(self.text, range.start)),
            };
        }
        let span = problem::span(self.file, range.clone());
        let node = self.anchors.copy(anchor, span, self.open.len(), &mut self.next, &range)?;
        self.put(node)
    }

    /// Puts a complete node where it belongs.
    fn put(&mut self, node: Node) -> Result<(), Problem> {
        match self.open.last_mut().map(|open| &mut open.items) {
            Some(Items::List(items)) => items.push(node),
            Some(Items::Map { entries, key, .. }) => {
                if let Some(Key { text, span }) = key.take() {
                    entries.push(Entry { key: text, key_span: span, node, shadowed: Vec::new() });
                }
            }
            None if matches!(node.value, Value::Null) && node.at.span.start == node.at.span.end => {
                self.next = node.at.first;
            }
            None => self.reading.documents.push(node),
        }
        Ok(())
    }
}

/// Whether the bracket at `end` is the one that closes what begins at `start`: a map of one pair inside a flow list has
/// no brackets of its own.
fn closes(text: &str, start: usize, end: usize) -> bool {
    let pair = (text.as_bytes().get(start), text.as_bytes().get(end));
    matches!(pair, (Some(b'['), Some(b']')) | (Some(b'{'), Some(b'}')))
}
