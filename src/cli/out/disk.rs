//! The only door to OUT on disk. Paths are below OUT, with `/`; errors name them that way.
//!
//! Every operation that changes something counts as a step, so that tests can stop a run after each of them.

#![expect(clippy::disallowed_methods, reason = "this is the part of `cli` that touches OUT")]

use std::fs::{self, File, TryLockError};
use std::io;
#[cfg(test)]
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use camino::{Utf8Path, Utf8PathBuf};

use super::error::OutError;
use super::path::{STAGED, join};

/// The folder OUT.
#[derive(Debug, Clone)]
pub(super) struct Disk {
    out: Utf8PathBuf,
    #[cfg(test)]
    steps_left: Option<Arc<AtomicUsize>>,
}

/// What stands at a path, not looking through a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Nothing,
    File,
    Folder,
    Link,
    Other,
}

/// Keeps other runs out of OUT.
#[derive(Debug)]
pub(super) struct Occupied(File);

impl Drop for Occupied {
    fn drop(&mut self) {
        // To close the file is not enough: a process that is being started may hold it open for another moment.
        self.0.unlock().ok();
    }
}

impl Disk {
    /// OUT, which need not exist.
    pub(super) fn new(out: &Utf8Path) -> Self {
        let out = if out.as_str().is_empty() { Utf8PathBuf::from(".") } else { out.to_owned() };
        Self {
            out,
            #[cfg(test)]
            steps_left: None,
        }
    }

    /// OUT for a run that is killed after some steps.
    #[cfg(test)]
    pub(super) fn that_stops_after(out: &Utf8Path, steps: usize) -> Self {
        Self { steps_left: Some(Arc::new(AtomicUsize::new(steps))), ..Self::new(out) }
    }

    /// What stands at a path.
    pub(super) fn kind(&self, path: &str) -> Result<Kind, OutError> {
        match fs::symlink_metadata(self.at(path)) {
            Ok(found) if found.is_symlink() => Ok(Kind::Link),
            Ok(found) if found.is_dir() => Ok(Kind::Folder),
            Ok(found) if found.is_file() => Ok(Kind::File),
            Ok(_) => Ok(Kind::Other),
            Err(error) if is_absence(&error) => Ok(Kind::Nothing),
            Err(error) => Err(failed("look at", path)(error)),
        }
    }

    /// Whether a folder stands at a path, whose own folder was asked about before.
    /// A link counts as the folder that it leads to, as long as that lies in OUT.
    pub(super) fn has_folder(&self, path: &str) -> Result<bool, OutError> {
        match self.kind(path)? {
            Kind::Nothing => Ok(false),
            Kind::Folder => Ok(true),
            Kind::Link if self.leads_to_folder_inside(path) => Ok(true),
            Kind::Link => Err(OutError::Link { path: path.to_owned() }),
            Kind::File | Kind::Other => Err(OutError::NotAFolder { path: path.to_owned() }),
        }
    }

    fn leads_to_folder_inside(&self, path: &str) -> bool {
        let inside =
            |target: Utf8PathBuf, out: Utf8PathBuf| target != out && target.starts_with(&out) && target.is_dir();
        match (self.at(path).canonicalize_utf8(), self.out.canonicalize_utf8()) {
            (Ok(target), Ok(out)) => inside(target, out),
            (Err(_), _) | (_, Err(_)) => false,
        }
    }

    /// The bytes of a file.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, OutError> {
        fs::read(self.at(path)).map_err(failed("read", path))
    }

    /// The names in a folder, sorted, each with whether it is a folder itself.
    pub(super) fn names(&self, path: &str) -> Result<Vec<(String, bool)>, OutError> {
        let mut names = Vec::new();
        for entry in self.at(path).read_dir_utf8().map_err(failed("list", path))? {
            let entry = entry.map_err(failed("list", path))?;
            let is_folder = entry.file_type().map_err(failed("look at", path))?.is_dir();
            names.push((entry.file_name().to_owned(), is_folder));
        }
        names.sort();
        Ok(names)
    }

    /// Keeps other runs out until the result is dropped, or the process is dead. Where the operating or file system
    /// knows no such lock, nobody is kept out.
    pub(super) fn occupy(&self) -> Result<Option<Occupied>, OutError> {
        let Ok(folder) = File::open(&self.out) else { return Ok(None) };
        match folder.try_lock() {
            Ok(()) => Ok(Some(Occupied(folder))),
            Err(TryLockError::WouldBlock) => Err(OutError::Busy),
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }

    /// Makes a folder and those above it.
    pub(super) fn create_folder(&self, path: &str) -> Result<(), OutError> {
        self.step()?;
        fs::create_dir_all(self.at(path)).map_err(failed("create the folder", path))
    }

    /// Writes a file. Only for the staging folder: a kill leaves half of it.
    pub(super) fn write(&self, path: &str, text: &str) -> Result<(), OutError> {
        #[cfg(test)]
        self.step().inspect_err(|_| self.write_half(path, text))?;
        fs::write(self.at(path), text).map_err(failed("write", path))
    }

    /// Waits until a file that was written is on the disk, and not only in the kernel.
    pub(super) fn flush(&self, path: &str) -> Result<(), OutError> {
        let file = File::options().write(true).open(self.at(path)).map_err(failed("write", path))?;
        file.sync_all().map_err(failed("write", path))
    }

    /// Moves a file over another, or a folder to where none is, in one step.
    pub(super) fn rename(&self, from: &str, to: &str) -> Result<(), OutError> {
        self.step()?;
        fs::rename(self.at(from), self.at(to)).map_err(failed("put into place", to))
    }

    /// Deletes a file.
    pub(super) fn remove_file(&self, path: &str) -> Result<(), OutError> {
        self.step()?;
        fs::remove_file(self.at(path)).map_err(failed("delete", path))
    }

    /// Deletes a folder if it is empty, and says whether it is gone.
    pub(super) fn remove_empty_folder(&self, path: &str) -> Result<bool, OutError> {
        self.step()?;
        match fs::remove_dir(self.at(path)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(false),
            Err(error) => Err(failed("delete the folder", path)(error)),
        }
    }

    /// Deletes a folder of our own with all that is in it, following no link.
    pub(super) fn remove_tree(&self, path: &str) -> Result<(), OutError> {
        for (name, is_folder) in self.names(path)? {
            let path = join(path, &name);
            if is_folder { self.remove_tree(&path)? } else { self.remove_file(&path)? }
        }
        self.remove_empty_folder(path).map(drop)
    }

    fn at(&self, path: &str) -> Utf8PathBuf {
        if path.is_empty() { self.out.clone() } else { self.out.join(path) }
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "only tests stop here")]
    fn step(&self) -> Result<(), OutError> {
        Ok(())
    }

    #[cfg(test)]
    fn step(&self) -> Result<(), OutError> {
        let Some(left) = &self.steps_left else { return Ok(()) };
        let spent = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        spent.map(drop).map_err(|_| OutError::Stopped)
    }

    #[cfg(test)]
    fn write_half(&self, path: &str, text: &str) {
        fs::write(self.at(path), &text.as_bytes()[..text.len() / 2]).ok();
    }
}

/// A folder on the way that is absent, or a file, means that the file itself is absent.
fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn failed(act: &'static str, path: &str) -> impl FnOnce(io::Error) -> OutError {
    // A file that waits in the staging folder is named as the file that it will be.
    let path = path.strip_prefix(STAGED).map_or(path, |rest| rest.trim_start_matches('/'));
    let path = if path.is_empty() { ".".to_owned() } else { path.to_owned() };
    move |source| OutError::Io { path, act, source }
}
