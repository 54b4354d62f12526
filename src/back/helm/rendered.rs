//! Typed objects as the manifests that a pull request reviews: no namespace, no chart's version, keys and documents in the
//! conventional order. Must write what `helm template` makes of the chart of the same objects.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_saphyr::{LitStr, SingleQuoted};

use super::json::{Object, text};
use super::order::{conventional, custom, install_order, typed};
use super::ordered::{self, Ordered};
use super::yaml::fits_a_block;
use crate::back::kubernetes::{CONTROLLER_API, EdgeObjects, GATEWAY_API, GatewayObjects};

/// `rendered/<workload>.yaml`.
pub(super) fn workload(ordered: &Ordered) -> String {
    let beside = ordered.beside_controller().into_iter().map(Cow::Borrowed);
    written([controller(ordered)].into_iter().chain(beside).collect())
}

/// `rendered/edge-<load balancer>.yaml`: of a rule that is held back, what takes its place.
pub(super) fn edge(objects: &EdgeObjects) -> String {
    let mut all =
        vec![typed(&objects.class), custom(objects.maker.api_version(), "IngressClassParams", &objects.params)];
    all.extend(objects.rules.iter().filter_map(|rule| rule.installed()).map(typed));
    written(all.into_iter().map(Cow::Owned).collect())
}

/// `rendered/edge-<load balancer>.yaml` of a Gateway.
pub(super) fn gateway(objects: &GatewayObjects) -> String {
    let mut all = vec![
        custom(GATEWAY_API, "GatewayClass", &objects.class),
        custom(GATEWAY_API, "Gateway", &objects.gateway),
        custom(CONTROLLER_API, "LoadBalancerConfiguration", &objects.configuration),
    ];
    all.extend(ordered::routes(&objects.routes));
    all.extend(ordered::rule_configurations(&objects.routes));
    written(all.into_iter().map(Cow::Owned).collect())
}

/// Objects of any kind, such as those of `platform/`, in the same order and spelling.
pub(crate) fn documents(objects: impl IntoIterator<Item = Value>) -> String {
    let objects = objects.into_iter().map(|it| Cow::Owned(conventional(super::json::into_object(it))));
    written(objects.collect())
}

fn controller(ordered: &Ordered) -> Cow<'_, Object> {
    let mut all = Cow::Borrowed(&ordered.controller);
    // With an autoscaler the number of replicas is not the chart's: what it says would be fought over.
    if ordered.autoscaler.is_some()
        && let Some(Value::Object(spec)) = all.to_mut().get_mut("spec")
    {
        spec.shift_remove("replicas");
    }
    all
}

fn written(mut objects: Vec<Cow<'_, Object>>) -> String {
    let place = |it: &Cow<'_, Object>| {
        let kind = text(it, &["kind"]).unwrap_or_default().to_owned();
        let name = text(it, &["metadata", "name"]).unwrap_or_default().to_owned();
        (install_order(&kind), kind, name, text(it, &["metadata", "namespace"]).unwrap_or_default().to_owned())
    };
    objects.sort_by_cached_key(place);
    let documents: Vec<String> = objects.iter().map(|it| document(it)).collect();
    documents.join("---\n")
}

fn document(object: &Object) -> String {
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false, compact_list_indent: false };
    // A tree of JSON is never refused; and if it were, JSON is YAML too.
    let text = serde_saphyr::to_string_with_options(&ReadableMap(object), options);
    let mut text = text.or_else(|_| serde_json::to_string(object)).unwrap_or_default();
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
            Value::Object(fields) => ReadableMap(fields).serialize(serializer),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.0.serialize(serializer),
        }
    }
}

struct ReadableMap<'a>(&'a Object);

impl Serialize for ReadableMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, Readable(value))))
    }
}
