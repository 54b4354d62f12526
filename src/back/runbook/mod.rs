//! `RUNBOOK.md`: the order of work for each workload, every step with what to see, what else may happen, and its undo.
//!
//! Invariant: names only files and objects that this run wrote, and AWS resources that stood in the input.

mod both_sides;
mod edge;
mod entry;
mod join_balancer;
mod on_fargate;
mod security_groups;
mod steps;

pub(crate) use edge::EdgeEntry;
pub(crate) use entry::Entry;
pub(crate) use on_fargate::Needs;

use std::collections::{BTreeMap, BTreeSet};

use super::{File, Files};
use crate::valid::load_balancer::{PROVEN_WITH, Table};

/// Writes the run book.
///
/// `open` are the codes of the actions of each workload and each load balancer.
pub(crate) fn write(
    entries: &[Entry],
    (edges, tables): (&[EdgeEntry], &[&Table]),
    open: &BTreeMap<String, BTreeSet<&'static str>>,
) -> Files {
    let mut files = Files::default();
    if entries.is_empty() {
        return files;
    }
    let mut text = String::from(
        "# Moving to EKS\n\n\
         Both sides run side by side until the end; where a record leads to a workload, going back is that record at any time.\n\
         The steps of one workload follow each other; workloads may be moved in any order.\n",
    );
    let (gateways, proven): (Vec<&EdgeEntry>, Vec<&EdgeEntry>) = edges.iter().partition(|edge| edge.gateway);
    if !gateways.is_empty() {
        text.push_str(
            "\nThe Gateways need AWS Load Balancer Controller 3.5.0 or later and the definitions of Gateway API and of `gateway.k8s.aws`, installed before any chart.\n\
             Nothing has proven that they ask their rules as today: compare both with `aws elbv2 describe-rules --listener-arn ARN`, listener by listener, before any traffic moves.\n",
        );
    }
    if !proven.is_empty() {
        text.push_str(&format!(
            "\nThe rules of each load balancer were compared with those of today, by a model of AWS Load Balancer Controller {PROVEN_WITH}: at the end of this file.\n\
             Where another version makes them, or EKS Auto Mode does, compare both with `aws elbv2 describe-rules` before any traffic moves.\n",
        ));
    }
    let nothing = BTreeSet::new();
    for entry in entries {
        let own = open.get(&entry.name).unwrap_or(&nothing);
        let waiting: Vec<&str> = steps::awaited_by(entry, edges).map(|edge| edge.class.as_str()).collect();
        text.push_str(&format!("\n## {}\n\n{}\n", entry.name, entry.summary(&waiting)));
        let traffic = entry.has_traffic() || !waiting.is_empty();
        let (third, steps_of_third) =
            if traffic { ("3. Shift, soak, roll back", steps::shift(entry)) } else { ("3. Soak", steps::soak(entry)) };
        let mut prepare = steps::settle(&entry.name, own);
        for edge in steps::edges_of(entry, edges) {
            prepare.extend(steps::settle(&edge.name, open.get(&edge.name).unwrap_or(&nothing)));
        }
        prepare.extend(steps::prepare(entry));
        let sections = [
            ("1. Prepare (nothing changes for users)", prepare),
            ("2. Deploy beside ECS", steps::deploy(entry, edges)),
            (third, steps_of_third),
            ("4. Wind down ECS, not before the soak has ended", steps::wind_down(entry, traffic)),
        ];
        for (number, (title, steps)) in (1..).zip(sections) {
            if !steps.is_empty() {
                text.push_str(&format!("\n### {title}\n\n{}", steps::table(number, &steps)));
            }
        }
    }
    tables.iter().for_each(|table| text.push_str(&both_sides::section(table)));
    files.put("RUNBOOK.md", File { text: text.into(), workload: None, template: false });
    files
}
