//! What containers ask for on EKS Fargate.
//!
//! ECS: the task's size is a ceiling that its containers share; a container's memory is a hard limit, its reservation is
//! not ("ContainerDefinition", API reference). EKS Fargate makes a machine for each pod, of the size that its containers
//! request; AWS wants requests and limits of memory to be equal there ("Fargate Pod configuration", EKS User Guide), and
//! nothing says that it looks at pod-level resources. So the size is shared out as requests. A container with a limit asks
//! for all of it; one without gets no limit, since a limit would be an invention and the machine is one. Memory that
//! nobody asked for goes to the primary container, or to the first that may use it; CPU to the primary one.

use super::Context;
use super::fit_on_fargate::{self, Machine};
use super::read_task_size::Size;
use super::share_resources::{CpuBudget, Share, Standing, made, millicores, units};
use crate::diagnostics::Diagnostics;
use crate::ir::plan::Resources;
use crate::ir::{Spanned, Traced, ecs};

/// What each container asks for, and the machine that comes of it.
#[derive(Debug)]
pub(super) struct Shares {
    /// In the order of the task definition.
    asks: Vec<Asks>,
    /// Index of the container that gets the memory that is left; `None` where each has a limit of its own.
    pub(super) heir: Option<usize>,
    pub(super) machine: Machine,
}

/// Millicores and MiB.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asks {
    /// Whether the container runs as long as the pod.
    pub(super) lasting: bool,
    pub(super) cpu: Option<i64>,
    pub(super) memory: Option<i64>,
}

impl Shares {
    pub(super) fn new(size: &Size, shares: &[Share], cx: &Context) -> Self {
        let lasting = || shares.iter().filter(|share| share.standing.lasting);
        let free = || lasting().filter(|share| set(&share.resources.memory).is_none());
        let heir = free().find(|share| share.standing.primary).or(free().next());
        let heir = heir.filter(|_| size.memory.is_some());
        let first = lasting().find(|share| share.standing.primary).map(|share| share.standing.index);
        let own = |amount: fn(&ecs::Resources) -> Option<i64>| -> Vec<(bool, Option<i64>)> {
            shares.iter().map(|share| (share.standing.lasting, amount(share.resources))).collect()
        };
        let whole = size.cpu.as_ref().map(|cpu| millicores(cpu.value));
        let cpu = share_out(whole, first, 10, &own(|resources| units(resources).map(millicores)));
        let whole = size.memory.as_ref().map(|memory| memory.value);
        let memory = share_out(whole, heir.map(|share| share.standing.index), 64, &own(asked));
        let amounts = shares.iter().zip(cpu.into_iter().zip(memory));
        let mut asks: Vec<Asks> =
            amounts.map(|(share, (cpu, memory))| Asks { lasting: share.standing.lasting, cpu, memory }).collect();
        let machine = fit_on_fargate::fit(size, &mut asks, heir, cx);
        Shares { asks, heir: heir.map(|share| share.standing.index), machine }
    }
}

fn set(part: &Option<Spanned<i64>>) -> Option<i64> {
    part.as_ref().map(|part| part.value).filter(|mib| *mib > 0)
}

/// Memory that a container asks for itself; Docker gives 6 MiB at the least.
fn asked(resources: &ecs::Resources) -> Option<i64> {
    set(&resources.memory).map(|mib| mib.max(6)).or(set(&resources.memory_reservation))
}

/// Shares out one part of the task's size among containers, of each of which is known whether it lasts and what it asks
/// for: who asks for nothing gets `little`, or less where there is no room for it, and the heir gets what is left.
fn share_out(whole: Option<i64>, heir: Option<usize>, little: i64, all: &[(bool, Option<i64>)]) -> Vec<Option<i64>> {
    let Some(whole) = whole else { return all.iter().map(|(_, own)| *own).collect() };
    let of_heir = heir.and_then(|index| all.get(index)).and_then(|(_, own)| *own);
    let others = || all.iter().enumerate().filter(|(index, (lasts, _))| *lasts && Some(*index) != heir);
    let asked: i64 = others().filter_map(|(_, (_, own))| *own).sum();
    let silent = others().filter(|(_, (_, own))| own.is_none()).count() as i64;
    let room = whole - asked - of_heir.unwrap_or(0);
    let takers = silent + i64::from(of_heir.is_none());
    let each = (room / takers.max(1)).clamp(1, little);
    let rest = whole - asked - silent * each;
    // Less than one for each container is rounding, or the least shares of the others: with it the sum would be more than
    // the task's, and the machine of the next size. What is missing beyond that, the task never had.
    let of_heir = of_heir.filter(|own| *own > rest + all.len() as i64).unwrap_or(rest).max(1);
    let share = |(index, (lasts, own)): (usize, &(bool, Option<i64>))| match own {
        _ if Some(index) == heir => of_heir,
        Some(own) => *own,
        None if *lasts => each,
        None => little.min(whole),
    };
    all.iter().enumerate().map(|each| Some(share(each))).collect()
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
    let Shares { asks, heir, machine } = &budget.on_fargate;
    if let (Some(_), Some(reservation)) = (&memory, &reservation) {
        diags
            .ignore(reservation.at, "EKS Fargate makes room for all that the container may use, which is its `memory`");
    }
    let limit = memory.as_ref().map(|memory| memory.with(memory.value));
    let own = memory.or(reservation);
    let inherits = *heir == Some(standing.index);
    let Some(Asks { lasting: _, cpu: millicores, memory: mib }) = asks.get(standing.index).copied() else {
        return made(None, (None, limit), String::new());
    };
    let cpu_request = traced(millicores, cpu.as_ref(), budget.size.cpu.as_ref().filter(|_| standing.primary));
    let memory_request = traced(mib, own.as_ref(), budget.size.memory.as_ref().filter(|_| inherits));
    let pays = inherits && machine.is_paid_for();
    made(cpu_request, (memory_request, limit), remark(pays, budget, standing))
}

/// An amount with where it came from: what the container asks for, and, for the heir, the task's size.
fn traced(amount: Option<i64>, own: Option<&Spanned<i64>>, whole: Option<&Traced<i64>>) -> Option<Traced<i64>> {
    let amount = amount?;
    let own = own.map(|own| own.with(amount));
    Some(match (whole, own) {
        (Some(whole), own) => Traced::new(amount, whole.from.clone()).and(own.map(|own| own.from).unwrap_or_default()),
        (None, Some(own)) => own,
        (None, None) => Traced::implied(amount),
    })
}

fn remark(pays: bool, budget: &CpuBudget, standing: Standing) -> String {
    let words = match (&budget.size.cpu, &budget.size.memory) {
        (None, None) => "",
        _ if !standing.lasting => {
            "EKS Fargate sizes the pod by the largest init container, where that asks for more than all others together."
        }
        _ if pays => {
            "EKS Fargate sizes the pod by these requests and 256Mi of its own, which this container leaves it."
        }
        (_, Some(_)) if budget.on_fargate.heir.is_none() => {
            "EKS Fargate sizes the pod by the sum of these requests; memory is the sum of the limits, not the task's."
        }
        _ => "EKS Fargate sizes the pod by the sum of these requests: the task size is shared out.",
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::share_out;

    #[test]
    fn nobody_gets_nothing_and_nobody_gets_less_than_he_asks_for() {
        let lasting = |own: &[Option<i64>]| own.iter().map(|own| (true, *own)).collect::<Vec<_>>();
        for (whole, little, own, wanted) in [
            // The example of the mapping: 512 units, 256 units, none.
            (1000, 10, vec![Some(500), Some(250), None], vec![740, 250, 10]),
            // The primary container's reservation counts, whatever is left.
            (2048, 64, vec![Some(1500), Some(1024)], vec![1500, 1024]),
            // Where there is no room for 64 each, all of them get less.
            (512, 64, vec![None; 10], [vec![53], vec![51; 9]].concat()),
            (250, 10, [vec![Some(195)], vec![None; 8]].concat(), [vec![202], vec![6; 8]].concat()),
            (250, 10, vec![None; 27], [vec![16], vec![9; 26]].concat()),
            // A millicore for each of the others is no reason for the next size.
            (250, 10, [vec![Some(250)], vec![None; 8]].concat(), [vec![242], vec![1; 8]].concat()),
            (250, 10, vec![Some(84), Some(83), Some(84)], vec![83, 83, 84]),
        ] {
            let shares: Vec<i64> =
                share_out(Some(whole), Some(0), little, &lasting(&own)).into_iter().flatten().collect();
            assert_eq!(shares, wanted, "{whole} for {own:?}");
        }
    }
}
