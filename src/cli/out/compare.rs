//! What a run would do to OUT, path by path. Reads only.
//!
//! Invariant: opens no file but those that this run makes or the lock names, and never through a link.

use std::collections::BTreeMap;

use camino::Utf8Path;
use rayon::prelude::*;

use super::diff;
use super::disk::{Disk, Kind};
use super::error::OutError;
use super::hash::Hash;
use super::journal::{self, Before};
use super::lock::{self, Lock};
use super::path::{self, folder_of};
use crate::back::{File, Files};

const REPORT: &str = "report.json";

/// How much of OUT a run is about.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// Whether a path belongs to something that is not written this time (`--only`, `--skip`, a workload that failed):
    /// its file and its line in the lock stay as they are.
    pub(crate) keep: &'a dyn Fn(&str) -> bool,
    /// The version of the template set; `None` leaves the static templates out, as `--no-templates` asks.
    pub(crate) templates: Option<&'a str>,
}

/// What a run would do to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// On disk is what would be written, whatever the lock says.
    Unchanged,
    /// Nothing is there. Also a file that somebody deleted.
    New,
    /// On disk is what an earlier run wrote.
    Changed,
    /// `report.json` differs in line and column numbers only: it is written, but `check` sees no change.
    Shifted,
    /// On disk is something that may be a person's work.
    Refused(Why),
    /// The lock names the file, no input makes it, and it is still there.
    Vanished,
    /// Not part of this run, or ejected.
    Kept,
}

/// Why a file is not written over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// It was edited by hand after it was generated.
    Edited,
    /// It was there before, and no run wrote it.
    Foreign,
    /// A link stands there, or on the way to what would be deleted.
    Link,
    /// A folder or a special file stands there. `--force` does not help.
    NotAFile,
}

/// The differences between OUT and what a run makes.
#[derive(Debug)]
pub(crate) struct Comparison<'a> {
    pub(super) files: &'a Files,
    pub(super) items: BTreeMap<String, Item>,
    /// The lock of OUT; empty if there is none.
    pub(super) old: Lock,
    /// The text of that lock.
    pub(super) old_text: Option<String>,
    /// The version of the template set from now on.
    pub(super) templates: Option<String>,
    disk: Disk,
    pub(super) unfinished: bool,
    pub(super) stale_lock: bool,
}

/// A path of a comparison.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) state: State,
    /// What stands there, unless it stays.
    pub(super) before: Before,
    /// The hash of what would be written.
    pub(super) made: Option<Hash>,
}

/// Compares OUT with what a run makes, and writes nothing.
pub(crate) fn compare<'a>(out: &Utf8Path, files: &'a Files, scope: Scope<'_>) -> Result<Comparison<'a>, OutError> {
    compare_on(&Disk::new(out), files, scope)
}

/// The same for a disk that is open already.
pub(super) fn compare_on<'a>(disk: &Disk, files: &'a Files, scope: Scope<'_>) -> Result<Comparison<'a>, OutError> {
    let (old, old_text) = lock::read(disk)?.map_or((Lock::default(), None), |(lock, text)| (lock, Some(text)));
    let pending = journal::pending_lock(disk)?;
    for (path, _) in files.iter() {
        path::check(path)?;
    }
    let (kept, looked_at) = partition(files, &old, scope);
    let folders = folders(disk, looked_at.iter().map(|(path, _)| *path))?;
    let judge = Judge { disk, old: &old, pending: pending.as_ref(), folders: &folders };
    let judged = looked_at.into_par_iter().map(|(path, file)| Ok((path.to_owned(), judge.item(path, file)?)));
    let judged = judged.collect::<Result<Vec<_>, OutError>>()?;
    let gone = judged.iter().any(|(_, item)| item.is_none());
    let mut items: BTreeMap<_, _> = judged.into_iter().filter_map(|(path, item)| Some((path, item?))).collect();
    items.extend(kept.into_iter().map(|path| (path.to_owned(), Item::of(State::Kept, Before::Nothing))));

    let templates = scope.templates.map(str::to_owned).or_else(|| old.templates.clone());
    let stale_lock = gone
        || templates != old.templates
        || old_text.as_ref().is_none_or(|text| *text != old.text())
        || items.iter().any(|(path, item)| {
            item.state == State::Unchanged && item.entry(files, path) != old.files.get(path).copied()
        });
    Ok(Comparison {
        files,
        items,
        old,
        old_text,
        templates,
        disk: disk.clone(),
        unfinished: pending.is_some(),
        stale_lock,
    })
}

impl Comparison<'_> {
    /// Every path of this run and of the lock, sorted.
    pub(crate) fn states(&self) -> impl Iterator<Item = (&str, State)> {
        self.items.iter().map(|(path, item)| (path.as_str(), item.state))
    }

    /// Whether `check` fails: a run would write something, is not allowed to, or OUT holds what no input makes.
    pub(crate) fn would_change(&self) -> bool {
        let differs = |state| !matches!(state, State::Unchanged | State::Shifted | State::Kept);
        self.unfinished || self.stale_lock || self.items.values().any(|item| differs(item.state))
    }

    /// The unified diff from what is on disk to what this run makes. What a link leads to is not looked at.
    pub(crate) fn diff(&self, path: &str) -> Result<String, OutError> {
        let before = if self.disk.kind(path)? == Kind::File { self.disk.read(path)? } else { Vec::new() };
        let after = self.files.get(path).map_or("", |file| &file.text);
        Ok(diff::unified(path, &String::from_utf8_lossy(&before), after))
    }
}

impl Item {
    fn of(state: State, before: Before) -> Self {
        Self { state, before, made: None }
    }

    /// The line of the lock for what would be written.
    pub(super) fn entry(&self, files: &Files, path: &str) -> Option<lock::Entry> {
        let template = files.get(path).is_some_and(|file| file.template);
        self.made.map(|hash| lock::Entry { hash, template })
    }
}

type LookedAt<'a> = Vec<(&'a str, Option<&'a File>)>;

/// Splits all paths into those that stay as they are and those to look at.
fn partition<'a>(files: &'a Files, old: &'a Lock, scope: Scope<'_>) -> (Vec<&'a str>, LookedAt<'a>) {
    let made = files.iter().map(|(path, file)| (path, Some(file), file.template));
    let locked = old.files.iter().map(|(path, entry)| (path.as_str(), None, entry.template));
    let locked = locked.filter(|(path, _, _)| files.get(path).is_none());
    let (mut kept, mut looked_at) = (Vec::new(), Vec::new());
    for (path, file, template) in made.chain(locked) {
        if (template && scope.templates.is_none()) || old.ejected.contains(path) || (scope.keep)(path) {
            kept.push(path);
        } else {
            looked_at.push((path, file));
        }
    }
    (kept, looked_at)
}

/// The folders of some paths, and whether they exist.
fn folders<'a>(disk: &Disk, paths: impl Iterator<Item = &'a str>) -> Result<BTreeMap<&'a str, bool>, OutError> {
    let mut known = BTreeMap::from([("", true)]);
    for path in paths {
        visit(disk, &mut known, folder_of(path))?;
    }
    Ok(known)
}

fn visit<'a>(disk: &Disk, known: &mut BTreeMap<&'a str, bool>, folder: &'a str) -> Result<bool, OutError> {
    if let Some(exists) = known.get(folder) {
        return Ok(*exists);
    }
    let exists = visit(disk, known, folder_of(folder))? && disk.has_folder(folder)?;
    known.insert(folder, exists);
    Ok(exists)
}

/// What is needed to judge a path.
struct Judge<'a> {
    disk: &'a Disk,
    old: &'a Lock,
    /// Of an interrupted run, which may have put files into place that the lock does not know yet.
    pending: Option<&'a Lock>,
    folders: &'a BTreeMap<&'a str, bool>,
}

impl Judge<'_> {
    /// `None`: the lock names a file that is gone and that nothing makes.
    fn item(&self, path: &str, file: Option<&File>) -> Result<Option<Item>, OutError> {
        let exists = self.folders.get(folder_of(path)).copied().unwrap_or_default();
        let kind = if exists { self.disk.kind(path)? } else { Kind::Nothing };
        match file {
            Some(file) => self.made(path, kind, file).map(Some),
            None => self.vanished(path, kind),
        }
    }

    fn made(&self, path: &str, kind: Kind, file: &File) -> Result<Item, OutError> {
        let (state, before) = match kind {
            Kind::Nothing => (State::New, Before::Nothing),
            Kind::File => self.standing(path, &file.text)?,
            Kind::Link => (State::Refused(Why::Link), Before::Link),
            Kind::Folder | Kind::Other => (State::Refused(Why::NotAFile), Before::Other),
        };
        Ok(Item { made: Some(Hash::of(file.text.as_bytes())), ..Item::of(state, before) })
    }

    fn standing(&self, path: &str, text: &str) -> Result<(State, Before), OutError> {
        let found = self.disk.read(path)?;
        if found == text.as_bytes() {
            return Ok((State::Unchanged, Before::Nothing));
        }
        let hash = Hash::of(&found);
        let state = if path == REPORT && diff::only_positions(&found, text) {
            State::Shifted
        } else if self.old.knows(path, hash) || self.pending.is_some_and(|pending| pending.knows(path, hash)) {
            State::Changed
        } else if self.old.files.contains_key(path) {
            State::Refused(Why::Edited)
        } else {
            State::Refused(Why::Foreign)
        };
        Ok((state, Before::Text(hash)))
    }

    fn vanished(&self, path: &str, kind: Kind) -> Result<Option<Item>, OutError> {
        let before = match kind {
            Kind::Nothing => return Ok(None),
            Kind::File if journal::behind_link(self.disk, path)? => Before::Link,
            Kind::File => Before::Text(Hash::of(&self.disk.read(path)?)),
            Kind::Link => Before::Link,
            Kind::Folder | Kind::Other => Before::Other,
        };
        Ok(Some(Item::of(State::Vanished, before)))
    }
}
