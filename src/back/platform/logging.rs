//! `platform/logging/`: fragments of Fluent Bit's configuration, one a workload, for the cluster's own log agent.
//!
//! Invariant: a fragment takes in the files of its workload alone, and nothing that another input of its own would need.

use crate::ir::Traced;
use crate::ir::plan::{LogRoute, LogStep, Workload};
use crate::source::Leaf;

/// The fragment, and the parsers that it names.
#[derive(Debug, Clone)]
pub(crate) struct Fragment {
    pub(crate) text: String,
    /// Empty where records are single lines.
    pub(crate) parsers: String,
}

/// Paths of both files.
pub(crate) fn paths(workload: &str) -> [String; 2] {
    [format!("platform/logging/{workload}.conf"), format!("platform/logging/{workload}.parsers.conf")]
}

/// Writes the ways of a workload's output; none where it has none. Leaves that came out go to `origins`.
pub(crate) fn fragment(plan: &Workload, origins: &mut Vec<(Leaf, String)>) -> Option<Fragment> {
    if plan.logs.is_empty() {
        return None;
    }
    let (name, namespace) = (&plan.names.workload.value, &plan.names.namespace.value);
    let [file, parsers_file] = paths(name);
    let split = plan.logs.iter().any(|route| route.first_line.is_some());
    let mut text = head(plan, split.then_some(parsers_file.as_str()));
    let mut parsers = String::new();
    for route in &plan.logs {
        // The place is for what is told of the route.
        let LogRoute { at: _, container, first_line, steps, plugin, settings } = route;
        let at = Place { workload: name, namespace, container, kind: plan.controller.kind() };
        let tag = at.tag();
        text.push_str(&at.input());
        let mut note = |value: &Traced<String>, file: &str| {
            origins.extend(value.from.iter().map(|leaf| (*leaf, file.to_owned())));
            value.value.clone()
        };
        if let Some(pattern) = first_line {
            let parser = format!("ecs2eks-{name}-{container}");
            parsers.push_str(&parser_section(&parser, &note(pattern, &parsers_file)));
            text.push_str(&filter(
                &tag,
                "multiline",
                &[("multiline.key_content", "log"), ("multiline.parser", &parser)],
            ));
        }
        text.push_str(&filter(&tag, "grep", &[("Regex", &format!("path {}", at.path_pattern()))]));
        for one in steps {
            text.push_str(&step(one, &tag, &mut |value| note(value, &file)));
        }
        text.push_str(&filter(&tag, "record_modifier", &[("Remove_key", "path"), ("Remove_key", "_p")]));
        let settings: Vec<(&str, String)> =
            settings.iter().map(|(key, value)| (key.as_str(), note(value, &file))).collect();
        let pairs: Vec<(&str, &str)> = settings.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let plugin = note(plugin, &file);
        text.push_str(&section("OUTPUT", &[("Name", plugin.as_str()), ("Match", &tag)], &pairs));
    }
    Some(Fragment { text, parsers })
}

/// What a person does with the file.
fn head(plan: &Workload, parsers_file: Option<&str>) -> String {
    let parsers = parsers_file.and_then(|path| path.rsplit('/').next());
    let parsers = parsers.map_or_else(String::new, |file| format!(", and name {file} as a Parsers_File"));
    let mut text = format!(
        "# Output of {}.\n# Fluent Bit: @INCLUDE this file{parsers}. So that no line is taken twice, the Exclude_Path of other inputs needs:\n",
        plan.provenance.origin
    );
    let (name, namespace) = (&plan.names.workload.value, &plan.names.namespace.value);
    for route in &plan.logs {
        for pod in pods(plan.controller.kind()) {
            text.push_str(&format!("#   /var/log/containers/{name}-{pod}_{namespace}_{}-*.log\n", route.container));
        }
    }
    text
}

/// What follows the workload's name in its pods' names: of fixed length, so that no longer name is taken in. The number
/// that a Deployment adds has mostly 10 characters, and next to never fewer than 7.
fn pods(kind: &str) -> Vec<String> {
    if kind != "Deployment" {
        return vec!["?????".to_owned()];
    }
    (7..=10).map(|length| format!("{}-?????", "?".repeat(length))).collect()
}

/// Whose output it is.
struct Place<'a> {
    workload: &'a str,
    namespace: &'a str,
    container: &'a str,
    /// What makes the pods, and so their names.
    kind: &'static str,
}

impl Place<'_> {
    fn tag(&self) -> String {
        format!("ecs2eks.{}.{}.{}.*", self.namespace, self.workload, self.container)
    }

    fn input(&self) -> String {
        let Place { workload, namespace, container, kind: _ } = self;
        let path = format!("/var/log/containers/{workload}-*_{namespace}_{container}-*.log");
        let database = format!("/var/fluent-bit/state/ecs2eks-{workload}-{container}.db");
        let settings = [
            ("Path", path.as_str()),
            ("Path_Key", "path"),
            ("multiline.parser", "cri"),
            ("DB", database.as_str()),
            ("Mem_Buf_Limit", "10MB"),
            ("Skip_Long_Lines", "On"),
        ];
        section("INPUT", &[("Name", "tail"), ("Tag", &self.tag())], &settings)
    }

    /// A glob also takes in the files of a workload whose name goes on: the pattern knows what follows the name.
    fn path_pattern(&self) -> String {
        let Place { workload, namespace, container, kind } = self;
        let pod = if *kind == "Deployment" { "[a-z0-9]+-[a-z0-9]{5}" } else { "[a-z0-9]{5}" };
        format!("^/var/log/containers/{workload}-{pod}_{namespace}_{container}-[0-9a-f]{{64}}\\.log$")
    }
}

fn filter(tag: &str, name: &str, settings: &[(&str, &str)]) -> String {
    section("FILTER", &[("Name", name), ("Match", tag)], settings)
}

pub(super) fn section(kind: &str, head: &[(&str, &str)], settings: &[(&str, &str)]) -> String {
    let lines = head.iter().chain(settings).map(|(key, value)| format!("    {key} {value}\n"));
    format!("\n[{kind}]\n{}", lines.collect::<String>())
}

/// What is done to records of a tag.
pub(super) fn step(step: &LogStep, tag: &str, note: &mut dyn FnMut(&Traced<String>) -> String) -> String {
    match step {
        LogStep::Keep(pattern) => filter(tag, "grep", &[("Regex", &format!("log {}", note(pattern)))]),
        LogStep::Drop(pattern) => filter(tag, "grep", &[("Exclude", &format!("log {}", note(pattern)))]),
        LogStep::StreamOfPod(prefix) => {
            let prefix = note(prefix).replace('\\', "\\\\").replace('"', "\\\"");
            stream(tag, &format!("\"{prefix}/\" .. (string.match(tag, \"containers%.([^_]+)_\") or \"unknown\")"))
        }
        LogStep::StreamOfContainer => stream(tag, "string.match(tag, \"%-(%x+)%.log$\") or \"unknown\""),
        LogStep::Rename(from, to) => filter(tag, "modify", &[("Rename", &format!("{from} {to}"))]),
        LogStep::Add(key, value) => filter(tag, "record_modifier", &[("Record", &format!("{key} {}", note(value)))]),
    }
}

/// The tag holds the file's name, and so the pod's and the container's id.
fn stream(tag: &str, value: &str) -> String {
    let code =
        format!("function stream(tag, time, record) record[\"log_stream\"] = {value} return 2, time, record end");
    filter(tag, "lua", &[("call", "stream"), ("code", &code)])
}

/// A line that matches begins a record; the lines that do not match go on with it.
fn parser_section(name: &str, pattern: &str) -> String {
    let begin = format!("\"start_state\" \"/{pattern}/\" \"cont\"");
    let go_on = format!("\"cont\" \"/^(?!.*(?:{pattern}))/\" \"cont\"");
    let settings = [("type", "regex"), ("flush_timeout", "5000"), ("rule", begin.as_str()), ("rule", go_on.as_str())];
    section("MULTILINE_PARSER", &[("name", name)], &settings).trim_start().to_owned()
}
