//! Strings come out as they went in, however they look to YAML, to Go templates and to the kubelet.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::cases;
use crate::world::World;

/// Strings that some reader takes for something else.
const AWKWARD: &[&str] = &[
    "",
    " ",
    "yes",
    "NO",
    "NO:",
    "no",
    "on",
    "Off",
    "y",
    "n",
    "true",
    "Null",
    "null",
    "~",
    "1_000",
    "0123",
    "0o17",
    "0x1F",
    "1e3",
    "1.",
    ".5",
    "-.inf",
    ".nan",
    "12:30:45",
    "2026-11-03",
    "{{ .Values.x }}",
    "{{",
    "}}",
    "{%",
    "$(HOME)",
    "$$(HOME)",
    "$$",
    "$",
    "$(",
    "$()",
    "a$(B)c$$d",
    "line\n",
    "\nline",
    "a\nb\n\nc",
    "tab\there",
    "\t",
    "cr\r\nlf",
    "😀",
    "é",
    "- a",
    "-",
    "--- ",
    "...",
    "# no comment",
    "a # b",
    "a: b",
    ": ",
    "key:",
    "trailing ",
    " leading",
    "<<",
    "=",
    "*a",
    "&a",
    "!!str x",
    "|",
    ">",
    ">-",
    "%TAG",
    "@at",
    "`tick`",
    "\"",
    "'",
    "'a'",
    "\"a\"",
    "\\",
    "\\n",
    "a\\",
    "[a]",
    "{a: b}",
    "a, b",
    "?",
    "? a",
    "null: ",
    "0",
    "-0",
    "+1",
    "1,000",
    "\u{a0}",
    "\u{feff}bom",
    "\u{200e}",
    "\u{fffd}",
    "a\u{301}",
];

/// One of them, or any text.
fn awkward() -> impl Strategy<Value = String> {
    let known = select(AWKWARD);
    let alphabet = "[ -~\\n\\t$(){}\"'\\\\#:é😀-]{0,40}";
    prop_oneof![3 => known.prop_map(str::to_owned), 2 => alphabet, 1 => any::<String>().prop_map(|text| text.chars().filter(|c| !refused(*c)).collect())]
}

/// What is refused at its place, as the page of `control-character` says.
fn refused(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}') || (c.is_control() && !"\t\n\r".contains(c))
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn strings_come_out_as_they_went_in(
        values in vec(awkward(), 1..6),
        command in vec(awkward().prop_filter("ECS has no empty word", |word| !word.is_empty()), 1..4),
        tag in awkward().prop_filter("a tag's value", |tag| !tag.is_empty()),
    ) {
        let environment: Vec<Value> = values.iter().enumerate().map(|(index, value)| json!({"name": format!("V{index}"), "value": value})).collect();
        let input = json!({"family": "web", "containerDefinitions": [{
            "name": "web", "image": "registry.example.com/web:1.2.3", "memory": 64, "essential": true,
            "environment": environment, "command": command,
            "healthCheck": {"command": ["CMD", command[0]]},
        }], "tags": [{"key": "note", "value": tag}]});
        let run = World(vec![("task.json".to_owned(), input.to_string())]).convert();
        prop_assert!(!run.failed(), "{:?}", run.findings());
        let text = |path: &str| run.files().get(path).unwrap_or_else(|| panic!("no {path}")).text.to_string();
        let (manifests, chart) = (text("rendered/web.yaml"), text("charts/web/values.yaml"));

        for (reader, documents) in [("serde_yaml", by_serde_yaml(&manifests)), ("serde-saphyr", by_serde_saphyr(&manifests))] {
            let workload = documents.iter().find(|document| document["kind"] == "Deployment").expect("a Deployment");
            let container = &workload["spec"]["template"]["spec"]["containers"][0];
            for (index, value) in values.iter().enumerate() {
                let name = format!("V{index}");
                let found = container["env"].as_array().expect("a list").iter().find(|item| item["name"] == *name).expect("the variable");
                prop_assert_eq!(&expanded(&found["value"]), value, "env by {}:\n{}", reader, &manifests);
            }
            let words: Vec<String> = container["args"].as_array().expect("a list").iter().map(expanded).collect();
            prop_assert_eq!(&words, &command, "args by {}:\n{}", reader, &manifests);
            // The kubelet expands a probe's command too (`ExpandContainerCommandOnlyStatic`).
            let probe = expanded(&container["livenessProbe"]["exec"]["command"][0]);
            prop_assert_eq!(&probe, &command[0], "probe by {}:\n{}", reader, &manifests);
            let tags: Value = serde_json::from_str(workload["metadata"]["annotations"]["ecs2eks.dev/tags"].as_str().expect("tags")).expect("JSON");
            prop_assert_eq!(tags["note"].as_str(), Some(tag.as_str()), "tags by {}:\n{}", reader, &manifests);
        }
        for (reader, documents) in [("serde_yaml", by_serde_yaml(&chart)), ("serde-saphyr", by_serde_saphyr(&chart))] {
            let container = &documents[0]["containers"]["web"];
            for (index, value) in values.iter().enumerate() {
                prop_assert_eq!(&expanded(&container["env"][format!("V{index}")]), value, "env by {}:\n{}", reader, &chart);
            }
            let words: Vec<String> = container["args"].as_array().expect("a list").iter().map(expanded).collect();
            prop_assert_eq!(&words, &command, "args by {}:\n{}", reader, &chart);
        }
    }
}

fn by_serde_yaml(text: &str) -> Vec<Value> {
    use serde::Deserialize as _;
    serde_yaml::Deserializer::from_str(text)
        .map(|document| Value::deserialize(document).unwrap_or_else(|error| panic!("{error}:\n{text}")))
        .collect()
}

fn by_serde_saphyr(text: &str) -> Vec<Value> {
    serde_saphyr::from_multiple(text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
}

/// What the kubelet makes of a text, word for word after its own `third_party/forked/golang/expansion`. A reference that is
/// left in it would be replaced, so it becomes something that no test wrote.
fn expanded(value: &Value) -> String {
    let text = value.as_str().unwrap_or_else(|| panic!("no string: {value}"));
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        if let Some(left) = after.strip_prefix('$') {
            out.push('$');
            rest = left;
        } else if let Some((_, left)) = after.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
            out.push_str("<reference>");
            rest = left;
        } else {
            out.push('$');
            rest = after;
        }
    }
    out + rest
}
