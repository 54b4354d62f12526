//! Which container is what to its pod, and in which order they start.
//!
//! ECS: `dependsOn` waits for START, COMPLETE, SUCCESS or HEALTHY; `essential` is true unless written
//! ("ContainerDefinition", API reference). Kubernetes: init containers end one after the other before the rest starts; an
//! init container with `restartPolicy: Always` (a native sidecar) starts there, gates what follows by its start-up
//! probe, and stops after the main containers; main containers start in list order without waiting. So: what others wait
//! to end is an init container, what others wait to be healthy is a sidecar, essential containers are main, and what is
//! left runs beside them.

mod replace_pod;
mod tell;

use std::collections::{BTreeMap, BTreeSet};

use super::restart_container::restarts;
use super::share_network::list_hosts;
use super::{Context, Kind};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::Traced;
use crate::ir::ecs::{Condition, Container};
use crate::ir::plan::{AfterEnd, Role};

/// What was decided for each container of the definition, by its index there.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) roles: Vec<Role>,
    /// Indices of init containers and sidecars, then of the others, each in the order of starting.
    pub(super) init: Vec<usize>,
    pub(super) main: Vec<usize>,
    /// Whether another container waits for this one to be healthy.
    pub(super) gates: Vec<bool>,
    /// For each container, those that it waits for.
    pub(super) waits_for: Vec<Vec<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Init,
    Sidecar,
    Main,
    Helper,
}

/// Decides roles and order.
pub(super) fn order(containers: &[Container], cx: &Context, diags: &mut Diagnostics) -> Result<Order, Reported> {
    let waits_for = graph(containers, diags)?;
    let sorted = sort(containers, &waits_for, diags)?;
    let mut places = places(containers, cx, diags)?;
    let replaced = replace_pod::replace(containers, &mut places, &waits_for, cx, diags);
    pull_up(&sorted, containers, &waits_for, &mut places, diags)?;
    let early = |place: Place| matches!(place, Place::Init | Place::Sidecar);
    let at = |index: usize| places.get(index).copied().unwrap_or(Place::Main);
    let init: Vec<usize> = sorted.iter().copied().filter(|index| early(at(*index))).collect();
    let mains = sorted.iter().copied().filter(|index| at(*index) == Place::Main);
    let main: Vec<usize> = mains.chain(sorted.iter().copied().filter(|index| at(*index) == Place::Helper)).collect();
    if let (true, Some(first)) = (main.is_empty(), containers.first()) {
        return Err(diags.error(
            Finding::new(
                Code::NoMainContainer,
                first.name.at,
                "no container is left that the pod could live by: each is waited for by another",
            )
            .kubernetes("a pod needs a container that neither ends first nor runs beside others")
            .help("make the container that does the work essential, and let nothing wait for it to be healthy"),
        ));
    }
    let gates =
        (0..containers.len()).map(|index| waited_for(containers, index, &[Condition::Healthy]).is_some()).collect();
    let roles = containers
        .iter()
        .enumerate()
        .map(|(index, container)| role(container, at(index), (containers, index), replaced, cx))
        .collect();
    tell::tell(containers, &places, cx, diags);
    Ok(Order { roles, init, main, gates, waits_for })
}

fn index_of(containers: &[Container], name: &str) -> Option<usize> {
    containers.iter().position(|container| container.name.value == name)
}

fn graph(containers: &[Container], diags: &mut Diagnostics) -> Result<Vec<Vec<usize>>, Reported> {
    let mut failed = None;
    let mut all = Vec::new();
    for container in containers {
        let mut waits_for = Vec::new();
        for dependency in &container.lifecycle.depends_on {
            match index_of(containers, &dependency.container_name.value) {
                Some(index) => waits_for.push(index),
                None => failed = Some(tell::unknown(containers, dependency, diags)),
            }
        }
        // A link waits for the other container to start; one that leads nowhere is refused with the other names.
        let linked = container.network.links.iter().map(|link| list_hosts::parts(&link.value).0);
        waits_for.extend(linked.filter_map(|name| index_of(containers, name)));
        all.push(waits_for);
    }
    failed.map_or(Ok(all), Err)
}

/// A stable topological order: the definition's own, as far as dependencies allow.
fn sort(containers: &[Container], waits_for: &[Vec<usize>], diags: &mut Diagnostics) -> Result<Vec<usize>, Reported> {
    let mut sorted = Vec::new();
    let mut left: BTreeSet<usize> = (0..containers.len()).collect();
    while !left.is_empty() {
        let ready = left
            .iter()
            .copied()
            .find(|index| waits_for.get(*index).is_none_or(|others| others.iter().all(|other| !left.contains(other))));
        let Some(next) = ready else { return Err(circle(&left, containers, waits_for, diags)) };
        left.remove(&next);
        sorted.push(next);
    }
    Ok(sorted)
}

/// Tells of a circle among the containers that are left, from the first of them that is in one.
fn circle(
    left: &BTreeSet<usize>,
    containers: &[Container],
    waits_for: &[Vec<usize>],
    diags: &mut Diagnostics,
) -> Reported {
    let next = |index: usize| waits_for.get(index).into_iter().flatten().copied().find(|other| left.contains(other));
    let mut path: Vec<usize> = left.iter().next().copied().into_iter().collect();
    // Each of them waits for another of them, so that the way comes back to itself.
    while let Some(other) = path.last().copied().and_then(next) {
        if let Some(from) = path.iter().position(|index| *index == other) {
            path.drain(..from);
            break;
        }
        path.push(other);
    }
    let named = |index: &usize| containers.get(*index).map(|one| format!("`{}`", one.name.value));
    let names: Vec<String> = path.iter().filter_map(named).collect();
    let wish = path.first().and_then(|index| containers.get(*index)).and_then(|one| {
        let other = path.get(1).or(path.first()).and_then(|index| containers.get(*index))?;
        one.lifecycle.depends_on.iter().find(|wish| wish.container_name.value == other.name.value)
    });
    // Where no `dependsOn` leads on, a link does.
    let first = path.first().and_then(|index| containers.get(*index));
    let link = first.and_then(|one| one.network.links.first()).map(|link| link.at);
    let place = wish.map(|wish| wish.container_name.at).or(link).unwrap_or_else(|| crate::diagnostics::start_of(0));
    let what = match names.as_slice() {
        [only] => format!("{only} waits for itself"),
        _ => format!("{} wait for each other in a circle", names.join(", ")),
    };
    diags.error(
        Finding::new(Code::DependencyCycle, place, what)
            .label("part of a circle")
            .kubernetes("none of them could ever start")
            .help("take one `dependsOn` or link out: ECS itself refuses a circle"),
    )
}

/// The place of another container's wish that `index` has reached one of `conditions`.
fn waited_for(containers: &[Container], index: usize, conditions: &[Condition]) -> Option<Traced<()>> {
    let name = &containers.get(index)?.name.value;
    let wishes = containers.iter().flat_map(|container| &container.lifecycle.depends_on);
    let mut matching = wishes
        .filter(|wish| wish.container_name.value == *name && conditions.contains(&wish.condition.value))
        .peekable();
    matching.peek()?;
    Some(Traced::new((), matching.flat_map(|wish| [wish.container_name.leaf(), wish.condition.leaf()]).collect()))
}

fn essential(container: &Container) -> bool {
    container.lifecycle.essential.as_ref().is_none_or(|essential| essential.value)
}

/// NONE turns a check off.
fn has_check(container: &Container) -> bool {
    container.health_check.as_ref().is_some_and(|check| check.command.first().is_none_or(|word| word.value != "NONE"))
}

fn places(containers: &[Container], cx: &Context, diags: &mut Diagnostics) -> Result<Vec<Place>, Reported> {
    let mut failed = None;
    let mut all = Vec::new();
    for (index, container) in containers.iter().enumerate() {
        let must_end = waited_for(containers, index, &[Condition::Complete, Condition::Success]);
        let healthy = waited_for(containers, index, &[Condition::Healthy]);
        let started = waited_for(containers, index, &[Condition::Start]);
        if must_end.is_some() && essential(container) {
            failed = Some(
                diags.error(
                    Finding::new(
                        Code::EssentialMustEnd,
                        container.name.at,
                        format!(
                            "others wait for `{}` to end, and it is essential: its end would end the task",
                            container.name.value
                        ),
                    )
                    .help("set \"essential\": false for it: ECS itself refuses the definition"),
                ),
            );
        }
        if healthy.is_some() && !has_check(container) {
            failed = Some(
                diags.error(
                    Finding::new(
                        Code::HealthyWithoutCheck,
                        container.name.at,
                        format!("others wait for `{}` to be healthy, and it has no health check", container.name.value),
                    )
                    .help("give it a `healthCheck`, or wait for START: on ECS such a task never gets past it"),
                ),
            );
        }
        all.push(if must_end.is_some() && !essential(container) {
            Place::Init
        } else if healthy.is_some() || (!essential(container) && started.is_some()) {
            Place::Sidecar
        } else if essential(container) {
            Place::Main
        } else if cx.kind == Kind::Job {
            // A Job ends when its main containers have ended; what only helps must not keep it alive.
            Place::Sidecar
        } else {
            Place::Helper
        });
    }
    failed.map_or(Ok(all), Err)
}

/// What an init container or a sidecar waits for must stand before it, and so becomes one of them.
fn pull_up(
    sorted: &[usize],
    containers: &[Container],
    waits_for: &[Vec<usize>],
    places: &mut [Place],
    diags: &mut Diagnostics,
) -> Result<(), Reported> {
    let mut pulled: BTreeMap<usize, usize> = BTreeMap::new();
    for index in sorted.iter().rev() {
        if !matches!(places.get(*index), Some(Place::Init | Place::Sidecar)) {
            continue;
        }
        for other in waits_for.get(*index).into_iter().flatten() {
            if let Some(place @ (Place::Main | Place::Helper)) = places.get_mut(*other) {
                *place = Place::Sidecar;
                pulled.insert(*other, *index);
            }
        }
    }
    for (other, index) in pulled {
        let (Some(other), Some(waiting)) = (containers.get(other), containers.get(index)) else { continue };
        if essential(other) {
            let wish = waiting.lifecycle.depends_on.iter().find(|wish| wish.container_name.value == other.name.value);
            diags.tell(
                Finding::new(
                    Code::EssentialSidecar,
                    wish.map_or(other.name.at, |wish| wish.container_name.at),
                    format!(
                        "`{}` waits for the essential container `{}`, which becomes a sidecar",
                        waiting.name.value, other.name.value
                    ),
                )
                .kubernetes("when it ends, Kubernetes restarts it alone; ECS replaced the whole task")
                .help("nothing to do where it may restart alone"),
            );
        }
    }
    Ok(())
}

fn role(
    container: &Container,
    place: Place,
    (containers, index): (&[Container], usize),
    replaced: bool,
    cx: &Context,
) -> Role {
    let not_essential: Vec<_> = container.lifecycle.essential.iter().map(|essential| essential.leaf()).collect();
    // From 1.35 on a container may have a restart policy of its own; on 1.34 it is dropped without an error.
    let once = cx.since(35);
    match place {
        Place::Main if replaced && !restarts(container) => Role::Main(AfterEnd::EndOfPod),
        Place::Main => Role::Main(AfterEnd::Restart),
        Place::Helper => Role::Helper { from: Traced::new((), not_essential), once: once && !restarts(container) },
        Place::Init => {
            let wish = waited_for(containers, index, &[Condition::Complete, Condition::Success]);
            // Where any end will do, a failure must not fail the pod.
            let any_end = waited_for(containers, index, &[Condition::Success]).is_none();
            let from = wish.unwrap_or_else(|| Traced::implied(())).and(not_essential);
            Role::Init { from, once: once && !any_end, any_end }
        }
        Place::Sidecar => {
            let wish = waited_for(containers, index, &[Condition::Healthy, Condition::Start]);
            Role::Sidecar(wish.unwrap_or_else(|| Traced::implied(())).and(not_essential))
        }
    }
}
