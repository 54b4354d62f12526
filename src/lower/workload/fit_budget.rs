//! Rounding, under a pod's budget.
//!
//! ECS: containers' CPU units add up to the task's at the most. Kubernetes: whole millicores, each container's rounded to
//! the nearest, may add up to a few more than the pod's, and a container with no units of its own asks for 1m; the API
//! server refuses a pod whose containers ask for more than the pod. So what is too much is taken from the largest.

use crate::ir::plan::{Container, PodResources, Role};

/// Takes what rounding added from the container that asks for most.
pub(super) fn fit(budget: Option<&PodResources>, init: &mut [Container], main: &mut [Container]) {
    let Some(whole) = budget.and_then(|budget| budget.cpu.as_ref()).map(|cpu| cpu.value) else { return };
    let sidecars: i64 = init.iter().filter(|one| lasts(one)).map(asked).sum();
    let over = main.iter().map(asked).sum::<i64>() + sidecars - whole;
    // More than a millicore for each container is no rounding: that is refused, not hidden.
    let roundings = (init.len() + main.len()) as i64;
    if (1..=roundings).contains(&over) {
        let lasting = main.iter_mut().chain(init.iter_mut().filter(|one| lasts(one)));
        if let Some(largest) = lasting.max_by_key(|one| asked(one)) {
            lower(largest, over);
        }
    }
    let sidecars: i64 = init.iter().filter(|one| lasts(one)).map(asked).sum();
    for container in init.iter_mut().filter(|one| !lasts(one)) {
        let over = asked(container) + sidecars - whole;
        if (1..=roundings).contains(&over) {
            lower(container, over);
        }
    }
}

fn lasts(container: &Container) -> bool {
    matches!(container.role, Role::Sidecar(_))
}

fn asked(container: &Container) -> i64 {
    container.resources.cpu_request.as_ref().map_or(0, |cpu| cpu.value)
}

fn lower(container: &mut Container, by: i64) {
    if let Some(cpu) = &mut container.resources.cpu_request {
        cpu.value = (cpu.value - by).max(1);
    }
}
