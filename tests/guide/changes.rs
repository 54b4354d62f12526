//! One field changed at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use ecs2eks::diagnostics::Code;
use ecs2eks::guide::{self, Class, Row};
use serde_json::Value;

use crate::compare::{self, compare};
use crate::support::{self, program, report};
use crate::tree::Tree;

const DOCUMENT: &str = "task-definition.json";

/// A full document, and what is changed of it.
pub(crate) struct Variant {
    pub(crate) name: String,
    folder: PathBuf,
    options: Vec<String>,
    document: Value,
    changes: Vec<Change>,
}

/// One field with another value, or without any.
#[derive(serde::Deserialize)]
struct Change {
    at: String,
    #[serde(default)]
    to: Option<Value>,
    /// References to a name, which change with it.
    #[serde(default)]
    with: Vec<Change>,
}

/// All of them.
pub(crate) fn variants() -> Vec<Variant> {
    let folders = support::entries(&support::root().join("testdata/_guide"));
    let read = |path: &Path| -> Value { serde_json::from_str(&support::read(path)).expect("JSON") };
    folders
        .into_iter()
        .map(|folder| Variant {
            name: folder.file_name().expect("a name").to_string_lossy().into_owned(),
            options: std::fs::read_to_string(folder.join("options"))
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            document: read(&folder.join("input").join(DOCUMENT)),
            changes: serde_json::from_value(read(&folder.join("changes.json"))).expect("changes"),
            folder,
        })
        .collect()
}

impl Variant {
    /// Converts the document as it is, and gives its ledger as well.
    pub(crate) fn base(&self, scratch: &Path) -> (Tree, Vec<report::Row>) {
        self.run(&self.document, scratch)
    }

    fn run(&self, document: &Value, scratch: &Path) -> (Tree, Vec<report::Row>) {
        let (input, out, ledger) = (scratch.join("input"), scratch.join("out"), scratch.join("ledger.jsonl"));
        for folder in [&input, &out] {
            let _ = std::fs::remove_dir_all(folder);
        }
        std::fs::create_dir_all(&input).expect("it can be made");
        for name in support::files_below(&self.folder.join("input")) {
            std::fs::copy(self.folder.join("input").join(&name), input.join(&name)).expect("it can be copied");
        }
        let text = serde_json::to_string_pretty(document).expect("JSON");
        std::fs::write(input.join(DOCUMENT), text).expect("it can be written");
        let fixed = ["convert", "input", "--no-templates", "-o", "out", "--ledger", "ledger.jsonl", "--jobs", "1"];
        let arguments: Vec<&str> = fixed.into_iter().chain(self.options.iter().map(String::as_str)).collect();
        let ended = program::run(scratch, &arguments);
        assert!(ended.code < 2, "{}: exit {}\n{}", self.name, ended.code, ended.stderr);
        (Tree::read(&out), report::ledger(&ledger))
    }
}

/// What was seen of a field.
#[derive(Default)]
pub(crate) struct Seen {
    places: BTreeSet<String>,
    pub(crate) codes: BTreeSet<String>,
    /// Codes in the ledger of the field itself, before or after a change.
    own: BTreeSet<String>,
    unsaid: Vec<String>,
}

/// What every change came to, by field, and what is wrong with the changes themselves.
pub(crate) static OBSERVED: LazyLock<(BTreeMap<String, Seen>, Vec<String>)> = LazyLock::new(observe);

fn observe() -> (BTreeMap<String, Seen>, Vec<String>) {
    let (mut seen, mut faults) = (BTreeMap::<String, Seen>::new(), Vec::new());
    for variant in variants() {
        let scratch = support::scratch(&format!("guide-{}", variant.name));
        let (base, rows) = variant.base(&scratch);
        assert!(base.written(), "{}: the full document is refused", variant.name);
        for change in &variant.changes {
            let at = &change.at;
            let here = |row: &&report::Row| row.file == DOCUMENT && row.pointer == *at;
            let Some(row) = rows.iter().find(here) else {
                faults.push(format!("{}: {at} is no field of the document", variant.name));
                continue;
            };
            let (after, now) = variant.run(&changed(variant.document.clone(), change), &scratch);
            let was = variant.document.pointer(at).expect("a field");
            let values = [was, change.to.as_ref().unwrap_or(&Value::Null)];
            let difference = compare(&base, &after, at, &values);
            let of = seen.entry(field(&row.field)).or_default();
            of.places.extend(difference.places);
            of.codes.extend(difference.codes);
            of.own.extend(row.codes.iter().chain(now.iter().filter(here).flat_map(|row| &row.codes)).cloned());
            if row.disposition != "ignored" || row.reason.is_none() {
                of.unsaid.push(format!("{}{at} is {}", variant.name, row.disposition));
            }
        }
    }
    (seen, faults)
}

/// The path of a row of the guide: the ledger has the API shape in front.
pub(crate) fn field(ledger: &str) -> String {
    ledger.split_once('.').map_or(ledger, |(_, path)| path).to_owned()
}

fn changed(mut document: Value, change: &Change) -> Value {
    match &change.to {
        Some(value) => *document.pointer_mut(&change.at).expect("a field") = value.clone(),
        None => remove(&mut document, &change.at),
    }
    change.with.iter().fold(document, changed)
}

fn remove(document: &mut Value, at: &str) {
    let (parent, key) = at.rsplit_once('/').expect("a pointer");
    match document.pointer_mut(parent).expect("a parent") {
        Value::Object(map) => drop(map.shift_remove(&key.replace("~1", "/").replace("~0", "~"))),
        Value::Array(list) => drop(list.remove(key.parse().expect("an index"))),
        other => panic!("{parent} is {other}"),
    }
}

#[test]
fn one_changed_field_changes_what_its_row_says() {
    let (seen, mut wrong) = (&OBSERVED.0, OBSERVED.1.clone());
    for path in seen.keys() {
        if !guide::rows().any(|row| row.path == path) {
            wrong.push(format!("{path}: the guide has no row"));
        }
    }
    for row in guide::rows() {
        match seen.get(row.path) {
            None => wrong.push(format!("{}: no change is about it", row.path)),
            Some(seen) => wrong.extend(faults(row, seen).into_iter().map(|fault| format!("{}: {fault}", row.path))),
        }
    }
    support::report_all("faults of the guide:", &wrong);
}

fn faults(row: &Row, seen: &Seen) -> Vec<String> {
    let mut faults = compare::faults(row.places, &seen.places);
    let general = |code: &String| guide::EVERYWHERE.iter().any(|general| general.slug() == code);
    let said = |code: &String| row.codes.iter().any(|said| said.slug() == code);
    faults.extend(
        seen.codes
            .iter()
            .filter(|code| !general(code) && !said(code))
            .map(|code| format!("is found otherwise after a change, and the row does not name it: {code}")),
    );
    let reported = row
        .codes
        .iter()
        .map(|code: &Code| code.slug())
        .any(|code| seen.own.contains(code) || seen.codes.contains(code));
    let (shown, found) = (!seen.places.is_empty(), seen.codes.iter().any(|code| !general(code)));
    match row.class {
        Class::Exact | Class::Equivalent if !shown && !found => faults.push("nothing follows it".to_owned()),
        Class::Approximate if !shown && !found => faults.push("nothing follows it".to_owned()),
        Class::Approximate | Class::Manual if !reported => {
            faults.push(format!("{}, and none of its codes is reported of it", row.class));
        }
        Class::None if shown || found => faults.push("none, and yet something follows it".to_owned()),
        Class::None => faults.extend(seen.unsaid.iter().map(|what| format!("none, and {what} without a reason"))),
        Class::Exact | Class::Equivalent | Class::Approximate | Class::Manual => {}
    }
    faults
}
