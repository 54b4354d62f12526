//! Tags, and the attributes of load balancers and target groups.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{object, text};
use crate::front::tree::Node;
use crate::ir::Spanned;
use crate::ir::ecs::{Attribute, PropagateTags, Tag};

/// Whose tags something bears as well.
pub(super) const SOURCES: &[(&str, PropagateTags)] = &[
    ("TASK_DEFINITION", PropagateTags::TaskDefinition),
    ("SERVICE", PropagateTags::Service),
    ("NONE", PropagateTags::None),
];

/// Reads a tag in ECS's spelling.
pub(super) fn tag(node: Node, diags: &mut Diagnostics) -> Result<Tag, Reported> {
    object(node, diags, |it, diags| {
        let key = it.required_string("key", diags)?;
        let value = match it.take("value", diags) {
            Some(node) => text(node, diags)?,
            None => Spanned::new(String::new(), key.at.place_only()),
        };
        Ok(Tag { key, value })
    })
}

/// Reads `{"TargetGroupArn": …, "Attributes": […]}`: the ARN under `arn_key`, and the attributes.
pub(crate) fn attributes(
    node: Node,
    arn_key: &'static str,
    diags: &mut Diagnostics,
) -> Result<(Spanned<String>, Vec<Attribute>), Reported> {
    object(node, diags, |it, diags| {
        it.ignore(&["ResponseMetadata"], "about the answer, not about the resource", diags);
        let arn = it.required_string(arn_key, diags)?;
        let attributes = it.list("Attributes", diags, |node, diags| {
            object(node, diags, |it, diags| {
                let key = it.required_string("Key", diags)?;
                let value = match it.take("Value", diags) {
                    Some(node) => text(node, diags)?,
                    None => Spanned::new(String::new(), key.at.place_only()),
                };
                Ok(Attribute { key, value })
            })
        })?;
        diags.ignore(arn.at, "names the resource that the attributes belong to");
        Ok((arn, last_of_each(attributes, diags)))
    })
}

/// A key that stands twice counts with its last value.
fn last_of_each(attributes: Vec<Attribute>, diags: &mut Diagnostics) -> Vec<Attribute> {
    let mut kept: Vec<Attribute> = Vec::with_capacity(attributes.len());
    for attribute in attributes {
        if let Some(earlier) = kept.iter_mut().find(|earlier| earlier.key.value == attribute.key.value) {
            let earlier = std::mem::replace(earlier, attribute);
            [earlier.key.at, earlier.value.at]
                .iter()
                .for_each(|at| diags.ignore(*at, "the same key stands again, and counts there"));
        } else {
            kept.push(attribute);
        }
    }
    kept
}
