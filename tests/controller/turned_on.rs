//! The chart of a load balancer, when every rule that waits has been turned on: what its values say, as Ingresses.

use serde_json::{Value, json};

const PREFIX: &str = "alb.ingress.kubernetes.io/";

/// The Ingresses of the rules in a `values.yaml`. A rule without host, path and conditions is the listener's default.
pub(crate) fn ingresses(values: &Value, namespace: &str) -> Vec<Value> {
    let rules = values["rules"].as_object().into_iter().flatten();
    rules.map(|(name, rule)| ingress(values, name, rule, namespace)).collect()
}

fn ingress(values: &Value, name: &str, rule: &Value, namespace: &str) -> Value {
    let mut annotations = json!({});
    let own = [
        ("order", "group.order".to_owned()),
        ("listenPorts", "listen-ports".to_owned()),
        ("action", format!("actions.{name}")),
        ("conditions", format!("conditions.{name}")),
        ("transforms", format!("transforms.{name}")),
    ];
    for (key, annotation) in own {
        if let Some(value) = rule.get(key) {
            annotations[format!("{PREFIX}{annotation}")] = value.clone();
        }
    }
    for key in ["authentication", "annotations"] {
        let more = rule[key].as_object().cloned().unwrap_or_default();
        annotations.as_object_mut().expect("a map").extend(more);
    }
    let backend = json!({ "service": { "name": name, "port": { "name": "use-annotation" } } });
    let matches = ["host", "path", "pathType", "conditions"].iter().any(|key| rule.get(key).is_some());
    let class = &values["ingressClass"]["name"];
    let spec = if matches {
        let mut path = json!({ "pathType": "ImplementationSpecific", "backend": backend });
        if let Some(text) = rule.get("path") {
            path["path"] = text.clone();
        }
        let mut entry = json!({ "http": { "paths": [path] } });
        if let Some(host) = rule.get("host") {
            entry["host"] = host.clone();
        }
        json!({ "ingressClassName": class, "rules": [entry] })
    } else {
        json!({ "ingressClassName": class, "defaultBackend": backend })
    };
    let namespace = rule["namespace"].as_str().unwrap_or(namespace);
    let name = format!("{}-{name}", values["fullnameOverride"].as_str().expect("a name"));
    json!({ "kind": "Ingress", "metadata": { "name": name, "namespace": namespace, "annotations": annotations }, "spec": spec })
}
