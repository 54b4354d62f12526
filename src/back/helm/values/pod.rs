//! A pod template as values. Fields that have no key of their own stand under `extraPodSpec`.

use serde_json::{Value, json};

use super::super::json::{Object, hand_over, into_object, keyed, put, take, take_list, take_object, text};
use super::{Workload, container};

/// Fields of a pod that are keys of the values, and are written as Kubernetes writes them.
const NATIVE: [&str; 14] = [
    "restartPolicy",
    "terminationGracePeriodSeconds",
    "imagePullSecrets",
    "hostNetwork",
    "hostPID",
    "hostIPC",
    "shareProcessNamespace",
    "dnsPolicy",
    "dnsConfig",
    "hostAliases",
    "runtimeClassName",
    "priorityClassName",
    "nodeSelector",
    "tolerations",
];

pub(super) fn values(mut template: Object, workload: &Workload<'_>, out: &mut Object) {
    let mut metadata = take_object(&mut template, "metadata");
    put(out, "podAnnotations", take_object(&mut metadata, "annotations"));
    let mut labels = take_object(&mut metadata, "labels");
    labels.retain(|key, _| !workload.selector.contains_key(key));
    out.insert("podLabels".to_owned(), Value::Object(labels));

    let mut spec = take_object(&mut template, "spec");
    containers(&mut spec, "containers", "containerOrder", workload, out);
    containers(&mut spec, "initContainers", "initContainerOrder", workload, out);
    put(out, "volumes", keyed(take_list(&mut spec, "volumes"), "name"));
    hand_over(&mut spec, "resources", out, "podResources");
    hand_over(&mut spec, "securityContext", out, "podSecurityContext");
    for field in NATIVE {
        hand_over(&mut spec, field, out, field);
    }
    spread(&mut spec, workload, out);
    affinity(&mut spec, workload, out);
    drop_what_the_chart_says(&mut spec, workload);
    put(out, "extraPodSpec", spec);
}

fn containers(spec: &mut Object, field: &str, order: &str, workload: &Workload<'_>, out: &mut Object) {
    let list = take_list(spec, field);
    let pairs: Vec<(String, Object)> =
        list.into_iter().map(|it| container::values(into_object(it), workload.name)).collect();
    put(out, order, pairs.iter().map(|(name, _)| Value::from(name.as_str())).collect::<Vec<_>>());
    put(out, field, pairs.into_iter().map(|(name, values)| (name, Value::Object(values))).collect::<Object>());
}

/// Fields that the templates write by themselves are dropped if they say what the templates would.
fn drop_what_the_chart_says(spec: &mut Object, workload: &Workload<'_>) {
    let account = text(&workload.service_account, &["metadata", "name"]).unwrap_or(workload.name);
    let automount = workload.service_account.get("automountServiceAccountToken").and_then(Value::as_bool);
    let said = [
        ("serviceAccountName", json!(account)),
        ("automountServiceAccountToken", json!(automount.unwrap_or(true))),
        ("enableServiceLinks", json!(false)),
    ];
    for (field, value) in said {
        if spec.get(field) == Some(&value) {
            take(spec, field);
        }
    }
}

/// A constraint about the workload's own pods says so by leaving its selector out, so that it holds under another name too.
fn spread(spec: &mut Object, workload: &Workload<'_>, out: &mut Object) {
    let Some(Value::Array(mut constraints)) = spec.get("topologySpreadConstraints").cloned() else { return };
    if constraints.iter_mut().all(|constraint| leave_own_selector_out(constraint, workload)) {
        take(spec, "topologySpreadConstraints");
        put(out, "topologySpreadConstraints", constraints);
    }
}

/// The same for terms about other pods.
fn affinity(spec: &mut Object, workload: &Workload<'_>, out: &mut Object) {
    let Some(mut affinity) = spec.get("affinity").cloned() else { return };
    let mut terms: Vec<&mut Value> = Vec::new();
    for (kind, rules) in affinity.as_object_mut().into_iter().flatten() {
        if kind == "nodeAffinity" {
            continue;
        }
        for (strength, list) in rules.as_object_mut().into_iter().flatten() {
            let preferred = strength.starts_with("preferred");
            let list = list.as_array_mut().into_iter().flatten();
            terms.extend(list.filter_map(|it| if preferred { it.get_mut("podAffinityTerm") } else { Some(it) }));
        }
    }
    if terms.into_iter().all(|term| leave_own_selector_out(term, workload)) {
        take(spec, "affinity");
        put(out, "affinity", affinity);
    }
}

/// False if there is no selector: the templates would add one.
fn leave_own_selector_out(term: &mut Value, workload: &Workload<'_>) -> bool {
    let Some(fields) = term.as_object_mut() else { return false };
    let own = json!({ "matchLabels": workload.selector });
    match fields.get("labelSelector") {
        None => false,
        Some(selector) if *selector == own => {
            take(fields, "labelSelector");
            true
        }
        Some(selector) => selector.as_object().is_some_and(|it| !it.is_empty()),
    }
}
