//! What scripts read is what `ecs2eks schema` promises: reports, ledgers and values of every case.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where something is not as it must be, and files are what it is about"
)]

mod support;

use serde_json::Value;
use support::program;

fn schema(of: &str) -> (String, jsonschema::Validator) {
    let printed = program::run(support::root(), &["schema", of]).stdout;
    let schema: Value = serde_json::from_str(&printed).unwrap_or_else(|error| panic!("schema {of}: {error}"));
    let validator = jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("schema {of}: {error}"));
    (printed, validator)
}

fn complain(validator: &jsonschema::Validator, what: &str, document: &Value, wrong: &mut Vec<String>) {
    wrong.extend(validator.iter_errors(document).map(|error| format!("{what}{}: {error}", error.instance_path())));
}

#[test]
fn reports_and_ledgers_are_what_their_schemas_say() {
    let ((_, report), (_, ledger)) = (schema("report"), schema("ledger"));
    let folder = support::scratch("schemas");
    let (mut reports, mut rows, mut wrong) = (0, 0, Vec::new());
    for case in support::cases() {
        let (out, lines) = (folder.join(&case.name), folder.join(format!("{}.jsonl", case.name)));
        let (out_argument, lines_argument) = (out.to_string_lossy(), lines.to_string_lossy());
        let fixed = ["convert", "input", "--no-templates", "-o", &out_argument, "--ledger", &lines_argument];
        let arguments: Vec<&str> = fixed.into_iter().chain(case.options.iter().map(String::as_str)).collect();
        program::run(&case.folder, &arguments);
        let path = out.join("report.json");
        if path.exists() {
            reports += 1;
            let document = serde_json::from_str(&support::read(&path)).expect("JSON");
            complain(&report, &format!("{} report.json", case.name), &document, &mut wrong);
            let printed: Vec<&str> = ["report", "input", "--format", "json"]
                .into_iter()
                .chain(case.options.iter().map(String::as_str))
                .collect();
            assert_eq!(
                program::run(&case.folder, &printed).stdout,
                support::read(&path),
                "{}: `report --format json` is report.json",
                case.name
            );
        }
        for line in support::read(&lines).lines() {
            rows += 1;
            complain(&ledger, &format!("{} ledger", case.name), &serde_json::from_str(line).expect("JSON"), &mut wrong);
        }
    }
    support::report_all("documents that their schema does not allow:", &wrong);
    assert!(reports > 50 && rows > 1000, "only {reports} reports and {rows} rows");
}

#[test]
fn values_are_what_the_chart_s_schema_says() {
    let (printed, validator) = schema("values");
    let embedded = support::read(&support::root().join("charts-templates/values.schema.json"));
    assert_eq!(printed, embedded, "`schema values` is the chart's own");
    let of_folder = |folder: &str| {
        let path = support::root().join("charts-templates").join(folder).join("values.schema.json");
        let schema: Value = serde_json::from_str(&support::read(&path)).expect("JSON");
        jsonschema::validator_for(&schema).expect("a schema")
    };
    let (edge, gateway) = (of_folder("edge"), of_folder("edge-gateway"));
    let folder = support::scratch("schemas-values");
    let (mut charts, mut wrong) = (0, Vec::new());
    for case in support::cases() {
        let out = folder.join(&case.name);
        let out_argument = out.to_string_lossy();
        let fixed = ["convert", "input", "--no-templates", "-o", &out_argument];
        let arguments: Vec<&str> = fixed.into_iter().chain(case.options.iter().map(String::as_str)).collect();
        program::run(&case.folder, &arguments);
        for path in support::files_below(&out).iter().filter(|path| path.ends_with("values.yaml")) {
            charts += 1;
            let values: Value = serde_yaml::from_str(&support::read(&out.join(path)))
                .unwrap_or_else(|error| panic!("{}: {path}: {error}", case.name));
            let of = match path.starts_with("charts/edge-") {
                true if values.get("gateway").is_some() => &gateway,
                true => &edge,
                false => &validator,
            };
            complain(of, &format!("{} {path}", case.name), &values, &mut wrong);
        }
    }
    support::report_all("values that their schema does not allow:", &wrong);
    assert!(charts > 50, "only {charts} charts");
}

#[test]
fn a_report_or_row_with_a_wrong_word_is_refused() {
    let ((_, report), (_, ledger), (_, values)) = (schema("report"), schema("ledger"), schema("values"));
    assert!(!report.is_valid(&serde_json::json!({"schema": "ecs2eks/report/v1", "workloads": 1})));
    assert!(!ledger.is_valid(
        &serde_json::json!({"file": "a", "pointer": "", "field": "", "disposition": "lost", "targets": [], "codes": []})
    ));
    assert!(!values.is_valid(&serde_json::json!({"replicaCount": "three"})));
}
