//! What containers ask for on EKS Fargate.
//!
//! ECS: the task's size is a ceiling that its containers share; a container's memory is a hard limit, its reservation is
//! not ("ContainerDefinition", API reference). EKS Fargate makes a machine for each pod, of the size that its containers
//! request, and wants requests and limits of memory to be equal ("Fargate Pod configuration", EKS User Guide); nothing
//! says that it looks at pod-level resources. So the size is shared out as requests: memory that nobody asked for goes to
//! the primary container, or to the first that may use it. CPU has no limit, since the machine is one.

use super::Context;
use super::read_task_size::Size;
use super::share_resources::{CpuBudget, Share, Standing, made, millicores};
use crate::diagnostics::Diagnostics;
use crate::ir::ecs;
use crate::ir::plan::Resources;
use crate::ir::{Spanned, Traced};

/// MiB that EKS Fargate adds to each pod for its own agents.
pub(super) const OWN: i64 = 256;

/// Who gets the memory that no container asked for, and who gives up what EKS Fargate adds.
#[derive(Debug)]
pub(super) struct Shares {
    /// Index of the container that gets the rest; `None` where each has a limit of its own.
    pub(super) heir: Option<usize>,
    /// MiB that are left for it.
    rest: i64,
    /// Index of the container that can leave EKS Fargate its share.
    pub(super) payer: Option<usize>,
    /// Whether it does (`--fargate-fit`).
    fit: bool,
}

impl Shares {
    pub(super) fn new(size: &Size, shares: &[Share], cx: &Context) -> Self {
        let lasting = || shares.iter().filter(|share| share.standing.lasting);
        let free = || lasting().filter(|share| set(&share.resources.memory).is_none());
        let heir = free().find(|share| share.standing.primary).or(free().next());
        let heir = heir.filter(|_| size.memory.is_some()).map(|share| share.standing.index);
        let others = lasting().filter(|share| Some(share.standing.index) != heir);
        let asked: i64 = others.map(|share| asked(share.resources).unwrap_or(64)).sum();
        let rest = size.memory.as_ref().map_or(0, |whole| (whole.value - asked).max(0));
        let primary = || lasting().find(|share| share.standing.primary);
        let of_primary = || Some((primary()?.standing.index, self::asked(primary()?.resources)?));
        let payer = heir.map(|index| (index, rest)).or_else(of_primary).filter(|(_, mib)| *mib > OWN);
        Shares { heir, rest, payer: payer.map(|(index, _)| index), fit: cx.settings.fargate_fit }
    }
}

fn set(part: &Option<Spanned<i64>>) -> Option<i64> {
    part.as_ref().map(|part| part.value).filter(|mib| *mib > 0)
}

fn asked(resources: &ecs::Resources) -> Option<i64> {
    set(&resources.memory).or(set(&resources.memory_reservation))
}

/// CPU units, memory and reservation, as far as they are set.
type Amounts = (Option<Spanned<i64>>, Option<Spanned<i64>>, Option<Spanned<i64>>);

/// Decides what one container asks for and may use.
pub(super) fn share(
    (cpu, memory, reservation): Amounts,
    budget: &CpuBudget,
    standing: Standing,
    diags: &mut Diagnostics,
) -> Resources {
    let shares = &budget.on_fargate;
    if let (Some(_), Some(reservation)) = (&memory, &reservation) {
        diags
            .ignore(reservation.at, "EKS Fargate makes room for all that the container may use, which is its `memory`");
    }
    let limit = memory.as_ref().map(|memory| memory.with(memory.value));
    let asked = memory.or(reservation).map(|asked| asked.with(asked.value));
    let memory_request = match &budget.size.memory {
        Some(whole) if shares.heir == Some(standing.index) => {
            let own = asked.map(|asked| asked.from).unwrap_or_default();
            Some(Traced::new(shares.rest, whole.from.clone()).and(own))
        }
        Some(_) => asked.or_else(|| Some(Traced::implied(64))),
        None => asked,
    };
    let pays = shares.fit && shares.payer == Some(standing.index);
    let fit = |amount: Traced<i64>| amount.map(|mib| if pays { mib - OWN } else { mib });
    let memory = (memory_request.map(fit), limit.map(fit));
    made(cpu_request(cpu.as_ref(), budget, standing), memory, remark(pays, budget))
}

/// The CPU that nobody asked for goes to the primary container, so that the sum is the task's.
fn cpu_request(cpu: Option<&Spanned<i64>>, budget: &CpuBudget, standing: Standing) -> Option<Traced<i64>> {
    let own = cpu.map(|cpu| cpu.with(millicores(cpu.value)));
    match &budget.size.cpu {
        Some(whole) if standing.primary && standing.lasting => {
            let from = own.map(|own| own.from).unwrap_or_default();
            Some(Traced::new(budget.spare.0.max(1), whole.from.clone()).and(from))
        }
        Some(_) => own.or_else(|| Some(Traced::implied(10))),
        None => own,
    }
}

fn remark(pays: bool, budget: &CpuBudget) -> String {
    if pays {
        return "EKS Fargate sizes the pod by these requests and 256Mi of its own, which this container leaves it."
            .to_owned();
    }
    if budget.size.cpu.is_none() && budget.size.memory.is_none() {
        return String::new();
    }
    "EKS Fargate sizes the pod by the sum of these requests: the task size is shared out.".to_owned()
}
