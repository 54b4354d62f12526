//! How a pod ends.
//!
//! ECS: the task is taken out of its target groups, and drained, before SIGTERM; containers stop in the reverse order of
//! their dependencies, each with its own `stopTimeout` (30 s unless written) before SIGKILL. Kubernetes: endpoints and
//! SIGTERM go out at the same time, and one grace period, which begins with `preStop`, is for all ("Pod Lifecycle",
//! Termination of Pods). So: every container that runs beside the serving one sleeps until the load balancer has
//! drained (its deregistration delay and 10 s for it to hear of it; 15 s for the cluster's own balancing), and the grace
//! period is that sleep, the longest chain of stop timeouts, and 5 s behind a target group.

use super::order_containers::Order;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::Traced;
use crate::ir::ecs::Container;
use crate::ir::plan::{GracePeriod, Role};

/// Seconds for a load balancer to hear that a pod goes.
const PROPAGATION: i64 = 10;
/// Seconds for the cluster's own load balancing to hear of it.
const INSIDE: i64 = 15;

/// Seconds that a pod behind a target group has beyond its sleep and its chain.
const BALANCED: i64 = 5;

/// The sleep before SIGTERM.
#[derive(Debug, Clone)]
pub(super) struct PreStop {
    pub(super) seconds: Traced<i64>,
    /// The sum in words.
    pub(super) sum: String,
    behind_target_group: bool,
}

/// Decides the sleep: by the longest deregistration delay of the target groups, else by whether anything is served.
pub(super) fn pre_stop(delays: &[Traced<i64>], serves: bool) -> Option<PreStop> {
    if let Some(longest) = delays.iter().max_by_key(|delay| delay.value) {
        return Some(PreStop {
            seconds: longest.clone().map(|delay| delay + PROPAGATION),
            sum: format!(
                "Deregistration delay {} s + {PROPAGATION} s for the load balancer to hear of it.",
                longest.value
            ),
            behind_target_group: true,
        });
    }
    serves.then(|| PreStop {
        seconds: Traced::implied(INSIDE),
        sum: format!("{INSIDE} s for the cluster's own load balancing to hear that the pod goes."),
        behind_target_group: false,
    })
}

/// Decides the grace period.
pub(super) fn grace_period(
    containers: &[Container],
    order: &Order,
    pre_stop: Option<&PreStop>,
    diags: &mut Diagnostics,
) -> GracePeriod {
    let longest = (0..containers.len()).map(|index| chain(index, containers, order));
    let longest = longest.chain([mains_then_sidecars(containers, order)]).max_by_key(|(chain, _)| chain.value);
    let (stop, parts) = longest.unwrap_or_else(|| (Traced::implied(30), vec![30]));
    let parts: Vec<String> = parts.iter().map(|seconds| format!("{seconds} s")).collect();
    let parts = parts.join(" + ");
    let (sleep, extra) =
        pre_stop.map_or((0, 0), |sleep| (sleep.seconds.value, if sleep.behind_target_group { BALANCED } else { 0 }));
    let mut sum = if sleep > 0 {
        format!("preStop {sleep} s + ECS stopTimeout {parts}")
    } else {
        format!("ECS stopTimeout {parts}")
    };
    tell_of_shorter(containers, order, stop.value, diags);
    if extra > 0 {
        sum.push_str(&format!(" + {extra} s"));
    }
    sum.push('.');
    let from_sleep = pre_stop.map(|sleep| sleep.seconds.from.clone()).unwrap_or_default();
    GracePeriod { seconds: stop.map(|stop| stop + sleep + extra).and(from_sleep), sum }
}

/// Tells of containers that had less time to end than the pod gives all of them.
fn tell_of_shorter(containers: &[Container], order: &Order, all: i64, diags: &mut Diagnostics) {
    for (index, container) in containers.iter().enumerate() {
        let Some(own) = &container.lifecycle.stop_timeout else { continue };
        let ended = matches!(order.roles.get(index), Some(Role::Init { .. }));
        if ended || own.value >= all {
            continue;
        }
        diags.tell(
            Finding::new(
                Code::StopTimeoutLonger,
                own.at,
                format!("`{}` had {} s to end before it was killed", container.name.value, own.value),
            )
            .kubernetes(format!("one grace period is for all containers of a pod: it has up to {all} s"))
            .help("nothing to do, unless it must not go on for longer: then let it end by itself"),
        );
    }
}

/// Sidecars get their SIGTERM when all main containers have ended, one after the other ("Sidecar Containers", Kubernetes
/// documentation).
fn mains_then_sidecars(containers: &[Container], order: &Order) -> (Traced<i64>, Vec<i64>) {
    let is_sidecar = |index: &usize| matches!(order.roles.get(*index), Some(Role::Sidecar(_)));
    let timeout =
        |index: &usize| containers.get(*index).and_then(|container| container.lifecycle.stop_timeout.as_ref());
    let own = |index: &usize| timeout(index).map_or_else(|| Traced::implied(30), |timeout| timeout.with(timeout.value));
    let Some(main) = order.main.iter().map(own).max_by_key(|own| own.value) else {
        return (Traced::implied(0), Vec::new());
    };
    let sidecars: Vec<Traced<i64>> = order.init.iter().rev().filter(|index| is_sidecar(index)).map(own).collect();
    let parts: Vec<i64> = std::iter::once(&main).chain(&sidecars).map(|own| own.value).collect();
    let from: Vec<_> = sidecars.into_iter().flat_map(|own| own.from).collect();
    (main.map(|_| parts.iter().sum()).and(from), parts)
}

/// The stop timeouts of a container and of the longest chain that it waits for, together and one by one: they stop one
/// after the other.
fn chain(index: usize, containers: &[Container], order: &Order) -> (Traced<i64>, Vec<i64>) {
    let none = (Traced::implied(0), Vec::new());
    let Some(container) = containers.get(index) else { return none };
    // What has ended before the pod stops takes no time.
    let ended = matches!(order.roles.get(index), Some(Role::Init { .. }));
    let own = match &container.lifecycle.stop_timeout {
        _ if ended => Traced::implied(0),
        Some(timeout) => timeout.with(timeout.value),
        None => Traced::implied(30),
    };
    let deeper = order.waits_for.get(index).into_iter().flatten().map(|other| chain(*other, containers, order));
    let (deeper, mut parts) = deeper.max_by_key(|(chain, _)| chain.value).unwrap_or(none);
    if own.value > 0 {
        parts.insert(0, own.value);
    }
    (own.map(|own| own + deeper.value).and(deeper.from), parts)
}
