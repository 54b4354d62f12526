//! What to say where a YAML text is wrong, in plainer words than a scanner's.
//!
//! Invariant: the place is the scanner's, unless something stands near that explains it better.

use std::ops::Range;

use crate::diagnostics::Code;

use super::placeholders;
use super::problem::{self, Problem};

/// Words of the scanner, what to say instead, and the way out. The first that fits.
const WORDS: &[(&str, &str, &str)] = &[
    (
        "mapping values are not allowed",
        "a second key stands where a value should end, or a key is indented too far",
        "align it with the keys beside it; a text with `: ` in it stands in quotes",
    ),
    ("tab", "a tab stands where YAML takes only spaces", "indent with spaces"),
    (
        "must be followed by a valid YAML whitespace",
        "after the colon stands something other than a space",
        "write one space after the colon, and no tab",
    ),
    (
        "quoted scalar, found unexpected end",
        "the text ends inside of a quoted text",
        "close the quote, or fetch the file again: it was cut short",
    ),
    (
        "invalid indentation in quoted scalar",
        "a quoted text that begins here is not closed, or its next line is not indented",
        "close the quote",
    ),
    (
        "unknown escape",
        "a backslash stands before a character that YAML does not escape",
        "for a backslash itself write `\\\\`, or take single quotes",
    ),
    ("Unicode character escape", "an escape stands here that is no character", "write the character itself"),
    (
        "trailing content after double-quoted",
        "something stands after the closing quote",
        "write a quote inside of the text as `\\\"`, or take single quotes around it",
    ),
    (
        "',' or '}'",
        "in `{ }` neither a comma nor the closing brace stands here",
        "write a comma between one item and the next, or close the brace",
    ),
    (
        "',' or ']'",
        "in `[ ]` neither a comma nor the closing bracket stands here",
        "write a comma between one item and the next, or close the bracket",
    ),
    (
        "illegal placement of ':'",
        "a colon stands where no key can be: a bracket above may not be closed",
        "close the bracket, or put a text with a colon in quotes",
    ),
    (
        "flow construct",
        "a line inside of `[ ]` or `{ }` is not indented, or a bracket above is not closed",
        "close the bracket, or indent the line",
    ),
    (
        "simple key expect",
        "a line stands here without a colon, among keys",
        "write `key: value`, or indent it if it belongs to the text above",
    ),
    (
        "expected key",
        "a key should stand here: this line is indented unlike the ones beside it",
        "align it with the keys beside it",
    ),
    (
        "'-' indicator",
        "an item of the list should stand here: this line is indented unlike the ones beside it",
        "align it with the items' `-`, or indent it more if it belongs to the item above",
    ),
    (
        "block sequence entries are not allowed",
        "a list begins where none can",
        "begin it on a line of its own; a text that begins with `- ` stands in quotes",
    ),
    (
        "unknown anchor",
        "no anchor of this alias's name stands before it",
        "write the anchor `&name` first; a text that begins with `*` stands in quotes",
    ),
    ("unexpected character", "a text cannot begin with this character", "put the text in quotes"),
    (
        "block scalar",
        "the block of text that begins with `|` or `>` is indented unlike its first line",
        "indent all of its lines by the same spaces",
    ),
    (
        "unexpected eof",
        "the text ends here, and something is not closed",
        "fetch the file again: it was cut short; or close what is open",
    ),
];

/// What the scanner could not read at `offset`; all before `read` was good.
pub(super) fn syntax(text: &str, offset: usize, read: usize, info: &str) -> Problem {
    if info.contains("recursion limit") {
        return problem::too_deep(offset..offset);
    }
    // A line of a template is often good YAML in itself and spoils the next one.
    if let Some(placeholder) = placeholders::last_in(text, line_start(text, read.min(offset))..line_end(text, offset)) {
        return placeholder.problem(Code::BadYaml);
    }
    // The scanner stands behind the tab that it complains of.
    let tab = info.contains("tab").then(|| offset.checked_sub(1)).flatten();
    let tab = tab.filter(|at| text.as_bytes().get(*at) == Some(&b'\t')).map(|at| at..offset);
    let place = tab.unwrap_or_else(|| character(text, offset));
    let (_, message, help) = WORDS.iter().find(|(words, _, _)| info.contains(words)).copied().unwrap_or((
        "",
        "this is not YAML",
        "look at the indentation, at quotes and at brackets above",
    ));
    bad(place, message).help(help)
}

/// A list or map stands as a key.
pub(super) fn key(text: &str, offset: usize) -> Problem {
    let before = offset.saturating_sub(1);
    for start in [before, offset] {
        if let Some(placeholder) = placeholders::at(text, start).filter(|found| found.shown.starts_with(['{', '$'])) {
            return placeholder.problem(Code::BadYaml);
        }
    }
    bad(character(text, offset), "a list or a map stands as a key").help("write a text as the key; put it in quotes")
}

fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

fn line_end(text: &str, offset: usize) -> usize {
    text.get(offset..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| offset + length)
}

/// The character at `offset`; nothing where the line ends.
fn character(text: &str, offset: usize) -> Range<usize> {
    let character = text.get(offset..).and_then(|rest| rest.chars().next()).filter(|found| !found.is_control());
    offset..offset + character.map_or(0, char::len_utf8)
}

fn bad(range: Range<usize>, message: impl Into<String>) -> Problem {
    Problem::new(Code::BadYaml, range, message)
}
