//! The ledger: what became of every leaf of every document, for each workload that it concerns.
//!
//! Invariant: rows are a function of origins, findings and reasons; a leaf with none of them is a bug, which the row says
//! (`unknown` without a code) and a test finds.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::back::kubernetes::Target;
use crate::diagnostics::{Code, Severity};
use crate::front::{self, Place};
use crate::report::marks::Marks;
use crate::report::{Owners, Run};
use crate::source::{At, Leaf};
use crate::translate::{Outcome, Status};

/// What became of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Disposition {
    /// It shows in the output.
    Translated,
    /// It shows in the output, and a finding says what differs.
    Adjusted,
    /// A finding says what a person must do about it.
    Action,
    /// It has no meaning on EKS; the reason says why.
    Ignored,
    /// ECS does not know it either.
    Unknown,
    /// It does not show in the output; the codes say why.
    Refused,
}

/// One row of the ledger (`ecs2eks/ledger/v1`, one JSON object a line).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LedgerRow {
    /// Name of the input file.
    pub file: String,
    /// RFC 6901 pointer into that file.
    pub pointer: String,
    /// `<API shape>.<path>`, `[]` for items of lists, `{}` for values of free-form maps.
    pub field: String,
    /// The workload or load balancer; null where nothing that is converted refers to the document.
    pub workload: Option<String>,
    /// What became of the leaf.
    pub disposition: Disposition,
    /// Where it shows, such as `Deployment/web:spec.replicas`.
    pub targets: Vec<String>,
    /// Codes of the findings about it.
    pub codes: Vec<String>,
    /// Why it has no meaning on EKS, where it is ignored.
    pub reason: Option<String>,
}

/// Leaves of one workload by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "the words are those of `Disposition`")]
pub struct Totals {
    pub translated: usize,
    pub adjusted: usize,
    pub action: usize,
    pub ignored: usize,
    pub unknown: usize,
    pub refused: usize,
}

impl Totals {
    fn count(&mut self, disposition: Disposition) {
        *match disposition {
            Disposition::Translated => &mut self.translated,
            Disposition::Adjusted => &mut self.adjusted,
            Disposition::Action => &mut self.action,
            Disposition::Ignored => &mut self.ignored,
            Disposition::Unknown => &mut self.unknown,
            Disposition::Refused => &mut self.refused,
        } += 1;
    }

    /// All leaves.
    #[must_use]
    pub fn all(self) -> usize {
        self.translated + self.adjusted + self.action + self.ignored + self.unknown + self.refused
    }
}

struct Fate {
    disposition: Disposition,
    targets: Vec<String>,
    codes: Vec<String>,
    reason: Option<String>,
}

/// Outcomes by the documents that they have rows for, and their origins by leaf.
struct Index<'a> {
    owners: BTreeMap<At, Vec<usize>>,
    targets: BTreeMap<(usize, Leaf), Vec<&'a Target>>,
    /// Outcomes with an origin in a leaf, whether the document is theirs or not.
    fed: BTreeMap<Leaf, BTreeSet<usize>>,
    /// The error for which an outcome failed.
    errors: BTreeMap<usize, Code>,
}

impl<'a> Index<'a> {
    fn of(run: &'a Run) -> Self {
        let mut index =
            Index { owners: BTreeMap::new(), targets: BTreeMap::new(), fed: BTreeMap::new(), errors: BTreeMap::new() };
        for (number, outcome) in run.outcomes.iter().enumerate() {
            for at in &outcome.documents {
                let owners = index.owners.entry(*at).or_default();
                if !owners.contains(&number) {
                    owners.push(number);
                }
            }
            for (leaf, target) in &outcome.origins {
                index.targets.entry((number, *leaf)).or_default().push(target);
                index.fed.entry(*leaf).or_default().insert(number);
            }
        }
        let owners = Owners::of(&run.outcomes);
        let names: BTreeMap<&str, usize> =
            run.outcomes.iter().enumerate().map(|(number, outcome)| (outcome.name.as_str(), number)).collect();
        for finding in run.diags.findings().iter().filter(|finding| finding.severity == Severity::Error) {
            let own = finding.workload.as_deref().and_then(|name| names.get(name));
            for number in own.copied().into_iter().chain(owners.concerned(finding)) {
                // Of several errors one stands for all, whichever input was read first.
                let code = index.errors.entry(number).or_insert(finding.code);
                *code = finding.code.min(*code);
            }
        }
        index
    }

    /// The outcomes that have a row for a leaf of a document; none is one row without a workload.
    fn rows(&self, place: &Place, leaf: Leaf) -> Vec<Option<usize>> {
        let document = place.part_of.unwrap_or(place.at);
        let mut all: BTreeSet<usize> = self.owners.get(&document).into_iter().flatten().copied().collect();
        all.extend(self.fed.get(&leaf).into_iter().flatten());
        if all.is_empty() { vec![None] } else { all.into_iter().map(Some).collect() }
    }
}

/// Counts for each outcome.
pub(super) fn totals(run: &Run) -> Vec<Totals> {
    let (index, marks) = (Index::of(run), Marks::of(run));
    let mut totals = vec![Totals::default(); run.outcomes.len()];
    for place in &run.places {
        for node in &place.leaves {
            let leaf = Leaf { file: place.at.span.file, node: *node };
            for number in index.rows(place, leaf).into_iter().flatten() {
                let fate = fate(leaf, Some(number), run, &index, &marks);
                if let Some(totals) = totals.get_mut(number) {
                    totals.count(fate.disposition);
                }
            }
        }
    }
    totals
}

/// Every row, by file and place.
pub(super) fn rows(run: &Run, each: &mut dyn FnMut(LedgerRow)) {
    let (index, marks) = (Index::of(run), Marks::of(run));
    for (file, source) in run.sources.iter() {
        let from = run.places.partition_point(|place| place.at.span.file < file);
        let to = run.places.partition_point(|place| place.at.span.file <= file);
        let places: Vec<&Place> = run.places.get(from..to).unwrap_or(&[]).iter().collect();
        if places.is_empty() {
            continue;
        }
        front::walk(&run.sources, file, &places, &mut |row| {
            let after = places.partition_point(|place| place.at.first <= row.leaf.node);
            let holder =
                after.checked_sub(1).and_then(|last| places.get(last)).filter(|place| place.at.holds(row.leaf));
            let known = holder.filter(|place| place.leaves.binary_search(&row.leaf.node).is_ok());
            let numbers = known.map_or_else(|| vec![None], |place| index.rows(place, row.leaf));
            for number in numbers {
                let fate = match known {
                    Some(_) => fate(row.leaf, number, run, &index, &marks),
                    None => ignored("an envelope around the documents"),
                };
                let workload = number.and_then(|number| run.outcomes.get(number)).map(|outcome| outcome.name.clone());
                each(LedgerRow {
                    file: source.name.clone(),
                    pointer: row.pointer.clone(),
                    field: row.field.clone(),
                    workload,
                    disposition: fate.disposition,
                    targets: fate.targets,
                    codes: fate.codes,
                    reason: fate.reason,
                });
            }
        });
    }
}

fn ignored(reason: &str) -> Fate {
    Fate { disposition: Disposition::Ignored, targets: Vec::new(), codes: Vec::new(), reason: Some(reason.to_owned()) }
}

fn fate(leaf: Leaf, number: Option<usize>, run: &Run, index: &Index, marks: &Marks) -> Fate {
    let outcome = number.and_then(|number| run.outcomes.get(number));
    let workload = outcome.map(|outcome| outcome.name.as_str());
    let findings: Vec<_> = marks.findings(leaf, workload).collect();
    let targets: BTreeSet<&str> = number
        .and_then(|number| index.targets.get(&(number, leaf)))
        .into_iter()
        .flatten()
        .map(|target| target.text())
        .collect();
    let mut codes: Vec<String> = findings.iter().map(|finding| finding.code.slug().to_owned()).collect();
    codes.sort();
    codes.dedup();
    let worst = findings.iter().map(|finding| finding.severity);
    // What was found about all of an object does not touch a field in it for which a reason was given.
    let own =
        marks.own_reason(leaf, workload).filter(|_| targets.is_empty() && worst.clone().max() != Some(Severity::Error));
    if let Some(reason) = own {
        return ignored(reason);
    }
    let action = findings.iter().any(|finding| finding.severity == Severity::Action);
    let disposition = if worst.max() == Some(Severity::Error) {
        Disposition::Refused
    } else if findings.iter().any(|finding| finding.code == Code::UnknownField) {
        Disposition::Unknown
    } else if action {
        Disposition::Action
    } else if findings.is_empty() {
        return unsaid(leaf, targets, number.zip(outcome), index, marks);
    } else if targets.is_empty() {
        Disposition::Refused
    } else {
        Disposition::Adjusted
    };
    Fate { disposition, targets: targets.into_iter().map(str::to_owned).collect(), codes, reason: None }
}

/// A leaf about which nothing was found.
fn unsaid(
    leaf: Leaf,
    targets: BTreeSet<&str>,
    outcome: Option<(usize, &Outcome)>,
    index: &Index,
    marks: &Marks,
) -> Fate {
    if !targets.is_empty() {
        let targets = targets.into_iter().map(str::to_owned).collect();
        return Fate { disposition: Disposition::Translated, targets, codes: Vec::new(), reason: None };
    }
    if let Some(reason) = marks.ignored(leaf) {
        return ignored(reason);
    }
    let failed = outcome.filter(|(_, outcome)| outcome.status == Status::Failed);
    let error = failed.and_then(|(number, _)| index.errors.get(&number).copied());
    if let Some(code) = marks.refused(leaf).or(error) {
        let codes = vec![code.slug().to_owned()];
        return Fate { disposition: Disposition::Refused, targets: Vec::new(), codes, reason: None };
    }
    match outcome {
        None => ignored("nothing that is converted refers to it"),
        Some(_) => Fate { disposition: Disposition::Unknown, targets: Vec::new(), codes: Vec::new(), reason: None },
    }
}
