//! Finds what must not be shown, in texts that may be broken.
//!
//! Invariant: goes by what separates a key from its value, and by no grammar: a quote too few does not make a value a
//! key. Where the end of a value is unclear, it is the end of the line, or of all lines that could belong to it.

use std::ops::Range;

use super::keys::{Says, indent, is_json_structure, is_structure, key_length, says};

/// The longest key that is looked at.
const MAX_KEY: usize = 256;

/// The ranges of the text that hold environment values and secrets, in any order; none goes over the end of a line.
pub(super) fn secrets(text: &str) -> Vec<Range<usize>> {
    let json = text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    let mut finder = Finder { text, json, found: Vec::new() };
    // What was hidden by the line is not looked through again: that would be quadratic.
    let mut covered = 0;
    for (at, sign) in text.match_indices([':', '=', '"', '\'']) {
        if at < covered {
            continue;
        }
        let done = match sign {
            ":" | "=" => finder.value(at, at + 1),
            _ => finder.forgotten(at + 1).and_then(|from| finder.value(at + 1, from)),
        };
        covered = done.unwrap_or(covered);
    }
    finder.found
}

struct Finder<'a> {
    text: &'a str,
    json: bool,
    found: Vec<Range<usize>>,
}

impl<'a> Finder<'a> {
    fn rest(&self, offset: usize) -> &'a str {
        self.text.get(offset..).unwrap_or("")
    }

    fn line_end(&self, offset: usize) -> usize {
        offset + self.rest(offset).find('\n').unwrap_or(self.rest(offset).len())
    }

    /// Where a value begins that has no colon before it, after a telling key that ends at `end`: `"value" "x"`, or
    /// another sign in the colon's place. It is none if it is the next key.
    fn forgotten(&self, end: usize) -> Option<usize> {
        if says(self.key(end)) == Says::Nothing {
            return None;
        }
        if self.rest(end).trim_start().starts_with([':', '=']) {
            return None;
        }
        let sign = |c: char| c.is_whitespace() || matches!(c, ':' | '=' | ',' | ';' | '}' | ']' | ')' | '>');
        let rest = self.rest(end).trim_start_matches(sign);
        let start = self.text.len() - rest.len();
        let key = key_length(rest).is_some() && !(self.json && rest.starts_with('\''));
        (!key).then_some(start)
    }

    /// The key that ends at `end`.
    fn key(&self, end: usize) -> &'a str {
        let before = self.text.get(..end).unwrap_or("").trim_end();
        let quote = before.chars().next_back().filter(|last| matches!(last, '"' | '\''));
        let inner = quote.and_then(|quote| before.strip_suffix(quote)).unwrap_or(before);
        let mut floor = inner.len().saturating_sub(MAX_KEY);
        while !inner.is_char_boundary(floor) {
            floor += 1;
        }
        let near = inner.get(floor..).unwrap_or("");
        let start = match quote {
            Some(quote) => near.rfind([quote, '\n']),
            None => near.rfind([' ', '\t', '\n', ',', '{', '}', '[', ']', '"', '\'', '=', ':']),
        };
        let start = start.map_or(0, |at| at + 1);
        // A quote inside of the key, and not the one before it.
        let escaped = quote.is_some() && near.get(..start).is_some_and(|before| before.ends_with("\\\""));
        if escaped { "\\" } else { near.get(start..).unwrap_or("") }
    }

    /// Whether the object that the key ends in says before it, alone and on this line, that it is no variable: a number of
    /// devices, a file by its address.
    fn is_of_a_known_kind(&self, end: usize) -> bool {
        const KINDS: [&str; 3] = ["GPU", "NeuronDevice", "s3"];
        let line = self.text.get(..end).and_then(|before| before.rsplit('\n').next()).unwrap_or("");
        let Some((_, object)) = line.rsplit_once('{') else { return false };
        let object: String = object.split_whitespace().collect();
        KINDS.iter().any(|kind| object == format!("\"type\":\"{kind}\",\"value\""))
    }

    /// Hides the value from `from` on, if the key that ends at `end` says so. Gives the end of what is done with.
    fn value(&mut self, end: usize, from: usize) -> Option<usize> {
        let says = says(self.key(end));
        if says == Says::Nothing || self.is_of_a_known_kind(end) {
            return None;
        }
        let start = from + (self.rest(from).len() - self.rest(from).trim_start().len());
        let below = self.text.get(from..start).is_some_and(|between| between.contains('\n'));
        match (says, self.rest(start).bytes().next()?) {
            (_, b'{') | (Says::Secret, b'[') => Some(self.brackets(start)),
            (Says::Environment, _) if below && !self.json => self.environment(from),
            (Says::Environment | Says::Nothing, _) => None,
            (Says::Secret, _) if below && !self.json => {
                let line = self.line_end(from);
                Some(self.hide(line..self.block_end(from, line)))
            }
            (Says::Secret, quote @ (b'"' | b'\'')) => self.quoted(from, start, quote),
            (Says::Secret, _) => self.plain(from, start),
        }
    }

    /// All that stands in brackets, but for the keys that begin lines.
    fn brackets(&mut self, start: usize) -> usize {
        let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
        let mut end = self.text.len();
        for (at, byte) in self.rest(start).bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                // A quote that is not closed ends with its line: else all brackets after it would be text.
                b'\n' => quoted = false,
                b'{' | b'[' if !quoted => depth += 1,
                b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                end = start + at;
                break;
            }
        }
        self.hide_values(start + 1..end);
        // Brackets that are closed at once, and then what they should not stand before.
        if self.ends_well(end) { end } else { self.hide(end..self.block_end(start, self.line_end(end))) }
    }

    /// A map of the environment on lines of its own.
    fn environment(&mut self, from: usize) -> Option<usize> {
        let line = self.line_end(from);
        let end = self.block_end(from, line);
        let list = self.text.get(line..end)?.trim_start().starts_with("- ");
        (!list).then(|| self.hide_values(line..end))
    }

    fn quoted(&mut self, from: usize, start: usize, quote: u8) -> Option<usize> {
        let line = self.line_end(start);
        match self.closing(start, quote) {
            Some(closing) if closing < line && self.ends_well(closing + 1) => {
                self.found.push(start + 1..closing);
                Some(closing + 1)
            }
            // On a later line. YAML may mean it, or it opens another value: so what lies between is looked through too.
            Some(closing) if closing >= line => {
                self.hide(start..self.block_end(from, self.line_end(closing)));
                Some(line)
            }
            Some(_) | None => Some(self.hide(start..self.block_end(from, line))),
        }
    }

    /// The quote that closes the one at `start`. In JSON a string ends with its line, whatever is wrong with it.
    fn closing(&self, start: usize, quote: u8) -> Option<usize> {
        let mut escaped = false;
        for (at, byte) in self.rest(start + 1).bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\n' if self.json => return None,
                b'\\' if quote == b'"' => escaped = true,
                b'\'' if quote == b'\'' && self.text.as_bytes().get(start + at + 2) == Some(&b'\'') => escaped = true,
                _ if byte == quote => return Some(start + 1 + at),
                _ => {}
            }
        }
        None
    }

    fn plain(&mut self, from: usize, start: usize) -> Option<usize> {
        let line = self.line_end(start);
        if !self.json {
            return Some(self.hide(start..self.block_end(from, line)));
        }
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-');
        let rest = self.text.get(start..line).unwrap_or("");
        let word = rest.len() - rest.trim_start_matches(word).len();
        if word > 0 && self.ends_well(start + word) {
            self.found.push(start..start + word);
            return None;
        }
        Some(self.hide(start..self.block_end(from, line)))
    }

    /// Whether a value can be over here: what follows is what follows a value, and the brackets around it.
    fn ends_well(&self, offset: usize) -> bool {
        let line = self.line_end(offset);
        let rest = self.text.get(offset..line).unwrap_or("");
        let sign = |c: char| matches!(c, ' ' | '\t' | '\r' | '}' | ']');
        let rest = rest.trim_start_matches(sign);
        let last = rest.strip_prefix(',').unwrap_or(rest).trim_start_matches(sign);
        if last.is_empty() {
            let next = self.rest(line).trim_start().lines().next().unwrap_or("");
            return next.is_empty() || if self.json { is_json_structure(next) } else { is_structure(next) };
        }
        // Outside of JSON a comma, a bracket or a `#` may be of the text as well. In it the next key follows, or, where
        // brackets were closed, anything.
        let closed = rest.len() < self.text.get(offset..line).unwrap_or("").trim_start().len();
        let next = key_length(last).is_some() || (closed && last.starts_with(['"', '{', '[']));
        self.json && rest.starts_with(',') && next
    }

    /// The end of the lines after the one that ends at `line` and has the key's colon at `from`: all that are indented
    /// more than it, and those that look like neither key nor item, for a broken block of text is indented wrongly. In
    /// JSON indentation means nothing, and a text that goes over a line has a line break too much in it.
    fn block_end(&self, from: usize, line: usize) -> usize {
        let start = self.text.get(..from).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let base = indent(self.rest(start));
        let mut end = line;
        while end < self.text.len() {
            let next = self.line_end(end + 1);
            let content = self.text.get(end + 1..next).unwrap_or("");
            let over =
                if self.json { is_json_structure(content) } else { indent(content) <= base && is_structure(content) };
            if !content.trim().is_empty() && over {
                break;
            }
            end = next;
        }
        end
    }

    /// Hides the lines of a range but for their indentation. Gives its end.
    fn hide(&mut self, range: Range<usize>) -> usize {
        let mut from = range.start;
        for line in self.text.get(range.clone()).unwrap_or("").split_inclusive('\n') {
            let start = from + (line.len() - line.trim_start().len());
            self.found.push(start..start + line.trim().len());
            from += line.len();
        }
        range.end
    }

    /// Hides the lines of a range but for the keys of those that are indented as the first. Gives its end.
    fn hide_values(&mut self, range: Range<usize>) -> usize {
        let mut from = range.start;
        let mut column = None;
        for line in self.text.get(range.clone()).unwrap_or("").split_inclusive('\n') {
            let content = line.trim();
            if !content.is_empty() {
                let shows = *column.get_or_insert(indent(line)) == indent(line);
                let key = if shows { key_length(content).unwrap_or(0) } else { 0 };
                let blanks = content.get(key..).map_or(0, |value| value.len() - value.trim_start().len());
                let start = from + (line.len() - line.trim_start().len());
                self.found.push(start + key + blanks..start + content.len());
            }
            from += line.len();
        }
        range.end
    }
}
