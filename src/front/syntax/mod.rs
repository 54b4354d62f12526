//! Texts to trees: JSON and YAML, every node with the bytes that it was written in.
//!
//! Invariant: knows no meaning. A text that cannot be read gives one error at its place, and no tree.

mod duplicates;
mod json;
mod json_faults;
mod json_scalars;
mod placeholders;
mod problem;
mod yaml;
mod yaml_copies;
mod yaml_faults;
mod yaml_lines;
mod yaml_scalars;
mod yaml_spans;

#[cfg(test)]
mod tests;

use crate::diagnostics::{Code, Diagnostics, Reported};
use crate::front::tree::Node;
use crate::source::Sources;

use duplicates::Duplicates;
use problem::Problem;

/// The largest text that is read. ECS takes 64 KiB for a task definition and CloudFormation 1 MB for a template; what a
/// large account exports fits a hundred times over, and an index into it fits the 32 bits of a span.
const MAX_BYTES: usize = 64 << 20;

/// The deepest nesting. An ECS document has fewer than twenty levels; readers further on may recurse over what passes.
const MAX_DEPTH: usize = 128;

/// What a reader made of a text.
struct Reading {
    documents: Vec<Node>,
    duplicates: Duplicates,
}

/// The documents of one text.
///
/// What it is, is told by its first character and never tried again: a JSON text with a mistake in it is nearly always
/// good YAML up to that mistake, or past it, and an error of the other syntax would point at the wrong place.
///
/// # Errors
/// The proof of the one error that was reported, where the text cannot be read or holds nothing.
pub(crate) fn parse(sources: &Sources, file: u32, diags: &mut Diagnostics) -> Result<Vec<Node>, Reported> {
    let text = sources.get(file).map_or("", |source| source.text.as_str());
    match read(text, file) {
        Ok(reading) => {
            reading.duplicates.tell(text, diags);
            Ok(reading.documents)
        }
        Err(problem) => Err(diags.error(problem.finding(file))),
    }
}

fn read(text: &str, file: u32) -> Result<Reading, Problem> {
    if text.len() > MAX_BYTES {
        return Err(Problem::new(Code::TooLarge, 0..0, "the text is larger than 64 MiB")
            .help("split it: one file a cluster, or one a service, is enough"));
    }
    let reading = match text.chars().find(|character| !is_blank(*character)) {
        None => return Err(empty("the text is empty")),
        Some('{' | '[') => json::read(text, file)?,
        Some(_) => yaml::read(text, file).map_err(|problem| before_json(text).unwrap_or(problem))?,
    };
    if reading.documents.is_empty() {
        return Err(empty("the text holds nothing but comments"));
    }
    Ok(reading)
}

/// A text that is no YAML because it is JSON with something before it: a prompt, a log line, `var x =`.
fn before_json(text: &str) -> Option<Problem> {
    let (end, _) = text.match_indices(['{', '[']).find(|(at, _)| text.get(..*at).is_some_and(|t| t.ends_with('\n')))?;
    // A document of YAML may begin with a line of its own and go on with a brace.
    let before = text.get(..end)?.trim_matches(is_blank);
    let prose =
        !before.starts_with(['#', '%', '-']) && !before.ends_with(':') && json::read(text.get(end..)?, 0).is_ok();
    let start = text.len() - text.trim_start_matches(is_blank).len();
    prose.then(|| {
        Problem::new(
            Code::BadJson,
            start..start + before.lines().next().map_or(0, str::len),
            "something stands before the JSON document",
        )
        .label(format!("the document begins on line {}", problem::line_of(text, end)))
        .help("delete it: what a terminal shows begins with the command itself")
    })
}

/// A byte order mark is blank here: files joined by `cat` have one in the middle, between two documents.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{feff}')
}

fn empty(message: &str) -> Problem {
    Problem::new(Code::EmptyInput, 0..0, message)
        .help("leave the file out, or write it again: the command that made it may have failed without a word")
}
