//! From the journal to the end: the same code for the run that wrote the journal and for the one that finds it.
//!
//! Invariant: each step can be done again after a kill, and none overwrites what the journal does not expect.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::disk::{Disk, Kind};
use super::error::OutError;
use super::hash::Hash;
use super::journal::{self, Before, Journal};
use super::lock::{self, Lock};
use super::path::{JOURNAL, LOCK, STAGED, STAGED_LOCK, STAGING, folder_of, join};

/// Finishes a run that was interrupted, or throws away what it had only begun. Says whether it finished one.
pub(super) fn recover(disk: &Disk) -> Result<bool, OutError> {
    let Some(journal) = journal::read(disk)? else {
        if disk.kind(STAGING)? != Kind::Nothing {
            disk.remove_tree(STAGING)?;
        }
        return Ok(false);
    };
    if let Some(lock) = journal::staged_lock(disk)? {
        let torn = torn(disk, &lock, "")?;
        amend(disk, &torn)?;
        torn.iter().try_for_each(|path| disk.remove_file(&join(STAGED, path)))?;
    }
    carry_out(disk, &journal)?;
    Ok(true)
}

/// Carries a journal out. Returns the paths that were left alone, because a person changed them in the meantime.
pub(super) fn carry_out(disk: &Disk, journal: &Journal) -> Result<BTreeSet<String>, OutError> {
    let mut left = BTreeSet::new();
    // The lock goes last. Once it is in its place there is nothing to do but to clean up.
    if disk.kind(STAGED_LOCK)? == Kind::File {
        left.extend(place(disk, journal, "")?);
        left.extend(remove(disk, journal)?);
        amend(disk, &left)?;
        disk.rename(STAGED_LOCK, LOCK)?;
    }
    disk.remove_file(JOURNAL)?;
    disk.remove_tree(STAGING)?;
    Ok(left)
}

/// Moves what waits for a folder into it: a folder that is not there yet whole, by one rename.
fn place(disk: &Disk, journal: &Journal, folder: &str) -> Result<Vec<String>, OutError> {
    let waiting = disk.names(&join(STAGED, folder))?;
    let left = waiting.into_par_iter().map(|(name, is_folder)| {
        let path = join(folder, &name);
        if !is_folder {
            place_file(disk, journal, path)
        } else if disk.has_folder(&path)? {
            place(disk, journal, &path)
        } else {
            disk.rename(&join(STAGED, &path), &path).map(|()| Vec::new())
        }
    });
    left.try_reduce(Vec::new, |mut all, more| {
        all.extend(more);
        Ok(all)
    })
}

fn place_file(disk: &Disk, journal: &Journal, path: String) -> Result<Vec<String>, OutError> {
    if !journal.allows(&path, Before::at(disk, &path)?) {
        return Ok(vec![path]);
    }
    disk.rename(&join(STAGED, &path), &path)?;
    Ok(Vec::new())
}

/// Deletes what nothing makes any more, and the folders that are empty then.
fn remove(disk: &Disk, journal: &Journal) -> Result<Vec<String>, OutError> {
    let mut left = Vec::new();
    let mut folders = BTreeSet::new();
    for (path, hash) in &journal.removed {
        match Before::at(disk, path)? {
            Before::Nothing => {}
            Before::Text(now) if now == *hash && !journal::behind_link(disk, path)? => disk.remove_file(path)?,
            Before::Text(_) | Before::Link | Before::Other => left.push(path.clone()),
        }
        folders.insert(folder_of(path));
    }
    for folder in folders.into_iter().rev() {
        remove_empty(disk, folder)?;
    }
    Ok(left)
}

fn remove_empty(disk: &Disk, folder: &str) -> Result<(), OutError> {
    if folder.is_empty() || journal::behind_link(disk, folder)? {
        return Ok(());
    }
    let gone = match disk.kind(folder)? {
        Kind::Nothing => true,
        Kind::Folder => disk.names(folder)?.is_empty() && disk.remove_empty_folder(folder)?,
        Kind::File | Kind::Link | Kind::Other => false,
    };
    if gone { remove_empty(disk, folder_of(folder)) } else { Ok(()) }
}

/// Lets the lock that waits say about some paths what the lock of OUT says: they were not written.
fn amend(disk: &Disk, paths: &BTreeSet<String>) -> Result<(), OutError> {
    let (false, Some(mut lock)) = (paths.is_empty(), journal::staged_lock(disk)?) else { return Ok(()) };
    let old = lock::read(disk)?.map(|(old, _)| old).unwrap_or_default();
    for path in paths {
        lock.copy(path, &old);
    }
    let unnamed = format!("{STAGED_LOCK}.part");
    disk.write(&unnamed, &lock.text())?;
    disk.flush(&unnamed)?;
    disk.rename(&unnamed, STAGED_LOCK)
}

/// Staged files that are not what the lock says. A kill makes none; a power loss can.
fn torn(disk: &Disk, lock: &Lock, folder: &str) -> Result<BTreeSet<String>, OutError> {
    let waiting = disk.names(&join(STAGED, folder))?;
    let torn = waiting.into_par_iter().map(|(name, is_folder)| {
        let path = join(folder, &name);
        if is_folder {
            return torn(disk, lock, &path);
        }
        let hash = Hash::of(&disk.read(&join(STAGED, &path))?);
        let whole = lock.files.get(&path).is_none_or(|entry| entry.hash == hash);
        Ok(if whole { BTreeSet::new() } else { BTreeSet::from([path]) })
    });
    torn.try_reduce(BTreeSet::new, |mut all, more| {
        all.extend(more);
        Ok(all)
    })
}
