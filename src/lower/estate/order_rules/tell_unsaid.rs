//! What the inputs leave unsaid of a load balancer.
//!
//! Elastic Load Balancing: `DescribeLoadBalancers` shows no attributes, `DescribeListeners` neither attributes nor any
//! certificate but the default one (API reference). An export without the further answers looks whole, and what is made of
//! it has no certificate for the other hosts.

use super::gather::Balancer;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::CLASSIC;

/// Tells it once for a load balancer.
pub(super) fn tell(balancer: &Balancer, diags: &mut Diagnostics) {
    let Balancer { at, own, listeners, documents: _ } = balancer;
    let name = &own.name.value;
    if own.arn.value.starts_with(CLASSIC) {
        return tell_classic(balancer, diags);
    }
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

/// A Classic Load Balancer's attributes are one answer, and its listeners have one certificate each.
fn tell_classic(balancer: &Balancer, diags: &mut Diagnostics) {
    let Balancer { at, own, listeners: _, documents: _ } = balancer;
    if own.attributes.is_empty() {
        let name = &own.name.value;
        diags.tell(
            Finding::new(Code::LoadBalancerUnsaid, at.place_only(), format!("the inputs do not say of load balancer `{name}`: its attributes"))
                .kubernetes("the new one gets Elastic Load Balancing's defaults there")
                .help(format!("aws elb describe-load-balancer-attributes --load-balancer-name {name} > elb-attributes-{name}.json, and convert again")),
        );
    }
}

fn of_listeners(what: &str, ports: &[String]) -> Option<String> {
    match ports {
        [] => None,
        [port] => Some(format!("{what} of listener {port}")),
        several => Some(format!("{what} of listeners {}", several.join(", "))),
    }
}
