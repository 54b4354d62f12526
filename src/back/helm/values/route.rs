//! HTTPRoutes, and what belongs to them, as values. What the chart's own objects are called is left to the chart.

use serde_json::Value;

use super::super::json::{Object, into_object, put, take_list, take_object, take_string, text};
use super::network::enabled;

/// The route of the workload's name, and the others by what follows it.
pub(super) fn values(routes: Vec<Object>, workload: &str, out: &mut Object) {
    let mut further = Object::new();
    for route in routes {
        let name = text(&route, &["metadata", "name"]).unwrap_or_default().to_owned();
        let mut values = enabled();
        if name == workload {
            values.extend(one(route, "backendRefs", workload));
            out.insert("httpRoute".to_owned(), Value::Object(values));
            continue;
        }
        let (key, explicit) = super::keyed_by_suffix(workload, &name);
        put(&mut values, "name", explicit.unwrap_or_default());
        values.extend(one(route, "backendRefs", workload));
        further.insert(key, Value::Object(values));
    }
    put(out, "extraHttpRoutes", further);
}

/// What a route says: its annotations, and the fields of its spec. References of this kind to the chart's own name have no
/// name.
pub(in super::super) fn one(mut route: Object, references: &str, own: &str) -> Object {
    let mut metadata = take_object(&mut route, "metadata");
    let mut spec = take_object(&mut route, "spec");
    let mut out = Object::new();
    put(&mut out, "annotations", take_object(&mut metadata, "annotations"));
    let nameless = |mut holder: Object| {
        if holder.contains_key(references) {
            let list = take_list(&mut holder, references).into_iter().map(|it| without_name(into_object(it), own));
            let list: Vec<Value> = list.collect();
            holder.insert(references.to_owned(), Value::Array(list));
        }
        holder
    };
    let rules = take_list(&mut spec, "rules").into_iter();
    let rules: Vec<Value> = rules.map(|rule| Value::Object(nameless(into_object(rule)))).collect();
    out.extend(nameless(spec));
    out.insert("rules".to_owned(), Value::Array(rules));
    out
}

fn without_name(mut reference: Object, own: &str) -> Value {
    let name = take_string(&mut reference, "name");
    let mut out = Object::new();
    put(&mut out, "name", if name == own { String::new() } else { name });
    out.extend(reference);
    Value::Object(out)
}

/// By their names, since the rules call them so.
pub(in super::super) fn rule_configurations(all: Vec<Object>, out: &mut Object) {
    let pairs = all.into_iter().map(|mut configuration| {
        let name = text(&configuration, &["metadata", "name"]).unwrap_or_default().to_owned();
        (name, Value::Object(take_object(&mut configuration, "spec")))
    });
    put(out, "listenerRules", pairs.collect::<Object>());
}

pub(super) fn target_group(configuration: Option<Object>, out: &mut Object) {
    let Some(mut configuration) = configuration else { return };
    let mut spec = take_object(&mut configuration, "spec");
    out.insert("targetGroup".to_owned(), Value::Object(take_object(&mut spec, "defaultConfiguration")));
}
