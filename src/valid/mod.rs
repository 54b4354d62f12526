//! The last look at a plan: what the API server would refuse is refused here, at its place in the input, and what the AWS
//! Load Balancer Controller would do otherwise than the load balancer of today is told.
//!
//! Invariant: changes nothing. [`Facts`] is the ticket into the writers, and nothing else makes one.

pub(crate) mod load_balancer;

use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::Traced;
use crate::ir::plan::{AfterEnd, Container, PodResources, Role, Workload};
use crate::settings::Settings;
use crate::source::At;

/// What has been checked, and what follows from it.
#[derive(Debug)]
pub(crate) struct Facts {
    minimum_minor: u32,
    app_version: String,
}

impl Facts {
    /// Lowest minor version of Kubernetes that has every feature used.
    pub(crate) fn minimum_minor(&self) -> u32 {
        self.minimum_minor
    }

    /// Version of the main container's image; empty where it has none.
    pub(crate) fn app_version(&self) -> &str {
        &self.app_version
    }
}

/// Checks a plan. `place` is the document that it came from.
pub(crate) fn check(
    plan: &Workload,
    place: At,
    settings: &Settings,
    diags: &mut Diagnostics,
) -> Result<Facts, Reported> {
    if let Some(budget) = &plan.pod.resources {
        within_budget(budget, plan, place, diags)?;
    }
    within_limits(plan, place, diags)?;
    let main = plan.pod.containers.first().map(|container| container.process.image.version.clone());
    Ok(Facts { minimum_minor: minimum_minor(plan, settings), app_version: main.unwrap_or_default() })
}

/// 1.31 is the oldest that is written for. Pod-level resources are on from 1.34, a container's own restart policy and
/// `hostnameOverride` from 1.35, and some kernel parameters are safe only from a later one (Kubernetes documentation,
/// "Feature Gates").
fn minimum_minor(plan: &Workload, settings: &Settings) -> u32 {
    let containers = plan.pod.init_containers.iter().chain(&plan.pod.containers);
    let new = containers.into_iter().any(|container| match &container.role {
        Role::Init { once, .. } | Role::Helper { once, .. } => *once || !container.final_codes.is_empty(),
        Role::Main(after) => *after == AfterEnd::EndOfPod || !container.final_codes.is_empty(),
        Role::Sidecar(_) => false,
    });
    let new = new || plan.pod.network.hostname_override.is_some();
    let needed = match (new, &plan.pod.resources) {
        (true, _) => 35,
        (false, Some(_)) => 34,
        (false, None) => 31,
    };
    let sysctls = plan.pod.sysctls.iter().map(|sysctl| sysctl.since);
    sysctls.fold(needed, u32::max).min(settings.kube_minor)
}

/// The API server refuses a container that asks for more than it may use.
fn within_limits(plan: &Workload, place: At, diags: &mut Diagnostics) -> Result<(), Reported> {
    let over = |asked: &Option<Traced<i64>>, limit: &Option<Traced<i64>>| match (asked, limit) {
        (Some(asked), Some(limit)) => asked.value > limit.value,
        (Some(_) | None, _) => false,
    };
    let all = plan.pod.init_containers.iter().chain(&plan.pod.containers);
    let mut greedy = all.filter(|container| {
        let it = &container.resources;
        over(&it.cpu_request, &it.cpu_limit) || over(&it.memory_request, &it.memory_limit)
    });
    let Some(container) = greedy.next() else { return Ok(()) };
    Err(diags.error(
        Finding::new(
            Code::ContainersExceedTask,
            place.place_only(),
            format!(
                "`{}`: container `{}` asks for more than it may use",
                plan.names.workload.value, container.name.value
            ),
        )
        .kubernetes("the API server refuses a request above its limit")
        .help("raise the task's size or the container's `memory`, or lower what it reserves: ECS itself refuses it"),
    ))
}

/// The API server refuses a pod whose containers ask for more than the pod.
fn within_budget(budget: &PodResources, plan: &Workload, place: At, diags: &mut Diagnostics) -> Result<(), Reported> {
    let pod = &plan.pod;
    let sidecar = |container: &&Container| matches!(container.role, Role::Sidecar(_));
    let sum = |amount: &dyn Fn(&Container) -> i64| -> i64 {
        let beside: i64 = pod.init_containers.iter().filter(sidecar).map(amount).sum();
        let main: i64 = pod.containers.iter().map(amount).sum();
        let first = pod.init_containers.iter().filter(|one| !sidecar(one)).map(amount).max().unwrap_or(0);
        beside + main.max(first)
    };
    let cpu = sum(&|container| container.resources.cpu_request.as_ref().map_or(0, |part| part.value));
    let memory = sum(&|container| container.resources.memory_request.as_ref().map_or(0, |part| part.value));
    let over = [("CPU", "m", cpu, &budget.cpu), ("memory", "Mi", memory, &budget.memory)].into_iter().find_map(
        |(what, unit, asked, whole)| {
            let whole = whole.as_ref()?.value;
            (asked > whole)
                .then(|| format!("its containers ask for {asked}{unit} of {what}, and the task has {whole}{unit}"))
        },
    );
    let limit = |container: &Container| container.resources.memory_limit.as_ref().map_or(0, |limit| limit.value);
    let highest = pod.init_containers.iter().chain(&pod.containers).map(limit).max().unwrap_or(0);
    let over = over.or_else(|| {
        let whole = budget.memory.as_ref()?.value;
        (highest > whole).then(|| format!("a container may use {highest}Mi of memory, and the task has {whole}Mi"))
    });
    let Some(over) = over else { return Ok(()) };
    Err(diags.error(
        Finding::new(
            Code::ContainersExceedTask,
            place.place_only(),
            format!("`{}`: {over}", plan.names.workload.value),
        )
        .kubernetes("the API server refuses a pod whose containers ask for, or may use, more than the pod")
        .help("raise the task's size, or lower what the containers ask for: ECS itself refuses such a task"),
    ))
}
