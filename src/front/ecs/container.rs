//! `ContainerDefinition`.

use super::{environment, health_check, kernel, lifecycle, logging, port, resources, security, volume};
use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::ecs::{Container, Process};

/// Reads a container definition.
pub(super) fn container(node: Node, diags: &mut Diagnostics) -> Result<Container, Reported> {
    object(node, diags, |it, diags| {
        it.not_yet(
            &[
                "repositoryCredentials",
                "versionConsistency",
                "environmentFiles",
                "links",
                "hostname",
                "dnsServers",
                "dnsSearchDomains",
                "extraHosts",
                "disableNetworking",
                "dockerLabels",
            ],
            diags,
        );
        Ok(Container {
            name: it.required_string("name", diags)?,
            process: process(it, diags)?,
            environment: environment::environment(it, diags)?,
            resources: resources::resources(it, diags)?,
            lifecycle: lifecycle::lifecycle(it, diags)?,
            health_check: health_check::health_check(it, diags)?,
            ports: it.list("portMappings", diags, port::port)?.into_iter().flatten().collect(),
            mounts: it.list("mountPoints", diags, volume::mount)?,
            volumes_from: it.list("volumesFrom", diags, volume::volumes_from)?,
            security: security::security(it, diags)?,
            kernel: kernel::kernel(it, diags)?,
            logging: logging::logging(it, diags)?,
        })
    })
}

fn process(it: &mut Object, diags: &mut Diagnostics) -> Result<Process, Reported> {
    Ok(Process {
        image: it.string("image", diags)?,
        entry_point: it.strings("entryPoint", diags)?,
        command: it.strings("command", diags)?,
        working_directory: it.string("workingDirectory", diags)?,
        interactive: it.boolean("interactive", diags)?,
        pseudo_terminal: it.boolean("pseudoTerminal", diags)?,
    })
}
