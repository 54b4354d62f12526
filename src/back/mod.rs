//! Writers: from the plan to files.
//!
//! Invariant: a back end cannot warn and cannot fail. Whatever it could not write was found before, by a pass or by `valid`.

mod files;
pub(crate) mod helm;
pub(crate) mod iam;
pub(crate) mod kubernetes;
pub(crate) mod platform;
pub(crate) mod runbook;
pub(crate) mod shared;

pub use files::{File, Files};
