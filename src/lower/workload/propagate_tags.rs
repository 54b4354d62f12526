//! Tags that each task had.
//!
//! ECS: a task gets the tags of its service or of its task definition where `propagateTags` says so, for bills and policies
//! ("Tagging Amazon ECS resources"). Kubernetes: a pod is no AWS resource and has no tags; its labels may be cost allocation
//! tags of split cost allocation data ("View costs by Pod", EKS User Guide). So the tags that are legal labels are labels of
//! the pods, which a change of a tag then replaces, and the rest of it is told.

use super::record_provenance::{is_label_value, is_name};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{PropagateTags, Tag};
use crate::ir::{Spanned, Traced};

/// Decides which tags of the service and of the definition are labels of the pods.
pub(super) fn propagate(
    source: Option<Spanned<PropagateTags>>,
    (service, definition): (&[Tag], &[Tag]),
    diags: &mut Diagnostics,
) -> Vec<(String, Traced<String>)> {
    let Some(source) = source else { return Vec::new() };
    let (tags, whose) = match source.value {
        PropagateTags::Service => (service, "service"),
        PropagateTags::TaskDefinition => (definition, "task definition"),
        PropagateTags::None => {
            diags.ignore(source.at, "no tags are passed on, as without it");
            return Vec::new();
        }
    };
    if tags.is_empty() {
        diags.ignore(source.at, "there are no tags to pass on");
        return Vec::new();
    }
    let names: Vec<String> = tags.iter().map(|tag| format!("`{}`", tag.key.value)).collect();
    diags.tell(
        Finding::new(Code::PropagatedTags, source.at, format!("each task had the tags of its {whose}: {}", names.join(", ")))
            .kubernetes("pods have those that are legal labels as labels; AWS bills nodes and disks, not pods")
            .help("for costs by tag, turn on split cost allocation data for Amazon EKS, with these labels as cost allocation tags"),
    );
    let legal = tags.iter().filter(|tag| is_name(&tag.key.value) && is_label_value(&tag.value.value));
    let label = |tag: &Tag| {
        (tag.key.value.clone(), tag.value.with(tag.value.value.clone()).and([tag.key.leaf(), source.leaf()]))
    };
    legal.map(label).collect()
}
