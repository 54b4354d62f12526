//! Findings for the terminal, each with the lines that it is about.
//!
//! Invariant: a line is shown only through [`Hidden`], so that no environment value is.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostics::{Finding, Hidden, Severity};
use crate::source::{Source, Sources};

/// Renders findings in their order. `shown` says which, and how bad each is under the user's settings.
pub(crate) fn render(
    findings: &[Finding],
    sources: &Sources,
    colour: bool,
    shown: impl Fn(&Finding) -> Option<Severity>,
) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut hidden: Option<(u32, Hidden)> = None;
    let mut text = String::new();
    for (finding, severity) in findings.iter().filter_map(|finding| Some((finding, shown(finding)?))) {
        let file = finding.at.span.file;
        let Some(source) = sources.get(file) else { continue };
        let of_file = match hidden.take() {
            Some((known, hidden)) if known == file => hidden,
            _ => Hidden::of(&source.text),
        };
        let elsewhere = elsewhere(finding, sources);
        text.push_str(&one((finding, severity), &elsewhere, source, &of_file, &renderer));
        text.push_str("\n\n");
        hidden = Some((file, of_file));
    }
    text
}

/// Places of a finding in other files: the reader cannot see them beside the excerpt.
fn elsewhere(finding: &Finding, sources: &Sources) -> Vec<String> {
    let other = finding.also.iter().filter(|at| at.span.file != finding.at.span.file);
    let mut places: Vec<String> = other
        .map(|at| {
            let position = sources.position(at.span);
            format!("{}:{}:{}", sources.name(at.span.file), position.line, position.column)
        })
        .collect();
    places.sort();
    places.dedup();
    places
}

fn one(
    (finding, severity): (&Finding, Severity),
    elsewhere: &[String],
    source: &Source,
    hidden: &Hidden,
    renderer: &Renderer,
) -> String {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Action => Level::HELP.with_name("action"),
        Severity::Note => Level::NOTE,
    };
    let excerpt = Excerpt::of(finding, source, hidden);
    let mut annotation = AnnotationKind::Primary.span(excerpt.span.clone());
    if let Some(label) = &finding.label {
        annotation = annotation.label(label.as_str());
    }
    let position = source.position(finding.at.span.start);
    let snippet = Snippet::source(excerpt.text.as_str())
        .line_start(position.line)
        .path(source.name.as_str())
        .annotation(annotation);
    let more = format!("ecs2eks explain {}", finding.code.slug());
    let mut group =
        Group::with_title(level.primary_title(finding.message.as_str()).id(finding.code.slug())).element(snippet);
    for place in elsewhere {
        group = group.element(Level::NOTE.with_name("see").message(place.as_str()));
    }
    if let Some(words) = &finding.kubernetes {
        group = group.element(Level::NOTE.with_name("kubernetes").message(words.as_str()));
    }
    if let Some(words) = &finding.help {
        group = group.element(Level::HELP.with_name("help").message(words.as_str()));
    }
    group = group.element(Level::NOTE.with_name("more").message(more.as_str()));
    // The renderer counts columns in the excerpt, which may begin further on and hides what must not be shown; the place
    // is that of the file.
    let column = excerpt.text.get(..excerpt.span.start).map_or(0, |before| before.chars().count()) + 1;
    let place = format!("{}:{}:", source.name, position.line);
    renderer.render(&[group]).replacen(&format!("{place}{column}"), &format!("{place}{}", position.column), 1)
}

/// The first line of what a finding is about: one line tells the place, and a whole object would bury the words.
struct Excerpt {
    text: String,
    span: std::ops::Range<usize>,
}

impl Excerpt {
    fn of(finding: &Finding, source: &Source, hidden: &Hidden) -> Self {
        let span = finding.at.span;
        let line = source.line_range(span.start);
        let (start, end) = (span.start as usize, (span.end as usize).clamp(line.start, line.end.max(line.start)));
        let masked = hidden.mask(&source.text, line.clone());
        let shown = masked.range(start.min(line.end)..end.max(start.min(line.end)));
        // A minified file is one long line: only what stands around the place is of use.
        const AROUND: usize = 90;
        if masked.text.len() <= 2 * AROUND {
            return Excerpt { text: masked.text, span: shown };
        }
        let from = floor(&masked.text, shown.start.saturating_sub(AROUND));
        let to = floor(&masked.text, (shown.end.min(shown.start + AROUND)) + AROUND);
        let text = masked.text.get(from..to).unwrap_or("").to_owned();
        let end = shown.end.min(to).max(shown.start) - from;
        Excerpt { text, span: shown.start - from..end }
    }
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, mut offset: usize) -> usize {
    offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
