//! One workload from its draft to its files: what can be done beside all the others.

mod prove_balancers;
mod share_fargate;

pub(crate) use crate::valid::load_balancer::{Listening, Row, Side, Standing, Table};
pub(crate) use prove_balancers::prove as prove_balancers;
pub(crate) use share_fargate::share as share_fargate;

use crate::back::Files;
use crate::back::helm;
use crate::back::kubernetes::{self, EdgeObjects, Target, Trace};
use crate::back::runbook::{EdgeEntry, Entry};
use crate::back::shared::Shared;
use crate::diagnostics::Diagnostics;
use crate::lower::estate::{Draft, EdgeDraft, GatewayDraft, State};
use crate::lower::workload::{self, Given};
use crate::settings::{Alone, Settings};
use crate::source::{At, Leaf};
use crate::valid;

/// What became of one workload or load balancer.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) name: String,
    pub(crate) namespace: String,
    /// `Deployment`, `DaemonSet`, `Job` or `LoadBalancer`.
    pub(crate) kind: &'static str,
    pub(crate) status: Status,
    /// The document that it stands for.
    pub(crate) source: At,
    /// Every document with rows for it.
    pub(crate) documents: Vec<At>,
    pub(crate) origins: Vec<(Leaf, Target)>,
    /// Of a load balancer: what it does today and after the move.
    pub(crate) table: Option<Table>,
}

impl Outcome {
    /// Whether it is a workload whose files were made.
    pub(crate) fn is_written_workload(&self) -> bool {
        self.status == Status::Written && self.kind != "LoadBalancer"
    }
}

/// Whether it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Written,
    Failed,
    Skipped,
}

/// An outcome with what it adds to the run.
pub(crate) struct Translated {
    pub(crate) outcome: Outcome,
    pub(crate) files: Files,
    pub(crate) shared: Shared,
    pub(crate) book: Book,
    pub(crate) diags: Diagnostics,
}

/// What the run book says of an outcome.
pub(crate) enum Book {
    Workload(Box<Entry>),
    Edge(EdgeEntry),
    Nothing,
}

/// Translates one workload.
pub(crate) fn workload(draft: Draft, settings: &Settings, mut diags: Diagnostics) -> Translated {
    let Draft {
        ecs_name: _,
        identity: _,
        cluster,
        home,
        source,
        documents,
        names,
        network_load_balancers,
        state,
        targets_today,
    } = draft;
    let mut outcome = Outcome {
        name: names.workload.value.clone(),
        namespace: names.namespace.value.clone(),
        kind: kind(&state, settings),
        status: Status::Failed,
        source,
        documents,
        origins: Vec::new(),
        table: None,
    };
    let task = match state {
        State::Ready(task) => *task,
        State::Failed => return Translated::nothing(outcome, diags),
        State::Skipped => {
            outcome.status = Status::Skipped;
            return Translated::nothing(outcome, diags);
        }
    };
    let registered = task.service.as_ref().is_some_and(|service| !service.registrations.is_empty());
    let given = Given {
        names: &names,
        home: &home,
        cluster: cluster.as_deref(),
        targets_today: &targets_today,
        network: &network_load_balancers,
        settings,
    };
    let checked = workload::lower(task, &given, &mut diags).and_then(|plan| {
        let facts = valid::check(&plan, source, settings, &mut diags)?;
        valid::load_balancer::prove_targets(&plan, &targets_today, &mut diags);
        Ok((plan, facts))
    });
    let Ok((plan, facts)) = checked else { return Translated::nothing(outcome, diags) };
    outcome.kind = plan.controller.kind();
    outcome.status = Status::Written;
    let shared = Shared::of(&plan, settings);
    let book = Book::Workload(Box::new(Entry::of(&plan, registered, settings)));
    let mut trace = Trace::default();
    let objects = kubernetes::workload(plan, &facts, &mut trace);
    let files = helm::write(&objects, settings);
    for (leaf, file) in &shared.origins {
        trace.origins.push((*leaf, Target::file(file)));
    }
    outcome.origins = trace.origins;
    Translated { outcome, files, shared, book, diags }
}

/// What a draft would become, for one that fails on the way.
fn kind(state: &State, settings: &Settings) -> &'static str {
    match state {
        State::Ready(task) if task.service.is_none() && settings.tasks.alone == Alone::Job => "Job",
        State::Ready(task) if task.service.as_ref().is_some_and(workload::is_daemon) => "DaemonSet",
        State::Ready(_) | State::Failed | State::Skipped => "Deployment",
    }
}

/// Writes one load balancer.
pub(crate) fn edge((draft, table): (EdgeDraft, Table), settings: &Settings, diags: Diagnostics) -> Translated {
    let EdgeDraft { plan, today: _, source, documents } = draft;
    let mut outcome = Outcome {
        name: plan.name.clone(),
        namespace: plan.namespace.value.clone(),
        kind: "LoadBalancer",
        status: Status::Written,
        source,
        documents,
        origins: Vec::new(),
        table: Some(table),
    };
    let book = Book::Edge(EdgeEntry::of(&plan));
    let mut trace = Trace::default();
    let objects: EdgeObjects = kubernetes::edge(plan, settings.target, &mut trace);
    let files = helm::write_edge(&objects, &settings.chart_version);
    outcome.origins = trace.origins;
    Translated { outcome, files, shared: Shared::default(), book, diags }
}

/// Writes one load balancer by Gateway API.
pub(crate) fn gateway(draft: GatewayDraft, settings: &Settings, diags: Diagnostics) -> Translated {
    let GatewayDraft { name, namespace, plan, source, documents } = draft;
    let status = if plan.is_some() { Status::Written } else { Status::Failed };
    let mut outcome =
        Outcome { name, namespace, kind: "LoadBalancer", status, source, documents, origins: Vec::new(), table: None };
    let Some(plan) = plan else { return Translated::nothing(outcome, diags) };
    let book = Book::Edge(EdgeEntry::of_gateway(&plan));
    let mut trace = Trace::default();
    let objects = kubernetes::gateway(plan, &mut trace);
    let files = helm::write_gateway(&objects, &settings.chart_version);
    outcome.origins = trace.origins;
    Translated { outcome, files, shared: Shared::default(), book, diags }
}

impl Translated {
    fn nothing(outcome: Outcome, diags: Diagnostics) -> Self {
        Translated { outcome, files: Files::default(), shared: Shared::default(), book: Book::Nothing, diags }
    }
}
