//! Network Load Balancers: each workload behind one gets a load balancer of its own.
//!
//! Elastic Load Balancing: a listener of a Network Load Balancer has no rules, and leads to target groups as a whole
//! ("Listeners for your Network Load Balancers"). AWS Load Balancer Controller: a Service of type LoadBalancer with the
//! controller's class makes one Network Load Balancer, a listener for each of its ports, and no two Services share one
//! ("Network Load Balancer", guide of the controller). So: for each workload a Service beside its own, with the listeners
//! that lead to it; where several workloads stand behind one load balancer each gets one, and that is told, since their
//! clients must then use several names. The name is not kept: two load balancers of one name cannot live side by side.

mod count_targets;
mod name_services;
mod read_ports;
mod set_balancer;
mod share_tls;

use std::collections::BTreeMap;

use self::read_ports::{Heard, Reader};
pub(super) use self::set_balancer::ignore_network_only;
use super::Work;
use super::gather::Balancer;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::plan;
use crate::lower::estate::{Balancing, Draft};
use crate::settings::{Dns, Target};
use crate::source::At;

/// The class of a Service that makes a Network Load Balancer ("Create a service", EKS User Guide).
pub(super) fn class(target: Target) -> &'static str {
    match target {
        Target::Ec2 | Target::Fargate => "service.k8s.aws/nlb",
        Target::AutoMode => "eks.amazonaws.com/nlb",
    }
}

/// Whether it stands before an Application Load Balancer: then no registration names its target group.
pub(super) fn fronts_application(balancer: &Balancer, balancing: &Balancing) -> bool {
    let groups = balancer.listeners.iter().flat_map(read_ports::groups);
    groups.into_iter().any(|arn| read_ports::leads_to_application(&arn, balancing))
}

/// Gives each workload behind it a load balancer.
pub(super) fn balance(
    balancer: Balancer,
    balancing: &Balancing,
    work: &mut Work,
    drafts: &mut [Draft],
    diags: &mut Diagnostics,
) {
    let Balancer { at, own, listeners, documents } = balancer;
    let name = own.name.value.clone();
    let mut shares: BTreeMap<usize, Vec<Heard>> = BTreeMap::new();
    let of_listeners: Vec<At> = listeners.iter().map(|listened| listened.own.at).collect();
    for listened in listeners {
        let mut reader = Reader { owners: &work.owners, drafts, balancing, balancer: &name, diags };
        let groups = read_ports::groups(&listened);
        match reader.listener(listened) {
            Ok((draft, heard)) => {
                work.known.served.insert(heard.target_group.clone());
                shares.entry(draft).or_default().push(heard);
            }
            Err(finding) => {
                work.known.left_out.extend(groups);
                diags.tell(*finding);
            }
        }
    }
    let common: Vec<At> = documents.into_iter().filter(|at| !of_listeners.contains(at)).collect();
    if shares.is_empty() {
        common.iter().for_each(|at| diags.ignore(*at, "no listener of it is written"));
        return;
    }
    tell_split(&shares, &name, at, drafts, diags);
    let (settings, class) = set_balancer::set(own, class(work.settings.target), diags);
    let names = name_services::names(&shares, &name, drafts, &mut work.services);
    for ((draft, heard), service) in shares.into_iter().zip(names) {
        let Some(draft) = drafts.get_mut(draft) else { continue };
        draft.documents.extend(common.iter().copied().chain(heard.iter().map(|one| one.at)));
        let workload = draft.names.workload.value.as_str();
        let targets = count_targets::count(&heard, workload, diags);
        let listeners = share_tls::share(&heard, workload, diags);
        let mut ports: Vec<plan::ServicePort> = heard.into_iter().flat_map(|one| one.ports).collect();
        ports.sort_by(|a, b| a.name.cmp(&b.name));
        draft.network_load_balancers.push(plan::NetworkLoadBalancer {
            name: service,
            class: class.clone(),
            ports,
            settings: settings.clone(),
            listeners,
            targets,
            hold_dns: work.settings.dns == Dns::Hold,
        });
    }
}

/// One load balancer becomes several.
fn tell_split(shares: &BTreeMap<usize, Vec<Heard>>, name: &str, at: At, drafts: &[Draft], diags: &mut Diagnostics) {
    if shares.len() < 2 {
        return;
    }
    let mut parts = Vec::new();
    for (draft, heard) in shares {
        let ports: Vec<String> = heard.iter().map(|one| one.port.value.to_string()).collect();
        let workload = drafts.get(*draft).map_or("", |draft| draft.names.workload.value.as_str());
        parts.push(format!("`{workload}` ({})", ports.join(", ")));
    }
    diags.tell(
        Finding::new(Code::LoadBalancerSplit, at.place_only(), format!("Network Load Balancer `{name}` leads to {} workloads", parts.len()))
            .label("one name for all of them")
            .kubernetes(format!("each gets a load balancer, and a name, of its own: {}", parts.join(", ")))
            .help("give each its own DNS record, and let its clients use that; where one name must serve all ports, keep this load balancer and bind its target groups with `TargetGroupBinding`"),
    );
}
