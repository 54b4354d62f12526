//! Names that containers find in their network: one set for the whole pod.
//!
//! ECS: each container has a hostname, a hosts file and resolvers of its own ("ContainerDefinition", API reference).
//! Kubernetes: a pod has one of each for all of its containers ("PodSpec", API reference). So: what the containers say is
//! put together, and where they contradict each other a finding says so.

pub(super) mod list_hosts;
mod name_host;
mod search_domains;

use super::place_on_network::{self, Placed};
use super::{Context, open_ports};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::ContainerNetwork;
use crate::ir::plan::Network;
use crate::ir::{Spanned, Traced};

/// A container's wishes.
pub(super) struct Networked {
    pub(super) name: Spanned<String>,
    pub(super) essential: bool,
    pub(super) network: ContainerNetwork,
}

/// A network of which nothing is known yet.
pub(super) fn none() -> Network {
    Network {
        host: None,
        hostname: None,
        hostname_override: None,
        host_aliases: Vec::new(),
        search_domains: Vec::new(),
    }
}

/// Decides what the pod's containers share.
pub(super) fn share(
    containers: Vec<Networked>,
    Placed { host, isolation }: Placed,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<(Network, Option<Traced<()>>), Reported> {
    let (mut names, mut hosts, mut servers, mut searches) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let cut_off = |one: &Networked| one.network.disabled.as_ref().is_some_and(|disabled| disabled.value);
    let all_cut_off = containers.iter().all(cut_off);
    let from = containers.iter().filter(|_| all_cut_off).filter_map(|one| one.network.disabled.as_ref());
    let from: Vec<_> = from.map(Spanned::leaf).collect();
    for Networked { name, essential, network } in containers {
        let ContainerNetwork { hostname, links, extra_hosts, dns_servers, dns_search_domains, disabled, port_ranges } =
            network;
        names.extend(hostname.map(|hostname| (essential, hostname)));
        tell_of_no_network(disabled, &name.value, all_cut_off, (cx, diags));
        open_ports::tell_of_ranges(port_ranges, &name.value, cx, diags);
        hosts.push(list_hosts::Wishes { container: name.value, links, extra_hosts });
        servers.extend(dns_servers);
        searches.extend(dns_search_domains);
    }
    let (hostname, hostname_override) = name_host::name(names, host.is_some(), cx, diags);
    search_domains::tell_of_servers(&servers, cx, diags);
    let isolation = match isolation {
        Some(isolation) => Some(isolation.and(from)),
        None => all_cut_off.then(|| Traced::new((), from)),
    };
    let network = Network {
        hostname,
        hostname_override,
        host_aliases: list_hosts::list(hosts, diags)?,
        search_domains: search_domains::search(searches, diags)?,
        host,
    };
    Ok((network, isolation))
}

/// A policy holds for a whole pod: a container's network cannot be taken away from it alone.
fn tell_of_no_network(
    disabled: Option<Spanned<bool>>,
    container: &str,
    all_cut_off: bool,
    (cx, diags): (&Context, &mut Diagnostics),
) {
    let Some(disabled) = disabled else { return };
    if !disabled.value {
        return diags.ignore(disabled.at, "false is what holds without it");
    }
    let finding = Finding::new(Code::NoNetwork, disabled.at, format!("the container `{container}` had no network"));
    diags.tell(if all_cut_off {
        finding
            .kubernetes("a pod always has one; the chart's NetworkPolicy denies all of its traffic")
            .help(place_on_network::how_to_enforce(cx))
    } else {
        finding
            .label("in a pod it has the network of the others")
            .kubernetes("the containers of a pod share one network, and no policy holds for one of them")
            .help("run it as a task definition of its own, where a NetworkPolicy denies all traffic of its pods")
    });
}

/// Whether a text is a DNS subdomain: labels of `a` to `z`, digits and dashes between dots.
fn is_subdomain(name: &str) -> bool {
    name.len() <= 253 && name.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    !label.is_empty()
        && label.len() <= 63
        && label.chars().all(|c| plain(c) || c == '-')
        && label.starts_with(plain)
        && label.ends_with(plain)
}
