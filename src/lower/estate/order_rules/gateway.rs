//! `--expose gateway`: a load balancer as a Gateway of the AWS Load Balancer Controller, its rules as HTTPRoutes.
//!
//! Gateway API: a Gateway has listeners, routes attach to them by name, and the order of rules is that of how specific they
//! are ("Gateway", "HTTPRoute"). The controller makes one load balancer of a Gateway, with the settings of the
//! `LoadBalancerConfiguration` that it names, certificates among them, since it passes over `certificateRefs`; a listener's
//! own default is always an answer of 404 (controller 3.5.0, `model_build_listener.go`). So: one Gateway a load balancer; a
//! workload's rules in its own chart; a default as a rule that takes everything, which is the least specific of all.
//! Rules that would be asked in another order than today, and rules that have no words, stop their load balancer as a whole:
//! half a routing sends requests where they do not belong. The model of the controller knows Ingresses only, so that nothing
//! here is proven by it; the run book and the chart say how to compare.

mod compare_order;
mod place_routes;
mod read_matches;
mod read_rules;
mod say_action;

use std::collections::BTreeSet;

use self::compare_order::Why;
use self::read_rules::{Side, Step};
use super::gather::Balancer;
use super::listening::Tls;
use super::read_action::short_group;
use super::read_listener::Reader;
use super::set_edge::{self, Common, Shown};
use super::{Work, gather};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::{Traced, plan};
use crate::lower::estate::{Draft, GatewayDraft};
use crate::settings::Settings;
use crate::source::At;

/// One load balancer.
pub(super) fn one(
    balancer: Balancer,
    edge: String,
    work: &mut Work,
    drafts: &mut [Draft],
    diags: &mut Diagnostics,
) -> GatewayDraft {
    let Balancer { at, own, listeners, documents } = balancer;
    let Work { owners, known, used, services: _, settings } = work;
    let name = own.name.value.clone();
    let mut refused = Vec::new();
    let all: Vec<String> = listeners.iter().flat_map(read_rules::target_groups).collect();
    let left_out = &mut known.left_out;
    let target = settings.target;
    let mut reader = Reader { owners, balancer: &name, target, left_out, today: Vec::new(), diags };
    let read = listeners.into_iter();
    let sides: Vec<Side> = read.filter_map(|listened: gather::Listened| reader.side(listened, &mut refused)).collect();
    let sides = join(sides, diags);
    refused.extend(sides.iter().flat_map(|side| contradictions(side, &name)));
    let namespace = namespace(&sides, drafts, settings);
    let mut draft = GatewayDraft { name: edge.clone(), namespace, plan: None, source: at, documents };
    let groups = sides.iter().flat_map(|side| &side.steps).flat_map(|step| step.target_groups.clone());
    if !refused.is_empty() {
        known.left_out.extend(all);
        for at in &draft.documents {
            diags.ignore(*at, "nothing of this load balancer is written; its findings say why");
        }
        for finding in refused {
            let _: Reported = diags.error(finding);
        }
        return draft;
    }
    known.served.extend(groups);
    tell_quota(&sides, at, &name, diags);
    let silent = |side: &&Side| side.steps.is_empty();
    for at in sides.iter().filter(silent).flat_map(|side| &side.documents) {
        diags.ignore(*at, "nothing that is written stands on this listener");
    }
    let class = edge.strip_prefix("edge-").unwrap_or(&edge).to_owned();
    let tls = Tls { certificates: Vec::new(), policy: None };
    let shown = Shown { tls, listeners: Vec::new() };
    let (common, shown) = set_edge::set(own, class, shown, settings, drafts, diags);
    draft.plan = Some(plan_of(sides, (common, shown), &draft, drafts, used));
    draft
}

fn plan_of(
    mut sides: Vec<Side>,
    (common, settings): (Common, plan::LoadBalancerSettings),
    draft: &GatewayDraft,
    drafts: &mut [Draft],
    used: &mut BTreeSet<String>,
) -> plan::Gateway {
    sides.retain(|side| !side.steps.is_empty());
    let mut listeners: Vec<plan::GatewayListener> = sides.iter().flat_map(|side| side.listeners.clone()).collect();
    listeners.sort_by_key(|listener| listener.listens.value.1);
    let from: BTreeSet<String> = workloads(&sides, drafts).map(|draft| draft.names.namespace.value.clone()).collect();
    let elsewhere = from.iter().any(|namespace| *namespace != draft.namespace);
    let mut from_namespaces: Vec<String> = from.into_iter().filter(|_| elsewhere).collect();
    if elsewhere && !from_namespaces.contains(&draft.namespace) {
        from_namespaces.insert(0, draft.namespace.clone());
    }
    let routes = place_routes::place(sides, &draft.namespace, &common, drafts, used);
    let Common { at: _, name, class, security_groups, throughout, hold_dns: _ } = common;
    plan::Gateway {
        name: draft.name.clone(),
        origin: format!("load balancer {name}"),
        namespace: Traced::implied(draft.namespace.clone()),
        gateway: class,
        settings,
        throughout,
        security_groups,
        listeners,
        from_namespaces,
        routes,
    }
}

fn workloads<'a>(sides: &'a [Side], drafts: &'a [Draft]) -> impl Iterator<Item = &'a Draft> {
    sides.iter().flat_map(|side| &side.steps).filter_map(|step| drafts.get(step.draft?))
}

/// Where the Gateway stands: with the first workload to which it leads.
fn namespace(sides: &[Side], drafts: &[Draft], settings: &Settings) -> String {
    let first = || workloads(sides, drafts).next().map(|draft| draft.names.namespace.value.clone());
    settings.namespace.clone().or_else(first).unwrap_or_else(|| "default".to_owned())
}

/// Listeners with the same rules share their routes, and with them their target groups.
fn join(sides: Vec<Side>, diags: &mut Diagnostics) -> Vec<Side> {
    let mut joined: Vec<Side> = Vec::new();
    for side in sides {
        let alike = |other: &&mut Side| !side.steps.is_empty() && signature(&other.steps) == signature(&side.steps);
        match joined.iter_mut().find(alike) {
            Some(first) => {
                let rules = side.steps.iter().map(|step| step.at);
                rules.for_each(|at| diags.ignore(at, "another listener has the same rule, and one route serves both"));
                first.listeners.extend(side.listeners);
                first.documents.extend(side.documents);
            }
            None => joined.push(side),
        }
    }
    joined
}

fn signature(steps: &[Step]) -> String {
    let mut all = String::new();
    for step in steps {
        let hosts: Vec<&String> = step.matching.hosts.iter().map(|host| &host.value).collect();
        let sources: Vec<&String> = step.matching.sources.iter().map(|source| &source.value).collect();
        all.push_str(&format!("{} {} {hosts:?} {sources:?}", step.name.value, step.signature));
        for part in &step.matching.matches {
            let headers: Vec<_> = part.headers.iter().map(|header| &header.value).collect();
            let queries: Vec<_> = part.queries.iter().map(|query| &query.value).collect();
            let method = part.method.as_ref().map(|method| &method.value);
            all.push_str(&format!(" {:?} {headers:?} {queries:?} {method:?}", part.path.value));
        }
        all.push('\n');
    }
    all
}

/// What is told of rules that would be asked in another order.
fn contradictions(side: &Side, balancer: &str) -> Vec<Finding> {
    let Side { documents: _, listeners: _, steps } = side;
    let found = compare_order::contradictions(steps, &place_routes::assign(steps));
    let finding = |(earlier, later, why): (usize, usize, Why)| {
        let (earlier, later) = (steps.get(earlier)?, steps.get(later)?);
        let then = match why {
            Why::Overtaken => "is the more specific of the two, and a Gateway asks that first",
            Why::Tie => "is as specific as it, and a Gateway asks the one first whose HTTPRoute is the older",
        };
        Some(
            Finding::new(
                Code::GatewayPrecedence,
                later.at.place_only(),
                format!("{} of load balancer `{balancer}` comes after {} today, and {then}", later.words, earlier.words),
            )
            .also([earlier.at.place_only()])
            .label("would be asked in another order")
            .kubernetes("nothing of this load balancer is written, since requests that both match would go elsewhere; the workloads behind it are written without routes")
            .help("`--expose ingress` keeps priorities; or make the earlier rule the more specific one on ECS (by its host, then its path), and export again"),
        )
    };
    found.into_iter().filter_map(finding).collect()
}

/// Quotas of a load balancer ("Quotas for your Application Load Balancers"): a rule on EKS for each host and each match.
fn tell_quota(sides: &[Side], at: At, name: &str, diags: &mut Diagnostics) {
    const RULES: usize = 100;
    let rules = |side: &Side| -> usize {
        let count = |step: &Step| step.matching.hosts.len().max(1) * step.matching.matches.len();
        side.steps.iter().map(count).sum::<usize>() * side.listeners.len()
    };
    let count: usize = sides.iter().map(rules).sum();
    if count > RULES {
        diags.tell(
            Finding::new(Code::LoadBalancerQuota, at.place_only(), format!("load balancer `{name}` becomes one with {count} rules: one for each host and each path of a rule"))
                .label(format!("AWS's quota is {RULES}"))
                .kubernetes("beyond the quota the controller can make no change to the load balancer at all")
                .help("look whether the quota for rules of an Application Load Balancer is raised in this account (Service Quotas), or raise it; `--expose ingress` needs fewer rules"),
        );
    }
}
