//! `TaskDefinitionPlacementConstraint`, `Attribute` and `PlacementStrategy`.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::object;
use crate::front::tree::Node;
use crate::ir::Spanned;
use crate::ir::ecs::{ConstraintKind, PlacementConstraint, PlacementStrategy, StrategyKind};

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

/// Reads one entry of a service's strategy.
pub(super) fn strategy(node: Node, diags: &mut Diagnostics) -> Result<PlacementStrategy, Reported> {
    const KINDS: &[(&str, StrategyKind)] =
        &[("random", StrategyKind::Random), ("spread", StrategyKind::Spread), ("binpack", StrategyKind::Binpack)];
    object(node, diags, |it, diags| {
        Ok(PlacementStrategy {
            kind: match it.one_of("type", KINDS, diags)? {
                Some(kind) => kind,
                None => return Err(it.missing("type", diags)),
            },
            field: it.string("field", diags)?,
        })
    })
}

/// Reads an attribute that instances must have. ECS computes most of them from the other fields, each of which is read for
/// itself; any other one asks for the same as a constraint on it.
pub(super) fn attribute(node: Node, diags: &mut Diagnostics) -> Result<Option<PlacementConstraint>, Reported> {
    const COMPUTED: [&str; 2] = ["com.amazonaws.ecs.capability.", "ecs.capability."];
    object(node, diags, |it, diags| {
        let name = it.required_string("name", diags)?;
        it.ignore(&["targetType"], "only instances have attributes", diags);
        it.ignore(&["targetId"], "an instance of the cluster: nodes have other identities", diags);
        if COMPUTED.iter().any(|computed| name.value.starts_with(computed)) {
            let reason = "computed by ECS from the other fields";
            diags.ignore(name.at, reason);
            it.ignore(&["value"], reason, diags);
            return Ok(None);
        }
        let expression = match it.string("value", diags)? {
            Some(value) => {
                diags.ignore(value.at, "required with the name of the attribute");
                format!("attribute:{} == {}", name.value, value.value)
            }
            None => format!("attribute:{} exists", name.value),
        };
        // Nothing says of which kind it is, so the kind has no place of its own.
        Ok(Some(PlacementConstraint {
            kind: Spanned::new(ConstraintKind::MemberOf, name.at.place_only()),
            expression: Spanned::new(expression, name.at),
        }))
    })
}
