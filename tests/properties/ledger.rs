//! Every leaf of every document is in the ledger, and every row says what became of it.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::support::{self, program, report, report::Report};
use crate::world::{BASES, World, rows};
use crate::{cases, mutate};

/// What is wrong with the ledger of a run over the library.
fn faults(world: &World) -> Vec<String> {
    let run = world.convert();
    let rows = rows(&run);
    let codes: BTreeSet<&str> = run.findings().iter().map(|finding| finding.code.slug()).collect();
    let mut faults = Vec::new();
    for row in &rows {
        let row = report::Row {
            file: row.file.clone(),
            pointer: row.pointer.clone(),
            field: row.field.clone(),
            workload: row.workload.clone(),
            disposition: serde_json::to_value(row.disposition).expect("a word").as_str().expect("a word").to_owned(),
            targets: row.targets.clone(),
            codes: row.codes.clone(),
            reason: row.reason.clone(),
        };
        if let Some(fault) = report::row_fault(&row) {
            faults.push(format!("{}{} ({:?}): {fault}", row.file, row.pointer, row.workload));
        }
        faults.extend(
            row.codes
                .iter()
                .filter(|code| !codes.contains(code.as_str()))
                .map(|code| format!("{}: `{code}` was not found", row.pointer)),
        );
    }
    let counted = rows.iter().filter(|row| row.workload.is_some()).count();
    let said: usize = run.totals().map(|(_, totals)| totals.all()).sum();
    if counted != said {
        faults.push(format!("{counted} rows of workloads, and totals of {said}"));
    }
    for (name, text) in &world.0 {
        let Ok(value) = serde_json::from_str(text) else { continue };
        let rows: BTreeSet<&str> =
            rows.iter().filter(|row| row.file == *name).map(|row| row.pointer.as_str()).collect();
        // A file of which nothing is ECS's has no rows.
        if !rows.is_empty() {
            let leaves = support::leaves::pointers(&value);
            faults.extend(
                leaves
                    .iter()
                    .filter(|leaf| !rows.contains(leaf.as_str()))
                    .map(|leaf| format!("{name}{leaf}: a leaf without a row")),
            );
        }
    }
    faults
}

/// What is varied most must come through itself: of a workload that fails little can get lost.
#[test]
fn the_full_input_is_sound() {
    let run = mutate::write(&BASES[0], true).convert();
    assert!(!run.failed(), "{:?}", run.findings().iter().map(|finding| finding.code).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(cases(640))]

    /// Also that nothing panics: an overflow or an assertion would end the test.
    #[test]
    fn every_leaf_of_a_changed_input_is_accounted_for(world in mutate::changed(4)) {
        let faults = faults(&world);
        prop_assert!(faults.is_empty(), "{}", support::first(&faults));
    }

    #[test]
    fn every_leaf_of_json_of_any_shape_is_accounted_for(world in mutate::any_shape()) {
        let faults = faults(&world);
        prop_assert!(faults.is_empty(), "{}", support::first(&faults));
    }
}

proptest! {
    #![proptest_config(cases(48))]

    /// The same through the program, where the codes of a row are held against the findings at their places.
    #[test]
    fn the_ledger_agrees_with_the_report(world in mutate::changed(3)) {
        let folder = support::scratch("property-ledger");
        world.write_to(&folder.join("in"));
        let ended = program::run(&folder, &["convert", "in", "-o", "out", "--ledger", "ledger.jsonl"]);
        prop_assert!((0..=2).contains(&ended.code), "exit {}: {}", ended.code, ended.stderr);
        let path = folder.join("out/report.json");
        if path.exists() {
            let (report, rows) = (Report::read(&path), report::ledger(&folder.join("ledger.jsonl")));
            prop_assert_eq!(ended.code, report.exit_code());
            let mut faults = report::faults(&report, &rows);
            faults.extend(report::unaccounted(&report, &rows, &folder.join("in")));
            prop_assert!(faults.is_empty(), "{}", support::first(&faults));
        } else {
            prop_assert_eq!(ended.code, 2, "no report, and yet: {}", ended.stderr);
        }
    }
}
