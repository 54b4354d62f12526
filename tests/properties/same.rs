//! The same inputs give the same bytes, whatever their order and the number of workers, and a second run writes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use ecs2eks::{Run, Settings};
use proptest::prelude::*;

use crate::support::{self, program};
use crate::world::rows;
use crate::{cases, mutate};

/// What a run made and said, in an order of its own.
fn everything(run: &Run) -> (BTreeMap<String, String>, Vec<String>, Vec<String>) {
    let files = run.files().iter().map(|(path, file)| (path.to_owned(), file.text.to_string())).collect();
    let mut ledger: Vec<String> = rows(run).iter().map(|row| serde_json::to_string(row).expect("JSON")).collect();
    ledger.sort();
    // The number of a file is its place among the inputs, which is what is changed here.
    let told = run.findings().iter().map(|finding| {
        let (place, also) = (finding.at.span.start, finding.also.len());
        format!("{place} {also} {:?} {} {:?} {:?}", finding.code, finding.message, finding.help, finding.workload)
    });
    let mut findings: Vec<String> = told.collect();
    findings.sort();
    (files, ledger, findings)
}

fn first_difference<'a>(one: &'a [String], two: &'a [String]) -> Option<(&'a String, &'a String)> {
    one.iter().zip(two).find(|(one, two)| one != two)
}

/// Every sound input backwards: what stands in two files at odds may not depend on which is read first.
#[test]
fn the_order_of_sound_inputs_does_not_show() {
    let mut wrong = Vec::new();
    for base in crate::world::BASES.iter().filter(|base| base.files.len() > 1) {
        let world = mutate::write(base, true);
        let mut other = world.clone();
        other.0.reverse();
        let (one, two) = (everything(&world.convert()), everything(&other.convert()));
        for (what, same) in [("files", one.0 == two.0), ("ledger", one.1 == two.1), ("findings", one.2 == two.2)] {
            if !same {
                wrong.push(format!("{:?}: {what}", world.0.iter().map(|(name, _)| name).collect::<Vec<_>>()));
            }
        }
    }
    support::report_all("things that depend on the order of inputs:", &wrong);
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn neither_order_nor_workers_show(world in mutate::changed(2), (shuffled, jobs) in (Just(()).prop_perturb(|(), mut rng| rng.random::<u64>()), 1..8usize)) {
        let mut other = world.clone();
        let mut seed = shuffled;
        for index in (1..other.0.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            other.0.swap(index, (seed >> 33) as usize % (index + 1));
        }
        let one = ecs2eks::convert(world.sources(), &Settings { jobs: 1, ..Settings::default() });
        let two = ecs2eks::convert(other.sources(), &Settings { jobs, ..Settings::default() });
        let (one, two) = (everything(&one), everything(&two));
        prop_assert!(one.0 == two.0, "files");
        prop_assert!(one.1 == two.1, "ledger: {:?}", first_difference(&one.1, &two.1));
        prop_assert!(one.2 == two.2, "findings: {:?}", first_difference(&one.2, &two.2));
    }
}

proptest! {
    #![proptest_config(cases(32))]

    /// The program sorts its inputs itself: order of arguments and workers show nowhere, not even in what it says.
    #[test]
    fn the_program_says_the_same_too(world in mutate::changed(2)) {
        let folder = support::scratch("property-same");
        world.write_to(&folder.join("in"));
        let names: Vec<String> = world.0.iter().map(|(name, _)| format!("in/{name}")).collect();
        let run = |out: &str, jobs: &str, names: Vec<&str>| {
            let ledger = format!("{out}.jsonl");
            let arguments = [vec!["convert", "-o", out, "--jobs", jobs, "--ledger", &ledger], names].concat();
            let ended = program::run(&folder, &arguments);
            let ledger = support::read(&folder.join(&ledger));
            (ended.code, ended.stderr, ended.stdout.replace(out, "out-0"), ledger, bytes(&folder.join(out)))
        };
        let one = run("out-1", "1", names.iter().map(String::as_str).collect());
        let two = run("out-2", "8", names.iter().rev().map(String::as_str).collect());
        prop_assert_eq!(one, two);
    }

    #[test]
    fn a_second_run_writes_nothing(world in mutate::changed(2)) {
        let folder = support::scratch("property-again");
        world.write_to(&folder.join("in"));
        let first = program::run(&folder, &["convert", "in", "-o", "out"]);
        let before = (bytes(&folder.join("out")), times(&folder.join("out")));
        let second = program::run(&folder, &["convert", "in", "-o", "out"]);
        prop_assert_eq!(first.code, second.code);
        prop_assert_eq!(first.stderr, second.stderr);
        let after = (bytes(&folder.join("out")), times(&folder.join("out")));
        prop_assert_eq!(before, after);
        let check = program::run(&folder, &["check", "in", "-o", "out"]);
        prop_assert_eq!((check.code, check.stdout.as_str()), (first.code, ""));
    }
}

fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |path: String| (path.clone(), std::fs::read(folder.join(path)).expect("it is there"));
    support::files_below(folder).into_iter().map(read).collect()
}

/// When each file was written, as text.
fn times(folder: &Path) -> BTreeMap<String, String> {
    let time = |path: &str| std::fs::metadata(folder.join(path)).and_then(|file| file.modified()).expect("a time");
    support::files_below(folder).into_iter().map(|path| (path.clone(), format!("{:?}", time(&path)))).collect()
}
