//! Exit codes: 0 done, 1 something is not written, 2 unusable, 3 would change. 2 goes before 1, and 1 before 3.

use crate::{Desk, failing, task};

fn desk(name: &str) -> Desk {
    let desk = Desk::new(name);
    desk.put_json("web.json", &task("web"))
        .put_json("failing.json", &failing("broken"))
        .put("bad.json", "{\"family\": }\n");
    desk.put_json("unlike.json", &{
        let mut other = task("web");
        other["memory"] = serde_json::json!("1024");
        other
    });
    desk
}

#[test]
fn the_table() {
    let table: &[(&str, i32, &str)] = &[
        ("done", 0, "convert web.json -o out"),
        ("no workload", 0, "convert nothing.json -o out"),
        ("a report", 0, "report web.json"),
        ("the same twice", 0, "diff web.json web.json"),
        ("a page", 0, "explain cpu-rounded"),
        ("help", 0, "--help"),
        ("version", 0, "--version"),
        ("a workload failed", 1, "convert failing.json -o out"),
        ("one of several failed", 1, "convert failing.json web.json -o out"),
        ("a report of a failure", 1, "report failing.json"),
        ("a finding was denied", 1, "convert web.json -o out --deny no-service"),
        ("a finding is too severe", 1, "convert web.json -o out --fail-on note"),
        ("no command", 2, ""),
        ("no such option", 2, "convert web.json -o out --nope"),
        ("no input", 2, "convert -o out"),
        ("no OUT", 2, "convert web.json"),
        ("no such file", 2, "convert missing.json -o out"),
        ("not JSON", 2, "convert bad.json -o out"),
        ("an empty file", 2, "convert empty.json -o out"),
        ("a bad name", 2, "convert web.json -o out --namespace Not_Legal"),
        ("a bad version", 2, "convert web.json -o out --kube-version 1.12"),
        ("no such code", 2, "convert web.json -o out --deny nope"),
        ("an error allowed", 2, "convert web.json -o out --allow missing-field"),
        ("an error accepted that is none to accept", 2, "convert web.json -o out --accept missing-field"),
        ("no such page", 2, "explain nope"),
        ("a file of nobody", 2, "eject web.json"),
        ("no such settings file", 2, "convert web.json -o out --config missing.toml"),
        ("would change", 3, "check web.json -o out"),
        ("two inputs differ", 3, "diff web.json unlike.json"),
        ("unreadable before failed", 2, "convert bad.json failing.json -o out"),
        ("unreadable before failed, also for a missing file", 2, "convert missing.json failing.json -o out"),
        ("unreadable before would change", 2, "check bad.json web.json -o out"),
        ("failed before would change", 1, "check failing.json web.json -o out"),
        ("denied before would change", 1, "check web.json -o out --deny no-service"),
    ];
    let mut wrong = Vec::new();
    for (what, code, line) in table {
        let desk = desk("exit-codes");
        desk.put("nothing.json", "{\"clusters\": []}\n").put("empty.json", "");
        let ended = desk.run(line);
        if ended.code != *code {
            wrong.push(format!("{what}: `{line}` gives {}, not {code}\n{}{}", ended.code, ended.stdout, ended.stderr));
        }
    }
    crate::support::report_all("wrong exit codes:", &wrong);
}

#[test]
fn what_cannot_be_read_costs_nothing_else() {
    for line in ["convert bad.json web.json -o out", "convert missing.json web.json -o out"] {
        let desk = desk("unreadable");
        desk.expect(2, line);
        assert!(desk.has("out/charts/web/values.yaml"), "`{line}` writes the good one");
        assert!(desk.has("out/report.json"), "`{line}` writes the report");
    }
    let desk = desk("unreadable-alone");
    desk.expect(2, "convert bad.json -o out");
    assert!(!desk.has("out"), "nothing is written where nothing could be read");
}

#[test]
fn what_was_edited_by_hand_is_refused() {
    let desk = desk("edited");
    desk.expect(0, "convert web.json -o out");
    desk.expect(0, "check web.json -o out");
    desk.put("out/charts/web/values.yaml", "replicaCount: 7\n");
    let refused = desk.expect(1, "convert unlike.json -o out");
    assert!(refused.stderr.contains("charts/web/values.yaml"), "{}", refused.stderr);
    assert_eq!(desk.read("out/charts/web/values.yaml"), "replicaCount: 7\n");
    desk.expect(3, "check web.json -o out");
    desk.expect(0, "convert web.json -o out --force");
    assert_ne!(desk.read("out/charts/web/values.yaml"), "replicaCount: 7\n");
    desk.expect(0, "check web.json -o out");
}
