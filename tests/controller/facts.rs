//! What the real controller built, or refused, from sets of Ingresses: where the facts lie beside the project, the model
//! must build and refuse every one of them alike.

use std::collections::BTreeMap;
use std::path::Path;

use ecs2eks::controller::{Account, Certificate, ClassParams, Cluster, Subnet, build};
use serde_json::{Value, json};

use crate::{read, shown, support};

/// What stood around the controller when it was measured.
fn surroundings() -> Cluster {
    let subnet = |kind: &str, zone: &str| Subnet {
        id: format!("subnet-{kind}-{zone}"),
        name: format!("{kind}-{zone}"),
        public: kind == "public",
        ipv6: false,
    };
    let account = Account {
        subnets: ["public", "private"].iter().flat_map(|kind| ["a", "b", "c"].map(|zone| subnet(kind, zone))).collect(),
        certificates: vec![Certificate {
            arn: "arn:aws:acm:eu-west-1:111122223333:certificate/wildcard-example-com".to_owned(),
            domains: ["*.example.com".to_owned()].into(),
        }],
        target_groups: BTreeMap::from([(
            "legacy".to_owned(),
            "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/legacy/0123456789abcdef".to_owned(),
        )]),
    };
    let classes = BTreeMap::from([("alb".to_owned(), ClassParams::default())]);
    Cluster { account, classes, ..Cluster::default() }
}

#[test]
fn every_fact_is_built_or_refused_alike() {
    let folder = support::root().join("../shared/rig/alb-facts");
    let cases: Vec<_> = support::entries(&folder).into_iter().filter(|path| path.is_dir()).collect();
    let mut wrong = Vec::new();
    for case in &cases {
        let mut cluster = surroundings();
        read::add(&mut cluster, &read::documents(&case.join("ingress.yaml")), "default");
        let built = build(&cluster);
        let (found, expected) = (shown::built(&built), expected(case));
        let found = json!({ "built": found, "refused": shown::refusals(&built) });
        if found != expected {
            let name = case.file_name().expect("a name").to_string_lossy();
            let messages: Vec<&str> = built.refusals.iter().map(|refusal| refusal.message.as_str()).collect();
            wrong.push(format!("{name}: {messages:?}\n{}", difference(&expected, &found)));
        }
    }
    eprintln!("{} of {} facts reproduced", cases.len() - wrong.len(), cases.len());
    support::report_all("facts that the model does not reproduce:", &wrong);
}

fn expected(case: &Path) -> Value {
    let read = |name: &str| serde_json::from_str::<Value>(&std::fs::read_to_string(case.join(name)).ok()?).ok();
    let nothing = json!({ "LoadBalancers": {}, "TargetGroups": {} });
    let error = |error: &Value| {
        let phase = error["phase"].as_str().expect("a phase").replace("mock-aws", "aws");
        let reason = error["reason"].as_str().expect("a reason").replace("(no event, log only)", "");
        json!({ "object": error["object"], "phase": phase, "reason": reason })
    };
    let errors = read("error.json").map_or_else(Vec::new, |it| it["Errors"].as_array().expect("a list").clone());
    let refused: Vec<Value> = errors.iter().map(error).collect();
    json!({ "built": read("alb.json").unwrap_or(nothing), "refused": refused })
}

fn difference(expected: &Value, found: &Value) -> String {
    let text = |value: &Value| {
        let sorted: BTreeMap<String, Value> = serde_json::from_value(value.clone()).expect("a map");
        serde_json::to_string_pretty(&sort(&json!(sorted))).expect("JSON")
    };
    similar::TextDiff::from_lines(text(expected).as_str(), text(found).as_str())
        .unified_diff()
        .context_radius(2)
        .to_string()
}

fn sort(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let sorted: BTreeMap<&String, Value> = map.iter().map(|(key, value)| (key, sort(value))).collect();
            json!(sorted)
        }
        Value::Array(list) => list.iter().map(sort).collect(),
        other => other.clone(),
    }
}
