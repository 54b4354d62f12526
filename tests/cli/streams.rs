//! Results on standard output, speech on standard error, colour only where it is wanted, and a reader that has gone.

use std::io::Read as _;
use std::process::Stdio;

use crate::support::program;
use crate::{Desk, failing, task};

#[test]
fn results_and_speech_are_apart() {
    let desk = Desk::new("streams");
    desk.put_json("web.json", &task("web"));
    let convert = desk.expect(0, "convert web.json -o out");
    assert!(convert.stderr.contains("note[") && !convert.stdout.contains("note["));
    let json = desk.expect(0, "report web.json --format json");
    serde_json::from_str::<serde_json::Value>(&json.stdout).expect("nothing but JSON");
    let text = desk.expect(0, "report web.json");
    assert!(text.stdout.contains("note[no-service]"), "{}", text.stdout);
}

#[test]
fn quiet_says_only_what_went_wrong() {
    let desk = Desk::new("quiet");
    desk.put_json("web.json", &task("web")).put_json("failing.json", &failing("broken"));
    let quiet = desk.expect(0, "convert web.json -o out -q");
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));
    let quiet = desk.expect(1, "convert failing.json web.json -o out -q");
    assert!(quiet.stderr.contains("error[unknown-container]") && !quiet.stderr.contains("note["), "{}", quiet.stderr);
    desk.expect(2, "convert web.json -o out -q -v");
}

#[test]
fn colour_is_for_terminals_or_on_request_and_no_color_wins() {
    let desk = Desk::new("colour");
    desk.put_json("web.json", &task("web"));
    let escapes = |arguments: &[&str], variable: Option<&str>| {
        let mut command = program::command(&desk.folder);
        command.args(["convert", "web.json", "-o", "out"]).args(arguments);
        if let Some(value) = variable {
            command.env("NO_COLOR", value);
        }
        let ended = program::end(&mut command);
        ended.stderr.contains('\u{1b}')
    };
    assert!(!escapes(&[], None), "no terminal");
    assert!(escapes(&["--color", "always"], None));
    assert!(!escapes(&["--color", "never"], None));
    assert!(!escapes(&["--color", "always"], Some("1")), "NO_COLOR wins");
    assert!(escapes(&["--color", "always"], Some("")), "an empty NO_COLOR is none");
}

#[test]
fn over_many_workloads_notes_are_counted_unless_asked_for() {
    let desk = Desk::new("many");
    for index in 0..14 {
        desk.put_json(&format!("in/t{index}.json"), &task(&format!("t{index}")));
    }
    let brief = desk.expect(0, "convert in -o out");
    assert!(!brief.stderr.contains("note[") && brief.stderr.contains("notes are not shown"), "{}", brief.stderr);
    let full = desk.expect(0, "convert in -o out -v");
    assert!(full.stderr.matches("note[no-service]").count() == 14, "{}", full.stderr);
}

#[test]
fn a_reader_that_has_gone_is_a_quiet_end() {
    let desk = Desk::new("pipe");
    for index in 0..60 {
        desk.put_json(&format!("in/t{index}.json"), &task(&format!("t{index}")));
    }
    for line in [
        &["report", "in"][..],
        &["report", "in", "--format", "json"],
        &["codes"],
        &["man"],
        &["completions", "bash"],
        &["schema", "values"],
        &["--help"],
    ] {
        let mut command = program::command(&desk.folder);
        let mut child = command.args(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut first = [0; 1];
        let mut stdout = child.stdout.take().expect("a pipe");
        let _some = stdout.read(&mut first).expect("it says something");
        drop(stdout);
        let output = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked") && !said.to_lowercase().contains("broken pipe"), "{line:?}: {said}");
        assert_eq!(output.status.code(), Some(0), "{line:?}: {said}");
    }
}
