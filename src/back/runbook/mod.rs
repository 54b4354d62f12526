//! `RUNBOOK.md`: the order of work for each workload, every step with what to see, what else may happen, and its undo.
//!
//! Invariant: names only files and objects that this run wrote, and AWS resources that stood in the input.

mod entry;
mod steps;

pub(crate) use entry::{EdgeEntry, Entry};

use super::{File, Files};

/// Writes the run book.
pub(crate) fn write(entries: &[Entry], edges: &[EdgeEntry]) -> Files {
    let mut files = Files::default();
    if entries.is_empty() {
        return files;
    }
    let mut text = String::from(
        "# Moving to EKS\n\n\
         Both sides run side by side until the end; going back is one DNS record at any time.\n\
         The steps of one workload follow each other; workloads may be moved in any order.\n",
    );
    for entry in entries {
        text.push_str(&format!("\n## {}\n\n{}\n", entry.name, entry.summary()));
        let sections = [
            ("1. Prepare (nothing changes for users)", steps::prepare(entry)),
            ("2. Deploy beside ECS", steps::deploy(entry, edges)),
            ("3. Shift, soak, roll back", steps::shift(entry)),
            ("4. Wind down ECS, not before the soak has ended", steps::wind_down(entry)),
        ];
        for (number, (title, steps)) in (1..).zip(sections) {
            if !steps.is_empty() {
                text.push_str(&format!("\n### {title}\n\n{}", steps::table(number, &steps)));
            }
        }
    }
    files.put("RUNBOOK.md", File { text: text.into(), workload: None, template: false });
    files
}
