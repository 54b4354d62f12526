//! Documents of kinds that come from custom resource definitions, read with unknown fields refused.
//!
//! Against the definitions themselves where they lie beside the project (`../shared/rig/crds`), else against
//! `tests/helm/kinds.json`, which knows the fields that are written here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize as _;
use serde_json::{Value, json};

use crate::{OUTS, support};

/// Kinds that Kubernetes itself does not define.
const CUSTOM: [&str; 12] = [
    "ClusterSecretStore",
    "ExternalSecret",
    "Gateway",
    "GatewayClass",
    "HTTPRoute",
    "IngressClassParams",
    "ListenerRuleConfiguration",
    "LoadBalancerConfiguration",
    "SecretStore",
    "SecurityGroupPolicy",
    "TargetGroupBinding",
    "TargetGroupConfiguration",
];

/// Kinds whose definitions are in every cluster of EKS Auto Mode, and published nowhere.
const UNPUBLISHED: [&str; 2] = ["eks.amazonaws.com/v1/IngressClassParams", "eks.amazonaws.com/v1/TargetGroupBinding"];

/// Schemas by `apiVersion/kind`.
type Schemas = BTreeMap<String, jsonschema::Validator>;

#[test]
fn fields_of_custom_kinds_are_known() {
    let own = own_schemas();
    let rig = support::root().join("../shared/rig/crds");
    let defined = if rig.is_dir() { Some(defined_schemas(&rig)) } else { None };
    if defined.is_none() {
        eprintln!("no {}: only the fields that are written here are known", rig.display());
    }
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    for out in &*OUTS {
        for rendered in support::entries(&out.join("rendered")) {
            for document in documents(&rendered) {
                let kind = document["kind"].as_str().unwrap_or_default();
                if !CUSTOM.contains(&kind) {
                    continue;
                }
                let key = format!("{}/{kind}", document["apiVersion"].as_str().unwrap_or_default());
                seen.extend([kind.to_owned(), key.clone()]);
                let defined = defined.as_ref().filter(|_| !UNPUBLISHED.contains(&key.as_str()));
                for (whose, schemas) in [("tests/helm/kinds.json", Some(&own)), ("its definition", defined)] {
                    let Some(schemas) = schemas else { continue };
                    let Some(schema) = schemas.get(&key) else {
                        wrong.push(format!("{}: {key} is not in {whose}", rendered.display()));
                        continue;
                    };
                    let errors = schema.iter_errors(&document);
                    wrong.extend(errors.map(|error| {
                        format!("{}: {kind} against {whose}: {}: {error}", rendered.display(), error.instance_path())
                    }));
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    support::report_all("faults in documents of custom kinds:", &wrong);
    let published = [
        "ExternalSecret",
        "SecretStore",
        "elbv2.k8s.aws/v1beta1/IngressClassParams",
        "elbv2.k8s.aws/v1beta1/TargetGroupBinding",
        "vpcresources.k8s.aws/v1beta1/SecurityGroupPolicy",
    ];
    for kind in published.into_iter().chain(UNPUBLISHED) {
        assert!(seen.contains(kind), "no case writes {kind}");
    }
}

fn documents(path: &Path) -> Vec<Value> {
    let text = support::read(path);
    let documents = serde_yaml::Deserializer::from_str(&text)
        .map(|document| Value::deserialize(document).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
    documents.filter(|document| !document.is_null()).collect()
}

fn own_schemas() -> Schemas {
    let all: BTreeMap<String, Value> = serde_json::from_str(include_str!("../helm/kinds.json")).expect("JSON");
    all.into_iter().map(|(key, schema)| (key, jsonschema::validator_for(&schema).expect("a schema"))).collect()
}

/// The served versions of every definition below a folder, closed against unknown fields.
fn defined_schemas(rig: &Path) -> Schemas {
    let mut schemas = Schemas::new();
    for file in support::files_below(rig).into_iter().filter(|file| file.ends_with(".yaml")) {
        for definition in
            documents(&rig.join(&file)).iter().filter(|document| document["kind"] == "CustomResourceDefinition")
        {
            let kind = definition["spec"]["names"]["kind"].as_str().unwrap_or_default();
            if !CUSTOM.contains(&kind) {
                continue;
            }
            for version in definition["spec"]["versions"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|version| version["served"] == true)
            {
                let mut schema = version["schema"]["openAPIV3Schema"].clone();
                close(&mut schema);
                let key = format!(
                    "{}/{}/{kind}",
                    definition["spec"]["group"].as_str().unwrap_or_default(),
                    version["name"].as_str().unwrap_or_default()
                );
                schemas
                    .insert(key, jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{file}: {error}")));
            }
        }
    }
    schemas
}

/// Refuses fields that a schema does not name, wherever it names any.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            let open = map.contains_key("additionalProperties")
                || map.get("x-kubernetes-preserve-unknown-fields") == Some(&json!(true));
            if map.get("properties").is_some_and(Value::is_object) && !open {
                map.insert("additionalProperties".to_owned(), json!(false));
            }
            // A property may itself be called `properties`: only schemas are walked into, which these keys hold.
            for (key, value) in map.iter_mut() {
                match (key.as_str(), value) {
                    ("properties", Value::Object(properties)) => properties.values_mut().for_each(close),
                    ("items" | "additionalProperties" | "not", value) => close(value),
                    _ => {}
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn an_unknown_field_is_refused() {
    let own = own_schemas();
    let sound = json!({"apiVersion": "elbv2.k8s.aws/v1beta1", "kind": "IngressClassParams", "metadata": {"name": "a"}, "spec": {"scheme": "internal"}});
    let schema = &own["elbv2.k8s.aws/v1beta1/IngressClassParams"];
    assert!(schema.is_valid(&sound));
    let mut odd = sound.clone();
    odd["spec"]["schema"] = json!("internal");
    assert!(!schema.is_valid(&odd));
    let mut open = json!({"properties": {"spec": {"properties": {"a": {"items": {"properties": {"b": {}}}}}}}});
    close(&mut open);
    let closed = jsonschema::validator_for(&open).expect("a schema");
    assert!(
        closed.is_valid(&json!({"spec": {"a": [{"b": 1}]}})) && !closed.is_valid(&json!({"spec": {"a": [{"c": 1}]}}))
    );
}
