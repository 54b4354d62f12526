//! JSON to trees. Our own reader: of each value the bytes are needed, and a wrong text needs words that help.
//!
//! Invariant: linear, and recursive only as deep as [`super::MAX_DEPTH`]. What this accepts is JSON, nothing more.

use crate::front::tree::{Entry, Node, Value};
use crate::source::At;

use super::duplicates::Duplicates;
use super::problem::{self, Problem};
use super::{MAX_DEPTH, Reading, json_faults, json_scalars};

/// The documents of a JSON text: one value, or several with blanks between them, as a shell makes them of many answers.
pub(super) fn read(text: &str, file: u32) -> Result<Reading, Problem> {
    let mut reader = Reader { text, file, offset: 0, next: 0, opened: Vec::new(), duplicates: Duplicates::default() };
    let mut documents = Vec::new();
    loop {
        let end = reader.offset;
        reader.between_documents();
        match reader.peek() {
            None => break,
            Some(b'{' | b'[') if documents.is_empty() || reader.offset > end => documents.push(reader.value()?),
            Some(_) => return Err(json_faults::after_document(text, reader.offset)),
        }
    }
    Ok(Reading { documents, duplicates: reader.duplicates })
}

struct Reader<'a> {
    text: &'a str,
    file: u32,
    offset: usize,
    next: u32,
    /// Where the lists and maps begin that are not closed yet.
    opened: Vec<usize>,
    duplicates: Duplicates,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.offset += 1;
        }
    }

    fn between_documents(&mut self) {
        let rest = self.text.get(self.offset..).unwrap_or("");
        self.offset += rest.len() - rest.trim_start_matches(super::is_blank).len();
    }

    fn value(&mut self) -> Result<Node, Problem> {
        let start = self.offset;
        let first = self.next;
        self.next += 1;
        let value = match self.peek() {
            Some(b'{') => self.nested(Self::map)?,
            Some(b'[') => self.nested(Self::list)?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            Some(_) | None => return Err(json_faults::no_value(self.text, self.offset, &self.opened)),
        };
        let span = problem::span(self.file, start..self.offset);
        Ok(Node { at: At { span, first, past: self.next }, value })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, Problem>) -> Result<Value, Problem> {
        if self.opened.len() == MAX_DEPTH {
            return Err(problem::too_deep(self.offset..self.offset + 1));
        }
        self.opened.push(self.offset);
        self.offset += 1;
        self.blanks();
        let value = read(self)?;
        self.opened.pop();
        Ok(value)
    }

    fn map(&mut self) -> Result<Value, Problem> {
        let mut entries = Vec::new();
        if self.closes(b'}') {
            return Ok(Value::Map(entries));
        }
        loop {
            entries.push(self.entry()?);
            if !self.more(b'}')? {
                return Ok(Value::Map(self.duplicates.settle(entries)));
            }
        }
    }

    fn entry(&mut self) -> Result<Entry, Problem> {
        let start = self.offset;
        if self.peek() != Some(b'"') {
            return Err(json_faults::no_key(self.text, start, &self.opened));
        }
        let key = self.string()?;
        let key_span = problem::span(self.file, start..self.offset);
        let key_end = self.offset;
        self.blanks();
        if self.peek() != Some(b':') {
            return Err(json_faults::no_colon(self.text, key_end, self.offset, &self.opened));
        }
        self.offset += 1;
        self.blanks();
        Ok(Entry { key, key_span, node: self.value()?, shadowed: Vec::new() })
    }

    fn list(&mut self) -> Result<Value, Problem> {
        let mut items = Vec::new();
        if self.closes(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value()?);
            if !self.more(b']')? {
                return Ok(Value::List(items));
            }
        }
    }

    fn closes(&mut self, closer: u8) -> bool {
        let closes = self.peek() == Some(closer);
        if closes {
            self.offset += 1;
        }
        closes
    }

    /// After an item: whether another one follows.
    fn more(&mut self, closer: u8) -> Result<bool, Problem> {
        let end = self.offset;
        self.blanks();
        if self.closes(closer) {
            return Ok(false);
        }
        let comma = self.offset;
        if self.peek() != Some(b',') {
            return Err(json_faults::no_comma(self.text, end, comma, &self.opened));
        }
        self.offset += 1;
        self.blanks();
        if self.peek() == Some(closer) {
            return Err(json_faults::trailing_comma(comma));
        }
        Ok(true)
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Problem> {
        if json_scalars::token(self.text, self.offset) != word {
            return Err(json_faults::no_value(self.text, self.offset, &self.opened));
        }
        self.offset += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<String, Problem> {
        let digits = json_scalars::token(self.text, self.offset);
        if !json_scalars::is_number(digits) {
            return Err(json_faults::no_number(self.offset, digits));
        }
        self.offset += digits.len();
        Ok(digits.to_owned())
    }

    fn string(&mut self) -> Result<String, Problem> {
        let (string, end) = json_scalars::string(self.text, self.offset)?;
        self.offset = end;
        Ok(string)
    }
}
