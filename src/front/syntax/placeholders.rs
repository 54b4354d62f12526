//! Placeholders of template languages: what stands in a file that must be rendered before it is JSON or YAML.
//!
//! Invariant: shows the name of a placeholder, never a default or an argument in it, which may be a secret.

use std::ops::Range;

use crate::diagnostics::Code;

use super::problem::Problem;

/// Opening and closing of the forms that are known by how they begin. Longer ones first.
const FORMS: &[(&str, &str)] = &[
    ("{{", "}}"),
    ("{%", "%}"),
    ("<%", "%>"),
    ("$${", "}"),
    ("${", "}"),
    ("$(", ")"),
    ("#{", "}"),
    ("%{", "}"),
    ("$$$$", "$$$$"),
    ("<", ">"),
    ("@@", "@@"),
    ("@", "@"),
    ("__", "__"),
    ("%", "%"),
    ("$", ""),
];

/// A placeholder in a text.
#[derive(Debug)]
pub(super) struct Placeholder {
    pub(super) range: Range<usize>,
    /// As a message shows it.
    pub(super) shown: String,
}

impl Placeholder {
    /// What to say of it where it stands outside of a text.
    pub(super) fn problem(self, code: Code) -> Problem {
        let message = format!("the placeholder `{}` stands here: this is a template", self.shown);
        Problem::new(code, self.range, message)
            .help("render the template first, as your deployment does, and give its result")
    }
}

/// The placeholder that begins at `offset`.
pub(super) fn at(text: &str, offset: usize) -> Option<Placeholder> {
    let line = text.get(offset..)?.lines().next()?;
    let (open, close) = FORMS.iter().find(|(open, _)| line.starts_with(open))?;
    let inner = line.get(open.len()..)?;
    let marked = inner.trim_start_matches(['-', '~', '=', ' ', '#', '/', '.']);
    let blanks = inner.len() - marked.len();
    let name_end =
        marked.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(marked.len());
    let (name, rest) = marked.split_at_checked(name_end)?;
    // One sign alone is a placeholder only where a name follows at once; two are one whatever follows.
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && blanks == 0;
    if open.len() == 1 && (!named || (!close.is_empty() && !inner.contains(close))) {
        return None;
    }
    let name = name.strip_suffix(close).unwrap_or(name);
    let length = match inner.find(close) {
        Some(_) if close.is_empty() => open.len() + name.len(),
        Some(closing) => open.len() + closing + close.len(),
        None => line.len(),
    };
    let whole = rest.trim_start().starts_with(close) || name.len() < name_end;
    let more = if whole { "" } else { "…" };
    let short: String = name.chars().take(40).collect();
    Some(Placeholder { range: offset..offset + length, shown: format!("{open}{short}{more}{close}") })
}

/// The last placeholder of a template language in some lines of a text: only forms that nothing else begins with.
pub(super) fn last_in(text: &str, range: Range<usize>) -> Option<Placeholder> {
    let lines = text.get(range.clone())?;
    let starts = ["{{", "{%", "<%"].into_iter().flat_map(|form| lines.match_indices(form));
    let real = starts.filter(|(at, _)| !lines.get(*at..).unwrap_or("").starts_with("{{resolve:"));
    real.map(|(at, _)| at).max().and_then(|last| at(text, range.start + last))
}
