//! The machine that EKS Fargate gives a pod.
//!
//! ECS: a task has the size that it names. EKS Fargate takes the larger of what all lasting containers request together
//! and of what the largest init container requests, adds 256 MiB for its own agents, and rounds up to the next size
//! ("Fargate Pod configuration", EKS User Guide). Nothing there is said of sidecars among the init containers: they are
//! taken for lasting, as Kubernetes counts them ("Sidecar Containers"). So a task of 2 GB becomes a pod of 3 GB, unless
//! its containers ask for less.

use super::Context;
use super::read_task_size;
use super::share_on_fargate::OWN;
use super::share_resources::{CpuBudget, millicores};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::plan::{Container, Role};

/// Tells of a size that is not the task's; refuses what no size holds.
pub(super) fn size(
    budget: &CpuBudget,
    init: &[Container],
    main: &[Container],
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<(), Reported> {
    if !cx.on_fargate() {
        return Ok(());
    }
    if budget.on_fargate.heir.is_none() && budget.size.memory.is_some() {
        let reason = "each container has a limit of its own, and EKS Fargate makes a machine of their sum";
        diags.ignore(budget.size.at, reason);
    }
    let cpu = needed(init, main, &|one| one.resources.cpu_request.as_ref().map_or(0, |cpu| cpu.value));
    let memory = needed(init, main, &|one| one.resources.memory_request.as_ref().map_or(0, |memory| memory.value));
    let sum = format!("{cpu}m of CPU and {memory}Mi of memory");
    let fits = !cx.settings.fargate_fit && budget.on_fargate.payer.is_some();
    let smaller = given(cpu, memory - OWN).filter(|_| fits);
    let Some((units, mib)) = given(cpu, memory) else {
        let help = if smaller.is_some() {
            "`--fargate-fit` takes 256Mi from the primary container; or convert it with `--target ec2`"
        } else {
            "lower what the containers ask for, or convert it with `--target ec2`"
        };
        return Err(diags.error(
            Finding::new(Code::FargateUnsupported, budget.size.at, format!("the containers ask for {sum}"))
                .kubernetes("EKS Fargate adds 256 MiB of its own, and has no size that holds both")
                .help(help),
        ));
    };
    let had = (budget.size.cpu.as_ref(), budget.size.memory.as_ref());
    let task = match had {
        (None, None) => "the task had no size".to_owned(),
        (cpu, memory) => {
            let (had_units, had_mib) = (cpu.map_or(units, |cpu| cpu.value), memory.map_or(mib, |memory| memory.value));
            if units <= had_units && mib <= had_mib {
                return Ok(());
            }
            format!("the task had {}", words((had_units, had_mib)))
        }
    };
    let help = match smaller.filter(|smaller| *smaller != (units, mib)) {
        Some(smaller) => format!("`--fargate-fit` takes 256Mi from the primary container, for {}", words(smaller)),
        None => "nothing to do; the containers' requests in values.override.yaml decide the size".to_owned(),
    };
    let sidecars = if init.iter().any(lasts) { ", sidecars counted among the containers that last" } else { "" };
    diags.tell(
        Finding::new(
            Code::FargateRoundedUp,
            budget.size.at,
            format!("EKS Fargate gives each pod {}, where {task}", words((units, mib))),
        )
        .kubernetes(format!("it adds 256 MiB to {sum}, and rounds up to the next size{sidecars}"))
        .help(help),
    );
    Ok(())
}

fn lasts(container: &Container) -> bool {
    matches!(container.role, Role::Sidecar(_))
}

fn needed(init: &[Container], main: &[Container], amount: &dyn Fn(&Container) -> i64) -> i64 {
    let lasting: i64 = main.iter().chain(init.iter().filter(|one| lasts(one))).map(amount).sum();
    let largest = init.iter().filter(|one| !lasts(one)).map(amount).max().unwrap_or(0);
    lasting.max(largest)
}

/// The next size: CPU units and MiB.
fn given(cpu: i64, memory: i64) -> Option<(i64, i64)> {
    read_task_size::sizes().find(|(units, mib)| millicores(*units) >= cpu && *mib >= memory + OWN)
}

fn words((units, mib): (i64, i64)) -> String {
    format!("{} vCPU and {} GB", units as f64 / 1024.0, mib as f64 / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::given;

    #[test]
    fn sizes_are_the_next_that_hold_everything() {
        for (cpu, memory, wanted) in [
            (1000, 2048, Some((1024, 3072))),
            (1000, 1792, Some((1024, 2048))),
            (1000, 8192, Some((2048, 9216))),
            (0, 0, Some((256, 512))),
            (250, 1024, Some((256, 2048))),
            (16_000, 122_880, None),
        ] {
            assert_eq!(given(cpu, memory), wanted, "{cpu}m, {memory}Mi");
        }
    }
}
