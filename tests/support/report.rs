//! What a run says of itself: `report.json` and the ledger, read as a script would, and held against each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

/// What became of a leaf, as `report.json` counts it.
pub(crate) const DISPOSITIONS: [&str; 6] = ["translated", "adjusted", "action", "ignored", "unknown", "refused"];

/// A report.
pub(crate) struct Report(pub(crate) Value);

/// A row of the ledger.
#[derive(Debug, Clone, serde::Deserialize)]
pub(crate) struct Row {
    pub(crate) file: String,
    pub(crate) pointer: String,
    pub(crate) field: String,
    pub(crate) workload: Option<String>,
    pub(crate) disposition: String,
    pub(crate) targets: Vec<String>,
    pub(crate) codes: Vec<String>,
    pub(crate) reason: Option<String>,
}

impl Report {
    pub(crate) fn read(path: &Path) -> Self {
        let text = super::read(path);
        Report(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    }

    pub(crate) fn list(&self, key: &str) -> &[Value] {
        self.0.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// Whether a workload failed or an error was found.
    pub(crate) fn failed(&self) -> bool {
        let failed = self.list("workloads").iter().any(|workload| workload["status"] == "failed");
        failed || self.list("findings").iter().any(|finding| finding["severity"] == "error")
    }

    /// Whether a text among the inputs could not be read as one.
    pub(crate) fn unreadable(&self) -> bool {
        const ABOUT_TEXT: [&str; 5] = ["bad-json", "bad-yaml", "empty-input", "too-deep", "too-large"];
        self.list("findings").iter().any(|finding| ABOUT_TEXT.iter().any(|code| finding["code"] == *code))
    }

    /// The exit code that the README promises for it.
    pub(crate) fn exit_code(&self) -> i32 {
        match (self.unreadable(), self.failed()) {
            (true, _) => 2,
            (false, true) => 1,
            (false, false) => 0,
        }
    }
}

/// Reads a ledger.
pub(crate) fn ledger(path: &Path) -> Vec<Row> {
    let text = super::read(path);
    let row =
        |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{}: {error}: {line}", path.display()));
    text.lines().map(row).collect()
}

/// What is wrong with a single row.
pub(crate) fn row_fault(row: &Row) -> Option<&'static str> {
    let (targets, codes, reason) = (!row.targets.is_empty(), !row.codes.is_empty(), row.reason.is_some());
    match row.disposition.as_str() {
        "translated" if !targets => Some("translated, but no target"),
        "translated" if codes => Some("translated, but with a code: that is `adjusted`"),
        "adjusted" if !targets => Some("adjusted, but no target"),
        "adjusted" if !codes => Some("adjusted, but no code"),
        "action" if !codes => Some("action without a code"),
        "refused" if !codes => Some("refused without a code"),
        "unknown" if !codes => Some("nothing was said of it: lost in silence"),
        "ignored" if !reason => Some("ignored without a reason"),
        "ignored" if targets => Some("ignored, but with a target"),
        word if DISPOSITIONS.contains(&word) => None,
        _ => Some("no such disposition"),
    }
}

/// What is wrong with a ledger by itself and beside its report, a line each.
pub(crate) fn faults(report: &Report, rows: &[Row]) -> Vec<String> {
    let mut faults: Vec<String> = rows
        .iter()
        .filter_map(|row| Some(format!("{}{} ({:?}): {}", row.file, row.pointer, row.workload, row_fault(row)?)))
        .collect();
    let mut counted: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for row in rows {
        if let Some(workload) = &row.workload {
            *counted.entry(workload).or_default().entry(&row.disposition).or_default() += 1;
        }
        // Of a key that stands twice both values are leaves, with one pointer.
        let doubled = || {
            report
                .list("findings")
                .iter()
                .any(|finding| finding["code"] == "duplicate-key" && finding["file"] == row.file.as_str())
        };
        if !seen.insert((&row.file, &row.pointer, &row.workload)) && !doubled() {
            faults.push(format!("{}{} ({:?}): there twice", row.file, row.pointer, row.workload));
        }
        for code in &row.codes {
            if !told(report, row, code) {
                faults.push(format!(
                    "{}{} ({:?}): `{code}`, but no such finding there or above",
                    row.file, row.pointer, row.workload
                ));
            }
        }
    }
    for workload in report.list("workloads") {
        let name = workload["name"].as_str().unwrap_or_default();
        for disposition in DISPOSITIONS {
            let said = workload["totals"][disposition].as_u64();
            let rows = counted.get(name).and_then(|counts| counts.get(disposition)).copied().unwrap_or(0);
            if said != Some(rows) {
                faults.push(format!("`{name}`: report.json counts {said:?} {disposition}, the ledger {rows}"));
            }
        }
        counted.remove(name);
    }
    faults.extend(
        counted.keys().map(|name| format!("the ledger has rows for `{name}`, which report.json does not know")),
    );
    faults
}

/// Whether a finding with that code stands at the row's pointer or above it. Where a whole document or workload is refused
/// because of one of its fields, the finding stands at that field.
fn told(report: &Report, row: &Row, code: &str) -> bool {
    report.list("findings").iter().filter(|finding| finding["code"] == code).any(|finding| {
        let pointer = finding["pointer"].as_str().unwrap_or_default();
        let above =
            row.pointer == pointer || row.pointer.strip_prefix(pointer).is_some_and(|rest| rest.starts_with('/'));
        let same_file = finding["file"] == row.file.as_str();
        let same_workload = row.workload.is_some() && finding["workload"].as_str() == row.workload.as_deref();
        same_file && above || same_workload || same_file && row.disposition == "refused"
    })
}

/// Leaves of the inputs without a row, and rows for what is no leaf. Files that feed nothing have no rows.
pub(crate) fn unaccounted(report: &Report, rows: &[Row], inputs: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    for input in report.list("inputs").iter().filter(|input| input["documents"] != 0) {
        let name = input["file"].as_str().unwrap_or_default();
        let Some(leaves) = super::leaves::of_file(&inputs.join(name)) else { continue };
        let rows: BTreeSet<String> =
            rows.iter().filter(|row| row.file == name).map(|row| row.pointer.clone()).collect();
        let doubled =
            report.list("findings").iter().any(|finding| finding["code"] == "duplicate-key" && finding["file"] == name);
        faults.extend(leaves.difference(&rows).map(|pointer| format!("{name}{pointer}: a leaf without a row")));
        // Of a key that is there twice the other reader sees the last one only.
        if !doubled {
            faults
                .extend(rows.difference(&leaves).map(|pointer| format!("{name}{pointer}: a row for what is no leaf")));
        }
    }
    faults
}
