//! What must hold for any input: no panic, nothing lost, the same bytes every time, no value given away, no string changed.
//!
//! `PROPTEST_CASES=4096` looks further; the default is what fits into a minute.

#[path = "../support/mod.rs"]
mod support;

mod ledger;
mod mutate;
mod same;
mod secret;
mod strings;
mod text;
mod world;

use proptest::test_runner::Config;

/// So many cases, and more in proportion where `PROPTEST_CASES` asks for it (256 is its default).
fn cases(usual: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse::<u32>().ok()).unwrap_or(256);
    let cases = (u64::from(usual) * u64::from(asked) / 256).max(1);
    // A failure is printed whole; it becomes a case of testdata, not a seed.
    Config { cases: u32::try_from(cases).unwrap_or(u32::MAX), failure_persistence: None, ..Config::default() }
}
