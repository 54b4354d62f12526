//! Load balancers: which rule leads to which workload, in which order the rules are asked, and what belongs to a load
//! balancer alone.
//!
//! Elastic Load Balancing: rules stand on listeners and are asked by priority ("Listener rules for your Application Load
//! Balancer"). AWS Load Balancer Controller: the Ingresses of one class make one load balancer; `group.order`, then the
//! order in the Ingress, is the order of the rules, and one faulty Ingress stops all of them (measured with controller
//! 3.5.0). So: one class a load balancer; a workload's rules in its own chart, in as few Ingresses as
//! the order allows; redirects, fixed answers and defaults in the chart of the load balancer. A redirect from HTTP to
//! HTTPS stays an ordinary action: the annotation `ssl-redirect` empties every HTTP listener of the load balancer
//!. What cannot be written is told where it stands, and at the workload that it leaves without rules.

mod act;
mod balance_network;
mod cover_registrations;
mod gateway;
mod gather;
mod guard;
mod join_listeners;
mod keep_balancers;
mod keep_listeners;
mod keep_settings;
mod listening;
mod match_requests;
mod open_control_ports;
mod own_targets;
mod place_rules;
mod read_action;
mod read_listener;
mod read_rule;
mod set_edge;
mod state_settings;
mod state_today;
mod sweep;
mod tell_rules;
mod tell_unsaid;

use std::collections::{BTreeMap, BTreeSet};

use self::cover_registrations::Known;
use self::gather::Balancer;
use self::listening::Listening;
use self::own_targets::Owners;
use self::read_listener::Reader;
use self::set_edge::Shown;
use self::sweep::{Act, Piece, What};
use super::{Balancing, Draft, EdgeDraft, GatewayDraft};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Action, Actions, LoadBalancerType};
use crate::ir::{Traced, plan, today};
use crate::lower::names;
use crate::settings::{Expose, Settings};
use crate::source::At;

pub(in crate::lower) use self::set_edge::beyond_defaults;
pub(super) use self::set_edge::edge_name;

/// Makes the Ingresses of all drafts, and the load balancers.
pub(super) fn order(
    mut balancing: Balancing,
    drafts: &mut [Draft],
    settings: &Settings,
    diags: &mut Diagnostics,
) -> (Vec<EdgeDraft>, Vec<GatewayDraft>) {
    match settings.expose {
        Expose::Ingress | Expose::Gateway => {}
        Expose::TargetGroup => {
            keep_balancers::keep(&balancing, drafts, settings, diags);
            return (Vec::new(), Vec::new());
        }
        Expose::None => {
            ignore_all(&balancing, drafts, diags);
            return (Vec::new(), Vec::new());
        }
    }
    let owners = Owners::of(drafts);
    cover_registrations::pass_over_foreign_groups(&balancing, &owners, diags);
    let balancers = gather::gather(&mut balancing, diags);
    let edges = edge_names(&balancers);
    let mut work = Work {
        owners,
        known: Known::new(&balancers),
        used: used_names(drafts, &edges),
        services: used_names(drafts, &[]),
        settings,
    };
    let (mut all, mut gateways) = (Vec::new(), Vec::new());
    for (balancer, edge) in balancers.into_iter().zip(edges) {
        if !serves(&balancer, &work.owners, drafts) && !balance_network::fronts_application(&balancer, &balancing) {
            let rest = balancer.documents.iter();
            rest.for_each(|at| diags.ignore(*at, "no workload that is written here stands behind this load balancer"));
            continue;
        }
        match balancer.own.kind.as_ref().map(|kind| kind.value) {
            Some(LoadBalancerType::Application) | None => match settings.expose {
                Expose::Gateway => gateways.push(gateway::one(balancer, edge, &mut work, drafts, diags)),
                Expose::Ingress | Expose::TargetGroup | Expose::None => {
                    all.push(one(balancer, edge, &mut work, drafts, diags));
                }
            },
            Some(LoadBalancerType::Network) => {
                balance_network::balance(balancer, &balancing, &mut work, drafts, diags);
            }
            Some(LoadBalancerType::Gateway) => leave_gateway(&balancer, diags),
        }
    }
    cover_registrations::cover(drafts, &work.known, diags);
    if settings.expose == Expose::Ingress {
        state_settings::target_groups(drafts, &work.known.served);
    }
    (all, gateways)
}

/// What is common to all load balancers.
struct Work<'a> {
    owners: Owners,
    known: Known,
    /// Names of Ingresses that are taken.
    used: BTreeSet<String>,
    /// Names of Services that are taken.
    services: BTreeSet<String>,
    settings: &'a Settings,
}

/// One load balancer.
fn one(balancer: Balancer, edge: String, work: &mut Work, drafts: &mut [Draft], diags: &mut Diagnostics) -> EdgeDraft {
    tell_unsaid::tell(&balancer, diags);
    let Balancer { at, own, listeners, documents } = balancer;
    let Work { owners, known, used, services: _, settings } = work;
    let name = own.name.value.clone();
    let settings_today = state_settings::load_balancer(&own);
    let class = edge.strip_prefix("edge-").unwrap_or(&edge).to_owned();
    let target = settings.target;
    let left_out = &mut known.left_out;
    let mut reader = Reader { owners, balancer: &name, target, left_out, today: Vec::new(), diags };
    let mut read: Vec<Listening> = listeners.into_iter().filter_map(|listened| reader.listener(listened)).collect();
    let today = today::LoadBalancer { name: name.clone(), settings: settings_today, listeners: reader.today };
    let listeners = keep_listeners::attributes(&mut read);
    set_edge::tell_quota(&read, at, &name, diags);
    let tls = join_listeners::share_tls(&mut read);
    let mut read = join_listeners::join(read);
    let pieces = sweep::sweep(&mut read, &class, diags);
    tell_quota(&pieces, &read, at, &name, diags);
    ignore_silent_listeners(&pieces, &read, diags);
    let (common, own) = set_edge::set(own, class, Shown { tls, listeners }, settings, drafts, diags);
    let namespace = namespace(&pieces, drafts, settings);
    known.served.extend(pieces.iter().flat_map(served));
    let mut rules = place_rules::place(pieces, &read, &common, drafts, used, diags);
    for rule in &mut rules {
        rule.namespace.take_if(|other| *other == namespace);
    }
    let plan = plan::Edge {
        origin: format!("load balancer {name}"),
        name: edge,
        namespace: Traced::implied(namespace),
        class: common.class,
        settings: own,
        rules,
    };
    EdgeDraft { plan, today, source: at, documents }
}

/// Names of the charts, in the order of the load balancers. One name in several accounts or regions gets a hash in each.
fn edge_names(balancers: &[Balancer]) -> Vec<String> {
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    let first: Vec<String> = balancers.iter().map(|it| edge_name(&it.own.name.value, &it.own.arn.value)).collect();
    // A Network Load Balancer has no chart of its own.
    let network =
        |balancer: &Balancer| balancer.own.kind.as_ref().is_some_and(|kind| kind.value == LoadBalancerType::Network);
    let named = balancers.iter().zip(&first).filter(|(balancer, _)| !network(balancer));
    named.for_each(|(_, name)| *bearers.entry(name.clone()).or_default() += 1);
    let pairs = balancers.iter().zip(first);
    pairs
        .map(|(balancer, name)| {
            let shared = bearers.get(&name).copied().unwrap_or(0) > 1;
            if shared { names::hashed(&name, names::WORKLOAD, &balancer.own.arn.value) } else { name }
        })
        .collect()
}

/// Names that no further Ingress may take: those of the workloads, since each may have an Ingress of its own name.
fn used_names(drafts: &[Draft], edges: &[String]) -> BTreeSet<String> {
    drafts.iter().map(|draft| draft.names.workload.value.clone()).chain(edges.iter().cloned()).collect()
}

/// Whether something of the load balancer leads, or should lead, to a workload that is written.
fn serves(balancer: &Balancer, owners: &Owners, drafts: &[Draft]) -> bool {
    let owned = |arn: &String| !owners.get(arn).is_empty();
    let leads = |actions: Option<&Actions>| match actions.and_then(|actions| actions.routing.as_ref()) {
        Some(Action::Forward(forward)) => forward.targets.iter().any(|target| owned(&target.target_group.value)),
        Some(Action::Untranslated(untranslated)) => untranslated.target_groups.iter().any(owned),
        Some(Action::Redirect(_) | Action::Respond(_)) | None => false,
    };
    let by_rule = balancer.listeners.iter().any(|listened| {
        let rules = listened.rules.iter().map(|rule| rule.actions.as_ref());
        rules.chain([listened.own.default_actions.as_ref()]).any(leads)
    });
    by_rule || cover_registrations::names_balancer(drafts, &balancer.own.arn.value)
}

/// A Gateway Load Balancer sends packets to appliances; nothing on Kubernetes makes one.
fn leave_gateway(balancer: &Balancer, diags: &mut Diagnostics) {
    let name = &balancer.own.name.value;
    diags.tell(
        Finding::new(
            Code::NetworkLoadBalancer,
            balancer.at,
            format!("`{name}` is a Gateway Load Balancer, which no controller of Kubernetes makes"),
        )
        .kubernetes(
            "nothing is made of it: the workloads behind it get a Service inside the cluster, and no load balancer",
        )
        .help("keep it, and bind its target group with `TargetGroupBinding`"),
    );
    let rest = balancer.documents.iter().filter(|at| **at != balancer.at);
    rest.for_each(|at| diags.ignore(*at, "belongs to a Gateway Load Balancer"));
}

/// Quotas of a load balancer ("Quotas for your Application Load Balancers").
fn tell_quota(pieces: &[Piece], listenings: &[Listening], at: At, name: &str, diags: &mut Diagnostics) {
    const RULES: usize = 100;
    const GROUPS: usize = 100;
    let (mut rules, mut groups) = (0, 0);
    for piece in pieces {
        let ports = listenings.get(piece.on).map_or(1, |one| one.listeners.len());
        match &piece.what {
            What::Workload { rules: own, default, .. } => {
                let all = own.iter().map(|(_, _, lead)| lead).chain(default);
                groups += all.flat_map(|lead| &lead.target_groups).collect::<BTreeSet<_>>().len();
                rules += own.len() * ports;
            }
            What::Own { priority, matching: _, act } => {
                rules += usize::from(priority.is_some()) * ports;
                groups += match act {
                    Act::Now(_) => 0,
                    Act::Later(held) => held.target_groups.len(),
                };
            }
            What::Gap(_) => {}
        }
    }
    for (count, most, what) in [(rules, RULES, "rules"), (groups, GROUPS, "target groups")] {
        if count > most {
            diags.tell(
                Finding::new(Code::LoadBalancerQuota, at.place_only(), format!("load balancer `{name}` becomes one with {count} {what}"))
                    .label(format!("AWS's quota is {most}"))
                    .kubernetes("beyond the quota the controller can make no change to the load balancer at all")
                    .help(format!("look whether the quota for {what} of an Application Load Balancer is raised in this account (Service Quotas), or raise it")),
            );
        }
    }
}

fn ignore_silent_listeners(pieces: &[Piece], listenings: &[Listening], diags: &mut Diagnostics) {
    let speaking = pieces.iter().filter(|piece| !is_silent(&piece.what));
    let heard: Vec<At> =
        speaking.filter_map(|piece| listenings.get(piece.on)).flat_map(|one| one.documents.clone()).collect();
    for at in listenings.iter().flat_map(|one| &one.documents) {
        if !heard.contains(at) {
            diags.ignore(*at, "nothing that is written stands on this listener");
        }
    }
}

/// Whether nothing of it is written out.
fn is_silent(what: &What) -> bool {
    match what {
        What::Gap(_) => true,
        What::Own { priority: _, matching: _, act: Act::Later(held) } => !held.closed,
        What::Own { .. } | What::Workload { .. } => false,
    }
}

/// Where the rules of the load balancer's own stand: with the first workload to which it leads.
fn namespace(pieces: &[Piece], drafts: &[Draft], settings: &Settings) -> String {
    let mut of_pieces = pieces.iter().filter_map(|piece| match &piece.what {
        What::Workload { draft, .. } => drafts.get(*draft).map(|draft| draft.names.namespace.value.clone()),
        What::Own { priority: _, matching: _, act: Act::Later(held) } => held.namespace.clone(),
        What::Own { .. } | What::Gap(_) => None,
    });
    let chosen = settings.namespace.clone().or_else(|| of_pieces.next());
    chosen.unwrap_or_else(|| "default".to_owned())
}

/// Target groups to which a piece leads.
fn served(piece: &Piece) -> Vec<String> {
    match &piece.what {
        What::Workload { draft: _, rules, default } => {
            rules.iter().map(|(_, _, lead)| lead).chain(default).flat_map(|lead| lead.target_groups.clone()).collect()
        }
        What::Own { priority: _, matching: _, act: Act::Later(held) } => held.target_groups.clone(),
        What::Own { .. } | What::Gap(_) => Vec::new(),
    }
}

fn ignore_all(balancing: &Balancing, drafts: &[Draft], diags: &mut Diagnostics) {
    const REASON: &str = "`--expose none`: requests reach the pods by other means";
    let Balancing { load_balancers, listeners, rules, target_groups, attributes } = balancing;
    load_balancers.iter().for_each(|it| diags.ignore(it.at, REASON));
    listeners.iter().for_each(|it| diags.ignore(it.at, REASON));
    rules.iter().for_each(|it| diags.ignore(it.at, REASON));
    for (arn, at) in attributes {
        if !target_groups.iter().any(|it| it.key == *arn) {
            diags.ignore(*at, REASON);
        }
    }
    let owners = Owners::of(drafts);
    cover_registrations::pass_over_foreign_groups(balancing, &owners, diags);
}
