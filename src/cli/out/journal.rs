//! The journal of a run: what it may write over and delete. With the staging folder and the lock that waits there it
//! is all that the next run needs to finish the work.
//!
//! Invariant: a file that is neither what the journal expects nor what it leaves behind was touched by a person since,
//! and stays.

use std::collections::BTreeMap;

use super::disk::{Disk, Kind};
use super::error::OutError;
use super::hash::Hash;
use super::lock::Lock;
use super::path::{self, JOURNAL, STAGED_LOCK, STAGING, folder_of};

const FIRST: &str = "# ecs2eks journal 1";

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Nothing,
    Text(Hash),
    Link,
    Other,
}

/// What a run may do to files that exist. Files that do not exist need no line: they wait in the staging folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    /// Files to write over, with what may be lost.
    pub(super) replaced: BTreeMap<String, Before>,
    /// Files to delete, with what may be lost.
    pub(super) removed: BTreeMap<String, Hash>,
}

impl Before {
    /// What stands at a path now.
    pub(super) fn at(disk: &Disk, path: &str) -> Result<Self, OutError> {
        Ok(match disk.kind(path)? {
            Kind::Nothing => Self::Nothing,
            Kind::File => Self::Text(Hash::of(&disk.read(path)?)),
            Kind::Link => Self::Link,
            Kind::Folder | Kind::Other => Self::Other,
        })
    }
}

/// Whether a folder on the way to a path is a link, be it one that stays in OUT: nothing is deleted through it.
pub(super) fn behind_link(disk: &Disk, path: &str) -> Result<bool, OutError> {
    let folder = folder_of(path);
    Ok(!folder.is_empty() && (disk.kind(folder)? == Kind::Link || behind_link(disk, folder)?))
}

/// The journal of an interrupted run. `None`: there is none, or it had not yet begun to change anything.
pub(super) fn read(disk: &Disk) -> Result<Option<Journal>, OutError> {
    match disk.kind(STAGING)? {
        Kind::Nothing => return Ok(None),
        Kind::Folder => {}
        Kind::Link => return Err(OutError::Link { path: STAGING.to_owned() }),
        Kind::File | Kind::Other => return Err(OutError::NotAFolder { path: STAGING.to_owned() }),
    }
    match disk.kind(JOURNAL)? {
        Kind::Nothing => Ok(None),
        Kind::File => {
            let text = String::from_utf8(disk.read(JOURNAL)?).map_err(|_| OutError::Journal)?;
            Journal::parse(&text).map(Some).ok_or(OutError::Journal)
        }
        Kind::Folder | Kind::Link | Kind::Other => Err(OutError::Journal),
    }
}

/// The lock that an interrupted run is about to leave behind. Where only the cleaning up is left, that is an empty one.
pub(super) fn pending_lock(disk: &Disk) -> Result<Option<Lock>, OutError> {
    if read(disk)?.is_none() {
        return Ok(None);
    }
    Ok(Some(staged_lock(disk)?.unwrap_or_default()))
}

/// The lock in the staging folder. `None`: it is in its place already.
pub(super) fn staged_lock(disk: &Disk) -> Result<Option<Lock>, OutError> {
    if disk.kind(STAGED_LOCK)? != Kind::File {
        return Ok(None);
    }
    let text = String::from_utf8(disk.read(STAGED_LOCK)?).map_err(|_| OutError::Journal)?;
    Lock::parse(&text).map(Some).map_err(|_| OutError::Journal)
}

impl Journal {
    /// Reads what `text` wrote.
    fn parse(text: &str) -> Option<Self> {
        let lines = text.strip_prefix(FIRST)?.strip_prefix('\n')?.strip_suffix("end\n")?.lines();
        let mut journal = Self::default();
        for line in lines {
            let (act, path) = line.split_once("  ")?;
            if path::objection(path).is_some() {
                return None;
            }
            match act.split_once(' ')? {
                ("replace", "link") => drop(journal.replaced.insert(path.to_owned(), Before::Link)),
                ("replace", hash) => drop(journal.replaced.insert(path.to_owned(), Before::Text(Hash::parse(hash)?))),
                ("remove", hash) => drop(journal.removed.insert(path.to_owned(), Hash::parse(hash)?)),
                _ => return None,
            }
        }
        Some(journal)
    }

    /// The journal as it stands on disk. Its last line tells a whole journal from a torn one.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{FIRST}\n");
        for (path, before) in &self.replaced {
            match before {
                Before::Text(hash) => text.push_str(&format!("replace {hash}  {path}\n")),
                Before::Link => text.push_str(&format!("replace link  {path}\n")),
                // Nothing is lost at an empty place, and a folder or a device is never written over.
                Before::Nothing | Before::Other => {}
            }
        }
        for (path, hash) in &self.removed {
            text.push_str(&format!("remove {hash}  {path}\n"));
        }
        text.push_str("end\n");
        text
    }

    /// Whether a staged file may go to its place, where `now` stands.
    pub(super) fn allows(&self, path: &str, now: Before) -> bool {
        now == Before::Nothing || self.replaced.get(path) == Some(&now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_reads_back_and_a_torn_one_does_not() {
        let hash = Hash::of(b"x");
        let journal = Journal {
            replaced: BTreeMap::from([("a  b".to_owned(), Before::Text(hash)), ("c".to_owned(), Before::Link)]),
            removed: BTreeMap::from([("d/e".to_owned(), hash)]),
        };
        let text = journal.text();
        assert_eq!(Journal::parse(&text), Some(journal));
        for end in 0..text.len() {
            assert_eq!(Journal::parse(&text[..end]), None, "{end}");
        }
        assert_eq!(Journal::parse(&text.replace("d/e", "../e")), None);
    }
}
