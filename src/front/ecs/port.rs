//! `portMappings` of a container definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::object;
use crate::front::tree::Node;
use crate::ir::ecs::{AppProtocol, Port, Protocol};

/// Reads a port mapping; none for a range of ports, which a finding names.
pub(super) fn port(node: Node, diags: &mut Diagnostics) -> Result<Option<Port>, Reported> {
    const PROTOCOLS: &[(&str, Protocol)] = &[("tcp", Protocol::Tcp), ("udp", Protocol::Udp)];
    const APP_PROTOCOLS: &[(&str, AppProtocol)] =
        &[("http", AppProtocol::Http), ("http2", AppProtocol::Http2), ("grpc", AppProtocol::Grpc)];
    object(node, diags, |it, diags| {
        it.not_yet(&["containerPortRange"], diags);
        let container_port = it.integer_within("containerPort", 0..=65_535, diags)?;
        let host_port = it.integer_within("hostPort", 0..=65_535, diags)?;
        let protocol = it.one_of("protocol", PROTOCOLS, diags)?;
        let name = it.string("name", diags)?;
        let app_protocol = it.one_of("appProtocol", APP_PROTOCOLS, diags)?;
        let container_port = container_port.filter(|port| {
            if port.value == 0 {
                diags.ignore(port.at, "0: not set");
            }
            port.value > 0
        });
        let Some(container_port) = container_port else {
            for at in [host_port.map(|v| v.at), protocol.map(|v| v.at), name.map(|v| v.at), app_protocol.map(|v| v.at)]
            {
                at.into_iter().for_each(|at| diags.ignore(at, "belongs to a range of ports that is not translated"));
            }
            return Ok(None);
        };
        Ok(Some(Port { container_port, host_port, protocol, name, app_protocol }))
    })
}
