//! How files look, and what none may hold.

use proc_macro2::{TokenStream, TokenTree};

use crate::support;

/// 300 lines are advice, 600 the end.
const MOST_LINES: usize = 600;

/// Rust files of the program and of its tests.
fn files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches"] {
        let below = support::files_below(&support::root().join(folder));
        for path in below.into_iter().filter(|path| path.ends_with(".rs")) {
            let text = support::read(&support::root().join(folder).join(&path));
            files.push((format!("{folder}/{path}"), text));
        }
    }
    assert!(files.len() > 150, "only {} files found", files.len());
    files
}

#[test]
fn every_file_says_what_it_is_for_and_stays_small() {
    let mut wrong = Vec::new();
    for (path, text) in files() {
        let first = text.lines().next().unwrap_or_default();
        if first.strip_prefix("//!").is_none_or(|words| words.trim().is_empty()) {
            wrong.push(format!("{path}: begin with a line `//! …` that says what it is for"));
        }
        let lines = text.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{path}: {lines} lines; split it by noun"));
        }
    }
    support::report_all("faults of files:", &wrong);
}

#[test]
fn nothing_is_left_undone_and_nothing_silenced_without_a_reason() {
    let mut wrong = Vec::new();
    for (path, text) in files() {
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        search(tokens, &mut |line, what| wrong.push(format!("{path}:{line}: {what}")));
    }
    support::report_all("things that must not be committed:", &wrong);
}

fn search(tokens: TokenStream, found: &mut dyn FnMut(usize, &str)) {
    let mut before: Option<TokenTree> = None;
    for token in tokens {
        match (&before, &token) {
            (Some(TokenTree::Ident(word)), TokenTree::Punct(mark)) if mark.as_char() == '!' => {
                for name in ["todo", "unimplemented", "dbg"] {
                    if word == name {
                        found(word.span().start().line, &format!("`{name}!`"));
                    }
                }
            }
            (Some(TokenTree::Punct(_)), TokenTree::Group(group)) => silenced(group, found),
            _ => {}
        }
        if let TokenTree::Group(group) = &token {
            search(group.stream(), found);
        }
        before = Some(token);
    }
}

/// `#[allow(…)]` or `#[expect(…)]` without `reason = "…"`.
fn silenced(attribute: &proc_macro2::Group, found: &mut dyn FnMut(usize, &str)) {
    let mut tokens = attribute.stream().into_iter();
    let (Some(TokenTree::Ident(word)), Some(TokenTree::Group(lints))) = (tokens.next(), tokens.next()) else { return };
    if word != "allow" && word != "expect" {
        return;
    }
    let reasoned = lints.stream().into_iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "reason"));
    if !reasoned {
        found(word.span().start().line, &format!("`#[{word}(…)]` without a reason"));
    }
}
