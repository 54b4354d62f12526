//! A run that is killed after any of its steps leaves every file whole, and the next run finishes it.

use super::*;
use crate::cli::out::apply::write_on;
use crate::cli::out::roll::recover;

const EDITED: &str = "charts/web/values.yaml";
const EDIT: &str = "replicas: 9\n";

/// OUT of an earlier run, in which a person has been at work.
fn before() -> Place {
    let place = Place::holding(&two_workloads());
    place.edit(EDITED, EDIT);
    place.edit("charts/web/values.override.yaml", "mine\n");
    place.edit("notes/todo.txt", "mine\n");
    place
}

/// A new workload, a new file in an old folder, changed files, an edited one to write over, and a workload to delete.
fn wanted() -> Files {
    let mut wanted = with(&[
        (EDITED, "replicas: 2\n"),
        ("charts/web/templates/hpa.yaml", "hpa\n"),
        ("rendered/web.yaml", "web 2\n"),
        ("charts/new/Chart.yaml", "name: new\n"),
        ("charts/new/templates/deployment.yaml", "kind: Deployment\n"),
        ("iam/new.trust.json", "{}\n"),
    ]);
    wanted.retain(|path, _| !path.contains("api"));
    wanted
}

fn assert_whole(place: &Place, old: &BTreeMap<String, Vec<u8>>, new: &BTreeMap<String, Vec<u8>>, when: &str) {
    let now = tree(&place.out);
    for (path, bytes) in now.iter().filter(|(path, _)| !path.starts_with(".ecs2eks.staging/")) {
        assert!(old.get(path) == Some(bytes) || new.get(path) == Some(bytes), "{path} is torn {when}");
    }
    for path in old.keys().filter(|path| new.contains_key(*path)) {
        assert!(now.contains_key(path), "{path} is missing {when}");
    }
}

/// The folder after a run that nobody stopped.
fn after() -> BTreeMap<String, Vec<u8>> {
    let place = before();
    place.write(&wanted(), BOTH);
    assert!(place.sha256sum());
    tree(&place.out)
}

fn journal_stands(place: &Place) -> bool {
    place.has(".ecs2eks.staging/journal")
}

/// Runs once, stopped after some steps. `false`: there were not that many.
fn run_stopped_after(place: &Place, steps: usize) -> bool {
    match write_on(&Disk::that_stops_after(&place.out, steps), &wanted(), all(), BOTH) {
        Ok(_) => false,
        Err(OutError::Stopped) => true,
        Err(other) => panic!("{other}"),
    }
}

/// The next run has neither `--force` nor `--prune`: the journal knows what the user had allowed.
fn assert_next_run_finishes(place: &Place, new: &BTreeMap<String, Vec<u8>>, when: &str) {
    if journal_stands(place) {
        let wanted = wanted();
        let comparison = place.compare(&wanted);
        assert!(comparison.unfinished && comparison.would_change());
        let mut refused = comparison.states().filter(|(_, state)| matches!(state, State::Refused(_)));
        assert!(refused.all(|(path, _)| path == EDITED), "{when}: taken for an edit");
        let written = write(&place.out, &wanted, all(), PLAIN).unwrap();
        assert!(written.finished_earlier);
        assert!(
            written.outcomes.values().all(|outcome| *outcome == Outcome::Unchanged),
            "{when}: {:?}",
            written.outcomes
        );
    } else {
        place.write(&wanted(), BOTH);
    }
    assert_eq!(&tree(&place.out), new, "{when}");
    assert!(!place.has(".ecs2eks.staging") && !place.has("charts/api"), "{when}");
    assert!(!place.compare(&wanted()).would_change(), "{when}");
}

#[test]
fn killed_after_any_step() {
    let (old, new) = (tree(&before().out), after());
    let (mut steps, mut finished) = (0, 0);
    loop {
        let place = before();
        let when = format!("after step {steps}");
        if !run_stopped_after(&place, steps) {
            break;
        }
        assert_whole(&place, &old, &new, &when);
        if !journal_stands(&place) && !place.has("charts/new") {
            let edited = place.compare(&wanted()).states().any(|state| state == (EDITED, State::Refused(Why::Edited)));
            assert!(edited && place.read(EDITED) == EDIT, "the journal did not stand {when}");
        }
        finished += usize::from(journal_stands(&place));
        assert_next_run_finishes(&place, &new, &when);
        steps += 1;
    }
    assert!(steps > 30 && finished >= 10, "{steps} steps, {finished} with a journal");
}

#[test]
fn killed_again_while_finishing() {
    let (old, new) = (tree(&before().out), after());
    let mut tried = 0;
    for steps in 0.. {
        let mut again = 0;
        loop {
            let place = before();
            if !run_stopped_after(&place, steps) {
                assert!(tried > 100, "{tried}");
                return;
            }
            if !journal_stands(&place) {
                break;
            }
            let stopped = recover(&Disk::that_stops_after(&place.out, again)).is_err();
            let when = format!("after steps {steps} and {again}");
            assert_whole(&place, &old, &new, &when);
            assert_next_run_finishes(&place, &new, &when);
            if !stopped {
                break;
            }
            again += 1;
            tried += 1;
        }
    }
}

#[test]
fn killed_in_the_first_run_of_all() {
    let wanted = two_workloads();
    let complete = tree(&Place::holding(&wanted).out);
    for steps in 0.. {
        let place = Place::new();
        let run = write_on(&Disk::that_stops_after(&place.out, steps), &wanted, all(), PLAIN);
        if place.has("") {
            assert_whole(&place, &BTreeMap::new(), &complete, "in the first run");
        }
        place.write(&wanted, PLAIN);
        assert_eq!(tree(&place.out), complete, "after step {steps}");
        if run.is_ok() {
            break;
        }
    }
}

#[test]
fn killed_while_ejecting_or_finished_by_it() {
    let place = before();
    let path = "charts/web/templates/hpa.yaml";
    let steps = (0..).find(|steps| {
        let place = before();
        run_stopped_after(&place, *steps) && journal_stands(&place)
    });
    assert!(run_stopped_after(&place, steps.unwrap()));
    eject(&place.out, path).unwrap();
    assert_eq!(place.read(path), "hpa\n");
    assert!(!place.has(".ecs2eks.staging"));
    assert!(!place.compare(&wanted()).would_change());
}

#[test]
fn other_inputs_after_the_kill_are_compared_with_what_the_killed_run_wrote() {
    let mut other = wanted();
    other.retain(|path, _| path != "rendered/web.yaml");
    other.absorb(files(&[("rendered/web.yaml", "web 3\n")]));
    let mut met = 0;
    for steps in 0.. {
        let place = before();
        if !run_stopped_after(&place, steps) {
            break;
        }
        if !journal_stands(&place) || place.read("rendered/web.yaml") != "web 2\n" {
            continue;
        }
        met += 1;
        assert_eq!(states(&place.compare(&other), State::Changed), ["rendered/web.yaml"]);
        assert_eq!(paths(&place.write(&other, PLAIN), Outcome::Replaced), ["rendered/web.yaml"]);
        assert_eq!(place.read("rendered/web.yaml"), "web 3\n");
    }
    assert!(met > 0);
}

#[test]
fn an_edit_after_the_kill_is_not_lost() {
    let mut met = 0;
    for steps in 0.. {
        let place = before();
        if !run_stopped_after(&place, steps) {
            break;
        }
        let path = "rendered/web.yaml";
        if !journal_stands(&place) || place.read(path) != "web 1\n" {
            continue;
        }
        met += 1;
        place.edit(path, "written in between\n");
        place.edit("charts/web/templates/hpa.yaml", "also in between\n");
        place.edit("rendered/api.yaml", "on the list to be deleted\n");
        let outcomes = place.write(&wanted(), PRUNE);
        assert_eq!(outcomes[path], Outcome::Refused(Why::Edited));
        assert!(matches!(outcomes["charts/web/templates/hpa.yaml"], Outcome::Refused(Why::Foreign | Why::Edited)));
        assert_eq!(outcomes["rendered/api.yaml"], Outcome::Refused(Why::Edited));
        assert_eq!(place.read(path), "written in between\n");
        assert_eq!(place.read("charts/web/templates/hpa.yaml"), "also in between\n");
        assert_eq!(place.read("rendered/api.yaml"), "on the list to be deleted\n");
        assert!(!place.has(".ecs2eks.staging"));
    }
    assert!(met > 0);
}

#[test]
fn a_staged_file_that_a_power_loss_tore_is_not_put_into_place() {
    let place = before();
    let steps = (0..).find(|steps| {
        let place = before();
        run_stopped_after(&place, *steps) && journal_stands(&place)
    });
    assert!(run_stopped_after(&place, steps.unwrap()));
    place.edit(".ecs2eks.staging/new/rendered/web.yaml", "");
    place.edit(".ecs2eks.staging/new/charts/new/Chart.yaml", "na");
    assert!(recover(&Disk::new(&place.out)).unwrap());
    assert_eq!(place.read("rendered/web.yaml"), "web 1\n");
    assert!(!place.has("charts/new/Chart.yaml") && place.sha256sum());
    place.write(&wanted(), PLAIN);
    assert_eq!(tree(&place.out), after());
}
