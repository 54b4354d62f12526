//! What can go wrong with OUT: one line each, with the path below OUT and a way out.

use std::io;

/// Why nothing, or not everything, could be read or written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutError {
    /// A path that must not be written, because of how it is spelt.
    #[error("`{path}` cannot be a generated file: {why}")]
    Path {
        /// The path as it was asked for.
        path: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A folder that is a link to somewhere else.
    #[error("`{path}` is a link that leads out of the output folder: remove the link, or choose another output folder")]
    Link {
        /// The link.
        path: String,
    },
    /// A file where a folder must be.
    #[error("`{path}` is not a folder, and generated files go below it: move it away")]
    NotAFolder {
        /// The file.
        path: String,
    },
    /// The lock cannot be read.
    #[error(
        "`.ecs2eks.lock` is damaged in line {line}: {why}; restore it from version control, \
         or delete it and run again (files that differ then need `--force`)"
    )]
    Lock {
        /// Counted from 1.
        line: usize,
        /// What is wrong there.
        why: &'static str,
    },
    /// The lock was written by a later version of this program.
    #[error("`.ecs2eks.lock` was written by a newer ecs2eks (format {version}): upgrade ecs2eks")]
    Newer {
        /// The format that the lock names.
        version: String,
    },
    /// The journal of an interrupted run cannot be read.
    #[error(
        "`.ecs2eks.staging` holds a run that was interrupted and cannot be finished: delete that folder and run again"
    )]
    Journal,
    /// Another process writes into the same folder.
    #[error("another run is writing into this output folder: wait for it, then run again")]
    Busy,
    /// A file that cannot be handed over, because it is not ours.
    #[error("`{path}` is not a generated file of this output folder: `.ecs2eks.lock` does not name it")]
    NotGenerated {
        /// The path as it was asked for.
        path: String,
    },
    /// The operating system refused.
    #[error("cannot {act} `{path}`: {source}{}", way_out(source))]
    Io {
        /// The path below OUT; `.` is OUT itself.
        path: String,
        /// What was tried.
        act: &'static str,
        /// What the operating system said.
        source: io::Error,
    },
    /// The fail point of a test.
    #[cfg(test)]
    #[error("stopped by a test")]
    Stopped,
}

fn way_out(source: &io::Error) -> &'static str {
    if source.kind() == io::ErrorKind::StorageFull {
        "; free some space and run again, every file is whole"
    } else if source.kind() == io::ErrorKind::PermissionDenied {
        "; give yourself the permission and run again, every file is whole"
    } else {
        "; put that right and run again, every file is whole"
    }
}
