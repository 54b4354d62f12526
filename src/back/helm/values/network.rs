//! Service, autoscaler, disruption budget and network policy as values.

use serde_json::Value;

use super::super::json::{Object, keyed, put, take, take_list, take_object, text};

pub(super) fn values(
    service: Option<Object>,
    autoscaler: Option<Object>,
    disruption_budget: Option<Object>,
    network_policy: Option<Object>,
    out: &mut Object,
) {
    if let Some(service) = service {
        out.insert("service".to_owned(), Value::Object(self::service(service, None)));
    }
    if let Some(autoscaler) = autoscaler {
        let mut spec = spec_with_annotations(autoscaler, enabled());
        take(&mut spec, "scaleTargetRef");
        let mut values = enabled();
        for field in ["enabled", "annotations", "minReplicas", "maxReplicas", "metrics"] {
            if let Some(value) = take(&mut spec, field) {
                values.insert(field.to_owned(), value);
            }
        }
        values.extend(spec);
        out.insert("autoscaling".to_owned(), Value::Object(values));
    }
    if let Some(budget) = disruption_budget {
        let mut values = spec_with_annotations(budget, enabled());
        take(&mut values, "selector");
        out.insert("podDisruptionBudget".to_owned(), Value::Object(values));
    }
    if let Some(policy) = network_policy {
        let mut values = spec_with_annotations(policy, enabled());
        take(&mut values, "podSelector");
        out.insert("networkPolicy".to_owned(), Value::Object(values));
    }
}

/// Services beside the workload's own, by what follows its name.
pub(super) fn further_services(services: Vec<Object>, workload: &str, out: &mut Object) {
    let mut further = Object::new();
    for service in services {
        let name = text(&service, &["metadata", "name"]).unwrap_or_default().to_owned();
        let (key, explicit) = super::keyed_by_suffix(workload, &name);
        further.insert(key, Value::Object(self::service(service, explicit)));
    }
    put(out, "extraServices", further);
}

fn service(service: Object, explicit_name: Option<String>) -> Object {
    let mut spec = spec_with_annotations(service, Object::new());
    take(&mut spec, "selector");
    let ports = keyed(take_list(&mut spec, "ports"), "name");
    let mut values = Object::new();
    put(&mut values, "name", explicit_name.unwrap_or_default());
    for field in ["type", "loadBalancerClass", "annotations"] {
        if let Some(value) = take(&mut spec, field) {
            values.insert(field.to_owned(), value);
        }
    }
    values.extend(spec);
    put(&mut values, "ports", ports);
    values
}

pub(super) fn enabled() -> Object {
    [("enabled".to_owned(), Value::Bool(true))].into_iter().collect()
}

/// The fields of the spec after those of `start`, and the annotations among them.
fn spec_with_annotations(mut all: Object, start: Object) -> Object {
    let mut metadata = take_object(&mut all, "metadata");
    let mut out = start;
    put(&mut out, "annotations", take_object(&mut metadata, "annotations"));
    out.extend(take_object(&mut all, "spec"));
    out
}
