//! The network of a pod, the names in it, and the policy that closes it.

use k8s_openapi::api::core::v1 as core;
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};

use super::container::some_if_any;
use super::trace::{Below, Trace};
use crate::ir::Traced;
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

/// Writes the policy under which pods reach nobody, and nobody them: it names both directions and has no rule.
pub(super) fn deny_all(
    from: Traced<()>,
    metadata: ObjectMeta,
    selector: LabelSelector,
    trace: &mut Trace,
) -> NetworkPolicy {
    let object = format!("NetworkPolicy/{}", metadata.name.as_deref().unwrap_or_default());
    trace.put(&object, "spec.policyTypes", from);
    NetworkPolicy {
        metadata,
        spec: Some(NetworkPolicySpec {
            pod_selector: Some(selector),
            policy_types: Some(vec!["Ingress".to_owned(), "Egress".to_owned()]),
            ..NetworkPolicySpec::default()
        }),
    }
}
