//! A run, once everything is translated.

use std::collections::{BTreeMap, BTreeSet};

use crate::back::shared::Shared;
use crate::back::{Files, helm, iam, platform, runbook};
use crate::diagnostics::{Diagnostics, Finding, Severity};
use crate::front::Place;
use crate::report::ledger::{self, LedgerRow, Totals};
use crate::settings::{Layout, Settings};
use crate::source::{At, Sources};
use crate::translate::{Book, Outcome, Status, Translated};

/// Everything that a run made and has to say.
#[derive(Debug)]
pub struct Run {
    pub(crate) sources: Sources,
    pub(crate) files: Files,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) layout: Layout,
    pub(crate) places: Vec<Place>,
    pub(crate) diags: Diagnostics,
    /// One for each outcome.
    pub(crate) totals: Vec<Totals>,
}

/// Puts together what workloads and load balancers came to.
pub(crate) fn gather(
    sources: Sources,
    places: Vec<Place>,
    translated: Vec<Translated>,
    settings: &Settings,
    mut diags: Diagnostics,
) -> Run {
    let (mut files, mut shared, mut outcomes) = (Files::default(), Shared::default(), Vec::new());
    let (mut entries, mut edges) = (Vec::new(), Vec::new());
    for Translated { outcome, files: own, shared: part, book, diags: said } in translated {
        match book {
            Book::Workload(entry) => entries.push(*entry),
            Book::Edge(edge) => edges.push(edge),
            Book::Nothing => {}
        }
        files.absorb(own);
        shared.absorb(part);
        diags.absorb(said, &outcome.name);
        outcomes.push(outcome);
    }
    add_parts(&mut outcomes, &places);
    let balanced = outcomes.iter().any(|outcome| outcome.kind == "LoadBalancer");
    files.absorb(iam::write(&shared, settings));
    files.absorb(platform::write(&shared, settings, balanced));
    if settings.layout == Layout::Shared && outcomes.iter().any(Outcome::is_written_workload) {
        files.absorb(helm::shared_chart(&settings.chart_version, settings.kube_minor));
    }
    name_workloads(&mut diags, &outcomes);
    sort(&mut diags);
    let tables: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.table.as_ref()).collect();
    files.absorb(runbook::write(&entries, (&edges, &tables), &actions(&diags)));
    let mut run = Run { sources, files, outcomes, layout: settings.layout, places, diags, totals: Vec::new() };
    run.totals = ledger::totals(&run);
    run
}

/// What stands beside a document, or is another text of it, is its own.
fn add_parts(outcomes: &mut [Outcome], places: &[Place]) {
    let mut parts: BTreeMap<At, Vec<At>> = BTreeMap::new();
    for place in places {
        if let Some(whole) = place.part_of {
            parts.entry(whole).or_default().push(place.at);
        }
    }
    for outcome in outcomes {
        let own: Vec<At> = outcome.documents.iter().filter_map(|at| parts.get(at)).flatten().copied().collect();
        outcome.documents.extend(own);
    }
}

/// A finding about a document of one workload alone is that workload's.
fn name_workloads(diags: &mut Diagnostics, outcomes: &[Outcome]) {
    let owners = Owners::of(outcomes);
    for finding in diags.findings_mut().iter_mut().filter(|finding| finding.workload.is_none()) {
        let concerned = owners.concerned(finding);
        if let (1, Some(owner)) = (concerned.len(), concerned.first().and_then(|index| outcomes.get(*index))) {
            finding.workload = Some(owner.name.clone());
        }
    }
}

/// Documents of outcomes, to find whom a place concerns.
pub(crate) struct Owners(Vec<(u32, u32, u32, usize)>);

impl Owners {
    pub(crate) fn of(outcomes: &[Outcome]) -> Self {
        let place = |at: &At, index| (at.span.file, at.first, at.past, index);
        let documents = outcomes.iter().enumerate();
        let mut all: Vec<_> =
            documents.flat_map(|(index, outcome)| outcome.documents.iter().map(move |at| place(at, index))).collect();
        all.sort_unstable();
        all.dedup();
        Owners(all)
    }

    /// Indices of the outcomes in whose documents a finding's places lie.
    pub(crate) fn concerned(&self, finding: &Finding) -> BTreeSet<usize> {
        std::iter::once(&finding.at).chain(&finding.also).flat_map(|at| self.holders(at)).collect()
    }

    fn holders(&self, at: &At) -> impl Iterator<Item = usize> {
        let (file, node) = (at.span.file, at.first);
        let before = self.0.partition_point(|(other, first, ..)| (*other, *first) <= (file, node));
        // Documents do not lie in each other: those of one place stand together, and no other can hold the node.
        let nearest = self.0.get(..before).unwrap_or(&[]).iter().rev();
        let same_file = nearest.take_while(move |(other, ..)| *other == file);
        let first = same_file.clone().next().map(|(_, first, ..)| *first);
        same_file
            .take_while(move |(_, other, ..)| Some(*other) == first)
            .filter(move |(.., past, _)| node < *past)
            .map(|(.., index)| *index)
    }
}

/// Codes of the actions of each workload and each load balancer.
fn actions(diags: &Diagnostics) -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut open: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for finding in diags.findings().iter().filter(|finding| finding.severity == Severity::Action) {
        if let Some(workload) = &finding.workload {
            open.entry(workload.clone()).or_default().insert(finding.code.slug());
        }
    }
    open
}

/// By place, so that the order of passes and of workers does not show.
fn sort(diags: &mut Diagnostics) {
    let key = |finding: &Finding| (finding.at.span, finding.code, finding.workload.clone(), finding.message.clone());
    diags.findings_mut().sort_by_key(key);
    diags
        .findings_mut()
        .dedup_by(|a, b| a.at == b.at && a.code == b.code && a.workload == b.workload && a.message == b.message);
}

impl Run {
    /// The generated files.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The findings, by file and place.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        self.diags.findings()
    }

    /// Whether a workload could not be written.
    #[must_use]
    pub fn failed(&self) -> bool {
        let workload = self.outcomes.iter().any(|outcome| outcome.status == Status::Failed);
        workload || self.findings().iter().any(|finding| finding.severity == Severity::Error)
    }

    /// The whole ledger, by file and place.
    pub fn ledger(&self, mut each: impl FnMut(LedgerRow)) {
        ledger::rows(self, &mut each);
    }

    /// Counts of fields by what became of them, a workload or load balancer each.
    pub fn totals(&self) -> impl Iterator<Item = (&str, &Totals)> {
        self.outcomes.iter().map(|outcome| outcome.name.as_str()).zip(&self.totals)
    }
}
