//! Typed objects as the manifests that a pull request reviews: no namespace, no chart's version, keys and documents in the
//! conventional order. Must write what `helm template` makes of the chart of the same objects.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use serde_saphyr::{LitStr, SingleQuoted};

use super::json::{Object, object, text};
use super::order;
use super::yaml::fits_a_block;
use crate::back::kubernetes::{Controller, EdgeObjects, Objects};

/// `rendered/<workload>.yaml`.
pub(super) fn workload(objects: &Objects) -> String {
    let mut all = vec![controller(objects), object(&objects.service_account)];
    all.extend(objects.service.iter().map(object));
    all.extend(objects.ingresses.iter().map(object));
    all.extend(objects.external_secrets.iter().map(|it| custom("external-secrets.io/v1", "ExternalSecret", it)));
    all.extend(objects.autoscaler.iter().map(object));
    all.extend(objects.disruption_budget.iter().map(object));
    all.extend(objects.network_policy.iter().map(object));
    all.extend(objects.volumes.iter().map(object));
    all.extend(objects.claims.iter().map(object));
    all.extend(objects.config_maps.iter().map(object));
    written(all)
}

/// `rendered/edge-<load balancer>.yaml`: without the rules that are held back.
pub(super) fn edge(objects: &EdgeObjects) -> String {
    let mut all = vec![object(&objects.class), custom("elbv2.k8s.aws/v1beta1", "IngressClassParams", &objects.params)];
    all.extend(objects.rules.iter().filter(|rule| rule.enabled).map(|rule| object(&rule.ingress)));
    written(all)
}

/// Objects of any kind, such as those of `platform/`, in the same order and spelling.
pub(crate) fn documents(objects: impl IntoIterator<Item = Value>) -> String {
    written(objects.into_iter().map(super::json::into_object).collect())
}

fn controller(objects: &Objects) -> Object {
    let mut all = match &objects.controller {
        Controller::Deployment(it) => object(it.as_ref()),
        Controller::DaemonSet(it) => object(it.as_ref()),
        Controller::Job(it) => object(it.as_ref()),
    };
    // With an autoscaler the number of replicas is not the chart's: what it says would be fought over.
    if let (Some(_), Some(Value::Object(spec))) = (&objects.autoscaler, all.get_mut("spec")) {
        spec.shift_remove("replicas");
    }
    all
}

/// A custom resource, whose type carries no `apiVersion` and `kind`.
fn custom(api_version: &str, kind: &str, typed: &impl Serialize) -> Object {
    let mut all = super::json::into_object(json!({ "apiVersion": api_version, "kind": kind }));
    all.extend(object(typed));
    all
}

fn written(mut objects: Vec<Object>) -> String {
    let place = |it: &Object| {
        let kind = text(it, &["kind"]).unwrap_or_default().to_owned();
        let name = text(it, &["metadata", "name"]).unwrap_or_default().to_owned();
        (order::install_order(&kind), kind, name, text(it, &["metadata", "namespace"]).unwrap_or_default().to_owned())
    };
    objects.sort_by_cached_key(place);
    let documents: Vec<String> = objects.into_iter().map(|it| document(&order::conventional(it))).collect();
    documents.join("---\n")
}

fn document(object: &Object) -> String {
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false, compact_list_indent: false };
    let object = Value::Object(object.clone());
    // A tree of JSON is never refused; and if it were, JSON is YAML too.
    let text = serde_saphyr::to_string_with_options(&Readable(&object), options);
    let mut text = text.unwrap_or_else(|_| object.to_string());
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// JSON in an annotation, which a reviewer reads without a backslash before each quote.
fn is_json(text: &str) -> bool {
    text.starts_with(['{', '[']) && text.contains('"') && !text.contains(|c: char| c == '\'' || c.is_control())
}

/// A value whose long texts are literal blocks where that is safe. Left to itself the writer makes blocks of texts that
/// begin with a tab, which no parser but its own takes.
struct Readable<'a>(&'a Value);

impl Serialize for Readable<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::String(text) if fits_a_block(text) => LitStr(text).serialize(serializer),
            Value::String(text) if is_json(text) => SingleQuoted(text).serialize(serializer),
            Value::Array(items) => serializer.collect_seq(items.iter().map(Readable)),
            Value::Object(fields) => serializer.collect_map(fields.iter().map(|(name, value)| (name, Readable(value)))),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.0.serialize(serializer),
        }
    }
}
