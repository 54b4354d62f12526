//! Writing what a comparison found: first all of it into the staging folder, then the journal, then into place.
//!
//! Invariant: until the journal stands, nothing outside of the staging folder has changed.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use rayon::prelude::*;

use super::compare::{Comparison, Item, Scope, State, Why, compare_on};
use super::disk::{Disk, Kind};
use super::error::OutError;
use super::journal::{Before, Journal};
use super::lock::Lock;
use super::path::{ATTRIBUTES, JOURNAL, STAGED, STAGED_LOCK, STAGING, folder_of};
use super::roll;
use crate::back::Files;

/// Ours is `-text`, so that no line ending changes under the lock's hashes; `!text` gives the user's files back to
/// the user's settings.
const ATTRIBUTES_TEXT: &str = "\
# Written once by ecs2eks, then yours.
/charts/** -text
/workloads/** -text
/rendered/** -text
/iam/** -text
/platform/** -text
/RUNBOOK.md -text
/report.json -text
/.ecs2eks.lock -text linguist-generated
/charts/*/templates/** linguist-generated
/charts/*/templates/custom-*.yaml !text !linguist-generated
values.override.yaml !text
values-*.override.yaml !text
";

/// What the user allows beyond the ordinary.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Options {
    /// Write over files that were edited by hand or that were there before.
    pub(crate) force: bool,
    /// Delete what no input makes any more.
    pub(crate) prune: bool,
}

/// What became of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Not touched, it was right already.
    Unchanged,
    /// It is there now.
    Created,
    /// It holds the new text.
    Replaced,
    /// It holds the new text, and what a person had written there is gone.
    Overwritten,
    /// Not touched: it may be a person's work.
    Refused(Why),
    /// Not touched: no input makes it any more.
    Vanished,
    /// Deleted.
    Pruned,
    /// Not touched: not part of this run, or ejected.
    Kept,
}

/// What a run did.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    /// What it found before. Diffs of refused files still come from here.
    pub(crate) comparison: Comparison<'a>,
    /// Every path with what became of it, sorted.
    pub(crate) outcomes: BTreeMap<String, Outcome>,
    /// Whether it also finished a run that had been interrupted.
    pub(crate) finished_earlier: bool,
}

/// Brings OUT to what a run makes.
pub(crate) fn write<'a>(
    out: &Utf8Path,
    files: &'a Files,
    scope: Scope<'_>,
    options: Options,
) -> Result<Written<'a>, OutError> {
    write_on(&Disk::new(out), files, scope, options)
}

/// The same for a disk that is open already.
pub(super) fn write_on<'a>(
    disk: &Disk,
    files: &'a Files,
    scope: Scope<'_>,
    options: Options,
) -> Result<Written<'a>, OutError> {
    disk.create_folder("")?;
    let _occupied = disk.occupy()?;
    let finished_earlier = roll::recover(disk)?;
    let comparison = compare_on(disk, files, scope)?;
    let mut plan = Plan::new(&comparison, options);
    if plan.staged.is_empty() && plan.journal == Journal::default() && comparison.old_text == Some(plan.lock.text()) {
        return Ok(Written { outcomes: plan.outcomes, comparison, finished_earlier });
    }
    if comparison.old_text.is_none() && disk.kind(ATTRIBUTES)? == Kind::Nothing {
        plan.staged.push((ATTRIBUTES, ATTRIBUTES_TEXT));
    }
    for path in commit(disk, &plan.staged, &plan.journal, &plan.lock)? {
        plan.outcomes.insert(path, Outcome::Refused(Why::Edited));
    }
    Ok(Written { outcomes: plan.outcomes, comparison, finished_earlier })
}

/// Stages, writes the journal and carries it out. Returns the paths that a person changed in the meantime.
pub(super) fn commit(
    disk: &Disk,
    staged: &[(&str, &str)],
    journal: &Journal,
    lock: &Lock,
) -> Result<BTreeSet<String>, OutError> {
    if let Err(error) = stage(disk, staged, journal, lock) {
        // Makes room on a full disk. What cannot be deleted now is deleted by the next run.
        disk.remove_tree(STAGING).ok();
        return Err(error);
    }
    roll::carry_out(disk, journal)
}

fn stage(disk: &Disk, staged: &[(&str, &str)], journal: &Journal, lock: &Lock) -> Result<(), OutError> {
    disk.create_folder(STAGED)?;
    let folders: BTreeSet<_> =
        staged.iter().map(|(path, _)| folder_of(path)).filter(|folder| !folder.is_empty()).collect();
    let folders: Vec<_> = folders.into_iter().collect();
    folders.par_iter().try_for_each(|folder| disk.create_folder(&format!("{STAGED}/{folder}")))?;
    staged.par_iter().try_for_each(|(path, text)| disk.write(&format!("{STAGED}/{path}"), text))?;
    disk.write(STAGED_LOCK, &lock.text())?;
    let unnamed = format!("{JOURNAL}.part");
    disk.write(&unnamed, &journal.text())?;
    // Where nothing is replaced or deleted, a power loss can take nothing that was there before; and to flush
    // anything right after thousands of new files can mean to wait for all of them.
    if *journal != Journal::default() {
        disk.flush(STAGED_LOCK)?;
        disk.flush(&unnamed)?;
    }
    disk.rename(&unnamed, JOURNAL)
}

/// What is to be done.
struct Plan<'a> {
    outcomes: BTreeMap<String, Outcome>,
    /// Paths with their new texts.
    staged: Vec<(&'a str, &'a str)>,
    journal: Journal,
    lock: Lock,
}

impl<'a> Plan<'a> {
    fn new(comparison: &Comparison<'a>, options: Options) -> Self {
        let lock = Lock {
            templates: comparison.templates.clone(),
            ejected: comparison.old.ejected.clone(),
            files: BTreeMap::new(),
        };
        let mut plan = Self { outcomes: BTreeMap::new(), staged: Vec::new(), journal: Journal::default(), lock };
        for (path, item) in &comparison.items {
            let outcome = decide(comparison, path, item, options);
            plan.record(comparison, path, item, outcome);
            plan.outcomes.insert(path.clone(), outcome);
        }
        let texts = comparison.files.iter();
        plan.staged = texts.filter(|(path, _)| plan.writes(path)).map(|(path, file)| (path, &*file.text)).collect();
        plan
    }

    fn writes(&self, path: &str) -> bool {
        self.outcomes.get(path).is_some_and(|outcome| outcome.writes())
    }

    /// Adds a path to the lock and the journal.
    fn record(&mut self, comparison: &Comparison<'_>, path: &str, item: &Item, outcome: Outcome) {
        match outcome {
            Outcome::Unchanged | Outcome::Created | Outcome::Replaced | Outcome::Overwritten => {
                let entry = item.entry(comparison.files, path);
                self.lock.files.extend(entry.map(|entry| (path.to_owned(), entry)));
            }
            Outcome::Refused(_) | Outcome::Vanished | Outcome::Kept => self.lock.copy(path, &comparison.old),
            Outcome::Pruned => {}
        }
        match (outcome, item.before) {
            (Outcome::Replaced | Outcome::Overwritten, before) => {
                self.journal.replaced.insert(path.to_owned(), before);
            }
            (Outcome::Pruned, Before::Text(hash)) => {
                self.journal.removed.insert(path.to_owned(), hash);
            }
            _ => {}
        }
    }
}

impl Outcome {
    fn writes(self) -> bool {
        matches!(self, Self::Created | Self::Replaced | Self::Overwritten)
    }
}

fn decide(comparison: &Comparison<'_>, path: &str, item: &Item, options: Options) -> Outcome {
    match item.state {
        State::Unchanged => Outcome::Unchanged,
        State::New => Outcome::Created,
        State::Changed | State::Shifted => Outcome::Replaced,
        // A folder may hold anything. There is no force that justifies its loss.
        State::Refused(Why::NotAFile) => Outcome::Refused(Why::NotAFile),
        State::Refused(_) if options.force => Outcome::Overwritten,
        State::Refused(why) => Outcome::Refused(why),
        State::Vanished if !options.prune => Outcome::Vanished,
        State::Vanished => match item.before {
            Before::Text(hash) if comparison.old.knows(path, hash) => Outcome::Pruned,
            Before::Text(_) | Before::Nothing => Outcome::Refused(Why::Edited),
            Before::Link => Outcome::Refused(Why::Link),
            Before::Other => Outcome::Refused(Why::NotAFile),
        },
        State::Kept => Outcome::Kept,
    }
}
