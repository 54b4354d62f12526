//! Tags, and the attributes of load balancers and target groups.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object, text};
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

/// Reads a tag in Elastic Load Balancing's spelling.
pub(super) fn elb_tag(node: Node, diags: &mut Diagnostics) -> Result<Tag, Reported> {
    let (key, value) = pair(node, diags)?;
    Ok(Tag { key, value })
}

/// Reads `Attributes`.
pub(super) fn attributes(it: &mut Object, diags: &mut Diagnostics) -> Result<Vec<Attribute>, Reported> {
    let attributes = it.list("Attributes", diags, |node, diags| {
        let (key, value) = pair(node, diags)?;
        Ok(Attribute { key, value })
    })?;
    Ok(last_of_each(attributes, diags))
}

fn pair(node: Node, diags: &mut Diagnostics) -> Result<(Spanned<String>, Spanned<String>), Reported> {
    object(node, diags, |it, diags| {
        let key = it.required_string("Key", diags)?;
        let value = match it.take("Value", diags) {
            Some(node) => text(node, diags)?,
            None => Spanned::new(String::new(), key.at.place_only()),
        };
        Ok((key, value))
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
