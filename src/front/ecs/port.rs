//! `portMappings` of a container definition.

use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::Spanned;
use crate::ir::ecs::{AppProtocol, Port, PortRange, Protocol};

/// Reads the mappings of a container: those of one port, and those of a range.
pub(super) fn ports(it: &mut Object, diags: &mut Diagnostics) -> Result<(Vec<Port>, Vec<PortRange>), Reported> {
    let (ports, ranges): (Vec<_>, Vec<_>) = it.list("portMappings", diags, port)?.into_iter().unzip();
    Ok((ports.into_iter().flatten().collect(), ranges.into_iter().flatten().collect()))
}

type Mapping = (Option<Port>, Option<PortRange>);

fn port(node: Node, diags: &mut Diagnostics) -> Result<Mapping, Reported> {
    const PROTOCOLS: &[(&str, Protocol)] = &[("tcp", Protocol::Tcp), ("udp", Protocol::Udp)];
    const APP_PROTOCOLS: &[(&str, AppProtocol)] =
        &[("http", AppProtocol::Http), ("http2", AppProtocol::Http2), ("grpc", AppProtocol::Grpc)];
    object(node, diags, |it, diags| {
        let container_port = it.integer_within("containerPort", 0..=65_535, diags)?;
        let range = it.string("containerPortRange", diags)?.map(|found| range(found, diags)).transpose()?;
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
        let range = range.map(|ports| PortRange {
            ports,
            protocol: protocol.clone(),
            name: name.clone(),
            app_protocol: app_protocol.clone(),
        });
        let Some(container_port) = container_port else {
            let reason = "ECS chooses the ports of the instance for a range by itself";
            host_port.iter().for_each(|port| diags.ignore(port.at, reason));
            if range.is_none() {
                let parts = [protocol.map(|v| v.at), name.map(|v| v.at), app_protocol.map(|v| v.at)];
                parts.into_iter().flatten().for_each(|at| diags.ignore(at, "a mapping without a port maps nothing"));
            }
            return Ok((None, range));
        };
        Ok((Some(Port::new(container_port, host_port, protocol, name, app_protocol)), range))
    })
}

/// `first-last`.
fn range(found: Spanned<String>, diags: &mut Diagnostics) -> Result<Spanned<(i64, i64)>, Reported> {
    let ends = found.value.split_once('-').and_then(|(first, last)| {
        let (first, last) = (first.trim().parse::<u16>().ok()?, last.trim().parse::<u16>().ok()?);
        (first > 0 && first <= last).then_some((i64::from(first), i64::from(last)))
    });
    match ends {
        Some(ends) => Ok(Spanned::new(ends, found.at)),
        None => Err(diags.error(
            Finding::new(
                Code::OutOfRange,
                found.at,
                format!("`containerPortRange` is `{}`, and ECS takes FIRST-LAST within 1 to 65535", found.value),
            )
            .label("no range of ports")
            .help("write a range such as 5000-5010"),
        )),
    }
}
