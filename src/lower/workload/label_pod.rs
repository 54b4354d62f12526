//! Docker's labels.
//!
//! ECS (`dockerLabels`): any keys and values on one container, for agents that ask Docker ("ContainerDefinition", API
//! reference). Kubernetes: no such labels; agents read the pod's annotations, whose keys are names of at most 63 characters
//! with a domain before them or without ("Annotations"). Datadog reads `ad.datadoghq.com/<container>.…` where it read
//! `com.datadoghq.ad.…`, and labels `tags.datadoghq.com/<container>.…` where it read `com.datadoghq.tags.…` ("Kubernetes
//! and Integrations", "Unified Service Tagging"). So: annotations of the pod; what is no key, or means something else in
//! another container, stands in one annotation for each container, as JSON.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::record_provenance::{is_label_value, is_name};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::plan::PodMetadata;
use crate::ir::{Spanned, Traced};
use crate::source::At;

/// A container's labels.
pub(super) struct Labelled {
    /// Its name in the pod.
    pub(super) container: String,
    pub(super) labels: Vec<(String, Spanned<String>)>,
}

/// Nothing beside the labels that select the pod.
pub(super) fn none() -> PodMetadata {
    PodMetadata { annotations: Vec::new(), labels: Vec::new() }
}

/// A label that no agent's vocabulary has.
struct Plain {
    container: String,
    key: String,
    value: Spanned<String>,
}

/// Decides annotations and labels of the pod, which has labels of its own already.
pub(super) fn label(all: Vec<Labelled>, own: Vec<(String, Traced<String>)>, diags: &mut Diagnostics) -> PodMetadata {
    let mut metadata = PodMetadata { labels: own, ..none() };
    let (mut plain, mut unread, mut routes): (Vec<Plain>, Vec<(String, At)>, Vec<At>) = Default::default();
    for Labelled { container, labels } in all {
        for (key, value) in labels {
            match datadog(&container, &key, &value.value) {
                Some(Datadog::Annotation(key, text)) => metadata.annotations.push((key, value.with(text))),
                Some(Datadog::Label(key)) => metadata.labels.push((key, value.traced())),
                Some(Datadog::Unread) => {
                    unread.push((key.clone(), value.at));
                    plain.push(Plain { container: container.clone(), key, value });
                }
                None => {
                    routes.extend(key.starts_with("traefik.").then_some(value.at));
                    plain.push(Plain { container: container.clone(), key, value });
                }
            }
        }
    }
    tell_of_datadog(&unread, diags);
    tell_of_traefik(&routes, diags);
    metadata.annotations.extend(annotations(plain, diags));
    metadata.annotations.sort_by(|a, b| a.0.cmp(&b.0));
    metadata.labels.sort_by(|a, b| a.0.cmp(&b.0));
    metadata
}

/// What a label of Datadog's becomes.
enum Datadog {
    Annotation(String, String),
    Label(String),
    /// Nothing that Datadog would read.
    Unread,
}

/// `None` for a label that is not Datadog's.
fn datadog(container: &str, key: &str, value: &str) -> Option<Datadog> {
    let rest = key.strip_prefix("com.datadoghq.")?;
    let (domain, name, text) = match rest {
        "ad.check_names" | "ad.init_configs" | "ad.instances" | "ad.checks" | "ad.logs" | "ad.check.id" => {
            ("ad", rest.strip_prefix("ad.")?, Some(value.to_owned()))
        }
        "ad.tags" => ("ad", "tags", tags(value)),
        "tags.env" | "tags.service" | "tags.version" => {
            ("tags", rest.strip_prefix("tags.")?, (!value.is_empty() && is_label_value(value)).then(String::new))
        }
        _ => return Some(Datadog::Unread),
    };
    let name = format!("{container}.{name}");
    let key = format!("{domain}.datadoghq.com/{name}");
    Some(match text.filter(|_| is_name(&name)) {
        None => Datadog::Unread,
        Some(_) if domain == "tags" => Datadog::Label(key),
        Some(text) => Datadog::Annotation(key, text),
    })
}

/// From `["team:shop"]`, as Docker's labels have it, to `{"team":"shop"}`, as annotations have it.
fn tags(value: &str) -> Option<String> {
    let list: Vec<String> = serde_json::from_str(value).ok()?;
    let mut tags: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for tag in &list {
        let (name, value) = tag.split_once(':')?;
        tags.entry(name).or_default().push(value);
    }
    let tags: Map<String, Value> = tags
        .into_iter()
        .map(|(name, values)| match values.as_slice() {
            [only] => (name.to_owned(), Value::from(*only)),
            several => (name.to_owned(), Value::from(several.to_vec())),
        })
        .collect();
    Some(Value::Object(tags).to_string())
}

fn annotations(plain: Vec<Plain>, diags: &mut Diagnostics) -> Vec<(String, Traced<String>)> {
    let mut by_key: BTreeMap<String, Vec<Plain>> = BTreeMap::new();
    for label in plain {
        by_key.entry(label.key.clone()).or_default().push(label);
    }
    let mut out = Vec::new();
    let mut kept: BTreeMap<String, Vec<Plain>> = BTreeMap::new();
    for (key, labels) in by_key {
        let mut values = labels.iter().map(|label| &label.value.value);
        let first = values.next().cloned().unwrap_or_default();
        if is_annotation_key(&key) && values.all(|value| *value == first) {
            let from = labels.iter().map(|label| label.value.leaf()).collect();
            out.push((key, Traced::new(first, from)));
            continue;
        }
        for label in labels {
            kept.entry(label.container.clone()).or_default().push(label);
        }
    }
    out.extend(kept.into_iter().map(|(container, labels)| together(&container, labels, diags)));
    out
}

/// One annotation for those labels of a container that cannot stand alone.
fn together(container: &str, labels: Vec<Plain>, diags: &mut Diagnostics) -> (String, Traced<String>) {
    let key = format!("{container}.ecs2eks.dev/docker-labels");
    let names: Vec<String> = labels.iter().map(|label| format!("`{}`", label.key)).collect();
    let mut places = labels.iter().map(|label| label.value.at);
    if let Some(first) = places.next() {
        let what = format!("{} of `{container}` cannot stand as annotations of the pod", names.join(", "));
        diags.tell(
            Finding::new(Code::DockerLabels, first, what)
                .also(places)
                .kubernetes(format!("they are kept together, as JSON, in the annotation `{key}`"))
                .help("nothing to do, unless an agent reads them: then give them other keys under `podAnnotations` in values.override.yaml"),
        );
    }
    let from = labels.iter().map(|label| label.value.leaf()).collect();
    let map: Map<String, Value> =
        labels.into_iter().map(|label| (label.key, Value::String(label.value.value))).collect();
    (key, Traced::new(Value::Object(map).to_string(), from))
}

/// A name with a domain before it or without. Kubernetes' own domains are left out: there, a label would begin to act.
fn is_annotation_key(key: &str) -> bool {
    let Some((domain, name)) = key.split_once('/') else { return is_name(key) };
    let own = ["kubernetes.io", "k8s.io"].iter().any(|own| domain == *own || domain.ends_with(&format!(".{own}")));
    let label =
        |label: &str| is_name(label) && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    !own && domain.len() <= 253 && domain.split('.').all(label) && is_name(name)
}

fn tell_of_datadog(unread: &[(String, At)], diags: &mut Diagnostics) {
    let Some(((key, at), rest)) = unread.split_first() else { return };
    diags.tell(
        Finding::new(Code::DatadogLabels, *at, format!("Datadog's agent does not read `{key}` from a pod"))
            .also(rest.iter().map(|(_, at)| *at))
            .kubernetes("it is kept as an annotation under its own key")
            .help("say the same under `podAnnotations` (`ad.datadoghq.com/…`) or `podLabels` (`tags.datadoghq.com/…`) in values.override.yaml"),
    );
}

fn tell_of_traefik(routes: &[At], diags: &mut Diagnostics) {
    let Some((first, rest)) = routes.split_first() else { return };
    diags.tell(
        Finding::new(Code::TraefikLabels, *first, "labels of the container were Traefik's routes to it")
            .also(rest.iter().copied())
            .kubernetes("Traefik reads no annotations of pods; they are kept there for reference")
            .help("make an IngressRoute of them as templates/custom-ingressroute.yaml, which leads to the workload's Service"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_annotations() {
        for key in ["team", "com.example.name", "example.com/a_b", "Team"] {
            assert!(is_annotation_key(key), "{key}");
        }
        for key in ["", "Cost Center", "a/b/c", "/a", "a/", "k8s.io/x", "a.kubernetes.io/x", "x_y/a"] {
            assert!(!is_annotation_key(key), "{key}");
        }
    }

    #[test]
    fn tags_of_datadog() {
        assert_eq!(tags(r#"["team:shop","a:1","a:2"]"#).as_deref(), Some(r#"{"a":["1","2"],"team":"shop"}"#));
        assert_eq!(tags("team:shop"), None);
        assert_eq!(tags(r#"["shop"]"#), None);
    }
}
