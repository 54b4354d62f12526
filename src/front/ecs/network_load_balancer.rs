//! What only a Network Load Balancer has in `LoadBalancer` of Elastic Load Balancing.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::Spanned;
use crate::ir::ecs::{Address, NetworkOnly};

/// What a subnet of a load balancer says.
pub(super) struct Subnet {
    pub(super) id: Option<Spanned<String>>,
    addresses: Vec<Address>,
    prefixes: Vec<Spanned<String>>,
}

/// Reads what stands under a subnet beside its id.
pub(super) fn subnet(it: &mut Object, diags: &mut Diagnostics) -> Result<Subnet, Reported> {
    Ok(Subnet {
        id: it.string("SubnetId", diags)?,
        addresses: it.list("LoadBalancerAddresses", diags, address)?,
        prefixes: it.strings("SourceNatIpv6Prefixes", diags)?,
    })
}

fn address(node: Node, diags: &mut Diagnostics) -> Result<Address, Reported> {
    object(node, diags, |it, diags| {
        Ok(Address {
            allocation: it.string("AllocationId", diags)?,
            public_ipv4: it.string("IpAddress", diags)?,
            private_ipv4: it.string("PrivateIPv4Address", diags)?,
            ipv6: it.string("IPv6Address", diags)?,
        })
    })
}

/// The ids of the subnets, and what a Network Load Balancer alone has.
pub(super) fn network_only(
    it: &mut Object,
    subnets: Vec<Subnet>,
    diags: &mut Diagnostics,
) -> Result<(Vec<Spanned<String>>, NetworkOnly), Reported> {
    let mut ids = Vec::new();
    let mut only = NetworkOnly {
        private_link_rules: it.string("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", diags)?,
        ipv6_source_nat: it.string("EnablePrefixForIpv6SourceNat", diags)?,
        source_nat_prefixes: Vec::new(),
        addresses: Vec::new(),
    };
    for Subnet { id, addresses, prefixes } in subnets {
        ids.extend(id);
        only.addresses.extend(addresses);
        only.source_nat_prefixes.extend(prefixes);
    }
    Ok((ids, only))
}
