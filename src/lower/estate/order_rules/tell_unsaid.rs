//! What the inputs leave unsaid of a load balancer.
//!
//! Elastic Load Balancing: `DescribeLoadBalancers` shows no attributes, `DescribeListeners` neither attributes nor any
//! certificate but the default one (API reference). An export without the further answers looks whole, and what is made of
//! it has no certificate for the other hosts.

use super::gather::Balancer;
use crate::diagnostics::{Code, Diagnostics, Finding};

/// Tells it once for a load balancer.
pub(super) fn tell(balancer: &Balancer, diags: &mut Diagnostics) {
    let Balancer { at, own, listeners, documents: _ } = balancer;
    let name = &own.name.value;
    let (mut certificates, mut attributes) = (Vec::new(), Vec::new());
    for listener in listeners.iter().map(|listened| &listened.own) {
        let Some(port) = listener.port.as_ref().map(|port| port.value.to_string()) else { continue };
        let encrypted = listener.protocol.as_ref().is_some_and(|protocol| protocol.value == "HTTPS");
        if listener.attributes.is_empty() {
            attributes.push(port.clone());
        }
        if encrypted && !listener.all_certificates {
            certificates.push(port);
        }
    }
    let mut unsaid: Vec<String> = own.attributes.is_empty().then(|| "its attributes".to_owned()).into_iter().collect();
    unsaid.extend(of_listeners("the further certificates", &certificates));
    unsaid.extend(of_listeners("the attributes", &attributes));
    if unsaid.is_empty() {
        return;
    }
    diags.tell(
        Finding::new(Code::LoadBalancerUnsaid, at.place_only(), format!("the inputs do not say of load balancer `{name}`: {}", unsaid.join("; ")))
            .kubernetes("the new one gets Elastic Load Balancing's defaults there, and no certificate that is not named")
            .help("export these answers too, under the file names that `ecs2eks explain load-balancer-unsaid` lists, and convert again"),
    );
}

fn of_listeners(what: &str, ports: &[String]) -> Option<String> {
    match ports {
        [] => None,
        [port] => Some(format!("{what} of listener {port}")),
        several => Some(format!("{what} of listeners {}", several.join(", "))),
    }
}
