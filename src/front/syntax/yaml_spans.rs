//! Where YAML nodes stand, byte for byte.
//!
//! Invariant: the range of a scalar is the scalar as it was written, quotes included, tag and anchor not.

use std::ops::Range;

use saphyr_parser::ScalarStyle;

/// How many characters lie between two remembered places. A place for each would be as large as the text, or four
/// times that.
const STEP: usize = 64;

/// From the parser's character numbers to bytes.
pub(super) struct Offsets {
    /// The byte of each [`STEP`]th character; none where all characters are one byte.
    places: Option<Vec<u32>>,
}

impl Offsets {
    pub(super) fn of(text: &str) -> Self {
        let places = || text.char_indices().step_by(STEP).map(|(byte, _)| byte as u32).collect();
        Offsets { places: (!text.is_ascii()).then(places) }
    }

    /// The byte of a character; one past the end for those beyond it.
    pub(super) fn byte(&self, text: &str, character: usize) -> usize {
        let Some(places) = &self.places else { return character.min(text.len()) };
        let Some(from) = places.get(character / STEP).map(|place| *place as usize) else { return text.len() };
        let rest = text.get(from..).unwrap_or("");
        rest.char_indices().nth(character % STEP).map_or(text.len(), |(byte, _)| from + byte)
    }
}

/// The range of a node as it was written. The parser's own begins with tag and anchor, runs on to a comment after a
/// quoted scalar, and begins only with the content of a block scalar. `before` is where the last thing ended.
pub(super) fn written(
    text: &str,
    range: Range<usize>,
    before: usize,
    style: ScalarStyle,
    decorated: bool,
    empty: bool,
) -> Range<usize> {
    let start = if decorated { skip_properties(text, range.start) } else { range.start };
    match style {
        ScalarStyle::SingleQuoted => start..quoted_end(text, start, b'\''),
        ScalarStyle::DoubleQuoted => start..quoted_end(text, start, b'"'),
        ScalarStyle::Literal | ScalarStyle::Folded => block(text, before, range.end),
        ScalarStyle::Plain if empty => range.start.max(before)..range.start.max(before),
        ScalarStyle::Plain => {
            let end = range.end.max(start);
            let plain = text.get(start..end).unwrap_or("");
            start..start + plain.trim_end().len()
        }
    }
}

/// Past anchors and tags, and the blanks and comments after them.
fn skip_properties(text: &str, start: usize) -> usize {
    let mut offset = start;
    loop {
        let rest = text.get(offset..).unwrap_or("");
        let length = match rest.bytes().next() {
            Some(b'!' | b'&') => rest.find([' ', '\t', '\r', '\n', ',', '[', ']', '{', '}']).unwrap_or(rest.len()),
            Some(b' ' | b'\t' | b'\r' | b'\n') => 1,
            Some(b'#') => rest.find('\n').unwrap_or(rest.len()),
            Some(_) | None => return offset,
        };
        offset += length.max(1);
    }
}

/// The range of a tag that stands somewhere in `range`.
pub(super) fn tag(text: &str, range: &Range<usize>) -> Range<usize> {
    let rest = text.get(range.start..).unwrap_or("");
    let start = rest.find('!').map_or(range.start, |at| range.start + at);
    let tag = text.get(start..).unwrap_or("");
    start..start + tag.find([' ', '\t', '\r', '\n', ',', '[', ']', '{', '}']).unwrap_or(tag.len())
}

fn quoted_end(text: &str, start: usize, quote: u8) -> usize {
    let bytes = text.as_bytes();
    let mut offset = start + 1;
    while let Some(byte) = bytes.get(offset) {
        match *byte {
            b'\\' if quote == b'"' => offset += 2,
            b'\'' if quote == b'\'' && bytes.get(offset + 1) == Some(&b'\'') => offset += 2,
            found if found == quote => return offset + 1,
            _ => offset += 1,
        }
    }
    text.len()
}

/// From its `|` or `>` to the end of its last line.
fn block(text: &str, before: usize, end: usize) -> Range<usize> {
    let mut offset = before;
    while let Some(byte) = text.as_bytes().get(offset) {
        let rest = text.get(offset..).unwrap_or("");
        match *byte {
            b'|' | b'>' => break,
            b'!' | b'&' => offset += rest.find([' ', '\t', '\r', '\n']).unwrap_or(rest.len()),
            b'#' => offset += rest.find('\n').unwrap_or(rest.len()),
            _ => offset += 1,
        }
    }
    let end = end.max(offset);
    let written = text.get(offset..end).unwrap_or("");
    offset..offset + written.trim_end().len()
}
