//! Whether the load balancer after the move does what the one of today does: what the AWS Load Balancer Controller would
//! build of the arranged rules is compared with them, listener by listener and rule by rule.
//!
//! The arrangement spreads the rules of a load balancer over several charts, and nothing but the controller puts them
//! together again; it drops and joins some of them without a word. So its model builds them here, and a difference is told
//! at the rule of today.

mod arrange;
mod compare;

use self::compare::{Difference, Verdict};
use crate::controller::{self, Listener};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::{plan, today};
use crate::source::At;

/// The version of the controller by whose rules a load balancer is proven.
pub(crate) const PROVEN_WITH: &str = controller::VERSION;

/// Proves one load balancer. `behind` are the Ingresses of workloads, with their namespaces.
pub(crate) fn prove(
    edge: &plan::Edge,
    behind: &[(&str, &plan::Ingress)],
    today: &[today::Listener],
    place: At,
    diags: &mut Diagnostics,
) {
    let built = controller::build(&arrange::cluster(edge, behind));
    let name = &edge.origin;
    for refusal in &built.refusals {
        let message = format!("the controller would refuse {name}: {}", refusal.message);
        diags.tell(
            finding(place.place_only(), message, "refused as a whole")
                .help("put right what it says on ECS or in the inputs, and convert again: no Ingress of this load balancer would be built"),
        );
    }
    let Some(balancer) = built.load_balancers.get(&edge.class.value) else { return };
    for listener in today {
        let label = format!("listener {}:{} of {name}", listener.protocol, listener.port);
        match balancer.listeners.get(&listener.port) {
            Some(made) => one(listener, made, &label, &built, diags),
            None if listener.rules.is_empty() && listener.default.is_none() => {}
            None => diags.tell(finding(listener.at, format!("{label} would not be made"), "missing after the move")),
        }
    }
}

fn one(today: &today::Listener, made: &Listener, label: &str, built: &controller::Built, diags: &mut Diagnostics) {
    for Verdict { at, what, difference } in compare::listener(today, made, built) {
        let label_below = match difference {
            Difference::Missing => "missing, or otherwise, after the move",
            Difference::Order => "asked at another place after the move",
            Difference::Extra => "more than today",
        };
        let message = format!("{what} of {label} would not be what it is today");
        diags.tell(finding(at, message, label_below));
    }
}

fn finding(at: At, message: String, label: &str) -> Finding {
    Finding::new(Code::LoadBalancerDiffers, at, message)
        .label(label)
        .kubernetes(format!("so says a model of AWS Load Balancer Controller {PROVEN_WITH}"))
        .help("compare the rules of both load balancers before traffic moves, and report this: the translation is at fault")
}
