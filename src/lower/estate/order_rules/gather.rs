//! Puts a load balancer's documents together: its listeners, their rules, its attributes.
//!
//! Elastic Load Balancing names the listener of a rule nowhere but in the rule's own ARN:
//! `…:listener-rule/app/NAME/ID/LISTENER/RULE` stands on `…:listener/app/NAME/ID/LISTENER` ("Amazon Resource Names",
//! Elastic Load Balancing API).

use crate::diagnostics::Diagnostics;
use crate::ir::ecs::{Listener, LoadBalancer, Rule};
use crate::lower::estate::Balancing;
use crate::source::At;

/// A load balancer with all that belongs to it.
pub(super) struct Balancer {
    pub(super) at: At,
    pub(super) own: LoadBalancer,
    pub(super) listeners: Vec<Listened>,
    /// Every document, its own first.
    pub(super) documents: Vec<At>,
}

/// A listener with its rules, in no order.
pub(super) struct Listened {
    pub(super) own: Listener,
    pub(super) rules: Vec<Rule>,
}

/// Why documents are passed over whose load balancer cannot be told of.
const ALONE: &str =
    "the load balancer or the listener that it belongs to is not among the inputs, or could not be read";

/// Load balancers in the order of their names and ARNs. What belongs to none of them is ignored: where a service stands
/// behind it, the service's own registration tells that.
pub(super) fn gather(balancing: &mut Balancing, diags: &mut Diagnostics) -> Vec<Balancer> {
    let mut listeners: Vec<(Listened, Vec<At>)> = Vec::new();
    let parts_of = |key: &str| {
        let parts = balancing.attributes.iter().filter(move |(arn, _)| arn == key);
        parts.map(|(_, at)| *at).collect::<Vec<At>>()
    };
    for document in std::mem::take(&mut balancing.listeners) {
        let documents = std::iter::once(document.at).chain(parts_of(&document.key)).collect();
        listeners.extend(document.value.map(|own| (Listened { own, rules: Vec::new() }, documents)));
    }
    for document in std::mem::take(&mut balancing.rules) {
        let Some(rule) = document.value else { continue };
        let (at, on) = (document.at, listener_of(&document.key));
        let parts = parts_of(&document.key);
        match listeners.iter_mut().find(|(listened, _)| listened.own.arn.value == on) {
            Some((listened, documents)) => {
                listened.rules.push(rule);
                documents.push(at);
                documents.extend(parts);
            }
            None => diags.ignore(at, ALONE),
        }
    }
    let mut all = Vec::new();
    for document in std::mem::take(&mut balancing.load_balancers) {
        let Some(own) = document.value else { continue };
        let documents = std::iter::once(document.at).chain(parts_of(&document.key)).collect();
        all.push(Balancer { at: document.at, own, listeners: Vec::new(), documents });
    }
    all.sort_by(|a, b| (&a.own.name.value, &a.own.arn.value).cmp(&(&b.own.name.value, &b.own.arn.value)));
    listeners.sort_by_key(|(listened, _)| listened.own.port.as_ref().map(|port| port.value));
    for (listened, documents) in listeners {
        match all.iter_mut().find(|balancer| balancer.own.arn.value == listened.own.load_balancer.value) {
            Some(balancer) => {
                balancer.listeners.push(listened);
                balancer.documents.extend(documents);
            }
            None => documents.into_iter().for_each(|at| diags.ignore(at, ALONE)),
        }
    }
    all
}

pub(super) fn listener_of(rule: &str) -> String {
    let path = rule.rsplit_once('/').map_or(rule, |(path, _)| path);
    path.replacen(":listener-rule/", ":listener/", 1)
}
