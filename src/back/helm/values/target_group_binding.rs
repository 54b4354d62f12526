//! Bindings to target groups as values.

use serde_json::Value;

use super::super::json::{Object, put, take, take_object, text};

/// The group of the controller that a team runs itself, which the template takes by itself.
const ORDINARY: &str = "elbv2.k8s.aws/v1beta1";

pub(super) fn values(bindings: Vec<Object>, workload: &str, out: &mut Object) {
    let mut all = Object::new();
    for binding in bindings {
        let name = text(&binding, &["metadata", "name"]).unwrap_or_default().to_owned();
        let (key, explicit) = super::keyed_by_suffix(workload, &name);
        all.insert(key, Value::Object(one(binding, explicit, workload)));
    }
    put(out, "targetGroupBindings", all);
}

fn one(mut binding: Object, explicit_name: Option<String>, workload: &str) -> Object {
    let mut metadata = take_object(&mut binding, "metadata");
    let mut out = super::network::enabled();
    put(&mut out, "name", explicit_name.unwrap_or_default());
    let version = take(&mut binding, "apiVersion").filter(|version| version != ORDINARY);
    out.extend(version.map(|version| ("apiVersion".to_owned(), version)));
    put(&mut out, "annotations", take_object(&mut metadata, "annotations"));
    let mut spec = take_object(&mut binding, "spec");
    if let Some(Value::Object(service)) = spec.get_mut("serviceRef")
        && text(service, &["name"]) == Some(workload)
    {
        take(service, "name");
    }
    out.extend(spec);
    out
}
