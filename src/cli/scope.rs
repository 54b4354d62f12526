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
    wanted: Wanted,
    /// Workloads that failed: their files stay as they are.
    failed: BTreeSet<String>,
    /// Whether workloads are missing from this run, so that what all share may still be needed.
    partial: bool,
    made: BTreeSet<String>,
}

/// Names that `--only` and `--skip` leave, whether or not a workload of that name is among the inputs.
#[derive(Debug)]
struct Wanted {
    only: Option<GlobSet>,
    skip: GlobSet,
}

impl Wanted {
    fn of(choices: &Choices) -> Result<Self, Stop> {
        let only = if choices.only.is_empty() { None } else { Some(globs(&choices.only)?) };
        Ok(Wanted { only, skip: globs(&choices.skip)? })
    }

    fn has(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.is_match(name)) && !self.skip.is_match(name)
    }
}

impl Scope {
    /// Decides the scope, and takes files out of it that are not to be written.
    pub(crate) fn of(run: &Run, files: &mut Files, choices: &Choices) -> Result<Self, Stop> {
        let wanted = Wanted::of(choices)?;
        let failed = run.outcomes.iter().filter(|outcome| outcome.status == Status::Failed);
        let failed: BTreeSet<String> = failed.map(|outcome| outcome.name.clone()).collect();
        let unwanted = run.outcomes.iter().any(|outcome| !wanted.has(&outcome.name));
        let partial = wanted.only.is_some() || unwanted || !failed.is_empty();
        let mut scope = Scope { wanted, failed, partial, made: BTreeSet::new() };
        files.retain(|path, _| workload_of(path).is_none_or(|name| !scope.keeps_workload(name)));
        scope.made = files.iter().map(|(path, _)| path.to_owned()).collect();
        Ok(scope)
    }

    /// Whether the file at a path, and its line in the lock, stay as they are.
    pub(crate) fn keeps(&self, path: &str) -> bool {
        if self.made.contains(path) {
            return false;
        }
        workload_of(path).map_or(self.partial, |name| self.keeps_workload(name))
    }

    fn keeps_workload(&self, name: &str) -> bool {
        self.failed.contains(name) || !self.wanted.has(name)
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
