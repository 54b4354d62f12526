//! Options: what each changes, and which of flag, environment and file wins.

use serde_json::Value;

use crate::support::program;
use crate::{Desk, acceptable, task};

#[test]
fn a_flag_goes_before_the_environment_before_the_file_before_the_default() {
    let desk = Desk::new("precedence");
    desk.put_json("web.json", &task("web"));
    let namespace = |arguments: &[&str], variable: Option<&str>| {
        let mut command = program::command(&desk.folder);
        command.args(["report", "web.json", "--format", "json"]).args(arguments);
        if let Some(value) = variable {
            command.env("ECS2EKS_NAMESPACE", value);
        }
        let ended = program::end(&mut command);
        let report: Value =
            serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{error}: {}", ended.stderr));
        report["workloads"][0]["namespace"].as_str().expect("a namespace").to_owned()
    };
    assert_eq!(namespace(&[], None), "default");
    desk.put("ecs2eks.toml", "namespace = \"from-file\"\n");
    assert_eq!(namespace(&[], None), "from-file");
    assert_eq!(namespace(&[], Some("from-variable")), "from-variable");
    assert_eq!(namespace(&["--namespace", "from-flag"], Some("from-variable")), "from-flag");
    desk.put("other.toml", "namespace = \"from-other\"\n");
    assert_eq!(namespace(&["--config", "other.toml"], None), "from-other");
}

#[test]
fn a_settings_file_of_a_folder_above_counts_and_a_wrong_key_is_named() {
    let desk = Desk::new("settings");
    desk.put_json("deep/er/web.json", &task("web"))
        .put("ecs2eks.toml", "namespace = \"above\"\ndeny = [\"no-service\"]\n");
    let ended = program::run(&desk.path("deep/er"), &["report", "web.json", "--format", "json"]);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(ended.stdout.contains("\"namespace\": \"above\""));
    desk.put("ecs2eks.toml", "name-space = \"above\"\n");
    let ended = program::run(&desk.path("deep/er"), &["report", "web.json"]);
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("name-space") && ended.stderr.contains("ecs2eks.toml"), "{}", ended.stderr);
}

#[test]
fn codes_are_denied_warned_of_allowed_and_accepted() {
    let desk = Desk::new("policy");
    desk.put_json("web.json", &task("web")).put_json("agent.json", &acceptable("agent"));
    let said = |line: &str, code: i32| desk.expect(code, line).stderr;
    assert!(said("convert web.json -o out", 0).contains("note[no-service]"));
    assert!(said("convert web.json -o out --warn no-service", 0).contains("warning[no-service]"));
    assert!(!said("convert web.json -o out --allow no-service", 0).contains("no-service"));
    assert!(said("convert web.json -o out --deny no-service", 1).contains("no-service"));
    assert!(
        said("convert web.json -o out --deny no-service --allow no-service", 1).contains("no-service"),
        "what is named twice is taken at its worst"
    );
    said("convert web.json -o out --fail-on warning", 0);
    said("convert web.json -o out --warn no-service --fail-on warning", 1);
    assert!(desk.has("out/charts/web/values.yaml"), "what is denied is written all the same");

    assert!(said("convert agent.json -o two", 1).contains("error[docker-socket]"));
    assert!(!desk.has("two/charts/agent"));
    assert!(said("convert agent.json -o two --accept docker-socket", 0).contains("warning[docker-socket]"));
    assert!(desk.has("two/charts/agent/values.yaml"));
    said("convert agent.json -o two --accept docker-socket --deny docker-socket", 1);
}

#[test]
fn only_and_skip_limit_what_is_written_and_compared() {
    let desk = Desk::new("only");
    desk.put_json("in/web.json", &task("web"))
        .put_json("in/api.json", &task("api"))
        .put_json("in/jobs.json", &task("jobs"));
    desk.expect(0, "convert in -o out --only w*");
    assert!(desk.has("out/charts/web") && !desk.has("out/charts/api") && !desk.has("out/charts/jobs"));
    desk.expect(0, "convert in -o out --skip jobs");
    assert!(desk.has("out/charts/web") && desk.has("out/charts/api") && !desk.has("out/charts/jobs"));
    desk.expect(3, "check in -o out");
    let before = desk.read("out/charts/api/values.yaml");
    std::fs::remove_file(desk.path("in/api.json")).expect("it is there");
    let only = desk.expect(0, "convert in -o out --only web --prune");
    assert!(!only.stderr.contains("deleted"), "files of others have not vanished: {}", only.stderr);
    assert_eq!(desk.read("out/charts/api/values.yaml"), before);
}

#[test]
fn the_layout_changes_where_values_stand_and_not_what_they_say() {
    let desk = Desk::new("layout");
    desk.put_json("in/web.json", &task("web")).put_json("in/api.json", &task("api"));
    desk.expect(0, "convert in -o own");
    desk.expect(0, "convert in -o shared --layout shared");
    for name in ["web", "api"] {
        assert_eq!(
            desk.read(&format!("own/charts/{name}/values.yaml")),
            desk.read(&format!("shared/workloads/{name}/values.yaml"))
        );
        assert_eq!(desk.read(&format!("own/rendered/{name}.yaml")), desk.read(&format!("shared/rendered/{name}.yaml")));
    }
    assert!(desk.has("shared/charts/ecs-workload/Chart.yaml") && !desk.has("shared/charts/web"));
}
