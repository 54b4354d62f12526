//! Coverage is a golden file: every field of the API model, and what becomes of it.

use std::collections::{BTreeMap, BTreeSet};

use ecs2eks::guide::{self, Class};

use crate::changes::{self, field};
use crate::pages::made;
use crate::support;

/// The fields of the API model, enumerated once by a program out of botocore 1.44.5, `ecs/2014-11-13/service-2.json`:
/// `TaskDefinition` and `RegisterTaskDefinitionRequest` together.
const LEAVES: &str = "testdata/_coverage/task-definition.leaves";

#[test]
fn the_guide_has_a_row_for_every_field_of_the_api() {
    let text = support::read(&support::root().join(LEAVES));
    let leaves: BTreeSet<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let rows: Vec<&str> = guide::rows().map(|row| row.path).collect();
    let distinct: BTreeSet<&str> = rows.iter().copied().collect();
    assert_eq!(rows.len(), distinct.len(), "a field has two rows");
    assert_eq!(distinct, leaves, "the guide and the API differ");
    // Where the model stands beside the project, the list is held against it.
    let beside = support::root().join("../shared/mapping/taskdef-leaves.txt");
    if let Ok(model) = std::fs::read_to_string(beside) {
        let model = model.replace("{*}", "{}");
        assert_eq!(leaves, model.lines().collect::<BTreeSet<_>>(), "the list and the model differ");
    }
}

#[test]
fn coverage_is_what_it_was() {
    let mut became: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for variant in changes::variants() {
        let (_, rows) = variant.base(&support::scratch(&format!("guide-coverage-{}", variant.name)));
        for row in rows.iter().filter(|row| row.field.starts_with("TaskDefinition.")) {
            became.entry(field(&row.field)).or_default().insert(row.disposition.clone());
        }
    }
    let mut text = String::from("# field\tclass\tin the full documents\n");
    for row in guide::rows() {
        let seen = became.get(row.path).unwrap_or_else(|| panic!("{}: no full document sets it", row.path));
        assert!(!seen.contains("unknown"), "{}: lost", row.path);
        let seen = seen.iter().cloned().collect::<Vec<_>>().join(", ");
        text.push_str(&format!("{}\t{}\t{seen}\n", row.path, row.class));
    }
    let mut wrong = Vec::new();
    made("testdata/_coverage/task-definition.tsv", &text, &mut wrong);
    readme(&mut wrong);
    support::report_all("golden files of coverage:", &wrong);
}

/// The totals in the README, between two marks.
fn readme(wrong: &mut Vec<String>) {
    let text = support::read(&support::root().join("README.md"));
    let (begin, end) = ("<!-- coverage -->\n", "<!-- /coverage -->");
    let Some((head, rest)) = text.split_once(begin) else {
        return wrong.push("README.md has no place for the totals".to_owned());
    };
    let (_, tail) = rest.split_once(end).expect("the end of that place");
    let mut table = format!("| of {} fields of a task definition | |\n|---|---|\n", guide::rows().count());
    for class in Class::ALL {
        let count = guide::rows().filter(|row| row.class == class).count();
        table.push_str(&format!("| {count} | {class}: {} |\n", class.meaning()));
    }
    made("README.md", &format!("{head}{begin}{table}{end}{tail}"), wrong);
}
