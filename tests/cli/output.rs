//! OUT: what vanishes, what is the user's, what commands print about it.

use crate::support::{self, program};
use crate::{Desk, task};

#[test]
fn what_no_input_makes_any_more_is_listed_and_deleted_on_request() {
    let desk = Desk::new("prune");
    desk.put_json("in/web.json", &task("web")).put_json("in/api.json", &task("api"));
    desk.expect(0, "convert in -o out");
    desk.put("out/charts/api/values.override.yaml", "replicaCount: 2\n").put("out/own.txt", "mine\n");
    std::fs::remove_file(desk.path("in/api.json")).expect("it is there");
    let listed = desk.expect(0, "convert in -o out");
    assert!(listed.stderr.contains("rendered/api.yaml") && desk.has("out/rendered/api.yaml"), "{}", listed.stderr);
    let check = desk.expect(3, "check in -o out");
    assert!(check.stdout.contains("changed: api") && !check.stdout.contains("changed: web"), "{}", check.stdout);
    desk.expect(0, "convert in -o out --prune");
    assert!(!desk.has("out/rendered/api.yaml") && !desk.has("out/charts/api/Chart.yaml"));
    assert_eq!(desk.read("out/charts/api/values.override.yaml"), "replicaCount: 2\n");
    assert_eq!(desk.read("out/own.txt"), "mine\n");
    desk.expect(0, "check in -o out");
}

#[test]
fn a_workload_that_fails_keeps_its_earlier_files() {
    let desk = Desk::new("keeps");
    desk.put_json("in/web.json", &task("web"));
    desk.expect(0, "convert in -o out");
    let before = (desk.read("out/charts/web/values.yaml"), desk.read("out/rendered/web.yaml"));
    desk.put_json("in/web.json", &crate::failing("web"));
    desk.expect(1, "convert in -o out --prune");
    assert_eq!((desk.read("out/charts/web/values.yaml"), desk.read("out/rendered/web.yaml")), before);
}

#[test]
fn an_ejected_file_is_the_users_for_good() {
    let desk = Desk::new("eject");
    desk.put_json("web.json", &task("web"));
    desk.expect(0, "convert web.json -o out");
    desk.expect(0, "eject out/charts/web/values.yaml");
    desk.put("out/charts/web/values.yaml", "mine: true\n");
    desk.expect(0, "convert web.json -o out");
    desk.expect(0, "convert web.json -o out --force --prune");
    assert_eq!(desk.read("out/charts/web/values.yaml"), "mine: true\n");
    desk.expect(0, "check web.json -o out");
}

#[test]
fn check_names_what_changes_and_nothing_else() {
    let desk = Desk::new("check");
    desk.put_json("in/web.json", &task("web")).put_json("in/api.json", &task("api"));
    desk.expect(0, "convert in -o out");
    let files = support::files_below(&desk.path("out"));
    let mut other = task("web");
    other["memory"] = serde_json::json!("1024");
    desk.put_json("in/web.json", &other);
    let check = desk.expect(3, "check in -o out");
    assert!(
        check.stdout.contains("--- rendered/web.yaml") && check.stdout.ends_with("changed: web\n"),
        "{}",
        check.stdout
    );
    assert!(!check.stdout.contains("api"), "{}", check.stdout);
    assert_eq!(support::files_below(&desk.path("out")), files, "check writes nothing");
    let diff = desk.expect(3, "diff out/../in/api.json in/web.json");
    assert!(diff.stdout.contains("rendered/web.yaml"));
}

#[test]
fn lines_that_move_are_no_change() {
    let desk = Desk::new("moved");
    desk.put_json("web.json", &task("web"));
    desk.expect(0, "convert web.json -o out");
    desk.put("web.json", &format!("\n\n   {}\n", task("web")));
    let check = desk.expect(0, "check web.json -o out");
    assert_eq!(check.stdout, "");
}

#[test]
fn templates_are_those_of_the_charts() {
    let desk = Desk::new("templates");
    let listed = desk.expect(0, "templates").stdout;
    desk.expect(0, "templates -o starters");
    let written = support::files_below(&desk.path("starters"));
    let mut listed: Vec<&str> = listed.lines().collect();
    listed.sort_unstable();
    assert_eq!(listed, written);
    let embedded = support::root().join("charts-templates");
    for path in &written {
        assert_eq!(desk.read(&format!("starters/{path}")), support::read(&embedded.join(path)), "{path}");
    }
}

#[test]
fn the_lock_is_what_sha256sum_checks() {
    let desk = Desk::new("lock");
    desk.put_json("web.json", &task("web"));
    desk.expect(0, "convert web.json -o out");
    let mut command = std::process::Command::new("sha256sum");
    let ended =
        command.args(["--check", "--strict", "--quiet", ".ecs2eks.lock"]).current_dir(desk.path("out")).output();
    // Where there is no such program (macOS has `shasum`), the lock's own tests stand for it.
    if let Ok(output) = ended {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn completions_and_the_manual_name_every_command() {
    let desk = Desk::new("completions");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = desk.expect(0, &format!("completions {shell}")).stdout;
        assert!(script.contains("ecs2eks") && script.contains("convert"), "{shell}");
    }
    let page = desk.expect(0, "man").stdout;
    assert!(page.contains(".TH ecs2eks") && page.contains("convert"), "{page}");
    assert_eq!(program::run(&desk.folder, &["completions", "tcsh"]).code, 2);
}
