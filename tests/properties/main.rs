//! What must hold for any input: no panic, nothing lost, the same bytes every time, no value given away, no string changed.
//!
//! `PROPTEST_CASES=4096 cargo test --test properties` looks further, and elsewhere each time; the default is what fits into a minute.
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

mod ledger;
mod mutate;
mod same;
mod secret;
mod strings;
mod text;
mod world;

use proptest::test_runner::{Config, RngSeed};

/// So many cases, and more in proportion where `PROPTEST_CASES` asks for it (256 is its default). Without that the same cases
/// every time: a change is judged by what it changes, and the search is for those who search.
fn cases(usual: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse::<u32>().ok());
    let cases = (u64::from(usual) * u64::from(asked.unwrap_or(256)) / 256).max(1);
    let rng_seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(1) };
    // A failure is printed whole; it becomes a case of testdata, not a seed.
    Config { cases: u32::try_from(cases).unwrap_or(u32::MAX), failure_persistence: None, rng_seed, ..Config::default() }
}
