//! What is said of a run: findings, `report.json`, the ledger, the summary.
//!
//! Invariant: says what was decided elsewhere, decides nothing, and never shows an environment value.

mod json;
mod ledger;
mod load_balancers;
mod marks;
mod policy;
mod run;
mod schema;
mod summary;
mod text;

pub(crate) use json::report;
pub use ledger::{Disposition, LedgerRow, Totals};
pub(crate) use load_balancers::balancers;
pub(crate) use policy::Policy;
pub use run::Run;
pub(crate) use run::{Owners, gather};
pub(crate) use schema::{ledger as ledger_schema, report as report_schema};
pub(crate) use summary::table;
pub(crate) use text::render;
