//! `ecs2eks` translates Amazon ECS task definitions and services into Helm charts for Amazon EKS, and accounts for every
//! field of its input.
//!
//! ```text
//!  text ─► spanned tree ─► API documents ─► ir::ecs ─► lower: estate, workloads ─► ir::plan ─► valid ─► Facts
//!          front::syntax    front::api       front::ecs                                          └──────┬──────┘
//!  every stage but back ─► Diagnostics                                          back ─► files and origins
//!  cli reads inputs, writes and compares files                                  report ─► findings, report.json, ledger
//! ```
//!
//! The layers, downwards; a layer knows only those that it builds on:
//!
//! | layer | knows | never |
//! |---|---|---|
//! | [`source`] | texts and places in them | any other layer |
//! | [`diagnostics`] | codes, severities, places | ECS or Kubernetes |
//! | `front` | how documents are spelt and what ECS means by them | defaults, Kubernetes |
//! | `ir` | plain data: what ECS said, and what was decided | decisions |
//! | `lower` | decisions, one pass each, with its rule and its source | text formats |
//! | [`controller`] | what the AWS Load Balancer Controller builds of Ingresses | any other layer |
//! | `valid` | what the API server or the controller would refuse or do otherwise | changing anything |
//! | `back` | typed objects, charts, policies | warning or failing |
//! | `report` | what is said of a run | translating |
//! | [`guide`] | what becomes of each field, as data | the code that does it |
//! | [`cli`] | files, terminal, exit codes | translating |
//!
//! To follow a field, keep the file's name and change the folder: `front/ecs`, `ir/ecs`, `ir/plan`, `back/kubernetes`.
//! A new field of a struct in `ir` stops the build in the two files that build it and take it apart.

mod back;
pub mod cli;
pub mod controller;
pub mod diagnostics;
mod front;
pub mod guide;
mod ir;
mod lower;
mod report;
mod settings;
pub mod source;
mod translate;
mod valid;

pub use back::{File, Files};
pub use report::{Disposition, LedgerRow, Run, Totals};
pub use settings::{Alone, Dns, Essential, Expose, Identity, Layout, Secrets, SecurityGroups, Settings, Target, Tasks};

use diagnostics::Diagnostics;
use rayon::prelude::*;
use source::Sources;

/// Translates everything in `sources`. Nothing is read from or written to disk.
#[must_use]
pub fn convert(sources: Sources, settings: &Settings) -> Run {
    let mut diags = Diagnostics::accepting(settings.accept.clone());
    let front = front::read(&sources, &mut diags);
    let linked = lower::estate::link(front.estate, settings, &mut diags);
    let tables = translate::prove_balancers(&linked, &mut diags);
    let fresh = diags.fresh();
    let work = || -> Vec<translate::Translated> {
        let workloads =
            linked.workloads.into_par_iter().map(|draft| translate::workload(draft, settings, fresh.clone()));
        let edges = linked.edges.into_par_iter().zip(tables);
        let edges = edges.map(|edge| translate::edge(edge, settings, fresh.clone()));
        let gateways = linked.gateways.into_par_iter().map(|draft| translate::gateway(draft, settings, fresh.clone()));
        workloads.chain(edges).chain(gateways).collect()
    };
    // A pool that cannot be made (no threads left) is no reason not to translate.
    let mut translated = match rayon::ThreadPoolBuilder::new().num_threads(settings.jobs).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    };
    translate::share_fargate(&mut translated, settings);
    report::gather(sources, front.places, translated, settings, diags)
}
