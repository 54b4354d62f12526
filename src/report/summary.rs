//! The table at the end of a run: a line a workload.

use std::collections::BTreeMap;

use crate::diagnostics::Severity;
use crate::report::{Owners, Policy, Run};
use crate::translate::Status;

/// The table, with two spaces before each line and a newline after it; empty where there is no workload.
pub(crate) fn table(run: &Run, policy: &Policy) -> String {
    if run.outcomes.is_empty() {
        return String::new();
    }
    let head = ["workload", "kind", "status", "errors", "warnings", "actions", "notes", "fields"];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    let counts = counts(run, policy);
    for (index, (outcome, totals)) in run.outcomes.iter().zip(&run.totals).enumerate() {
        let count = |severity: Severity| counts.get(&(index, severity)).copied().unwrap_or(0).to_string();
        let status = match outcome.status {
            Status::Written => "written",
            Status::Failed => "failed",
            Status::Skipped => "skipped",
        };
        let all = totals.all();
        let parts = [
            (totals.translated, "translated"),
            (totals.adjusted, "adjusted"),
            (totals.action, "by hand"),
            (totals.ignored, "without meaning on EKS"),
            (totals.unknown, "unknown to ECS"),
            (totals.refused, "not in the output"),
        ];
        let parts: Vec<String> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        let fields = format!("{all} of {all}: {}", parts.join(", "));
        let mut line = vec![outcome.name.clone(), outcome.kind.to_owned(), status.to_owned()];
        line.extend(Severity::ALL.map(count));
        line.push(fields);
        lines.push(line);
    }
    align(&lines)
}

/// Findings by outcome and severity. One about a document that several share counts for each of them.
fn counts(run: &Run, policy: &Policy) -> BTreeMap<(usize, Severity), usize> {
    let owners = Owners::of(&run.outcomes);
    let names: BTreeMap<&str, usize> =
        run.outcomes.iter().enumerate().map(|(index, outcome)| (outcome.name.as_str(), index)).collect();
    let mut counts = BTreeMap::new();
    for finding in run.findings() {
        let Some(severity) = policy.severity(finding) else { continue };
        let concerned = match &finding.workload {
            Some(name) => names.get(name.as_str()).copied().into_iter().collect(),
            None => owners.concerned(finding),
        };
        concerned.into_iter().for_each(|index| *counts.entry((index, severity)).or_default() += 1);
    }
    counts
}

fn align(lines: &[Vec<String>]) -> String {
    let columns = lines.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for line in lines {
        let mut row = String::from(" ");
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            // Numbers stand to the right; the last column needs no room behind it.
            match column {
                3..=6 => row.push_str(&format!(" {cell:>width$} ")),
                7 => row.push_str(&format!(" {cell}")),
                _ => row.push_str(&format!(" {cell:<width$} ")),
            }
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}
