//! `networkConfiguration` and `capacityProviderStrategy`, and what a container definition says of names and networks.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::ecs::{CapacityProvider, ContainerNetwork, ExtraHost, NetworkConfiguration, PortRange, Proxy, PublicIp};

/// Reads a network configuration.
pub(super) fn network(it: &mut Object, diags: &mut Diagnostics) -> Result<Option<NetworkConfiguration>, Reported> {
    const SWITCH: &[(&str, PublicIp)] = &[("ENABLED", PublicIp::Enabled), ("DISABLED", PublicIp::Disabled)];
    let outer = it.child("networkConfiguration", diags, |it, diags| {
        it.child("awsvpcConfiguration", diags, |it, diags| {
            Ok(NetworkConfiguration {
                subnets: it.strings("subnets", diags)?,
                security_groups: it.strings("securityGroups", diags)?,
                assign_public_ip: it.one_of("assignPublicIp", SWITCH, diags)?,
            })
        })
    })?;
    Ok(outer.flatten())
}

/// Reads one entry of a capacity provider strategy.
pub(super) fn capacity_provider(node: Node, diags: &mut Diagnostics) -> Result<CapacityProvider, Reported> {
    object(node, diags, |it, diags| {
        Ok(CapacityProvider {
            name: it.required_string("capacityProvider", diags)?,
            weight: it.integer_within("weight", 0..=1000, diags)?,
            base: it.integer_within("base", 0..=100_000, diags)?,
        })
    })
}

/// Reads what a container finds in its network.
pub(super) fn container(
    it: &mut Object,
    port_ranges: Vec<PortRange>,
    diags: &mut Diagnostics,
) -> Result<ContainerNetwork, Reported> {
    Ok(ContainerNetwork {
        hostname: it.string("hostname", diags)?,
        links: it.strings("links", diags)?,
        extra_hosts: it.list("extraHosts", diags, extra_host)?,
        dns_servers: it.strings("dnsServers", diags)?,
        dns_search_domains: it.strings("dnsSearchDomains", diags)?,
        disabled: it.boolean("disableNetworking", diags)?,
        port_ranges,
    })
}

fn extra_host(node: Node, diags: &mut Diagnostics) -> Result<ExtraHost, Reported> {
    object(node, diags, |it, diags| {
        Ok(ExtraHost {
            hostname: it.required_string("hostname", diags)?,
            ip_address: it.required_string("ipAddress", diags)?,
        })
    })
}

/// Reads a proxy configuration. App Mesh is the only kind there is, so that its name says nothing further.
pub(super) fn proxy(it: &mut Object, diags: &mut Diagnostics) -> Result<Proxy, Reported> {
    it.one_of("type", &[("APPMESH", ())], diags)?;
    Ok(Proxy {
        at: it.at(),
        container: it.required_string("containerName", diags)?,
        properties: it.list("properties", diags, |node, diags| {
            object(node, diags, |it, diags| {
                Ok((it.required_string("name", diags)?, it.required_string("value", diags)?))
            })
        })?,
    })
}
