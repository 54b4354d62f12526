//! `environment` and `secrets` of a container definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object, text};
use crate::front::tree::Node;
use crate::ir::ecs::{Environment, Secret, Variable};

/// Reads both lists of a container.
pub(super) fn environment(it: &mut Object, diags: &mut Diagnostics) -> Result<Environment, Reported> {
    Ok(Environment { variables: it.list("environment", diags, variable)?, secrets: it.list("secrets", diags, secret)? })
}

fn variable(node: Node, diags: &mut Diagnostics) -> Result<Variable, Reported> {
    object(node, diags, |it, diags| {
        Ok(Variable {
            name: it.required_string("name", diags)?,
            // An empty value is a value: the variable is set, and a program can tell that from unset.
            value: it.take("value", diags).map(|node| text(node, diags)).transpose()?,
        })
    })
}

/// Reads a name with a reference to what is secret.
pub(super) fn secret(node: Node, diags: &mut Diagnostics) -> Result<Secret, Reported> {
    object(node, diags, |it, diags| {
        Ok(Secret { name: it.required_string("name", diags)?, value_from: it.required_string("valueFrom", diags)? })
    })
}
