//! Writes the pieces of a load balancer into its workloads and into its own chart, under names that nobody else bears.
//!
//! An action stands in the annotation `actions.<name>`, with `conditions.<name>` beside it, and both hold for every path of
//! the Ingress whose backend bears that name (measured with controller 3.5.0). So a plain forward keeps
//! the Service as its backend, and a rule with conditions beyond host and path gets a name of its own, `r<priority>`.
//! A Service's port is always named: by name and by number it would be two target groups.

use std::collections::{BTreeMap, BTreeSet};

use super::act;
use super::listening::{Held, Lead, Listening};
use super::match_requests::Matching;
use super::open_control_ports;
use super::set_edge::Common;
use super::sweep::{Act, Piece, What};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::{Traced, plan};
use crate::lower::estate::{Draft, State};
use crate::lower::names;

/// Gives each workload its Ingresses; the rules that belong to none are left.
pub(super) fn place(
    pieces: Vec<Piece>,
    listenings: &[Listening],
    common: &Common,
    drafts: &mut [Draft],
    used: &mut BTreeSet<String>,
    diags: &mut Diagnostics,
) -> Vec<plan::EdgeRule> {
    let mut own_names = own_names(&pieces, listenings, &common.class.value, used).into_iter();
    let mut own = Vec::new();
    let mut first_of: BTreeMap<usize, usize> = BTreeMap::new();
    for Piece { on, order, guard, what } in pieces {
        let Some(listening) = listenings.get(on) else { continue };
        let place = self::place_of(listening, order, guard, common);
        match what {
            What::Workload { draft, rules, default } => {
                let Some(draft_of) = drafts.get_mut(draft) else { continue };
                let State::Ready(task) = &mut draft_of.state else { continue };
                let first = *first_of.entry(draft).or_insert(task.ingresses.len());
                let name = ingress_name(
                    &draft_of.names.workload.value,
                    first,
                    task.ingresses.len(),
                    &common.class.value,
                    used,
                );
                let leads = rules.iter().map(|(_, _, lead)| lead).chain(&default);
                let control_ports = open_control_ports::of(leads, &task.targets, diags);
                let rules =
                    rules.into_iter().map(|(priority, matching, lead)| forward(priority, matching, lead)).collect();
                let default_backend = default.map(backend);
                task.ingresses.push(plan::Ingress { name, place, rules, default_backend, control_ports });
            }
            What::Own { priority, matching, act } => {
                let name = own_names.next().unwrap_or_default();
                own.push(own_rule(name, place, matching, act, priority.is_none()));
            }
            What::Gap(_) => {}
        }
    }
    await_rules(&own, drafts);
    tell_several(&first_of, common, drafts, diags);
    own
}

fn place_of(listening: &Listening, order: Traced<i32>, guard: Option<plan::Guard>, common: &Common) -> plan::Place {
    plan::Place {
        class: common.class.clone(),
        order,
        listeners: listening.listeners.clone(),
        certificates: listening.tls.certificates.clone(),
        ssl_policy: listening.tls.policy.clone(),
        mutual_authentication: listening.kept.annotation(),
        throughout: common.throughout.clone(),
        security_groups: common.security_groups.clone(),
        hold_dns: common.hold_dns,
        guard,
    }
}

/// Marks the workloads to which a rule leads that waits: their Services must be fit for it.
fn await_rules(rules: &[plan::EdgeRule], drafts: &mut [Draft]) {
    let awaited: BTreeSet<&String> = rules.iter().flat_map(|rule| &rule.workloads).collect();
    for draft in drafts {
        if let State::Ready(task) = &mut draft.state {
            task.awaited |= awaited.contains(&draft.names.workload.value);
        }
    }
}

/// A rule in the load balancer's own chart.
fn own_rule(name: String, place: plan::Place, matching: Matching, act: Act, is_default: bool) -> plan::EdgeRule {
    let (action, state, namespace, workloads) = match act {
        Act::Now(action) => (action, plan::EdgeState::Enabled, None, Vec::new()),
        Act::Later(Held { action, namespace, workloads, target_groups: _, closed }) => {
            let state = if closed { plan::EdgeState::Closed(act::refuse().value) } else { plan::EdgeState::Held };
            (action, state, namespace, workloads)
        }
    };
    let rule = ingress_rule(name, matching, action.map(plan::Backend::Action));
    plan::EdgeRule { place, namespace, rule, is_default, state, workloads }
}

fn ingress_rule(name: String, matching: Matching, backend: Traced<plan::Backend>) -> plan::IngressRule {
    let Matching { host, path, conditions, transforms, values: _ } = matching;
    plan::IngressRule { name, host, path, conditions, transforms, backend }
}

fn forward(priority: i64, matching: Matching, lead: Lead) -> plan::IngressRule {
    let name = format!("r{priority}");
    // Conditions count for every backend of their name: a Service that is called so would get them too.
    let name = if lead.service == name { format!("{name}-rule") } else { name };
    let named = matching.conditions.is_some() || matching.transforms.is_some();
    let share = act::Share::Service { name: &lead.service, port: &lead.port };
    let plain = named.then(|| act::forward(&[(share, None)], None));
    let action = lead.action.clone().or(plain);
    ingress_rule(name, matching, backend(Lead { action, ..lead }))
}

fn backend(lead: Lead) -> Traced<plan::Backend> {
    let Lead { draft: _, service, namespace: _, port, target_groups: _, action, from } = lead;
    let plain = plan::Backend::Service { name: service, port };
    Traced::new(action.map_or(plain, plan::Backend::Action), from)
}

/// `<workload>` for the first of all, `<workload>-<load balancer>` for the first of a further load balancer, then numbers.
pub(super) fn ingress_name(
    workload: &str,
    first: usize,
    count: usize,
    class: &str,
    used: &mut BTreeSet<String>,
) -> String {
    let base = if first == 0 {
        workload.to_owned()
    } else {
        names::label(&format!("{workload}-{class}"), names::LABEL - 8, class)
    };
    if count == 0 {
        return base;
    }
    let number = count - first + 1;
    let wanted = if number == 1 { base.clone() } else { format!("{base}-{number}") };
    // Another workload may be called so, and have an Ingress of that name.
    let name = if used.contains(&wanted) {
        names::hashed(&format!("{wanted}-ingress"), names::LABEL, &format!("{base} {number}"))
    } else {
        wanted
    };
    used.insert(name.clone());
    name
}

/// The rule's name, so that no other Ingress is called as its own, `<load balancer>-<rule>`.
fn free(class: &str, name: String, used: &mut BTreeSet<String>) -> String {
    let mut wanted = name.clone();
    while !used.insert(format!("{class}-{wanted}")) {
        wanted = if wanted == name { format!("{name}-rule") } else { names::hashed(&wanted, names::LABEL, &wanted) };
    }
    wanted
}

/// `r<priority>` or `default`, with the port where several listeners have one of the same, and with a number for the second
/// of two on one listener.
fn own_names(pieces: &[Piece], listenings: &[Listening], class: &str, used: &mut BTreeSet<String>) -> Vec<String> {
    let mut all: Vec<(String, i64)> = Vec::new();
    for piece in pieces {
        if let What::Own { priority, .. } = &piece.what {
            let listeners = listenings.get(piece.on).map(|one| one.listeners.as_slice()).unwrap_or_default();
            let port = listeners.first().map_or(0, |listener| listener.value.1);
            all.push((priority.map_or_else(|| "default".to_owned(), |priority| format!("r{priority}")), port));
        }
    }
    let ports = |name: &str| {
        let ports = all.iter().filter(|(other, _)| other == name).map(|(_, port)| *port);
        ports.collect::<BTreeSet<i64>>().len()
    };
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut unique = |name: String| {
        let times = taken.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 { format!("{name}-{times}") } else { name }
    };
    all.iter()
        .map(|(name, port)| unique(if ports(name) > 1 { format!("{name}-{port}") } else { name.clone() }))
        .map(|name| free(class, name, used))
        .collect()
}

/// The controller makes a target group for each Ingress and Service: a workload whose rules are interrupted by others'
/// gets several.
fn tell_several(first_of: &BTreeMap<usize, usize>, common: &Common, drafts: &[Draft], diags: &mut Diagnostics) {
    for (draft, first) in first_of {
        let Some(draft) = drafts.get(*draft) else { continue };
        let State::Ready(task) = &draft.state else { continue };
        let count = task.ingresses.len() - first;
        if count > 1 {
            let workload = &draft.names.workload.value;
            let mut finding = Finding::new(Code::TargetGroupPerIngress, common.at.place_only(), format!("`{workload}` gets {count} Ingresses on load balancer `{}`, and a target group for each", common.name))
                .kubernetes("rules of others stand between its own, or it is on several listeners; each target group has its own health checks and metrics")
                .help("nothing to do");
            finding.workload = Some(workload.clone());
            diags.tell(finding);
        }
    }
}
