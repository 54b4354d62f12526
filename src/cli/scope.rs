//! How much of OUT a run is about: `--only`, `--skip`, and workloads that failed.

use std::collections::BTreeSet;

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::Stop;
use super::choices::Choices;
use crate::back::Files;
use crate::report::Run;
use crate::translate::Status;

/// Which paths a run leaves alone.
#[derive(Debug)]
pub(crate) struct Scope {
    /// Workloads whose files stay as they are.
    kept: BTreeSet<String>,
    /// Whether workloads are missing from this run, so that what all share may still be needed.
    partial: bool,
    made: BTreeSet<String>,
}

impl Scope {
    /// Decides the scope, and takes files out of it that are not to be written.
    pub(crate) fn of(run: &Run, files: &mut Files, choices: &Choices) -> Result<Self, Stop> {
        let (only, skip) = (globs(&choices.only)?, globs(&choices.skip)?);
        let mut kept = BTreeSet::new();
        let mut partial = false;
        for outcome in &run.outcomes {
            let wanted = (choices.only.is_empty() || only.is_match(&outcome.name)) && !skip.is_match(&outcome.name);
            if !wanted || outcome.status == Status::Failed {
                kept.insert(outcome.name.clone());
            }
            partial |= !wanted || outcome.status == Status::Failed;
        }
        partial |= !choices.only.is_empty();
        files.retain(|path, _| workload_of(path).is_none_or(|name| !kept.contains(name)));
        // `--only` also keeps the files of workloads that are not among the inputs.
        let made = files.iter().map(|(path, _)| path.to_owned()).collect();
        Ok(Scope { kept, partial, made })
    }

    /// Whether the file at a path, and its line in the lock, stay as they are.
    pub(crate) fn keeps(&self, path: &str) -> bool {
        if self.made.contains(path) {
            return false;
        }
        match workload_of(path) {
            Some(name) => self.kept.contains(name),
            None => self.partial,
        }
    }
}

/// The workload that a path below OUT belongs to.
pub(crate) fn workload_of(path: &str) -> Option<&str> {
    let charts = path.strip_prefix("charts/").or_else(|| path.strip_prefix("workloads/"));
    let chart = charts.and_then(|rest| rest.split('/').next()).filter(|name| *name != "ecs-workload");
    let rendered = path.strip_prefix("rendered/").and_then(|rest| rest.strip_suffix(".yaml"));
    let logging = path.strip_prefix("platform/logging/").and_then(|rest| rest.strip_suffix(".conf"));
    let logging = logging.map(|name| name.strip_suffix(".parsers").unwrap_or(name));
    chart.or(logging).or(rendered.filter(|name| *name != "platform"))
}

fn globs(patterns: &[String]) -> Result<GlobSet, Stop> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(Glob::new(pattern).map_err(|error| Stop(format!("`{pattern}`: {error}")))?);
    }
    set.build().map_err(|error| Stop(error.to_string()))
}
