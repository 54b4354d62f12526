//! Whether the load balancer after the move does what the one of today does: what the AWS Load Balancer Controller would
//! build of the arranged rules is compared with them, listener by listener and rule by rule.
//!
//! The arrangement spreads the rules of a load balancer over several charts, and nothing but the controller puts them
//! together again; it drops and joins some of them without a word. So its model builds them here, and a difference is told
//! at the rule of today.

mod arrange;
mod cells;
mod compare;
mod expect;
mod read_back;
mod settings;
mod table;
mod targets;
mod words;

pub(crate) use self::table::{Listening, Row, Side, Standing, Table};
pub(crate) use self::targets::prove as prove_targets;

use std::collections::BTreeMap;

use self::arrange::State;
use self::compare::{Difference, Verdict};
use crate::controller::{self, Built, Listener, LoadBalancer};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::{plan, today};
use crate::source::At;

/// The version of the controller by whose rules a load balancer is proven.
pub(crate) const PROVEN_WITH: &str = controller::VERSION;

/// What stands behind a load balancer.
pub(crate) struct Behind<'a> {
    /// Ingresses of workloads, with their namespaces.
    pub(crate) ingresses: &'a [(&'a str, &'a plan::Ingress)],
    /// The namespace of each workload, by its name.
    pub(crate) homes: &'a BTreeMap<&'a str, &'a str>,
}

/// Proves one load balancer, as it is installed and when everything that waits is turned on, and gives both sides beside
/// each other.
pub(crate) fn prove(
    edge: &plan::Edge,
    behind: &Behind,
    today: &today::LoadBalancer,
    place: At,
    diags: &mut Diagnostics,
) -> Table {
    let waits = edge.rules.iter().any(|rule| !matches!(rule.state, plan::EdgeState::Enabled));
    let installed = controller::build(&arrange::cluster(edge, behind, State::Installed));
    let turned_on = waits.then(|| controller::build(&arrange::cluster(edge, behind, State::TurnedOn)));
    let mut told: Vec<(At, String)> = Vec::new();
    let states = [(State::Installed, Some(&installed)), (State::TurnedOn, turned_on.as_ref())];
    for (state, built) in states.into_iter().filter_map(|(state, built)| Some((state, built?))) {
        for finding in differences(edge, today, place, state, built) {
            let key = (finding.at, finding.message.clone());
            // What differs in both states is told once.
            if !told.contains(&key) {
                told.push(key);
                diags.tell(finding);
            }
        }
    }
    table::of(edge, today, &installed, turned_on.as_ref())
}

fn differences(edge: &plan::Edge, today: &today::LoadBalancer, place: At, state: State, built: &Built) -> Vec<Finding> {
    let name = &edge.origin;
    let refusal = |refusal: &controller::Refusal| {
        let message = format!("the controller would refuse {name}: {}", refusal.message);
        finding(place.place_only(), message, "refused as a whole")
            .help("put right what it says on ECS or in the inputs, and convert again: no Ingress of this load balancer would be built")
    };
    let mut found: Vec<Finding> = built.refusals.iter().map(refusal).collect();
    let Some(balancer) = built.load_balancers.get(&edge.class.value) else { return found };
    let changed = settings::compare(&today.settings, &made_settings(balancer, &today.settings));
    found.extend(settings::finding(name, &changed, place));
    for listener in &today.listeners {
        let label = format!("listener {}:{} of {name}", listener.protocol, listener.port);
        match balancer.listeners.get(&listener.port) {
            Some(made) => found.extend(one(listener, made, state, &label, built)),
            None if expect::says_nothing(listener, state) => {}
            None => found.push(finding(listener.at, format!("{label} would not be made"), "missing after the move")),
        }
    }
    found
}

fn one(today: &today::Listener, made: &Listener, state: State, label: &str, built: &Built) -> Vec<Finding> {
    let tell = |Verdict { at, what, difference }: Verdict| {
        let label_below = match difference {
            Difference::Missing => "missing, or otherwise, after the move",
            Difference::Order => "asked at another place after the move",
            Difference::Extra => "more than today",
        };
        finding(at, format!("{what} of {label} would not be what it is today"), label_below)
    };
    let rules = compare::listener(today, made, state, built).into_iter().map(tell);
    rules.chain(settings::finding(label, &settings::of_listener(today, made), today.at)).collect()
}

/// What is set of a load balancer, by the API's names. Where today's subnets or security groups are not known, whatever
/// they will be is no difference; the controller's group between load balancer and pods comes beside today's.
fn made_settings(made: &LoadBalancer, today: &[today::Setting]) -> BTreeMap<String, String> {
    let groups: Vec<&str> = made.security_groups.iter().map(String::as_str).filter(|id| *id != "sg:backend").collect();
    let known = |name: &str| today.iter().any(|setting| setting.name == name);
    let ids = [("Subnets", made.subnets.join(",")), ("SecurityGroups", groups.join(","))];
    let ids = ids.into_iter().filter(|(name, _)| known(name));
    let own = [("Scheme", made.scheme.clone()), ("IpAddressType", made.ip_address_type.clone())];
    let own = own.into_iter().chain(ids).map(|(name, value)| (name.to_owned(), value));
    own.chain(made.attributes.clone()).collect()
}

fn finding(at: At, message: String, label: &str) -> Finding {
    Finding::new(Code::LoadBalancerDiffers, at, message)
        .label(label)
        .kubernetes(format!("so says a model of AWS Load Balancer Controller {PROVEN_WITH}"))
        .help("compare the rules of both load balancers before traffic moves, and report this: the translation is at fault")
}
