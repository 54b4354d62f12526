//! What EKS Fargate adds to a pod, and who pays for it.
//!
//! ECS: a task has the size that it names. EKS Fargate takes the larger of what all lasting containers request together
//! and of what the largest init container requests, adds 256 MiB for its own agents, and takes the next size that holds
//! both ("Fargate Pod configuration", EKS User Guide). So a pod of the task's size would cost a step more. `--fargate-fit`
//! takes the 256 MiB from the container that got what nobody asked for, and from no limit: a container would be killed by
//! a lower one. And it takes them only where the machine is of the task's size with it, and larger without.

use super::Context;
use super::read_task_size::{self, Size};
use super::share_on_fargate::Asks;
use super::share_resources::{Share, millicores};

/// MiB that EKS Fargate adds to each pod for its own agents.
pub(super) const OWN: i64 = 256;

/// The machine of a pod.
#[derive(Debug)]
pub(super) struct Machine {
    /// Millicores and MiB that its containers ask for.
    pub(super) asked: (i64, i64),
    /// CPU units and MiB; `None` where no size holds what they ask for.
    pub(super) given: Option<(i64, i64)>,
    pub(super) fit: Fit,
}

/// Whether a container leaves EKS Fargate what it adds.
#[derive(Debug)]
pub(super) enum Fit {
    /// It does.
    Paid,
    /// It could: whose name, and the size that would come of it.
    Possible(String, (i64, i64)),
    /// The machine is of the task's size anyway, or the task had none.
    Needless,
    /// It cannot, with the reason.
    Impossible(String),
}

impl Machine {
    pub(super) fn is_paid_for(&self) -> bool {
        matches!(self.fit, Fit::Paid)
    }
}

/// Decides the machine, and takes what EKS Fargate adds from the heir where that was asked for.
pub(super) fn fit(size: &Size, asks: &mut [Asks], heir: Option<&Share>, cx: &Context) -> Machine {
    let asked = needed(asks);
    let given = self::given(asked);
    let plain = |fit| Machine { asked, given, fit };
    let Some(memory) = &size.memory else { return plain(Fit::Needless) };
    let Some(wanted) = next(size.cpu.as_ref().map_or(0, |cpu| millicores(cpu.value)), memory.value) else {
        return plain(Fit::Needless);
    };
    let holds = |given: (i64, i64)| given.0 <= wanted.0 && given.1 <= wanted.1;
    if given.is_some_and(holds) {
        return plain(Fit::Needless);
    }
    let Some(heir) = heir else {
        return plain(Fit::Impossible("each container has a limit, and needs what it limits it to".to_owned()));
    };
    let name = heir.name;
    let reserved = heir.resources.memory_reservation.as_ref().map_or(0, |mib| mib.value);
    let mut fitted = asks.to_vec();
    let Some(mib) = fitted.get_mut(heir.standing.index).and_then(|heir| heir.memory.as_mut()) else {
        return plain(Fit::Needless);
    };
    *mib -= OWN;
    // It keeps what it reserves, and as much as it gives.
    if *mib < reserved.max(OWN) {
        return plain(Fit::Impossible(format!("container `{name}` would have {}Mi left", (*mib).max(0))));
    }
    let less = needed(&fitted);
    let Some(smaller) = self::given(less).filter(|smaller| holds(*smaller)) else {
        return plain(Fit::Impossible("256Mi less would not give the task's size".to_owned()));
    };
    if !cx.settings.fargate_fit {
        return plain(Fit::Possible(name.to_owned(), smaller));
    }
    asks.copy_from_slice(&fitted);
    Machine { asked: less, given: Some(smaller), fit: Fit::Paid }
}

/// Nothing there is said of sidecars among the init containers: they are taken for lasting, as Kubernetes counts them
/// ("Sidecar Containers").
fn needed(asks: &[Asks]) -> (i64, i64) {
    let of = |amount: fn(&Asks) -> Option<i64>| {
        let lasting: i64 = asks.iter().filter(|one| one.lasting).filter_map(amount).sum();
        let largest = asks.iter().filter(|one| !one.lasting).filter_map(amount).max().unwrap_or(0);
        lasting.max(largest)
    };
    (of(|one| one.cpu), of(|one| one.memory))
}

/// The next size that holds what is asked for and what EKS Fargate adds: CPU units and MiB.
fn given((cpu, memory): (i64, i64)) -> Option<(i64, i64)> {
    next(cpu, memory + OWN)
}

fn next(cpu: i64, memory: i64) -> Option<(i64, i64)> {
    read_task_size::sizes().find(|(units, mib)| millicores(*units) >= cpu && *mib >= memory)
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
            assert_eq!(given((cpu, memory)), wanted, "{cpu}m, {memory}Mi");
        }
    }
}
