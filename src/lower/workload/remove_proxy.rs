//! App Mesh's proxy.
//!
//! ECS (`proxyConfiguration`): the agent leads the task's traffic through one container, Envoy, which gets its routes from
//! App Mesh ("ProxyConfiguration", API reference). AWS ends App Mesh on 30 September 2026. EKS: nothing leads traffic
//! through a container by such settings, and an Envoy without its mesh never becomes healthy, so that what waits for it
//! never starts. So: the container goes, with all that waits for it or is linked to it, and a person decides what of the
//! mesh is rebuilt.

use std::net::IpAddr;

use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::Spanned;
use crate::ir::ecs::{Container, Proxy};
use crate::source::At;

/// ECS's endpoint for credentials, and that of EKS Pod Identity.
const ECS_CREDENTIALS: &str = "169.254.170.2";
const EKS_CREDENTIALS: &str = "169.254.170.23";

/// Takes the proxy out of a task's containers.
pub(super) fn remove(
    proxy: Option<Proxy>,
    containers: Vec<Container>,
    diags: &mut Diagnostics,
) -> Result<Vec<Container>, Reported> {
    let Some(Proxy { at, container: name, properties }) = proxy else { return Ok(containers) };
    if !containers.iter().any(|container| container.name.value == name.value) {
        let known: Vec<String> = containers.iter().map(|container| format!("`{}`", container.name.value)).collect();
        return Err(diags.error(
            Finding::new(
                Code::UnknownContainer,
                name.at,
                format!("no container of this task is called `{}`", name.value),
            )
            .label("the proxy is a container that is not there")
            .help(format!("the containers are {}", known.join(", "))),
        ));
    }
    let (proxies, mut others): (Vec<_>, Vec<_>) =
        containers.into_iter().partition(|container| container.name.value == name.value);
    if others.is_empty() {
        return Err(diags.error(
            Finding::new(
                Code::NoMainContainer,
                name.at,
                format!("`{}` is App Mesh's proxy, and the task has no other container", name.value),
            )
            .kubernetes("without App Mesh there is nothing that it could do")
            .help("take `proxyConfiguration` out if the container serves something by itself"),
        ));
    }
    let edges: Vec<At> = others.iter_mut().flat_map(|container| cut_off(container, &name.value)).collect();
    diags.tell(
        Finding::new(Code::AppMesh, at, format!("`{}` is App Mesh's proxy, and is left out", name.value))
            .also(proxies.iter().map(|container| container.at))
            .also(edges)
            .kubernetes(
                "pods talk to each other directly: encryption, routes, retries and metrics of the mesh are gone",
            )
            .help(help(&properties)),
    );
    Ok(others)
}

/// Takes out what leads from a container to the proxy; gives the places.
fn cut_off(container: &mut Container, proxy: &str) -> Vec<At> {
    let mut places = Vec::new();
    container.lifecycle.depends_on.retain(|wish| {
        let kept = wish.container_name.value != proxy;
        if !kept {
            places.extend([wish.container_name.at, wish.condition.at]);
        }
        kept
    });
    container.network.links.retain(|link| {
        let kept = link.value.split(':').next() != Some(proxy);
        if !kept {
            places.push(link.at);
        }
        kept
    });
    container.volumes_from.retain(|from| {
        let kept = from.source_container.value != proxy;
        if !kept {
            places.push(from.source_container.at);
            places.extend(from.read_only.as_ref().map(|read_only| read_only.at));
        }
        kept
    });
    places
}

/// What to do, with what the settings would be called in Istio.
fn help(properties: &[(Spanned<String>, Spanned<String>)]) -> String {
    let act = "rebuild what of it is needed, in a mesh of the cluster's or in the program";
    let annotations: Vec<String> = properties.iter().filter_map(|(name, value)| istio(name, value)).collect();
    if annotations.is_empty() {
        return act.to_owned();
    }
    format!("{act}; Istio has the proxy's settings as `podAnnotations`: {}", annotations.join(", "))
}

fn istio(name: &Spanned<String>, value: &Spanned<String>) -> Option<String> {
    let parts = || value.value.split(',').map(str::trim).filter(|part| !part.is_empty());
    let ports = || {
        let all: Vec<&str> = parts().filter(|port| port.parse::<u16>().is_ok()).collect();
        (!all.is_empty()).then(|| all.join(","))
    };
    let (key, list) = match name.value.as_str() {
        "AppPorts" => ("includeInboundPorts", ports()?),
        "EgressIgnoredPorts" => ("excludeOutboundPorts", ports()?),
        "EgressIgnoredIPs" => {
            let all: Vec<String> = parts().filter_map(network).collect();
            ("excludeOutboundIPRanges", (!all.is_empty()).then(|| all.join(","))?)
        }
        _ => return None,
    };
    Some(format!("`traffic.sidecar.istio.io/{key}: \"{list}\"`"))
}

/// An address as the network that holds it alone.
fn network(address: &str) -> Option<String> {
    let address = if address == ECS_CREDENTIALS { EKS_CREDENTIALS } else { address };
    let (host, length) = address.split_once('/').map_or((address, None), |(host, length)| (host, Some(length)));
    let parsed: IpAddr = host.parse().ok()?;
    let length = match (length, parsed) {
        (Some(length), _) => length.parse::<u8>().ok()?,
        (None, IpAddr::V4(_)) => 32,
        (None, IpAddr::V6(_)) => 128,
    };
    Some(format!("{parsed}/{length}"))
}
