//! The network of a pod, and the names in it.

use k8s_openapi::api::core::v1 as core;

use super::container::some_if_any;
use super::trace::Below;
use crate::ir::plan::{HostAlias, Network};

/// Writes the fields of a pod that are about its network.
pub(super) fn network(plan: Network, spec: &mut core::PodSpec, out: &mut Below) {
    let Network { host, hostname, hostname_override, host_aliases, search_domains } = plan;
    spec.host_network = out.put_option("hostNetwork", host);
    spec.dns_policy = spec.host_network.map(|_| "ClusterFirstWithHostNet".to_owned());
    spec.hostname = out.put_option("hostname", hostname);
    spec.hostname_override = out.put_option("hostnameOverride", hostname_override);
    spec.host_aliases = some_if_any(host_aliases.into_iter().map(|plan| host_alias(plan, out)).collect());
    let searches = some_if_any(out.put_all("dnsConfig.searches", search_domains));
    spec.dns_config =
        searches.map(|searches| core::PodDNSConfig { searches: Some(searches), ..core::PodDNSConfig::default() });
}

fn host_alias(plan: HostAlias, out: &mut Below) -> core::HostAlias {
    let HostAlias { address, names } = plan;
    let hostnames = some_if_any(out.put_all(&format!("hostAliases[{address}].hostnames"), names));
    core::HostAlias { ip: address, hostnames }
}
