//! What is said, word for word: `cargo insta review` after a change that is meant.

use crate::{Desk, acceptable, failing, task};

#[test]
fn help() {
    let desk = Desk::new("help");
    insta::assert_snapshot!("help", desk.expect(0, "--help").stdout);
    for command in
        ["convert", "check", "diff", "report", "explain", "codes", "eject", "templates", "schema", "completions", "man"]
    {
        insta::assert_snapshot!(format!("help-{command}"), desk.expect(0, &format!("{command} --help")).stdout);
    }
}

#[test]
fn pages() {
    let desk = Desk::new("pages");
    insta::assert_snapshot!("codes", desk.expect(0, "codes").stdout);
    insta::assert_snapshot!("explain-cpu-rounded", desk.expect(0, "explain cpu-rounded").stdout);
    insta::assert_snapshot!("explain-cpu-round", desk.expect(2, "explain cpu-round").stderr);
    insta::assert_snapshot!("explain-field", desk.expect(0, "explain stopTimeout").stdout);
    insta::assert_snapshot!("explain-misspelt-field", desk.expect(2, "explain stopTimout").stderr);
    insta::assert_snapshot!("explain-nothing-alike", desk.expect(2, "explain zzz").stderr);
}

#[test]
fn findings() {
    let desk = Desk::new("findings");
    let mut typed = task("web");
    typed["containerDefinitions"][0]["cpu"] = serde_json::json!(100);
    typed["containerDefinitions"][0]["enviroment"] = serde_json::json!([{"name": "TOKEN", "value": "never-shown"}]);
    desk.put_json("web.json", &typed)
        .put_json("broken.json", &failing("broken"))
        .put_json("agent.json", &acceptable("agent"));
    desk.put("cut.json", "{\"family\": \"web\",\n \"containerDefinitions\": [{\"name\": \"w\"\n");
    let said = desk.expect(0, "convert web.json -o out");
    assert!(!said.stderr.contains("never-shown"), "{}", said.stderr);
    insta::assert_snapshot!("findings-of-a-misspelt-key", said.stderr);
    insta::assert_snapshot!("summary", said.stdout);
    insta::assert_snapshot!(
        "findings-of-a-failed-workload",
        desk.expect(1, "convert broken.json agent.json -o out").stderr
    );
    insta::assert_snapshot!("findings-of-a-text-cut-off", desk.expect(2, "convert cut.json -o none").stderr);
    insta::assert_snapshot!("report", desk.expect(1, "report web.json broken.json").stdout);
    insta::assert_snapshot!("report-json", desk.expect(1, "report web.json broken.json --format json").stdout);
}

#[test]
fn messages_about_the_command_line() {
    let desk = Desk::new("messages");
    desk.put_json("web.json", &task("web"));
    let lines = [
        "convert missing.json -o out",
        "convert web.json -o out --identity iam",
        "convert web.json -o out --namespace Shop_1",
        "convert web.json -o out --kube-version 1.12",
        "convert web.json -o out --oidc-provider nope",
        "convert web.json -o out --chart-version one",
        "convert web.json -o out --expose route",
        "convert web.json -o out --multi-cluster-target-group",
        "convert web.json -o out --security-groups emit --target auto-mode",
        "convert web.json -o out --deny cpu-round",
        "convert web.json -o out --allow missing-field",
        "convert web.json -o out --accept missing-field",
        "convert web.json -o out --fail-on bad",
        "convert web.json -o out --only [",
        "eject web.json",
    ];
    let said: String =
        lines.iter().map(|line| format!("$ ecs2eks {line}\n{}\n", desk.expect(2, line).stderr)).collect();
    insta::assert_snapshot!("messages", said);
}
