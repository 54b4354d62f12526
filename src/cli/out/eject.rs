//! Handing a generated file to the user for good.

use camino::Utf8Path;

use super::apply::commit;
use super::disk::Disk;
use super::error::OutError;
use super::journal::Journal;
use super::{lock, path, roll};

/// Takes a file, named by its path below OUT, out of the lock and remembers there that it is the user's now: no run
/// compares, writes or deletes it again. Deleting its `# ejected` line takes that back.
pub(crate) fn eject(out: &Utf8Path, path: &str) -> Result<(), OutError> {
    path::check(path)?;
    let disk = Disk::new(out);
    let _occupied = disk.occupy()?;
    roll::recover(&disk)?;
    let not_generated = || OutError::NotGenerated { path: path.to_owned() };
    let (mut lock, _) = lock::read(&disk)?.ok_or_else(not_generated)?;
    if lock.ejected.contains(path) {
        return Ok(());
    }
    lock.files.remove(path).ok_or_else(not_generated)?;
    lock.ejected.insert(path.to_owned());
    commit(&disk, &[], &Journal::default(), &lock).map(drop)
}
