//! Why a text cannot be read, before it becomes a finding.
//!
//! Invariant: a message never quotes what stands in the text, except punctuation and the names of placeholders: it
//! could be an environment value or a secret.

use std::ops::Range;

use crate::diagnostics::{Code, Finding};
use crate::source::{At, Span};

/// The one error of a text. Boxed, so that the readers' results stay small on the way that is nearly always taken.
#[derive(Debug)]
pub(super) struct Problem(Box<Parts>);

#[derive(Debug)]
struct Parts {
    code: Code,
    range: Range<usize>,
    message: String,
    label: Option<String>,
    help: Option<String>,
}

impl Problem {
    pub(super) fn new(code: Code, range: Range<usize>, message: impl Into<String>) -> Self {
        Problem(Box::new(Parts { code, range, message: message.into(), label: None, help: None }))
    }

    pub(super) fn label(mut self, text: impl Into<String>) -> Self {
        self.0.label = Some(text.into());
        self
    }

    pub(super) fn help(mut self, text: impl Into<String>) -> Self {
        self.0.help = Some(text.into());
        self
    }

    /// The finding. It holds no node: there is no tree whose leaves it could account for.
    pub(super) fn finding(self, file: u32) -> Finding {
        let Parts { code, range, message, label, help } = *self.0;
        let at = At { span: span(file, range), first: 0, past: 0 };
        Finding { label, help, ..Finding::new(code, at, message) }
    }
}

/// Too many levels: the same words for both syntaxes.
pub(super) fn too_deep(range: Range<usize>) -> Problem {
    Problem::new(Code::TooDeep, range, format!("lists and maps are nested more than {} deep", super::MAX_DEPTH))
        .help("an ECS document has fewer than twenty levels: this is another kind of file, or a broken one")
}

/// A range of bytes as a span. A text has at most [`super::MAX_BYTES`], so that the numbers fit.
pub(super) fn span(file: u32, range: Range<usize>) -> Span {
    Span { file, start: range.start as u32, end: range.end as u32 }
}

/// The line, from 1, of a byte. Counted only when something is told.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
