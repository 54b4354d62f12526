//! `report.json` (`ecs2eks/report/v1`): small enough to be committed and reviewed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::ledger::Totals;
use crate::report::load_balancers::{self, LoadBalancer};
use crate::report::{Policy, Run};
use crate::settings::Layout;
use crate::source::At;
use crate::translate::{Outcome, Status};

/// The report of a run.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Report {
    /// `ecs2eks/report/v1`.
    schema: &'static str,
    /// Every input file, also those that feed nothing.
    inputs: Vec<Input>,
    /// Every workload and load balancer, by name.
    workloads: Vec<Workload>,
    /// Every Application Load Balancer, by name: what it does today and after the move.
    #[serde(rename = "loadBalancers", default, skip_serializing_if = "Vec::is_empty")]
    load_balancers: Vec<LoadBalancer>,
    /// Every finding, by file and place.
    findings: Vec<Finding>,
}

/// An input file.
#[derive(Debug, Serialize, JsonSchema)]
struct Input {
    file: String,
    /// How it is spelt; null where it holds nothing of ECS.
    dialect: Option<&'static str>,
    /// Documents in it.
    documents: usize,
}

/// A workload or a load balancer.
#[derive(Debug, Serialize, JsonSchema)]
struct Workload {
    name: String,
    /// `Deployment`, `DaemonSet`, `Job` or `LoadBalancer`.
    kind: &'static str,
    namespace: String,
    /// Path of the chart below OUT; null where none was written.
    chart: Option<String>,
    /// Path of the manifests below OUT; null where none were written.
    rendered: Option<String>,
    /// `written`, `failed` or `skipped`.
    status: &'static str,
    source: Vec<Source>,
    totals: Totals,
}

/// A whole document.
#[derive(Debug, Serialize, JsonSchema)]
struct Source {
    file: String,
    /// RFC 6901.
    pointer: String,
}

/// A finding.
#[derive(Debug, Serialize, JsonSchema)]
struct Finding {
    code: &'static str,
    /// `error`, `warning`, `action` or `note`.
    severity: &'static str,
    /// The workload that it concerns; null where it is about a file or a shared document.
    workload: Option<String>,
    message: String,
    file: String,
    /// From 1.
    line: usize,
    /// In characters, from 1.
    column: usize,
    /// RFC 6901.
    pointer: String,
    /// What it will mean on Kubernetes.
    kubernetes: Option<String>,
    /// What to do.
    help: Option<String>,
}

/// Makes the report of a run.
pub(crate) fn report(run: &Run, policy: &Policy) -> Report {
    let pointers = Pointers::of(run);
    let mut per_file: BTreeMap<u32, usize> = BTreeMap::new();
    for place in run.places.iter().filter(|place| place.is_document()) {
        *per_file.entry(place.at.span.file).or_default() += 1;
    }
    let inputs = run.sources.iter().map(|(file, source)| {
        let documents = per_file.get(&file).copied().unwrap_or(0);
        Input { file: source.name.clone(), dialect: (documents > 0).then_some("api"), documents }
    });
    let workloads =
        run.outcomes.iter().zip(&run.totals).map(|(outcome, totals)| workload(outcome, *totals, run, &pointers));
    let findings = run.findings().iter().filter_map(|finding| {
        let severity = policy.severity(finding)?;
        let position = run.sources.position(finding.at.span);
        Some(Finding {
            code: finding.code.slug(),
            severity: severity.word(),
            workload: finding.workload.clone(),
            message: finding.message.clone(),
            file: run.sources.name(finding.at.span.file).to_owned(),
            line: position.line,
            column: position.column,
            pointer: pointers.get(finding.at),
            kubernetes: finding.kubernetes.clone(),
            help: finding.help.clone(),
        })
    });
    Report {
        schema: "ecs2eks/report/v1",
        inputs: inputs.collect(),
        workloads: workloads.collect(),
        load_balancers: load_balancers::all(run),
        findings: findings.collect(),
    }
}

fn workload(outcome: &Outcome, totals: Totals, run: &Run, pointers: &Pointers) -> Workload {
    let written = outcome.status == Status::Written;
    let name = &outcome.name;
    Workload {
        name: name.clone(),
        kind: outcome.kind,
        namespace: outcome.namespace.clone(),
        chart: written.then(|| match run.layout {
            Layout::Shared if outcome.is_written_workload() => "charts/ecs-workload".to_owned(),
            Layout::Shared | Layout::SelfContained => format!("charts/{name}"),
        }),
        rendered: written.then(|| format!("rendered/{name}.yaml")),
        status: match outcome.status {
            Status::Written => "written",
            Status::Failed => "failed",
            Status::Skipped => "skipped",
        },
        source: vec![Source {
            file: run.sources.name(outcome.source.span.file).to_owned(),
            pointer: pointers.get(outcome.source),
        }],
        totals,
    }
}

/// Pointers of the nodes that a report names, made by one walk over each file.
struct Pointers(BTreeMap<(u32, u32), String>);

impl Pointers {
    fn of(run: &Run) -> Self {
        let mut wanted: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let findings = run.findings().iter().map(|finding| finding.at);
        for at in findings.chain(run.outcomes.iter().map(|outcome| outcome.source)) {
            wanted.entry(at.span.file).or_default().push(at.first);
        }
        let mut all = BTreeMap::new();
        for (file, nodes) in &mut wanted {
            nodes.sort_unstable();
            crate::front::pointers(&run.sources, *file, nodes, &mut |node, pointer| {
                all.insert((*file, node), pointer);
            });
        }
        Pointers(all)
    }

    /// The root's pointer is the empty text, which also stands for a text that has no tree.
    fn get(&self, at: At) -> String {
        self.0.get(&(at.span.file, at.first)).cloned().unwrap_or_default()
    }
}
