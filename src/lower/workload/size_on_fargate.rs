//! The machine that EKS Fargate gives a pod.
//!
//! ECS: a task has the size that it names; without one, as on instances, it may use all CPU of its instance that is idle,
//! and a container without a limit all memory ("Task size", developer guide). EKS Fargate gives each pod a machine of the
//! next size that holds what its containers request and what it adds ("Fargate Pod configuration", EKS User Guide). So a
//! task of 2 GB becomes a pod of 3 GB, and what never had a ceiling has one.

use super::Context;
use super::fit_on_fargate::{Fit, Machine};
use super::read_task_size::Size;
use super::share_resources::CpuBudget;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::plan::{Container, Role};
use crate::source::At;

/// Tells of a size that is not the task's; refuses what no size holds.
pub(super) fn size(
    budget: &CpuBudget,
    (init, main): (&[Container], &[Container]),
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<(), Reported> {
    if !cx.on_fargate() {
        return Ok(());
    }
    let size = &budget.size;
    let machine = &budget.on_fargate.machine;
    let mut at = size.at;
    if size.memory.is_some() && budget.on_fargate.heir.is_none() {
        let reason = "each container has a limit of its own, and EKS Fargate makes a machine of their sum";
        diags.ignore(size.at, reason);
        at = size.place;
    }
    let Some(given) = machine.given else { return Err(diags.error(of_no_size(at, machine))) };
    let fit = match &machine.fit {
        Fit::Possible(name, smaller) => {
            Some(format!("`--fargate-fit` takes 256Mi from container `{name}`, for {}", words(*smaller)))
        }
        Fit::Impossible(why) if cx.settings.fargate_fit => Some(format!("`--fargate-fit` takes nothing here: {why}")),
        Fit::Impossible(_) | Fit::Needless | Fit::Paid => None,
    };
    let what = format!("EKS Fargate gives each pod {}, where the task had {}", words(given), of_task(size));
    let sidecars = if init.iter().any(lasts) { ", sidecars counted among the containers that last" } else { "" };
    let sum = format!("it adds 256 MiB to {}, and takes the next size{sidecars}", amounts(machine.asked));
    if let (Some(cpu), Some(memory)) = (&size.cpu, &size.memory) {
        if given != (cpu.value, memory.value) {
            let nothing = "nothing to do; the containers' requests in values.override.yaml decide the size";
            let finding = Finding::new(Code::FargateRoundedUp, at, what);
            diags.tell(finding.kubernetes(sum).help(fit.unwrap_or_else(|| nothing.to_owned())));
        }
        return Ok(());
    }
    let free = main.iter().chain(init).any(|container| container.resources.memory_limit.is_none());
    let lift = "raise `resources.requests` in values.override.yaml to what the containers need at their peak";
    diags.tell(
        Finding::new(Code::FargateCeiling, at, what)
            .kubernetes(format!("{sum}, which is now the most {}", ceiling(size, free)))
            .help(fit.map_or_else(|| lift.to_owned(), |fit| format!("{lift}; {fit}"))),
    );
    Ok(())
}

/// What had no ceiling before.
fn ceiling(size: &Size, free: bool) -> &'static str {
    match (&size.cpu, &size.memory) {
        (None, None) if free => "CPU that the pod gets, and memory that containers without a limit get",
        (None, _) => "CPU that the pod gets",
        (Some(_), _) if free => "memory that containers without a limit get",
        (Some(_), _) => "that the pod gets",
    }
}

fn of_no_size(at: At, machine: &Machine) -> Finding {
    let help = match &machine.fit {
        Fit::Possible(name, _) => {
            format!("`--fargate-fit` takes 256Mi from container `{name}`; or convert it with `--target ec2`")
        }
        Fit::Impossible(_) | Fit::Needless | Fit::Paid => {
            "lower what the containers ask for, or convert it with `--target ec2`".to_owned()
        }
    };
    Finding::new(Code::FargateUnsupported, at, format!("the containers ask for {}", amounts(machine.asked)))
        .kubernetes("EKS Fargate adds 256 MiB of its own, and has no size that holds both")
        .help(help)
}

fn lasts(container: &Container) -> bool {
    matches!(container.role, Role::Sidecar(_))
}

/// The size that the task had, as far as it had one.
fn of_task(size: &Size) -> String {
    match (&size.cpu, &size.memory) {
        (Some(cpu), Some(memory)) => words((cpu.value, memory.value)),
        (Some(cpu), None) => format!("{} and no memory size", processors(cpu.value)),
        (None, Some(memory)) => format!("{} and no CPU size", gigabytes(memory.value)),
        (None, None) => "no size".to_owned(),
    }
}

fn words((units, mib): (i64, i64)) -> String {
    format!("{} and {}", processors(units), gigabytes(mib))
}

fn processors(units: i64) -> String {
    format!("{} vCPU", units as f64 / 1024.0)
}

fn gigabytes(mib: i64) -> String {
    format!("{} GB", mib as f64 / 1024.0)
}

fn amounts(asked: (i64, i64)) -> String {
    match asked {
        (0, 0) => "nothing".to_owned(),
        (cpu, 0) => format!("{cpu}m of CPU"),
        (0, memory) => format!("{memory}Mi of memory"),
        (cpu, memory) => format!("{cpu}m of CPU and {memory}Mi of memory"),
    }
}
