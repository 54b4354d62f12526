//! What is read, and under which names it is reported.

use serde_json::Value;

use crate::support::program;
use crate::{Desk, task};

fn files(desk: &Desk, inputs: &str) -> Vec<String> {
    let ended = desk.expect(0, &format!("report {inputs} --format json"));
    let report: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    report["inputs"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|input| input["file"].as_str().expect("a name").to_owned())
        .collect()
}

#[test]
fn files_folders_and_globs() {
    let desk = Desk::new("inputs");
    desk.put_json("a/web.json", &task("web"))
        .put_json("a/deep/api.json", &task("api"))
        .put_json("a/jobs.yaml", &task("jobs"))
        .put("a/notes.txt", "no input");
    assert_eq!(files(&desk, "a/web.json"), ["web.json"], "a file by its base name");
    assert_eq!(
        files(&desk, "a"),
        ["deep/api.json", "jobs.yaml", "web.json"],
        "a folder's files by their paths below it"
    );
    assert_eq!(files(&desk, "a/*.json"), ["web.json"], "a glob");
    assert_eq!(files(&desk, "a/**/*.json").len(), 2, "a glob over folders");
    assert_eq!(
        files(&desk, "a a/web.json"),
        ["deep/api.json", "jobs.yaml", "web.json"],
        "what is named twice is read once"
    );
}

#[test]
fn two_equal_names_get_the_shortest_parent_that_tells_them_apart() {
    let desk = Desk::new("names");
    desk.put_json("one/prod/svc.json", &task("web"))
        .put_json("two/test/svc.json", &task("api"))
        .put_json("two/other.json", &task("jobs"));
    assert_eq!(
        files(&desk, "one/prod/svc.json two/test/svc.json two/other.json"),
        ["other.json", "prod/svc.json", "test/svc.json"]
    );
    desk.put_json("two/prod/svc.json", &task("batch"));
    assert_eq!(files(&desk, "one/prod/svc.json two/prod/svc.json"), ["one/prod/svc.json", "two/prod/svc.json"]);
}

#[test]
fn standard_input() {
    let desk = Desk::new("stdin");
    let text = task("web").to_string();
    let ended = program::run_with_input(&desk.folder, &["convert", "-", "-o", "out"], &text);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(desk.has("out/charts/web/values.yaml"));
    let malformed = program::run_with_input(&desk.folder, &["report", "-"], "{");
    assert_eq!(malformed.code, 2);
}

#[test]
fn a_task_definition_alone_is_one_replica_or_a_job() {
    let desk = Desk::new("alone");
    desk.put_json("web.json", &task("web"));
    desk.expect(0, "convert web.json -o out");
    assert!(
        desk.read("out/rendered/web.yaml").contains("kind: Deployment")
            && desk.read("out/report.json").contains("no-service")
    );
    desk.expect(0, "convert web.json -o job --as job");
    assert!(desk.read("job/rendered/web.yaml").contains("kind: Job"));
}
