//! JSON's strings, numbers and words.
//!
//! Invariant: each function looks at the text from its offset on, once.

use std::ops::Range;

use crate::diagnostics::Code;

use super::problem::Problem;

/// The longest stretch from `offset` that could be a number or a word.
pub(super) fn token(text: &str, offset: usize) -> &str {
    let rest = text.get(offset..).unwrap_or("");
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_');
    rest.get(..rest.bytes().take_while(|byte| part(byte)).count()).unwrap_or("")
}

/// Whether it is a number as JSON writes them.
pub(super) fn is_number(token: &str) -> bool {
    let unsigned = token.strip_prefix('-').unwrap_or(token);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

/// Whether it is one digit or more, and nothing else.
pub(super) fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The string that begins at `offset` with its quote, and one past its other quote.
pub(super) fn string(text: &str, offset: usize) -> Result<(String, usize), Problem> {
    let mut string = String::new();
    let mut from = offset + 1;
    loop {
        let rest = text.get(from..).unwrap_or("");
        let Some(length) = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)) else {
            return Err(unclosed(text, offset));
        };
        let stop = from + length;
        let plain = text.get(from..stop).unwrap_or("");
        match text.as_bytes().get(stop) {
            Some(b'"') if string.is_empty() => return Ok((plain.to_owned(), stop + 1)),
            Some(b'"') => {
                string.push_str(plain);
                return Ok((string, stop + 1));
            }
            Some(b'\\') => {
                string.push_str(plain);
                let (character, end) = escape(text, stop, offset)?;
                string.push(character);
                from = end;
            }
            Some(_) | None => return Err(raw_control(text, offset, stop)),
        }
    }
}

/// The character that the backslash at `offset` stands for, and where the text goes on.
fn escape(text: &str, offset: usize, opened: usize) -> Result<(char, usize), Problem> {
    let character = match text.as_bytes().get(offset + 1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(text, offset),
        Some(_) => return Err(unknown_escape(text, offset)),
        None => return Err(unclosed(text, opened)),
    };
    Ok((character, offset + 2))
}

/// `\uXXXX`, or two of them: JSON writes what lies beyond U+FFFF as a pair of surrogates.
fn unicode(text: &str, offset: usize) -> Result<(char, usize), Problem> {
    let Some(unit) = unit(text, offset) else {
        let end = offset + 2 + hex_digits(text, offset + 2);
        return Err(bad(offset..end, "`\\u` needs four hexadecimal digits")
            .help("write the character itself, or its code as in `\\u00e9`"));
    };
    if let Some(character) = char::from_u32(unit) {
        return Ok((character, offset + 6));
    }
    let low = self::unit(text, offset + 6).filter(|low| (0xdc00..0xe000).contains(low));
    let pair = low.filter(|_| unit < 0xdc00).map(|low| 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
    match pair.and_then(char::from_u32) {
        Some(character) => Ok((character, offset + 12)),
        None => Err(bad(offset..offset + 6, "half a character stands here: one surrogate without the other")
            .label("characters beyond U+FFFF are written as two of these")
            .help("write the character itself, or both halves, as in `\\ud83d\\ude00`")),
    }
}

fn unit(text: &str, offset: usize) -> Option<u32> {
    let digits = text.get(offset..offset + 6)?.strip_prefix("\\u")?;
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) { u32::from_str_radix(digits, 16).ok() } else { None }
}

fn hex_digits(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or("");
    rest.bytes().take(4).take_while(u8::is_ascii_hexdigit).count()
}

fn unknown_escape(text: &str, offset: usize) -> Problem {
    let next = text.get(offset + 1..).and_then(|rest| rest.chars().next());
    let end = offset + 1 + next.map_or(0, char::len_utf8);
    let line_end = matches!(next, Some('\n' | '\r'));
    let help = match next {
        Some('\'') => "write `'` alone: a single quote needs no backslash",
        Some('\n' | '\r') => "join the lines: a JSON string stands on one, with `\\n` where a line ends",
        Some('x') => "write the character's code as `\\u00` and two digits",
        Some(_) | None => "for a backslash itself, as in a Windows path or a regular expression, write `\\\\`",
    };
    let end = if line_end { offset + 1 } else { end };
    bad(offset..end, "the backslash stands before a character that JSON does not escape").help(help)
}

/// A control character as it is: mostly a line break, because the closing quote is missing.
fn raw_control(text: &str, opened: usize, offset: usize) -> Problem {
    match text.as_bytes().get(offset) {
        Some(b'\n' | b'\r') => bad(opened..offset, "the string is not closed at the end of its line")
            .help("close it with `\"`; a line break in a value is written `\\n`"),
        Some(b'\t') => bad(offset..offset + 1, "a tab stands in a string").help("write it as `\\t`, or take spaces"),
        byte => bad(
            offset..offset + 1,
            format!("the control character U+{:04X} stands in a string", byte.map_or(0, |byte| *byte)),
        )
        .help("delete it: an editor does not show it"),
    }
}

fn unclosed(text: &str, opened: usize) -> Problem {
    let line = text.get(opened..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    bad(opened..opened + line, "the text ends in the middle of a string")
        .label("the string begins here")
        .help("fetch or copy the file again: it was cut short; or close the string with `\"`")
}

fn bad(range: Range<usize>, message: impl Into<String>) -> Problem {
    Problem::new(Code::BadJson, range, message)
}
