//! Lines in `[ ]` and `{ }` that are indented less than YAML asks for.
//!
//! Invariant: a text keeps its characters' numbers; only blanks, line ends and comments between values become blanks.
//!
//! YAML wants them indented more than the key before the bracket. PyYAML and others never asked, and many a template
//! that looks like JSON closes a list below its key. Our parser asks.

use std::borrow::Cow;
use std::ops::Range;

/// The most characters that are read again. A line costs a reading of the text; a real file has some ten of them.
const MAX_WORK: usize = 64 << 20;

/// Which stretches of a text were joined.
#[derive(Debug, Default)]
pub(super) struct Joined {
    ranges: Vec<Range<usize>>,
    work: usize,
}

impl Joined {
    /// Joins the line at `offset` to the one before it, if that is what the scanner complains of; all before `read` was
    /// good. Gives whether there is something new to read.
    pub(super) fn join(&mut self, text: &str, read: usize, offset: usize, info: &str) -> bool {
        self.work = self.work.saturating_add(text.len());
        if !matches!(info, "invalid indentation" | "invalid indentation in flow construct") || self.work > MAX_WORK {
            return false;
        }
        let range = content_end(text, read.min(offset), offset)..offset;
        let new = text.get(range.clone()).is_some_and(|blanks| blanks.contains('\n'))
            && self.ranges.last().is_none_or(|last| last.end <= range.start);
        if new {
            self.ranges.push(range);
        }
        new
    }

    /// The text with its joined lines.
    pub(super) fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.ranges.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut joined = String::with_capacity(text.len());
        let mut from = 0;
        for range in &self.ranges {
            joined.push_str(text.get(from..range.start).unwrap_or(""));
            let blanks = text.get(range.clone()).map_or(0, |blanks| blanks.chars().count());
            joined.extend(std::iter::repeat_n(' ', blanks));
            from = range.end;
        }
        joined.push_str(text.get(from..).unwrap_or(""));
        Cow::Owned(joined)
    }
}

/// Where what stands before `offset` ends: past values and signs, before blanks and comments. Begins outside of quotes.
fn content_end(text: &str, from: usize, offset: usize) -> usize {
    let mut end = from;
    let mut quote = None;
    let mut comment = false;
    let mut blank = true;
    for (at, byte) in text.get(from..offset).unwrap_or("").bytes().enumerate() {
        let space = byte.is_ascii_whitespace();
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if comment => comment = byte != b'\n',
            None if byte == b'#' && blank => comment = true,
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None => {}
        }
        if quote.is_some() || !(comment || space) {
            end = from + at + 1;
        }
        blank = space;
    }
    end
}
