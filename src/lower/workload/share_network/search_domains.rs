//! Where names are looked up.
//!
//! ECS: `dnsServers` and `dnsSearchDomains` replace what a container would have from its instance ("ContainerDefinition",
//! API reference). Kubernetes: pods ask the cluster's DNS, which alone knows Services; further servers in `dnsConfig` are
//! asked only where it does not answer, and it answers always; further search domains are tried after the cluster's own, and
//! a name with fewer than five dots is tried in them first ("DNS for Services and Pods"). So: search domains are added,
//! servers are left to a person, who can have the cluster's DNS ask them. On EKS Auto Mode that runs on each node and cannot
//! be configured ("CoreDNS considerations", Learn about VPC Networking and Load Balancing in EKS Auto Mode); it asks the
//! VPC's resolver, which can be.

use super::{Context, is_subdomain};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::{Spanned, Traced};

/// Most search domains of a pod, and most characters in all of them ("PodDNSConfig", API reference).
const DOMAINS: usize = 32;
const CHARACTERS: usize = 2048;

/// Tells of resolvers that pods do not ask.
pub(super) fn tell_of_servers(servers: &[Spanned<String>], cx: &Context, diags: &mut Diagnostics) {
    let Some((first, rest)) = servers.split_first() else { return };
    let mut all: Vec<String> = Vec::new();
    for server in servers {
        let server = format!("`{}`", server.value);
        if !all.contains(&server) {
            all.push(server);
        }
    }
    let all = all.join(", ");
    diags.tell(
        Finding::new(Code::DnsServers, first.at, format!("containers asked {all} for names, and pods ask the cluster's DNS"))
            .also(rest.iter().map(|server| server.at))
            .kubernetes("names that only those servers know are not found; with those servers alone, no Service would be found")
            .help(if cx.auto_mode() {
                format!("forward the domains that only {all} can answer by a Route 53 Resolver rule of the VPC: EKS Auto Mode has no CoreDNS that can be configured")
            } else {
                format!("forward the domains that only {all} can answer from the cluster's DNS, in the ConfigMap `coredns` of `kube-system`")
            }),
    );
}

/// Decides the further search domains, each once.
pub(super) fn search(domains: Vec<Spanned<String>>, diags: &mut Diagnostics) -> Result<Vec<Traced<String>>, Reported> {
    let mut all: Vec<Traced<String>> = Vec::new();
    let mut kept: Vec<Spanned<String>> = Vec::new();
    for domain in domains {
        // Docker: no search domain at all, which is what an answer without one comes to.
        if domain.value == "." {
            diags.ignore(domain.at, "takes Docker's own search domains away, which a pod does not have");
            kept.push(domain);
            continue;
        }
        let name = domain.value.trim_end_matches('.').to_ascii_lowercase();
        if !is_subdomain(&name.replace('_', "x")) {
            diags.error_unless_accepted(
                Finding::new(
                    Code::HostEntry,
                    domain.at,
                    format!("`{}` is no domain that Kubernetes searches", domain.value),
                )
                .label("not letters, digits, dashes and dots")
                .kubernetes("the API server would refuse the whole pod with it")
                .help("write a domain such as corp.example.com, or give it up with `--accept host-entry`"),
            )?;
            continue;
        }
        match all.iter_mut().find(|known| known.value == name) {
            Some(known) => known.from.push(domain.leaf()),
            None => all.push(domain.with(name)),
        }
        kept.push(domain);
    }
    check_size(&all, kept.last(), diags)?;
    if let Some((first, rest)) = kept.split_first() {
        diags.tell(
            Finding::new(Code::DnsSearchDomains, first.at, "names are looked for in the cluster's domains first, then in these")
                .also(rest.iter().map(|domain| domain.at))
                .kubernetes("a name with fewer than five dots is tried in every one of them before it is tried as it stands")
                .help("nothing to do; write a final dot behind names of other hosts, or set the option `ndots` under `dnsConfig` in values.override.yaml, where lookups are slow"),
        );
    }
    Ok(all)
}

fn check_size(all: &[Traced<String>], last: Option<&Spanned<String>>, diags: &mut Diagnostics) -> Result<(), Reported> {
    // A space between two of them counts.
    let characters: usize = all.iter().map(|domain| domain.value.len() + 1).sum();
    match last {
        Some(last) if all.len() > DOMAINS || characters > CHARACTERS => Err(diags.error(
            Finding::new(
                Code::OutOfRange,
                last.at,
                format!("the task has {} search domains of {characters} characters", all.len()),
            )
            .label("one of too many")
            .kubernetes(format!("a pod takes {DOMAINS} of them, and {CHARACTERS} characters in all"))
            .help("take out those that no name is found in"),
        )),
        Some(_) | None => Ok(()),
    }
}
