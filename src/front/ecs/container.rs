//! `ContainerDefinition`.

use super::{environment, health_check, kernel, lifecycle, logging, network, port, resources, security, volume};
use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object, text};
use crate::front::tree::Node;
use crate::ir::Spanned;
use crate::ir::ecs::{Container, Process, VersionConsistency};

/// Reads a container definition.
pub(super) fn container(node: Node, diags: &mut Diagnostics) -> Result<Container, Reported> {
    object(node, diags, |it, diags| {
        let (ports, port_ranges) = port::ports(it, diags)?;
        Ok(Container {
            at: it.at(),
            name: it.required_string("name", diags)?,
            process: process(it, diags)?,
            environment: environment::environment(it, diags)?,
            resources: resources::resources(it, diags)?,
            lifecycle: lifecycle::lifecycle(it, diags)?,
            health_check: health_check::health_check(it, diags)?,
            ports,
            network: network::container(it, port_ranges, diags)?,
            mounts: it.list("mountPoints", diags, volume::mount)?,
            volumes_from: it.list("volumesFrom", diags, volume::volumes_from)?,
            security: security::security(it, diags)?,
            kernel: kernel::kernel(it, diags)?,
            logging: logging::logging(it, diags)?,
        })
    })
}

fn process(it: &mut Object, diags: &mut Diagnostics) -> Result<Process, Reported> {
    const CONSISTENCIES: &[(&str, VersionConsistency)] =
        &[("enabled", VersionConsistency::Enabled), ("disabled", VersionConsistency::Disabled)];
    Ok(Process {
        image: it.string("image", diags)?,
        credentials: it
            .child("repositoryCredentials", diags, |it, diags| it.required_string("credentialsParameter", diags))?,
        version_consistency: it.one_of("versionConsistency", CONSISTENCIES, diags)?,
        entry_point: it.strings("entryPoint", diags)?,
        command: it.strings("command", diags)?,
        working_directory: it.string("workingDirectory", diags)?,
        interactive: it.boolean("interactive", diags)?,
        pseudo_terminal: it.boolean("pseudoTerminal", diags)?,
        labels: labels(it, diags)?,
    })
}

/// The keys are the user's own and are never respelt.
fn labels(it: &mut Object, diags: &mut Diagnostics) -> Result<Vec<(String, Spanned<String>)>, Reported> {
    let read = |it: &mut Object, diags: &mut Diagnostics| -> Result<Vec<_>, Reported> {
        it.take_all().into_iter().map(|entry| Ok((entry.key, text(entry.node, diags)?))).collect()
    };
    Ok(it.child("dockerLabels", diags, read)?.unwrap_or_default())
}
