//! Every case of `testdata`, compared by the program's own `check`. No case is written here.
//!
//! `testdata/<case>/` holds `input/`, perhaps `options` (further arguments), and what must come of it: `expected/`, an output
//! without its static templates, and `findings.txt`, what is said on standard error. Where nothing can be read, nothing is
//! written: then there is no `expected/`. After a change that is meant, `BLESS=1 cargo test --test golden` writes them anew
//! (`CASE=words` only those whose name holds these words); `git diff` shows what has changed.
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

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use support::Case;
use support::program::{self, Ended};
use support::report::{self, Report};

#[test]
fn every_case_comes_out_as_expected() {
    let wanted = std::env::var("CASE").unwrap_or_default();
    let cases: Vec<Case> = support::cases().into_iter().filter(|case| case.name.contains(&wanted)).collect();
    assert!(!cases.is_empty(), "no case has `{wanted}` in its name");
    let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let ledgers = support::scratch("golden-ledgers");
    let wrong: Vec<String> = cases
        .iter()
        .flat_map(|case| {
            if bless {
                write_down(case);
            }
            faults(case, &ledgers).into_iter().map(|fault| format!("{}: {fault}", case.name))
        })
        .collect();
    support::report_all("faults in the cases:", &wrong);
}

/// What is wrong with a case.
fn faults(case: &Case, ledgers: &Path) -> Vec<String> {
    let expected = case.folder.join("expected");
    let Ok(findings) = fs::read_to_string(case.folder.join("findings.txt")) else {
        return vec![format!(
            "there is no findings.txt; read what `ecs2eks convert` makes of it, then `BLESS=1 CASE={} cargo test --test golden`",
            case.name
        )];
    };
    let ledger = ledgers.join(format!("{}.jsonl", case.name));
    let ended = run("check", case, &["--ledger", &ledger.to_string_lossy()]);
    let mut faults = Vec::new();
    if ended.stderr != findings {
        faults.push(format!("findings.txt is otherwise\n{}", diff(&findings, &ended.stderr)));
    }
    if !ended.stdout.is_empty() {
        faults.push(format!("the output is otherwise\n{}", ended.stdout));
    }
    let wanted = if expected.exists() {
        let report = Report::read(&expected.join("report.json"));
        let rows = report::ledger(&ledger);
        faults.extend(report::faults(&report, &rows));
        faults.extend(report::unaccounted(&report, &rows, &case.folder.join("input")));
        faults.extend(strays(&expected).into_iter().map(|path| format!("expected/{path}: nothing makes it")));
        report.exit_code()
    } else {
        // A slip in `options` ends with 2 as well, and is no case.
        if !findings.lines().any(|line| line.starts_with("error[")) {
            faults.push(format!("nothing is written, and no finding says why\n{findings}"));
        }
        2
    };
    if ended.code != wanted {
        faults.push(format!("exit {}, not {wanted}", ended.code));
    }
    faults
}

/// Files in `expected/` that the lock does not name: `check` looks at none of them.
fn strays(expected: &Path) -> Vec<String> {
    let lock = support::read(&expected.join(".ecs2eks.lock"));
    let mut known: BTreeSet<&str> = lock.lines().filter_map(|line| Some(line.split_once("  ")?.1)).collect();
    known.insert(".ecs2eks.lock");
    support::files_below(expected).into_iter().filter(|path| !known.contains(path.as_str())).collect()
}

/// Writes down what comes of a case now.
fn write_down(case: &Case) {
    let expected = case.folder.join("expected");
    if expected.exists() {
        fs::remove_dir_all(&expected).expect("expected/ can be deleted");
    }
    let ended = run("convert", case, &["--force", "--prune"]);
    // It is the user's from the start, so `check` does not look at it, and every case would have the same.
    if let Err(error) = fs::remove_file(expected.join(".gitattributes")) {
        assert!(!expected.exists(), "{}: .gitattributes: {error}", case.name);
    }
    assert!((0..=2).contains(&ended.code), "{}: exit {}\n{}", case.name, ended.code, ended.stderr);
    // `convert` says more on the same stream, such as that nothing was written.
    let said = run("check", case, &[]).stderr;
    fs::write(case.folder.join("findings.txt"), said).expect("findings.txt can be written");
}

fn run(command: &str, case: &Case, further: &[&str]) -> Ended {
    let fixed = [command, "input", "--no-templates", "-o", "expected", "--color", "never"];
    let arguments = fixed.into_iter().chain(case.options.iter().map(String::as_str)).chain(further.iter().copied());
    program::run(&case.folder, &arguments.collect::<Vec<_>>())
}

fn diff(expected: &str, got: &str) -> String {
    let diff = similar::TextDiff::from_lines(expected, got);
    diff.unified_diff().context_radius(3).header("findings.txt", "now").to_string()
}
