//! The model of the AWS Load Balancer Controller: against what the real one built, against rules of our own, and on what
//! the program writes.
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

mod big;
mod draw;
mod estate;
mod facts;
mod probe;
mod random;
mod read;
mod requests;
mod sets;
mod settings;
mod shown;
mod turned_on;
