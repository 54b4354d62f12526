//! One value by itself: a text, a number, a word of the API, or the fault that it is none.

use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::front::tree::{Node, Value};
use crate::ir::Spanned;
use crate::source::At;

/// A text, or a number's digits as they were written.
pub(crate) fn text(node: Node, diags: &mut Diagnostics) -> Result<Spanned<String>, Reported> {
    let at = node.at;
    let value = match node.value {
        Value::String(text) | Value::Number(text) => text,
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => {
            return Err(wrong_type(at, "a text", &node.value, diags));
        }
    };
    match value.chars().find(is_lost) {
        None => Ok(Spanned::new(value, at)),
        Some(found) => Err(diags.error(
            Finding::new(
                Code::ControlCharacter,
                at,
                format!("the text holds the control character U+{:04X}", u32::from(found)),
            )
            .kubernetes("YAML and Helm lose such characters, or the whole block around them, without an error")
            .help("take the character out, or store the value base64-encoded and decode it in the program"),
        )),
    }
}

/// On Helm 3.17 and 4.3 `toYaml` turns a whole block into nothing, with exit 0, when it holds a control character, and
/// writes the two separators in a way that it cannot read itself.
fn is_lost(c: &char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}') || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// A whole number, given as a number or as digits in a text.
pub(crate) fn whole_number(node: Node, diags: &mut Diagnostics) -> Result<Spanned<i64>, Reported> {
    let at = node.at;
    let digits = match &node.value {
        Value::Number(digits) => digits.trim().to_owned(),
        Value::String(digits) => digits.trim().to_owned(),
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => {
            return Err(wrong_type(at, "a whole number", &node.value, diags));
        }
    };
    // A recording may hold `80.0` for 80; nothing else with a fraction is a whole number.
    let whole = digits.strip_suffix(".0").unwrap_or(&digits);
    match whole.parse() {
        Ok(value) => Ok(Spanned::new(value, at)),
        Err(_) => Err(wrong_type(at, "a whole number", &node.value, diags)),
    }
}

pub(super) fn wrong_type(at: At, expected: &str, found: &Value, diags: &mut Diagnostics) -> Reported {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::List(_) => "a list",
        Value::Map(_) => "an object",
    };
    let reported = diags.error(
        Finding::new(Code::WrongType, at, format!("{expected} belongs here, and {found} stands here"))
            .label(format!("not {expected}"))
            .help(format!("write {expected}, as the ECS API has it")),
    );
    diags.refuse_rest(at, reported);
    reported
}

/// Whether a value says no more than its absence: null, false, 0, or empty all the way down.
pub(crate) fn is_unset(node: &Node) -> bool {
    match &node.value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(digits) => digits == "0",
        Value::String(text) => text.is_empty(),
        Value::List(items) => items.iter().all(is_unset),
        Value::Map(entries) => entries.iter().all(|entry| is_unset(&entry.node)),
    }
}

/// The meaning of a word of the API.
pub(crate) fn word<T: Copy>(
    found: &Spanned<String>,
    key: &str,
    words: &[(&str, T)],
    diags: &mut Diagnostics,
) -> Result<T, Reported> {
    if let Some((_, value)) = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(&found.value)) {
        return Ok(*value);
    }
    let known: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
    Err(diags.error(
        Finding::new(Code::UnknownValue, found.at, format!("`{}` is no value that ECS knows for `{key}`", found.value))
            .label("not a known value")
            .help(format!("write one of {}", known.join(", "))),
    ))
}
