//! Typed objects as the values of their chart: takes each object apart into the keys that the templates put together again.
//!
//! Invariant: whatever a typed workload holds is in the values. What no key names goes through as Kubernetes writes it.

mod container;
mod ingress;
mod network;
mod pod;
pub(super) mod route;
mod secret;
mod storage;
mod target_group_binding;
mod workload;

use serde_json::Value;

use super::json::{Object, put, take, take_object, text};
use super::ordered::Ordered;
use crate::back::kubernetes::Objects;

/// Labels that the chart makes by itself.
const OWN_LABELS: [&str; 3] = ["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/managed-by"];

/// What the parts of the values must know of their workload.
struct Workload<'a> {
    name: &'a str,
    /// The labels that select its pods.
    selector: Object,
    service_account: Object,
}

/// The values, in no order yet: `yaml` has the order of the sections.
pub(super) fn of(objects: &Objects, ordered: Ordered) -> Object {
    let Ordered {
        controller,
        service_account,
        service,
        services,
        ingresses,
        bindings,
        routes,
        rule_configurations,
        target_group,
        external_secrets,
        autoscaler,
        disruption_budget,
        network_policy,
        volumes,
        claims,
        config_maps,
    } = ordered;
    let labels = text_map(&controller, &["metadata", "labels"]);
    let selector = labels.iter().filter(|(key, _)| OWN_LABELS[..2].contains(&key.as_str()));
    let workload = Workload {
        name: &objects.name,
        selector: selector.map(|(key, value)| (key.clone(), value.clone())).collect(),
        service_account,
    };
    let mut out = names(&objects.name, &labels);
    workload::values(controller, &objects.controller, &workload, &mut out);
    put(&mut out, "serviceAccount", account(&workload));
    network::values(service, autoscaler, disruption_budget, network_policy, &mut out);
    network::further_services(services, &objects.name, &mut out);
    ingress::values(ingresses, objects, &mut out);
    target_group_binding::values(bindings, &objects.name, &mut out);
    route::values(routes, &objects.name, &mut out);
    route::rule_configurations(rule_configurations, &mut out);
    route::target_group(target_group, &mut out);
    secret::values(external_secrets, &objects.name, &mut out);
    storage::values(volumes, claims, &objects.name, &mut out);
    storage::config_maps(config_maps, &objects.name, &mut out);
    out.insert("commonLabels".to_owned(), Value::Object(common_labels(labels)));
    out
}

/// Labels beside those that the chart makes by itself.
pub(super) fn common_labels(mut labels: Object) -> Object {
    labels.retain(|key, _| !OWN_LABELS.contains(&key.as_str()));
    labels
}

/// The overrides that keep names the same whatever the chart and the release are called.
pub(super) fn names(full_name: &str, labels: &Object) -> Object {
    let short = text(labels, &["app.kubernetes.io/name"]).unwrap_or(full_name);
    let pairs = [("nameOverride", short), ("fullnameOverride", full_name)];
    pairs.into_iter().map(|(key, name)| (key.to_owned(), Value::from(name))).collect()
}

/// The key below which a further object stands, and its name where the key does not say it.
fn keyed_by_suffix(workload: &str, name: &str) -> (String, Option<String>) {
    match name.strip_prefix(workload).and_then(|rest| rest.strip_prefix('-')) {
        Some(suffix) if !suffix.is_empty() => (suffix.to_owned(), None),
        Some(_) | None => (name.to_owned(), Some(name.to_owned())),
    }
}

pub(super) fn text_map(object: &Object, path: &[&str; 2]) -> Object {
    let [outer, inner] = path;
    let found = object.get(*outer).and_then(|value| value.get(*inner)).and_then(Value::as_object);
    found.cloned().unwrap_or_default()
}

fn account(workload: &Workload<'_>) -> Object {
    let mut account = workload.service_account.clone();
    let mut metadata = take_object(&mut account, "metadata");
    let mut out = Object::new();
    out.insert("create".to_owned(), Value::Bool(true));
    let automount = take(&mut account, "automountServiceAccountToken").unwrap_or(Value::Bool(true));
    out.insert("automount".to_owned(), automount);
    out.insert("annotations".to_owned(), Value::Object(take_object(&mut metadata, "annotations")));
    if let Some(name) = text(&metadata, &["name"]).filter(|name| *name != workload.name) {
        put(&mut out, "name", name);
    }
    out
}
