//! Where the workload came from, and its tags.
//!
//! ECS: tags are up to 50 pairs of nearly any text. Kubernetes: labels have a small alphabet and 63 characters
//! ("Labels and Selectors"), annotations take anything. So every tag stands in one annotation, and those that are legal
//! are labels as well, on the objects and never on the pods: a changed tag must not restart anything.

use super::{Context, Kind};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{RevisionStatus, Tag, TaskIdentity};
use crate::ir::plan::Provenance;
use crate::ir::{Spanned, Traced};

/// What names the workload on ECS.
pub(super) struct Origin {
    pub(super) identity: TaskIdentity,
    pub(super) service: Option<(Spanned<String>, Option<Spanned<String>>)>,
    pub(super) cluster: Option<String>,
    pub(super) named_in_service: Option<Spanned<String>>,
}

/// Decides the annotations of provenance, and the labels.
pub(super) fn record(origin: Origin, tags: (Vec<Tag>, Vec<Tag>), cx: &Context, diags: &mut Diagnostics) -> Provenance {
    let Origin { identity, service, cluster, named_in_service } = origin;
    let TaskIdentity { arn, family, revision, status } = identity;
    tell_of_status(status, diags);
    let version = revision.as_ref().map_or_else(String::new, |revision| format!(":{}", revision.value));
    let task = format!("{}{version}", family.value);
    let named = family.at.first < family.at.past;
    let leaves = named.then(|| family.leaf()).into_iter().chain(revision.map(|revision| revision.leaf()));
    let leaves = leaves.chain(named_in_service.map(|name| name.leaf())).collect();
    let kind = if cx.kind == Kind::Job { "run once" } else { "run without a service" };
    let origin = match (&service, &cluster) {
        (Some((name, _)), Some(cluster)) => format!("ECS service {cluster}/{}, task definition {task}", name.value),
        (Some((name, _)), None) => format!("ECS service {}, task definition {task}", name.value),
        (None, _) => format!("ECS task definition {task}, {kind}"),
    };
    let (service_name, service_arn) = service.map_or((None, None), |(name, arn)| (Some(name), arn));
    let arn = match (service_arn, arn) {
        (Some(service), definition) => {
            definition
                .iter()
                .for_each(|arn| diags.ignore(arn.at, "the annotation `ecs2eks.dev/task-definition` says the same"));
            Some(service)
        }
        (None, definition) => definition,
    };
    let renamed = service_name.filter(|name| name.value != cx.names.workload.value);
    let (tags, labels) = all_tags(tags, diags);
    Provenance {
        source: arn.map(Spanned::traced),
        task_definition: Traced::new(task, leaves),
        service_name: renamed.map(Spanned::traced),
        tags,
        labels,
        origin,
    }
}

fn tell_of_status(status: Option<Spanned<RevisionStatus>>, diags: &mut Diagnostics) {
    let Some(status) = status else { return };
    match status.value {
        RevisionStatus::Active => diags.ignore(status.at, "says that the revision can be run"),
        RevisionStatus::Inactive | RevisionStatus::DeleteInProgress => diags.tell(
            Finding::new(Code::RevisionNotActive, status.at, "the revision is deregistered or being deleted")
                .kubernetes("it is converted all the same: services may still run it")
                .help("see that this really is the revision in service"),
        ),
    }
}

type Pairs = Vec<(String, Traced<String>)>;

fn all_tags((service, definition): (Vec<Tag>, Vec<Tag>), diags: &mut Diagnostics) -> (Pairs, Pairs) {
    let (mut tags, mut labels): (Pairs, Pairs) = (Vec::new(), Vec::new());
    for Tag { key, value } in service.into_iter().chain(definition) {
        if tags.iter().any(|(known, _)| *known == key.value) {
            diags.ignore(key.at, "the service has a tag of the same key, which counts");
            diags.ignore(value.at, "the service has a tag of the same key, which counts");
            continue;
        }
        let traced = value.with(value.value.clone()).and([key.leaf()]);
        if is_label_key(&key.value) && is_label_value(&value.value) {
            labels.push((key.value.clone(), traced.clone()));
        }
        tags.push((key.value, traced));
    }
    labels.sort_by(|a, b| a.0.cmp(&b.0));
    (tags, labels)
}

pub(super) fn is_name(text: &str) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric();
    text.len() <= 63
        && text.starts_with(edge)
        && text.ends_with(edge)
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// A label without a prefix: those with one belong to others, and selectors must never be written over.
fn is_label_key(key: &str) -> bool {
    is_name(key)
}

pub(super) fn is_label_value(value: &str) -> bool {
    value.is_empty() || is_name(value)
}
