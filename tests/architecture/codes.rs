//! Every code has its page, and a case that produces it.

use std::collections::BTreeSet;

use ecs2eks::diagnostics::Code;

use crate::support::{self, report::Report};

const HEADINGS: [&str; 3] = ["## What happened", "## Why it matters", "## What to do"];

#[test]
fn every_code_has_a_whole_page_and_no_page_is_stray() {
    let folder = support::root().join("src/diagnostics/codes");
    let mut pages: BTreeSet<String> = support::files_below(&folder).into_iter().collect();
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let (slug, page) = (code.slug(), code.page());
        if !pages.remove(&format!("{slug}.md")) {
            wrong.push(format!("{slug}: no page"));
        }
        let mut rest = page;
        for heading in HEADINGS {
            let Some((_, after)) = rest.split_once(&format!("\n{heading}\n")) else {
                wrong.push(format!("{slug}: no `{heading}` in its place"));
                continue;
            };
            if after.split("\n#").next().unwrap_or_default().trim().is_empty() {
                wrong.push(format!("{slug}: nothing under `{heading}`"));
            }
            rest = after;
        }
        let kebab = slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !kebab || ecs2eks::diagnostics::RETIRED.contains(&slug) {
            wrong.push(format!("{slug}: no kebab-case, or retired"));
        }
    }
    wrong.extend(pages.iter().map(|page| format!("{page}: a page without a code")));
    support::report_all("faults of pages:", &wrong);
}

#[test]
fn every_code_is_produced_by_a_case() {
    let mut missing: BTreeSet<&str> = Code::ALL.iter().map(|code| code.slug()).collect();
    for case in support::cases() {
        let report = case.folder.join("expected/report.json");
        if report.exists() {
            for finding in Report::read(&report).list("findings") {
                missing.remove(finding["code"].as_str().unwrap_or_default());
            }
        }
        // What cannot be read at all leaves no report.
        let said = std::fs::read_to_string(case.folder.join("findings.txt")).unwrap_or_default();
        missing.retain(|code| !said.lines().any(|line| line.starts_with(&format!("error[{code}]:"))));
    }
    assert!(missing.is_empty(), "{} codes that no case of testdata/ produces: {missing:?}", missing.len());
}
