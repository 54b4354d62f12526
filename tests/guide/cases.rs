//! The guide and all cases of `testdata`: what is found about a field in one of them is in its row, and what is in its row
//! is found in one of them.

use std::collections::{BTreeMap, BTreeSet};

use ecs2eks::guide;

use crate::changes::{self, field};
use crate::support::{self, program, report};

/// Codes by field, as they were seen.
#[derive(Default)]
struct Seen {
    /// At the field itself.
    at: BTreeMap<String, BTreeSet<String>>,
    /// At what holds fields: the code, the path that leads to them, and where.
    above: BTreeSet<(String, String, String)>,
}

/// The way to the fields below a pointer: empty for a document, which its name stands for.
fn way(pointer: &str) -> String {
    let mut way = String::new();
    for step in pointer.split('/').filter(|step| !["", "taskDefinition", "family"].contains(step)) {
        if step.bytes().all(|byte| byte.is_ascii_digit()) {
            way.push_str("[]");
        } else {
            way.push_str(if way.is_empty() { "" } else { "." });
            way.push_str(step);
        }
    }
    way
}

fn observe() -> Seen {
    let folder = support::scratch("guide-cases");
    let mut seen = Seen::default();
    for case in support::cases().iter().filter(|case| case.folder.join("expected").exists()) {
        let ledger = folder.join(format!("{}.jsonl", case.name));
        let path = ledger.to_string_lossy();
        let fixed = ["check", "input", "--no-templates", "-o", "expected", "--ledger", &path];
        let arguments: Vec<&str> = fixed.into_iter().chain(case.options.iter().map(String::as_str)).collect();
        program::run(&case.folder, &arguments);
        let report = report::Report::read(&case.folder.join("expected/report.json"));
        take(&case.name, &report, &report::ledger(&ledger), &mut seen);
    }
    for variant in changes::variants() {
        let (tree, rows) = variant.base(&support::scratch(&format!("guide-cases-{}", variant.name)));
        take(&variant.name, &report::Report(tree.report), &rows, &mut seen);
    }
    seen
}

fn take(case: &str, report: &report::Report, rows: &[report::Row], seen: &mut Seen) {
    let rows: Vec<&report::Row> = rows.iter().filter(|row| row.field.starts_with("TaskDefinition.")).collect();
    for finding in report.list("findings") {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let (code, file, pointer) = (text("code"), text("file"), text("pointer"));
        let of_file = || rows.iter().filter(|row| row.file == file);
        let here: BTreeSet<String> =
            of_file().filter(|row| row.pointer == pointer).map(|row| field(&row.field)).collect();
        let below = |row: &&&report::Row| row.pointer.strip_prefix(&pointer).is_some_and(|rest| rest.starts_with('/'));
        if !here.is_empty() && !way(&pointer).is_empty() {
            here.into_iter().for_each(|field| {
                seen.at.entry(field).or_default().insert(code.clone());
            });
        } else if !here.is_empty() || of_file().any(|row| below(&row)) {
            seen.above.insert((code, way(&pointer), format!("{case}: {file}{pointer}")));
        }
    }
}

/// What a finding about a whole document may be about: mostly a field that is not there.
const OF_A_DOCUMENT: &[&str] = &[
    "containerDefinitions[].cpu",
    "containerDefinitions[].name",
    "family",
    "memory",
    "networkMode",
    "requiresCompatibilities[]",
    "runtimePlatform.cpuArchitecture",
    "taskDefinitionArn",
    "taskRoleArn",
];

/// Whether a finding about all that lies below a way may be about a field: what a whole container or volume is found to be
/// is said of its name.
fn lies_below(path: &str, way: &str) -> bool {
    match way {
        "" => OF_A_DOCUMENT.contains(&path),
        "containerDefinitions[]" | "volumes[]" => path.strip_prefix(way) == Some(".name"),
        _ => path.strip_prefix(way).is_some_and(|rest| rest.starts_with(['.', '[', '{'])),
    }
}

#[test]
fn what_is_found_about_a_field_is_in_its_row() {
    let seen = observe();
    let mut wrong = Vec::new();
    let known = |path: &str, code: &str| {
        guide::EVERYWHERE.iter().any(|general| general.slug() == code)
            || guide::rows().any(|row| row.path == path && row.codes.iter().any(|said| said.slug() == code))
    };
    for (path, codes) in &seen.at {
        if guide::rows().all(|row| row.path != path) {
            continue;
        }
        wrong.extend(codes.iter().filter(|code| !known(path, code)).map(|code| format!("{path}: {code}")));
    }
    for (code, way, place) in &seen.above {
        let general = guide::EVERYWHERE.iter().any(|general| general.slug() == code);
        if !general && !guide::rows().any(|row| lies_below(row.path, way) && known(row.path, code)) {
            wrong.push(format!("{code} is in no row below `{way}`: {place}"));
        }
    }
    for row in guide::rows() {
        for code in row.codes.iter().map(|code| code.slug()) {
            let at = seen.at.get(row.path).is_some_and(|codes| codes.contains(code));
            let above = || seen.above.iter().any(|(found, way, _)| found == code && lies_below(row.path, way));
            let changed = changes::OBSERVED.0.get(row.path).is_some_and(|seen| seen.codes.contains(code));
            if !at && !above() && !changed {
                wrong.push(format!("{}: {code} is in the row, and neither a case nor a change shows it", row.path));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    support::report_all("codes in which the guide and the cases differ:", &wrong);
}
