//! `logConfiguration` and `firelensConfiguration` of a container definition.

use super::environment;
use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object, text};
use crate::ir::Spanned;
use crate::ir::ecs::{Firelens, LogConfiguration, Logging, RouterKind};
use crate::source::At;

/// Reads both.
pub(super) fn logging(it: &mut Object, diags: &mut Diagnostics) -> Result<Logging, Reported> {
    let container = it.at();
    Ok(Logging {
        configuration: it.child("logConfiguration", diags, log_configuration)?,
        router: it.child("firelensConfiguration", diags, |it, diags| firelens(it, container, diags))?,
    })
}

fn log_configuration(it: &mut Object, diags: &mut Diagnostics) -> Result<LogConfiguration, Reported> {
    Ok(LogConfiguration {
        at: it.at(),
        driver: it.required_string("logDriver", diags)?,
        options: options(it, diags)?,
        secret_options: it.list("secretOptions", diags, environment::secret)?,
    })
}

fn firelens(it: &mut Object, container: At, diags: &mut Diagnostics) -> Result<Firelens, Reported> {
    const KINDS: &[(&str, RouterKind)] = &[("fluentd", RouterKind::Fluentd), ("fluentbit", RouterKind::FluentBit)];
    Ok(Firelens {
        at: it.at(),
        container,
        kind: match it.one_of("type", KINDS, diags)? {
            Some(kind) => kind,
            None => return Err(it.missing("type", diags)),
        },
        options: options(it, diags)?,
    })
}

/// The keys are the driver's own, and are never respelt.
fn options(it: &mut Object, diags: &mut Diagnostics) -> Result<Vec<(String, Spanned<String>)>, Reported> {
    let Some(node) = it.take("options", diags) else { return Ok(Vec::new()) };
    if node.is_leaf() {
        diags.ignore(node.at, "no options: not set");
        return Ok(Vec::new());
    }
    object(node, diags, |it, diags| {
        it.take_all().into_iter().map(|entry| Ok((entry.key, text(entry.node, diags)?))).collect()
    })
}
