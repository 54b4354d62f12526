//! What to say where a JSON text is wrong: what stands there, in plain words, and the way out.
//!
//! Invariant: is asked once, at the first fault. Guesses what the writer meant, and changes nothing of it.

use std::ops::Range;

use crate::diagnostics::Code;

use super::problem::{Problem, line_of};
use super::{json_scalars, placeholders};

/// Something stands after a document that is no other document.
pub(super) fn after_document(text: &str, offset: usize) -> Problem {
    if let Some(problem) = anywhere(text, offset) {
        return problem;
    }
    let range = one(text, offset);
    match text.as_bytes().get(offset) {
        Some(closer @ (b'}' | b']')) => bad(range, format!("the `{}` closes nothing", char::from(*closer)))
            .help("delete it, or look above for one that closes too early"),
        Some(b',') => bad(range, "a comma stands after the end of the document")
            .help("delete it; several documents stand one after the other, or in a list: `[ …, … ]`"),
        Some(b'{' | b'[') => bad(range, "the next document begins without a blank before it")
            .help("put a line break between the two, or both in a list: `[ …, … ]`"),
        Some(_) | None => bad(range, "something stands after the end of the document")
            .help("delete it: a JSON text ends where its first bracket is closed"),
    }
}

/// No value stands where one must.
pub(super) fn no_value(text: &str, offset: usize, opened: &[usize]) -> Problem {
    if let Some(problem) = anywhere(text, offset) {
        return problem;
    }
    let range = one(text, offset);
    match text.as_bytes().get(offset) {
        None => cut_short(text, opened),
        Some(b'}' | b']' | b',') => bad(range, "no value stands here")
            .label("a value is missing before this")
            .help("write the value (`null` where there is none), or delete the key"),
        Some(b':') => bad(range, "a colon stands where a value should").help("delete it, or write the key before it"),
        Some(b'+' | b'.') => no_number(offset, json_scalars::token(text, offset)),
        Some(_) => word(text, offset),
    }
}

/// No key stands where one must.
pub(super) fn no_key(text: &str, offset: usize, opened: &[usize]) -> Problem {
    // `{{` and `{%`: the first brace was taken for a map's.
    let brace = offset.wrapping_sub(1);
    if text.as_bytes().get(brace) == Some(&b'{')
        && let Some(placeholder) = placeholders::at(text, brace)
    {
        return placeholder.problem(Code::BadJson);
    }
    if let Some(problem) = anywhere(text, offset) {
        return problem;
    }
    let range = token(text, offset);
    match text.as_bytes().get(offset) {
        None => cut_short(text, opened),
        Some(b',') => bad(range, "a comma stands where a key should").help("delete one of the commas"),
        Some(b']') => mismatched(text, offset, opened),
        Some(b'{' | b'[') => bad(range, "a value stands where a key should")
            .help("write its key before it, as in `\"name\": …`; a list of values stands in `[ ]`"),
        Some(_) => bad(range, "a key stands here without quotes").help("put it in double quotes, as in `\"name\": …`"),
    }
}

/// No colon stands after a key that ends at `end`.
pub(super) fn no_colon(text: &str, end: usize, offset: usize, opened: &[usize]) -> Problem {
    match text.as_bytes().get(offset) {
        None => cut_short(text, opened),
        Some(b'=') => bad(one(text, offset), "an equals sign stands after a key").help("write a colon in its place"),
        Some(b',' | b'}') => bad(one(text, offset), "the text before this has no value: it is a key without a colon")
            .help("write `: ` and the value; a list of texts stands in `[ ]`, not in `{ }`"),
        Some(_) => anywhere(text, offset).unwrap_or_else(|| {
            bad(end..end, "no colon stands after this key").help("write `: ` between the key and its value")
        }),
    }
}

/// No comma stands after an item that ends at `end`.
pub(super) fn no_comma(text: &str, end: usize, offset: usize, opened: &[usize]) -> Problem {
    if let Some(problem) = anywhere(text, offset) {
        return problem;
    }
    let quote = end.checked_sub(1).and_then(|last| text.as_bytes().get(last)) == Some(&b'"');
    match text.as_bytes().get(offset) {
        None => cut_short(text, opened),
        Some(b'}' | b']') => mismatched(text, offset, opened),
        Some(b':') => bad(one(text, offset), "a colon stands after a value")
            .help("keys stand only in `{ }`: if this is one, put it and its value in braces; if not, delete the colon"),
        Some(b';') => bad(one(text, offset), "a semicolon stands where a comma should").help("write a comma"),
        Some(b'=') => {
            bad(one(text, offset), "an equals sign stands where a comma should").help("write `\"key\": value`")
        }
        Some(b'"' | b'{' | b'[' | b'-' | b'0'..=b'9') if offset > end => {
            bad(end..end, "a comma is missing after this").help("write a comma between one item and the next")
        }
        Some(_) if offset == end && quote => bad(one(text, offset), "the string was closed before this")
            .label("this stands outside of the string")
            .help("write a quote inside a string as `\\\"`; if the string is to end here, write a comma"),
        Some(_) => word(text, offset),
    }
}

/// A comma before the end of a list or map.
pub(super) fn trailing_comma(comma: usize) -> Problem {
    bad(comma..comma + 1, "a comma stands after the last item").help("delete it: in JSON a comma only separates")
}

/// Digits that are no number.
pub(super) fn no_number(offset: usize, token: &str) -> Problem {
    let range = offset..offset + token.len();
    let unsigned = token.trim_start_matches(['-', '+']);
    if unsigned.eq_ignore_ascii_case("infinity") || unsigned.eq_ignore_ascii_case("inf") {
        return bad(range, "JSON has no infinity").help("write a number, or `null`");
    }
    let help = if token.starts_with('+') {
        "write it without the plus sign"
    } else if unsigned.starts_with('.') || unsigned.ends_with('.') {
        "write a digit on both sides of the point, as in `0.5`"
    } else if unsigned.len() > 1 && json_scalars::digits(unsigned) {
        "delete the leading zeros; what only looks like a number, as an account's id, stands in quotes"
    } else {
        "a number is digits alone; a text or a size with a unit stands in quotes"
    };
    bad(range, "this begins like a number and is none").help(help)
}

/// What can stand nowhere in JSON outside of a string.
fn anywhere(text: &str, offset: usize) -> Option<Problem> {
    if let Some(placeholder) = placeholders::at(text, offset) {
        return Some(placeholder.problem(Code::BadJson));
    }
    let rest = text.get(offset..)?;
    let line = offset..offset + rest.lines().next().map_or(0, str::len);
    let problem = match rest.chars().next()? {
        '#' => comment(line),
        '/' if rest.starts_with("//") || rest.starts_with("/*") => comment(line),
        '\'' => bad(one(text, offset), "a single quote stands here").help("JSON takes double quotes only: write `\"`"),
        '`' => bad(one(text, offset), "a backquote stands here").help("JSON takes double quotes only: write `\"`"),
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2018}' | '\u{2019}' => {
            bad(one(text, offset), "a typographic quote stands here")
                .help("write `\"`: a word processor or a web page has changed it")
        }
        '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{3000}' | '\0'..='\x1f' => {
            let code = rest.chars().next().map_or(0, u32::from);
            bad(one(text, offset), format!("a character stands here that is not seen: U+{code:04X}"))
                .help("delete it, or write a space in its place; it comes from a web page or a word processor")
        }
        _ => return None,
    };
    Some(problem)
}

fn comment(range: Range<usize>) -> Problem {
    bad(range, "a comment stands here, and JSON has none")
        .help("delete it, or keep such a file as YAML, which has comments")
}

/// A bare word where a value should be.
fn word(text: &str, offset: usize) -> Problem {
    let range = token(text, offset);
    let word = text.get(range.clone()).unwrap_or("");
    let written = match word {
        "NaN" | "nan" => return bad(range, "JSON has no `NaN`").help("write a number, or `null`"),
        "Infinity" => return bad(range, "JSON has no infinity").help("write a number, or `null`"),
        "undefined" | "None" | "nil" | "NULL" | "Null" => "null",
        "True" | "TRUE" | "yes" | "on" => "true",
        "False" | "FALSE" | "no" | "off" => "false",
        _ => return bad(range, "a text stands here without quotes").help("put it in double quotes"),
    };
    bad(range, format!("`{word}` is no word of JSON")).help(format!("write `{written}`"))
}

fn mismatched(text: &str, offset: usize, opened: &[usize]) -> Problem {
    let closer = text.get(one(text, offset)).unwrap_or("");
    let Some(open) = opened.last() else { return bad(one(text, offset), format!("the `{closer}` closes nothing")) };
    let (bracket, needed) = if text.as_bytes().get(*open) == Some(&b'{') { ('{', '}') } else { ('[', ']') };
    bad(one(text, offset), format!("the `{closer}` does not close the `{bracket}` of line {}", line_of(text, *open)))
        .help(format!("write `{needed}` before it, or look between the two for a bracket too many"))
}

fn cut_short(text: &str, opened: &[usize]) -> Problem {
    let end = text.trim_end_matches(super::is_blank).len();
    let problem = match opened.last() {
        Some(open) => {
            let bracket = text.get(one(text, *open)).unwrap_or("");
            let line = line_of(text, *open);
            bad(end..end, format!("the text ends here, and the `{bracket}` of line {line} is not closed"))
        }
        None => bad(end..end, "the text ends here, and a value should follow"),
    };
    problem.help("fetch or copy the file again: it was cut short; or close what is open")
}

fn one(text: &str, offset: usize) -> Range<usize> {
    let character = text.get(offset..).and_then(|rest| rest.chars().next());
    offset..offset + character.map_or(0, char::len_utf8)
}

/// The word at `offset`, or the one character.
fn token(text: &str, offset: usize) -> Range<usize> {
    let length = json_scalars::token(text, offset).len();
    if length > 0 { offset..offset + length } else { one(text, offset) }
}

fn bad(range: Range<usize>, message: impl Into<String>) -> Problem {
    Problem::new(Code::BadJson, range, message)
}
