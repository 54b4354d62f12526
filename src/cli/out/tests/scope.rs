//! What a run is not about: files that vanished, are kept, left out or ejected.

use super::*;

#[test]
fn what_vanished_is_listed_then_pruned_with_its_folders() {
    let place = Place::holding(&two_workloads());
    place.edit("charts/web/values.override.yaml", "mine\n");
    let fewer = without("web");
    let comparison = place.compare(&fewer);
    assert_eq!(states(&comparison, State::Vanished).len(), 4);
    assert!(comparison.would_change());
    assert_eq!(paths(&place.write(&fewer, PLAIN), Outcome::Vanished).len(), 4);
    assert!(place.has("rendered/web.yaml"));

    assert_eq!(paths(&place.write(&fewer, PRUNE), Outcome::Pruned).len(), 4);
    assert!(!place.has("rendered/web.yaml") && !place.has("charts/web/templates"));
    assert_eq!(place.read("charts/web/values.override.yaml"), "mine\n");
    assert!(!place.compare(&fewer).would_change());

    place.write(&without("api"), PRUNE);
    assert!(!place.has("charts/api"));
}

#[test]
fn a_vanished_file_that_was_edited_is_not_pruned() {
    let place = Place::holding(&two_workloads());
    place.edit("rendered/web.yaml", "mine\n");
    let outcomes = place.write(&without("web"), BOTH);
    assert_eq!(paths(&outcomes, Outcome::Refused(Why::Edited)), ["rendered/web.yaml"]);
    assert_eq!(place.read("rendered/web.yaml"), "mine\n");
    fs::remove_file(place.out.join("rendered/web.yaml")).unwrap();
    place.write(&without("web"), PLAIN);
    assert!(!place.read(".ecs2eks.lock").contains("web"));
}

#[test]
fn what_is_kept_keeps_its_files_and_lines() {
    let place = Place::holding(&two_workloads());
    let lock = place.read(".ecs2eks.lock");
    place.edit("rendered/web.yaml", "mine\n");
    let scope = Scope { keep: &|path| path.contains("web"), ..all() };
    let wanted = without("web");
    let comparison = compare(&place.out, &wanted, scope).unwrap();
    assert_eq!(states(&comparison, State::Kept).len(), 4);
    assert!(!comparison.would_change());
    write(&place.out, &wanted, scope, BOTH).unwrap();
    assert_eq!(place.read("rendered/web.yaml"), "mine\n");
    assert_eq!(place.read(".ecs2eks.lock"), lock);
}

#[test]
fn templates_can_be_left_out() {
    let scope = Scope { templates: None, ..all() };
    let template = "charts/web/templates/deployment.yaml";
    let place = Place::new();
    write(&place.out, &two_workloads(), scope, PLAIN).unwrap();
    assert!(!place.has(template) && !place.read(".ecs2eks.lock").contains("template"));
    assert!(!compare(&place.out, &two_workloads(), scope).unwrap().would_change());

    place.write(&two_workloads(), PLAIN);
    let newer = with(&[(template, "other\n")]);
    assert!(!compare(&place.out, &newer, scope).unwrap().would_change());
    assert!(place.compare(&newer).would_change());
    assert!(!compare(&place.out, &without(template), scope).unwrap().would_change());
    let other_set = Scope { templates: Some("000000000000"), ..all() };
    let files = two_workloads();
    let comparison = compare(&place.out, &files, other_set).unwrap();
    assert!(comparison.stale_lock && comparison.would_change());
}

#[test]
fn shifted_lines_in_the_report_are_written_and_are_no_change_for_check() {
    let place = Place::holding(&two_workloads());
    let text = "{\"findings\":[{\"line\":4,\"column\":9}]}\n";
    let shifted = with(&[("report.json", text)]);
    assert!(!place.compare(&shifted).would_change());
    place.write(&shifted, PLAIN);
    assert_eq!(place.read("report.json"), text);
    assert!(place.compare(&with(&[("report.json", "{\"findings\":[]}\n")])).would_change());
}

#[test]
fn an_ejected_file_is_the_users_for_good() {
    let place = Place::holding(&two_workloads());
    let path = "charts/web/values.yaml";
    eject(&place.out, path).unwrap();
    eject(&place.out, path).unwrap();
    place.edit(path, "mine\n");
    let wanted = with(&[(path, "replicas: 2\n")]);
    let comparison = place.compare(&wanted);
    assert_eq!(states(&comparison, State::Kept), [path]);
    assert!(!comparison.would_change());
    place.write(&wanted, BOTH);
    place.write(&without("web"), BOTH);
    place.write(&wanted, BOTH);
    assert_eq!(place.read(path), "mine\n");
    assert!(place.read(".ecs2eks.lock").contains("# ejected charts/web/values.yaml\n"));
    assert!(matches!(eject(&place.out, "charts/web/nothing.yaml"), Err(OutError::NotGenerated { .. })));
    assert!(matches!(eject(&place.out, "../x"), Err(OutError::Path { .. })));
    assert!(matches!(eject(&Place::new().out, "x"), Err(OutError::NotGenerated { .. })));
}
