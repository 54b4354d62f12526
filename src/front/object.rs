//! The reader that makes silence impossible: every key of an [`Object`] is taken, ignored with a reason, refused with a
//! code, or reported as unknown. A closure, because a forgotten `finish()` would not be a compile error.

use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::front::tree::{Entry, Node, Value};
use crate::ir::Spanned;
use crate::source::At;

/// A map that is being read.
pub(crate) struct Object {
    at: At,
    entries: Vec<Entry>,
    asked: Vec<&'static str>,
}

/// Reads a map with `read`, then reports every key that it left.
pub(crate) fn object<T>(
    node: Node,
    diags: &mut Diagnostics,
    read: impl FnOnce(&mut Object, &mut Diagnostics) -> Result<T, Reported>,
) -> Result<T, Reported> {
    let at = node.at;
    let entries = match node.value {
        Value::Map(entries) => entries,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::List(_) => {
            return Err(wrong_type(at, "an object", &node.value, diags));
        }
    };
    if entries.is_empty() {
        diags.ignore(at, "an empty object: nothing is set");
    }
    let mut it = Object { at, entries, asked: Vec::new() };
    match read(&mut it, diags) {
        Ok(value) => {
            it.report_unknown(diags);
            Ok(value)
        }
        Err(reported) => {
            diags.refuse_rest(at, reported);
            Err(reported)
        }
    }
}

/// Reads every item of a list, so that one bad item does not hide the next one's faults.
pub(crate) fn items<T>(
    node: Node,
    diags: &mut Diagnostics,
    mut read: impl FnMut(Node, &mut Diagnostics) -> Result<T, Reported>,
) -> Result<Vec<T>, Reported> {
    let at = node.at;
    let nodes = match node.value {
        Value::List(nodes) => nodes,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Map(_) => {
            return Err(wrong_type(at, "a list", &node.value, diags));
        }
    };
    if nodes.is_empty() {
        diags.ignore(at, "an empty list: not set");
    }
    let mut failed = None;
    let mut read_items = Vec::with_capacity(nodes.len());
    for item in nodes {
        match read(item, diags) {
            Ok(value) => read_items.push(value),
            Err(reported) => failed = Some(reported),
        }
    }
    failed.map_or(Ok(read_items), Err)
}

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

fn wrong_type(at: At, expected: &str, found: &Value, diags: &mut Diagnostics) -> Reported {
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

impl Object {
    /// Where the object stands.
    pub(crate) fn at(&self) -> At {
        self.at
    }

    /// The node under `key`, whatever it is. Null is as good as absent.
    pub(crate) fn take(&mut self, key: &'static str, diags: &mut Diagnostics) -> Option<Node> {
        self.asked.push(key);
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        let node = self.entries.swap_remove(index).node;
        if matches!(node.value, Value::Null) {
            diags.ignore(node.at, "null: not set");
            return None;
        }
        Some(node)
    }

    /// Every entry that is left, for a map whose keys are the user's own.
    pub(crate) fn take_all(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.entries)
    }

    /// A text; an empty one is as good as absent.
    pub(crate) fn string(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
    ) -> Result<Option<Spanned<String>>, Reported> {
        let Some(node) = self.take(key, diags) else { return Ok(None) };
        let found = text(node, diags)?;
        if found.value.is_empty() {
            diags.ignore(found.at, "an empty text: not set");
            return Ok(None);
        }
        Ok(Some(found))
    }

    /// A text that must be there.
    pub(crate) fn required_string(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
    ) -> Result<Spanned<String>, Reported> {
        match self.string(key, diags)? {
            Some(found) => Ok(found),
            None => Err(self.missing(key, diags)),
        }
    }

    /// Tells that `key` is missing.
    pub(crate) fn missing(&self, key: &str, diags: &mut Diagnostics) -> Reported {
        diags.error(
            Finding::new(Code::MissingField, self.at, format!("`{key}` is missing"))
                .label(format!("no `{key}` in here"))
                .help(format!("add `{key}`: ECS itself refuses the document without it")),
        )
    }

    /// A whole number, given as a number or as digits in a text.
    pub(crate) fn integer(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
    ) -> Result<Option<Spanned<i64>>, Reported> {
        let Some(node) = self.take(key, diags) else { return Ok(None) };
        if node.text() == Some("") {
            diags.ignore(node.at, "an empty text: not set");
            return Ok(None);
        }
        whole_number(node, diags).map(Some)
    }

    /// A whole number between two bounds, both included.
    pub(crate) fn integer_within(
        &mut self,
        key: &'static str,
        bounds: std::ops::RangeInclusive<i64>,
        diags: &mut Diagnostics,
    ) -> Result<Option<Spanned<i64>>, Reported> {
        let Some(found) = self.integer(key, diags)? else { return Ok(None) };
        if bounds.contains(&found.value) {
            return Ok(Some(found));
        }
        let (low, high) = (bounds.start(), bounds.end());
        Err(diags.error(
            Finding::new(
                Code::OutOfRange,
                found.at,
                format!("`{key}` is {}, and ECS takes {low} to {high}", found.value),
            )
            .label(format!("not within {low} to {high}"))
            .help(format!("write a value from {low} to {high}")),
        ))
    }

    /// True or false, given as such or as a text.
    pub(crate) fn boolean(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
    ) -> Result<Option<Spanned<bool>>, Reported> {
        let Some(node) = self.take(key, diags) else { return Ok(None) };
        let value = match &node.value {
            Value::Bool(value) => *value,
            Value::String(text) if text.eq_ignore_ascii_case("true") => true,
            Value::String(text) if text.eq_ignore_ascii_case("false") => false,
            Value::Null | Value::Number(_) | Value::String(_) | Value::List(_) | Value::Map(_) => {
                return Err(wrong_type(node.at, "true or false", &node.value, diags));
            }
        };
        Ok(Some(Spanned::new(value, node.at)))
    }

    /// One of the words that the API knows, in its own spelling or another case.
    pub(crate) fn one_of<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
        diags: &mut Diagnostics,
    ) -> Result<Option<Spanned<T>>, Reported> {
        let Some(found) = self.string(key, diags)? else { return Ok(None) };
        word(&found, key, words, diags).map(|value| Some(Spanned::new(value, found.at)))
    }

    /// A list of texts.
    pub(crate) fn strings(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
    ) -> Result<Vec<Spanned<String>>, Reported> {
        self.list(key, diags, text)
    }

    /// A list, each item of it read by `read`; absent and null are an empty list.
    pub(crate) fn list<T>(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
        read: impl FnMut(Node, &mut Diagnostics) -> Result<T, Reported>,
    ) -> Result<Vec<T>, Reported> {
        match self.take(key, diags) {
            None => Ok(Vec::new()),
            Some(node) => items(node, diags, read),
        }
    }

    /// An object read by `read`; absent, null and empty are none.
    pub(crate) fn child<T>(
        &mut self,
        key: &'static str,
        diags: &mut Diagnostics,
        read: impl FnOnce(&mut Object, &mut Diagnostics) -> Result<T, Reported>,
    ) -> Result<Option<T>, Reported> {
        let Some(node) = self.take(key, diags) else { return Ok(None) };
        if matches!(&node.value, Value::Map(entries) if entries.is_empty()) {
            diags.ignore(node.at, "an empty object: not set");
            return Ok(None);
        }
        object(node, diags, read).map(Some)
    }

    /// Passes over keys that have no meaning on the target, with the reason.
    pub(crate) fn ignore(&mut self, keys: &[&'static str], reason: &'static str, diags: &mut Diagnostics) {
        for key in keys {
            if let Some(node) = self.take(key, diags) {
                diags.ignore(node.at, reason);
            }
        }
    }

    /// The node under `key`, left where it is.
    pub(crate) fn peek(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// Passes over a key whose value is the one that holds without it; any other value stays to be read.
    pub(crate) fn ignore_word(&mut self, key: &'static str, word: &str, reason: &'static str, diags: &mut Diagnostics) {
        if self.peek(key).and_then(Node::text) == Some(word) {
            self.ignore(&[key], reason, diags);
        }
    }

    /// Names keys that are known and not translated yet. What is not set there needs no word.
    pub(crate) fn not_yet(&mut self, keys: &[&'static str], diags: &mut Diagnostics) {
        for key in keys {
            if let Some(node) = self.take(key, diags) {
                not_yet(&node, key, diags);
            }
        }
    }

    fn report_unknown(self, diags: &mut Diagnostics) {
        let Object { entries, asked, .. } = self;
        for entry in entries {
            let close = asked
                .iter()
                .map(|known| (strsim::osa_distance(&known.to_lowercase(), &entry.key.to_lowercase()), *known))
                .filter(|(distance, known)| *distance * 3 <= known.len())
                .min();
            let at = At { span: entry.key_span, ..entry.node.at };
            let finding =
                Finding::new(Code::UnknownField, at, format!("`{}` is not a field that ECS knows here", entry.key))
                    .kubernetes("nothing is made of it");
            diags.tell(match close {
                Some((_, known)) => finding.help(format!("did you mean `{known}`?")),
                None => finding.help("take it out, or tell us if AWS has added it"),
            });
        }
    }
}

/// Names a node that is known and not translated yet; empty values in it are ignored instead.
pub(crate) fn not_yet(node: &Node, key: &str, diags: &mut Diagnostics) {
    if is_unset(node) {
        diags.ignore(node.at, "not set");
        return;
    }
    diags.tell(
        Finding::new(Code::NotTranslatedYet, node.at, format!("`{key}` is not translated yet"))
            .kubernetes("the output is the same as if it were not there")
            .help("look at what it does on ECS before this workload moves"),
    );
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
