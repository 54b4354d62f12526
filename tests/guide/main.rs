//! The field guide, held against the program: one field of a full document is changed at a time, and what changes in the
//! manifests, policies, routes of logs and run book is what the field's row says, no more and no less.
//!
//! `testdata/_guide/<variant>/` holds a full document in `input/`, perhaps `options`, and `changes.json`: pointers into
//! `input/task-definition.json` with other values. Together the variants set and change every field; a field that no
//! change is about is a failure, so that none can be passed over.
//! After a change that is meant, `BLESS=1 cargo test --test guide` writes the pages and the coverage anew.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where something is not as it must be, and files are what it is about"
)]

#[path = "../support/mod.rs"]
mod support;

mod cases;
mod changes;
mod compare;
mod coverage;
mod pages;
mod tree;
