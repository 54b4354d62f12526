//! Which rules stand in one HTTPRoute.
//!
//! The controller makes a target group for each route, Service and port (controller 3.5.0, `model_build_target_group.go`),
//! and keeps the order of rules that are alike specific inside one route. So a workload's rules for the same hosts on the
//! same listeners share a route; it holds up to 16 rules ("HTTPRoute"). Its other limits, 16 hosts and 128 matches, are out
//! of reach: a rule on ECS has up to five values ("Quotas for your Application Load Balancers").

use std::collections::{BTreeMap, BTreeSet};

use super::super::place_rules::ingress_name;
use super::super::set_edge::Common;
use super::read_matches::Matching;
use super::read_rules::{Side, Step};
use crate::ir::{Traced, plan};
use crate::lower::estate::{Draft, State};

/// Most rules of a route.
const RULES: usize = 16;

/// Numbers of the routes in which the steps stand: one for each of the load balancer's own.
pub(super) fn assign(steps: &[Step]) -> Vec<usize> {
    // The number of each workload's last route for these hosts, and how many rules it has.
    let mut open: BTreeMap<(usize, Vec<&str>), (usize, usize)> = BTreeMap::new();
    let (mut all, mut count) = (Vec::new(), 0);
    for step in steps {
        let fresh = (count, 0);
        let mut own = fresh;
        let route = match step.draft {
            Some(draft) => {
                let mut hosts: Vec<&str> = step.matching.hosts.iter().map(|host| host.value.as_str()).collect();
                hosts.sort_unstable();
                open.entry((draft, hosts)).or_insert(fresh)
            }
            None => &mut own,
        };
        if route.1 == RULES {
            *route = fresh;
        }
        if *route == fresh {
            count += 1;
        }
        route.1 += 1;
        all.push(route.0);
    }
    all
}

/// Gives each workload its routes; those of the load balancer's own are left.
pub(super) fn place(
    sides: Vec<Side>,
    namespace: &str,
    common: &Common,
    drafts: &mut [Draft],
    used: &mut BTreeSet<String>,
) -> Vec<plan::Route> {
    let shared = names_on_several(&sides);
    let mut own = Vec::new();
    let mut first_of: BTreeMap<usize, usize> = BTreeMap::new();
    for Side { documents: _, listeners, steps } in sides {
        let listeners: Vec<Traced<(String, i64)>> = listeners.into_iter().map(|listener| listener.listens).collect();
        let port = listeners.first().map_or(0, |listens| listens.value.1);
        let mut routes: Vec<(usize, Option<usize>, plan::Route)> = Vec::new();
        for (number, step) in assign(&steps).into_iter().zip(steps) {
            let Step { at: _, name, words: _, matching, draft, target_groups: _, does, signature: _ } = step;
            let Matching { hosts, matches, sources } = matching;
            let short = name.value.clone();
            let rule = plan::RouteRule { name, matches, sources, does };
            if let Some((_, _, route)) = routes.iter_mut().find(|(other, ..)| *other == number) {
                route.hosts.iter_mut().for_each(|kept| {
                    let again = hosts.iter().filter(|host| host.value == kept.value);
                    kept.from.extend(again.flat_map(|host| host.from.clone()));
                });
                route.rules.push(rule);
                continue;
            }
            let name = if shared.contains(&short) { format!("{short}-{port}") } else { short };
            let gateway = Traced::implied(common.class.value.clone());
            let (listeners, hold_dns) = (listeners.clone(), common.hold_dns);
            let rules = vec![rule];
            routes.push((
                number,
                draft,
                plan::Route { name, gateway, gateway_namespace: None, listeners, hosts, rules, hold_dns },
            ));
        }
        for (_, draft, route) in routes {
            match draft.and_then(|draft| Some((draft, drafts.get_mut(draft)?))) {
                Some((index, draft)) => give(route, draft, (index, &mut first_of), namespace, (common, used)),
                None => own.push(route),
            }
        }
    }
    own
}

fn give(
    mut route: plan::Route,
    draft: &mut Draft,
    (index, first_of): (usize, &mut BTreeMap<usize, usize>),
    namespace: &str,
    (common, used): (&Common, &mut BTreeSet<String>),
) {
    let State::Ready(task) = &mut draft.state else { return };
    let count = task.routes.len();
    let first = *first_of.entry(index).or_insert(count);
    route.name = ingress_name(&draft.names.workload.value, first, count, &common.class.value, used);
    route.gateway_namespace = Some(namespace.to_owned()).filter(|it| *it != draft.names.namespace.value);
    task.routes.push(route);
}

/// Names of the load balancer's own rules that stand on listeners with different rules.
fn names_on_several(sides: &[Side]) -> BTreeSet<String> {
    let own = |side: &Side| -> Vec<String> {
        side.steps.iter().filter(|step| step.draft.is_none()).map(|step| step.name.value.clone()).collect()
    };
    let mut seen = BTreeSet::new();
    sides.iter().flat_map(own).filter(|name| !seen.insert(name.clone())).collect()
}
