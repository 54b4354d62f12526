//! The pages that are made of the guide are what the guide says now.

use std::path::Path;

use ecs2eks::guide;

use crate::support::{self, program, report};

/// Compares a made file, or writes it where that is asked for.
pub(crate) fn made(path: &str, text: &str, wrong: &mut Vec<String>) {
    let file = support::root().join(path);
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        let folder: &Path = file.parent().expect("a folder");
        std::fs::create_dir_all(folder).expect("it can be made");
        std::fs::write(&file, text).expect("it can be written");
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    if found != text {
        wrong.push(format!("{path} is not what the guide says: `BLESS=1 cargo test --test guide` writes it"));
    }
}

#[test]
fn the_page_of_the_task_definition_is_up_to_date() {
    let mut wrong = Vec::new();
    made(
        "docs/fields/task-definition.md",
        &guide::page("Fields of a task definition", guide::task_definition()),
        &mut wrong,
    );
    support::report_all("pages:", &wrong);
}

/// The comparison with another tool counts what this one does: the counts are those of the ledger.
#[test]
fn the_comparison_counts_what_the_program_does() {
    const WORDS: [(&str, &str); 5] = [
        ("translated", "| translated |"),
        ("adjusted", "| adjusted, with a finding |"),
        ("action", "| by hand, with a finding: a person does what cannot be written |"),
        ("ignored", "| without meaning on EKS, with a reason in the ledger |"),
        ("refused", "| not in the output, with a finding |"),
    ];
    let page = support::read(&support::root().join("docs/comparison.md"));
    let scratch = support::scratch("guide-comparison");
    let input = support::root().join("docs/comparison/task-definition.json");
    let arguments = ["convert", &input.to_string_lossy(), "-o", "out", "--ledger", "ledger.jsonl"];
    assert_eq!(program::run(&scratch, &arguments).code, 0);
    let rows = report::ledger(&scratch.join("ledger.jsonl"));
    let mut wrong = Vec::new();
    for (disposition, words) in WORDS {
        let line = page.lines().find_map(|line| line.strip_prefix(words)).expect("a line of the totals");
        let said = line.trim_end_matches(" |").rsplit(' ').next().expect("a number");
        let counted = rows.iter().filter(|row| row.disposition == disposition).count();
        if said != counted.to_string() {
            wrong.push(format!("{words} says {said} values, and the ledger has {counted}"));
        }
    }
    support::report_all("counts of docs/comparison.md:", &wrong);
}

/// What is typed below a heading in a page is a sentence: it begins with a capital, a number or a literal, and ends with a stop.
#[test]
fn rules_are_sentences() {
    let odd = guide::rows().filter(|row| {
        let begins = row.rule.starts_with(|first: char| first.is_uppercase() || first == '`' || first.is_ascii_digit());
        !begins || !row.rule.ends_with('.') || row.rule.contains("  ")
    });
    let odd: Vec<String> = odd.map(|row| format!("{}: {}", row.path, row.rule)).collect();
    support::report_all("rules that are no sentences:", &odd);
}
