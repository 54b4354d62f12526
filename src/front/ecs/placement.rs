//! `TaskDefinitionPlacementConstraint`.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::object;
use crate::front::tree::Node;
use crate::ir::ecs::{ConstraintKind, PlacementConstraint};

/// Reads a constraint of a task definition.
pub(super) fn constraint(node: Node, diags: &mut Diagnostics) -> Result<PlacementConstraint, Reported> {
    const KINDS: &[(&str, ConstraintKind)] = &[("memberOf", ConstraintKind::MemberOf)];
    object(node, diags, |it, diags| {
        Ok(PlacementConstraint {
            kind: match it.one_of("type", KINDS, diags)? {
                Some(kind) => kind,
                None => return Err(it.missing("type", diags)),
            },
            expression: it.required_string("expression", diags)?,
        })
    })
}
