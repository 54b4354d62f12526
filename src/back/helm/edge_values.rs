//! A load balancer's class and rules as values of its chart.

use serde_json::{Value, json};

use super::json::{Object, into_object, put, take, take_list, take_object, take_string, text};
use super::order::typed;
use super::values::{common_labels, names, text_map};
use crate::back::kubernetes::{EdgeObjects, EdgeRule, RuleState};

const PREFIX: &str = "alb.ingress.kubernetes.io/";

/// The values, in no order yet.
pub(super) fn of(objects: &EdgeObjects) -> Object {
    let mut params = typed(&objects.params);
    let mut class = typed(&objects.class);
    let labels = text_map(&class, &["metadata", "labels"]);
    let mut metadata = take_object(&mut class, "metadata");

    let mut out = names(&objects.load_balancer, &labels);
    let mut ingress_class = Object::new();
    put(&mut ingress_class, "name", take_string(&mut metadata, "name"));
    put(&mut ingress_class, "annotations", take_object(&mut metadata, "annotations"));
    ingress_class.insert("params".to_owned(), Value::Object(take_object(&mut params, "spec")));
    out.insert("ingressClass".to_owned(), Value::Object(ingress_class));
    let rules = objects.rules.iter().map(|it| (it.name.clone(), Value::Object(rule(it))));
    put(&mut out, "rules", rules.collect::<Object>());
    put(&mut out, "commonLabels", common_labels(labels));
    out
}

fn rule(rule: &EdgeRule) -> Object {
    let mut ingress = typed(&rule.ingress);
    let mut metadata = take_object(&mut ingress, "metadata");
    let mut annotations = take_object(&mut metadata, "annotations");
    let mut spec = take_object(&mut ingress, "spec");
    // The chart gives every rule the load balancer's own class.
    take(&mut spec, "ingressClassName");

    let mut out = Object::new();
    if !matches!(rule.state, RuleState::Enabled) {
        out.insert("enabled".to_owned(), Value::Bool(false));
    }
    put(&mut out, "namespace", take_string(&mut metadata, "namespace"));
    let guard = take_guard(&mut annotations);
    let mut annotation = |key: &str| take_string(&mut annotations, &format!("{PREFIX}{key}"));
    put(&mut out, "order", annotation("group.order"));
    put(&mut out, "listenPorts", annotation("listen-ports"));
    let action = annotation(&format!("actions.{}", rule.name));
    let conditions = annotation(&format!("conditions.{}", rule.name));
    let transforms = annotation(&format!("transforms.{}", rule.name));
    match route(&rule.name, &spec, !conditions.is_empty()) {
        Some(route) => out.extend(route),
        None => put(&mut out, "spec", spec),
    }
    put(&mut out, "action", action);
    if let RuleState::Closed(closed) = &rule.state {
        let closed = typed(closed);
        put(
            &mut out,
            "actionUntilEnabled",
            text(&closed, &["metadata", "annotations", &format!("{PREFIX}actions.{}", rule.name)]).unwrap_or_default(),
        );
    }
    put(&mut out, "conditions", conditions);
    put(&mut out, "transforms", transforms);
    put(&mut out, "authentication", guard);
    put(&mut out, "annotations", annotations);
    out
}

/// The annotations that say who may come in. They stand apart: without the Secret that they name, a rule that is not
/// enabled must not have them.
fn take_guard(annotations: &mut Object) -> Object {
    let asks = |key: &str| {
        let key = key.strip_prefix(PREFIX).unwrap_or_default();
        key.starts_with("auth-") || key == "jwt-validation"
    };
    let keys: Vec<String> = annotations.keys().filter(|key| asks(key)).cloned().collect();
    keys.into_iter().filter_map(|key| take(annotations, &key).map(|value| (key, value))).collect()
}

/// Host and paths of a spec that is one rule to the action of that name; nothing for the action as default backend.
/// `None` if the spec says anything else.
fn route(name: &str, spec: &Object, has_conditions: bool) -> Option<Object> {
    let action = json!({ "service": { "name": name, "port": { "name": "use-annotation" } } });
    if spec.len() == 1 && spec.get("defaultBackend") == Some(&action) && !has_conditions {
        return Some(Object::new());
    }
    let mut spec = spec.clone();
    let rules = take_list(&mut spec, "rules");
    let [Value::Object(rule)] = rules.as_slice() else { return None };
    let mut rule = rule.clone();
    let mut http = take_object(&mut rule, "http");
    let paths: Vec<Object> = take_list(&mut http, "paths").into_iter().map(into_object).collect();
    let first = paths.first()?;
    let kind = text(first, &["pathType"])?;
    let alike = |it: &Object| it.get("backend") == Some(&action) && text(it, &["pathType"]) == Some(kind);
    if !spec.is_empty() || !paths.iter().all(alike) {
        return None;
    }
    let host = take_string(&mut rule, "host");
    let mut out = Object::new();
    put(&mut out, "host", host);
    match paths.as_slice() {
        [path] => put(&mut out, "path", text(path, &["path"]).unwrap_or_default()),
        several => {
            let texts: Option<Vec<Value>> = several.iter().map(|it| Some(Value::from(text(it, &["path"])?))).collect();
            out.insert("paths".to_owned(), Value::Array(texts?));
        }
    }
    // Where nothing else tells it from a default backend, the path type does.
    if kind != "ImplementationSpecific" || out.is_empty() && !has_conditions {
        put(&mut out, "pathType", kind);
    }
    Some(out)
}
