//! Writing generated files into OUT, beside what people keep there.
//!
//! Invariants:
//! - **Files of people are theirs.** What the lock does not name and a run does not make is never looked at;
//!   `values.override.yaml`, `values-*.override.yaml` and `templates/custom-*.yaml` not even then.
//!   A generated file that a person edited is refused, never merged and never silently replaced.
//! - **Every file is whole**, old or new, whenever the process is killed. New text is written in the staging folder
//!   only and comes into its place by a rename, which another process sees done or not done. A rename without an
//!   `fsync` keeps that promise for a killed process, because the kernel has the text already. For a power loss only the
//!   journal and the lock of a run that replaces or deletes are flushed; the next run puts nothing into place that is
//!   not what that lock says.
//! - **The journal is the point of no return.** Before it stands, the next run throws the staging folder away; after
//!   that, the next run finishes it, also what `--force` had allowed, and leaves nothing behind.
//! - **The lock goes last**, so it never names a text that is not on disk.
//! - **No path leaves OUT**: not by its spelling, not through a link. Deleting follows no link at all.
//! - What is right already is not touched; a run that changes nothing writes nothing.
//! - Only `disk` touches files, and `compare` calls only what reads.

mod apply;
mod compare;
mod diff;
mod disk;
mod eject;
mod error;
mod hash;
mod journal;
mod lock;
mod path;
mod roll;

pub(crate) use apply::{Options, Outcome, write};
pub(crate) use compare::{Comparison, Scope, State, Why, compare};
pub(crate) use diff::unified;
pub(crate) use eject::eject;
pub(crate) use error::OutError;

/// The first twelve digits of a text's hash.
pub(crate) fn version_of(text: &str) -> String {
    hash::Hash::of(text.as_bytes()).to_string().chars().take(12).collect()
}

#[cfg(test)]
mod tests;
