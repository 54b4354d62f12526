//! Keys that stand twice in one map: the last one counts, as AWS's own parsers take it, and the others are told.
//!
//! Invariant: linear but for sorting, whatever stands in the text. A million doubles on one line are no reason to wait.

use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::front::tree::Entry;
use crate::source::At;

/// From here on doubles are summed up: who has that many needs no list of them, and the list would be larger than the
/// text.
const MAX_TOLD: usize = 1000;

/// A map up to this size is compared key by key: sorting costs more.
const SMALL: usize = 16;

/// What was found in one text.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    told: Vec<Duplicate>,
    rest: usize,
    /// Covers all that is only summed up.
    rest_at: Option<At>,
}

#[derive(Debug)]
struct Duplicate {
    key: String,
    dropped: At,
    counts: u32,
}

impl Duplicates {
    /// Leaves one entry of each key: the last, which carries the others' values. Nodes keep their numbers; entries keep
    /// their order.
    pub(super) fn settle(&mut self, entries: Vec<Entry>) -> Vec<Entry> {
        let winners = winners(&entries);
        if winners.is_empty() {
            return entries;
        }
        let mut kept: Vec<Option<Entry>> = entries.into_iter().map(Some).collect();
        for (index, winner) in winners.into_iter().enumerate() {
            let Some(dropped) = winner.and_then(|_| kept.get_mut(index)?.take()) else { continue };
            let Some(counts) = winner.and_then(|winner| kept.get_mut(winner)?.as_mut()) else { continue };
            self.push(&dropped, counts.key_span.start);
            counts.shadowed.push(dropped.node);
        }
        kept.into_iter().flatten().collect()
    }

    fn push(&mut self, entry: &Entry, counts: u32) {
        let dropped = entry.node.at;
        if self.told.len() < MAX_TOLD {
            self.told.push(Duplicate { key: entry.key.clone(), dropped, counts });
            return;
        }
        self.rest += 1;
        let rest = self.rest_at.get_or_insert(dropped);
        rest.first = rest.first.min(dropped.first);
        rest.past = rest.past.max(dropped.past);
    }

    /// Tells them, in the order in which they stand. The lines and columns are counted in one walk over the text:
    /// asked for one by one they cost the length of the line each, and a minified text is one line.
    pub(super) fn tell(mut self, text: &str, diags: &mut Diagnostics) {
        self.told.sort_by_key(|duplicate| duplicate.counts);
        let mut walk = Walk { text, offset: 0, line: 1, column: 1 };
        let mut findings: Vec<Finding> = Vec::with_capacity(self.told.len());
        for Duplicate { key, dropped, counts } in self.told {
            let (line, column) = walk.to(counts as usize);
            let message =
                format!("the key `{}` stands twice in one map; the one at {line}:{column} counts", shown(&key));
            let finding = Finding::new(Code::DuplicateKey, dropped, message);
            findings.push(finding.label("this value is not read").help("delete the one that is not meant"));
        }
        findings.sort_by_key(|finding| finding.at.span.start);
        findings.into_iter().for_each(|finding| diags.tell(finding));
        if let Some(at) = self.rest_at {
            let message = format!("{} more keys stand twice in their maps", self.rest);
            diags.tell(
                Finding::new(Code::DuplicateKey, at, message).help("look at what wrote this file: it repeats itself"),
            );
        }
    }
}

/// For each entry the place of the last one of the same key, where that is another. Empty where no key stands twice.
fn winners(entries: &[Entry]) -> Vec<Option<usize>> {
    if entries.len() <= SMALL {
        let twice = |(at, entry): (usize, &Entry)| entries.iter().skip(at + 1).any(|later| later.key == entry.key);
        if !entries.iter().enumerate().any(twice) {
            return Vec::new();
        }
    }
    let mut order: Vec<(usize, &Entry)> = entries.iter().enumerate().collect();
    // A stable sort: those of one key stay in the order of the text.
    order.sort_by(|(_, left), (_, right)| left.key.cmp(&right.key));
    let mut winners = vec![None; entries.len()];
    let mut twice = false;
    for same in order.chunk_by(|(_, left), (_, right)| left.key == right.key) {
        let Some(((last, _), earlier)) = same.split_last() else { continue };
        for (at, _) in earlier {
            twice = true;
            if let Some(winner) = winners.get_mut(*at) {
                *winner = Some(*last);
            }
        }
    }
    if twice { winners } else { Vec::new() }
}

/// A key for a message: a line of it, and not a page.
fn shown(key: &str) -> String {
    let plain = |character: char| if character.is_control() { '\u{fffd}' } else { character };
    let short: String = key.chars().take(60).map(plain).collect();
    if short.len() < key.len() && key.chars().nth(60).is_some() { short + "…" } else { short }
}

/// A walk over a text that goes only forward.
struct Walk<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
    column: usize,
}

impl Walk<'_> {
    fn to(&mut self, offset: usize) -> (usize, usize) {
        for character in self.text.get(self.offset..offset).unwrap_or("").chars() {
            if character == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.offset = self.offset.max(offset);
        (self.line, self.column)
    }
}
