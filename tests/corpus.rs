//! Files of other people, where they lie beside the project (`../shared/corpus`): each converted by itself, and whole folders.
//! Nothing of them is copied into the project; outputs go to `target/corpus-out`, where the Helm test takes them up.
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

use std::path::{Path, PathBuf};

use support::program::{self, Ended};
use support::report::{self, Report};

/// Files of one folder of the corpus; none where it is not there.
fn files(folder: &str) -> Vec<PathBuf> {
    let path = support::root().join("../shared/corpus").join(folder);
    let files = support::entries(&path);
    if files.is_empty() {
        eprintln!("no {}: nothing is tried", path.display());
    }
    files
}

fn convert(inputs: &[&Path], out: &Path, ledger: &Path) -> Ended {
    let mut command = program::command(support::root());
    command.arg("convert").args(inputs).arg("-o").arg(out).arg("--ledger").arg(ledger);
    command.args(["--color", "never"]);
    program::end(&mut command)
}

/// What is wrong with a conversion that must end well or with errors that say where.
fn faults(ended: &Ended, out: &Path, ledger: &Path, inputs: &Path) -> Vec<String> {
    if ended.code != 0 && ended.code != 1 {
        return vec![format!("exit {}:\n{}", ended.code, ended.stderr)];
    }
    let mut faults = Vec::new();
    let (report, rows) = (Report::read(&out.join("report.json")), report::ledger(ledger));
    if report.exit_code() != ended.code {
        faults.push(format!("exit {}, and the report says {}", ended.code, report.exit_code()));
    }
    let located = report.list("findings").iter().filter(|finding| finding["severity"] == "error");
    let located = located.filter(|finding| {
        finding["line"].as_u64() > Some(0) && finding["file"].as_str().is_some_and(|file| !file.is_empty())
    });
    if ended.code == 1 && located.count() == 0 {
        faults.push("exit 1, and no error says where".to_owned());
    }
    faults.extend(report::faults(&report, &rows));
    faults.extend(report::unaccounted(&report, &rows, inputs));
    faults
}

#[test]
fn every_file_by_itself() {
    let outs = support::shared_scratch("corpus-out");
    let ledgers = support::scratch("corpus-ledgers");
    let mut wrong = Vec::new();
    for folder in ["describe", "taskdef", "service"] {
        for file in files(folder) {
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            let (out, ledger) = (outs.join(folder).join(&name), ledgers.join(format!("{folder}-{name}.jsonl")));
            std::fs::create_dir_all(out.parent().expect("a folder")).expect("target/ can be written");
            let ended = convert(&[&file], &out, &ledger);
            let faults = faults(&ended, &out, &ledger, file.parent().expect("a folder"));
            wrong.extend(faults.into_iter().map(|fault| format!("{folder}/{name}: {fault}")));
        }
    }
    support::report_all("faults over the corpus:", &wrong);
}

#[test]
fn what_was_described_in_one_run() {
    let described = files("describe");
    let Some(folder) = described.first().and_then(|file| file.parent()) else { return };
    let scratch = support::scratch("corpus-describe");
    let (out, ledger) = (scratch.join("out"), scratch.join("ledger.jsonl"));
    let ended = convert(&[folder], &out, &ledger);
    let faults = faults(&ended, &out, &ledger, folder);
    support::report_all("faults over the folder in one run:", &faults);
    assert_eq!(ended.code, 1, "services without their definitions are among them");
    let report = Report::read(&out.join("report.json"));
    for code in ["task-definition-missing", "conflicting-documents"] {
        assert!(report.list("findings").iter().any(|finding| finding["code"] == code), "no {code}");
    }
    for workload in report.list("workloads").iter().filter(|workload| workload["status"] == "written") {
        let chart = out.join(workload["chart"].as_str().expect("a chart")).join("values.yaml");
        assert!(chart.is_file(), "{workload} is written, but has no chart");
    }
    assert!(report.list("workloads").iter().any(|workload| workload["status"] == "written"), "nothing is written");
}

#[test]
fn what_is_malformed_is_an_error_at_a_place() {
    let scratch = support::scratch("corpus-malformed");
    let mut wrong = Vec::new();
    for file in files("malformed") {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let out = scratch.join(&name);
        let ended = convert(&[&file], &out, &scratch.join("ledger.jsonl"));
        let located = ended.stderr.lines().any(|line| {
            let place = line.trim_start().strip_prefix("--> ").and_then(|place| place.strip_prefix(&name));
            place.is_some_and(|place| place.split(':').skip(1).all(|number| number.parse::<u32>().is_ok()))
        });
        if ended.code != 2 || !located || out.exists() {
            wrong.push(format!(
                "malformed/{name}: exit {}, located: {located}, written: {}\n{}",
                ended.code,
                out.exists(),
                ended.stderr
            ));
        }
    }
    support::report_all("malformed files that are not refused at a place:", &wrong);
}
