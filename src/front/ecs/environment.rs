//! `environment`, `environmentFiles` and `secrets` of a container definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object, text};
use crate::front::tree::Node;
use crate::ir::ecs::{Environment, EnvironmentFile, FileStore, Secret, Variable};

/// Reads the three lists of a container.
pub(super) fn environment(it: &mut Object, diags: &mut Diagnostics) -> Result<Environment, Reported> {
    Ok(Environment {
        variables: it.list("environment", diags, variable)?,
        secrets: it.list("secrets", diags, secret)?,
        files: it.list("environmentFiles", diags, file)?,
    })
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

fn file(node: Node, diags: &mut Diagnostics) -> Result<EnvironmentFile, Reported> {
    const STORES: &[(&str, FileStore)] = &[("s3", FileStore::S3)];
    object(node, diags, |it, diags| {
        Ok(EnvironmentFile { value: it.required_string("value", diags)?, store: it.one_of("type", STORES, diags)? })
    })
}
