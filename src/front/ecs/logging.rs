//! `logConfiguration` of a container definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object, text};
use crate::ir::ecs::LogConfiguration;

/// Reads a log configuration. The option keys are the driver's own and are never respelt.
pub(super) fn log_configuration(
    it: &mut Object,
    diags: &mut Diagnostics,
) -> Result<Option<LogConfiguration>, Reported> {
    it.child("logConfiguration", diags, |it, diags| {
        it.not_yet(&["secretOptions"], diags);
        let driver = it.required_string("logDriver", diags)?;
        let options = match it.take("options", diags) {
            None => Vec::new(),
            Some(node) if node.is_leaf() => {
                diags.ignore(node.at, "no options: not set");
                Vec::new()
            }
            Some(node) => object(node, diags, |it, diags| {
                it.take_all().into_iter().map(|entry| Ok((entry.key, text(entry.node, diags)?))).collect()
            })?,
        };
        Ok(LogConfiguration { at: it.at(), driver, options })
    })
}
