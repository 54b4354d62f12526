//! What containers ask for, and what the pod may use.
//!
//! ECS: the task's size is a ceiling that its containers share; a container's CPU units are a weight and a reservation,
//! never a limit, 0 and 1 being the least weight; its memory is a hard limit, its reservation what placement counts
//! ("ContainerDefinition", API reference). 1,024 units are one CPU. Kubernetes, from 1.34 on Linux: pod-level resources
//! are such a ceiling ("Assign Pod-level CPU and memory resources"); under one, a container without a CPU request gets
//! the pod's whole weight, so that the least weight is written as 1m. Before 1.34 the size is shared out: what nobody
//! asked for goes to the primary container, and each is limited to the size. EKS Fargate has a pass of its own.

use super::share_on_fargate::{self, Shares};
use super::{Context, read_task_size::Size};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::plan::{PodResources, Resources};
use crate::ir::{Spanned, Traced, ecs};

/// The task's budget, decided before any container's share: shares and scaling need it.
#[derive(Debug)]
pub(super) struct CpuBudget {
    pub(super) size: Size,
    form: Form,
    /// Millicores and MiB that no container asked for, to be added to the primary container.
    pub(super) spare: (i64, i64),
    /// The same for EKS Fargate.
    pub(super) on_fargate: Shares,
}

/// How the task's size is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As the pod's own budget.
    Pod,
    /// Shared out among the containers.
    Containers,
    /// Asked for, so that EKS Fargate makes a machine of it.
    Fargate,
    /// There is none.
    None,
    /// Windows ignores it.
    Windows,
}

/// What the budget must know of a container: its name, whether it runs beside the others, and what it asks for.
pub(super) struct Share<'a> {
    pub(super) name: &'a str,
    pub(super) resources: &'a ecs::Resources,
    pub(super) standing: Standing,
}

/// Where a container stands among the others of its task.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) index: usize,
    /// Whether it runs as long as the pod.
    pub(super) lasting: bool,
    pub(super) primary: bool,
}

impl CpuBudget {
    /// Decides how the size is kept.
    pub(super) fn new(size: Size, shares: &[Share], cx: &Context) -> Self {
        let form = match (&size.cpu, &size.memory) {
            _ if cx.windows => Form::Windows,
            _ if cx.on_fargate() => Form::Fargate,
            (None, None) => Form::None,
            _ if cx.since(34) => Form::Pod,
            _ => Form::Containers,
        };
        let lasting = || shares.iter().filter(|share| share.standing.lasting && !share.standing.primary);
        let cpu: i64 = lasting().map(|share| units(share.resources).map_or(10, millicores)).sum();
        let memory: i64 = lasting().map(|share| asked_memory(share.resources).unwrap_or(64)).sum();
        let whole = |part: &Option<Traced<i64>>| part.as_ref().map_or(0, |part| part.value);
        let spare = ((millicores(whole(&size.cpu)) - cpu).max(0), (whole(&size.memory) - memory).max(0));
        let on_fargate = Shares::new(&size, shares, cx);
        CpuBudget { size, form, spare, on_fargate }
    }

    /// The pod's own budget.
    pub(super) fn pod(&self) -> Option<PodResources> {
        (self.form == Form::Pod).then(|| PodResources {
            cpu: self.size.cpu.clone().map(|cpu| cpu.map(millicores)),
            memory: self.size.memory.clone(),
            remark: "The task size: one budget that the containers share.".to_owned(),
        })
    }
}

pub(super) fn units(resources: &ecs::Resources) -> Option<i64> {
    resources.cpu.as_ref().map(|cpu| cpu.value).filter(|units| *units > 1)
}

fn asked_memory(resources: &ecs::Resources) -> Option<i64> {
    let set = |part: &Option<Spanned<i64>>| part.as_ref().map(|part| part.value).filter(|mib| *mib > 0);
    set(&resources.memory_reservation).or(set(&resources.memory))
}

/// 1,024 units are 1,000 millicores, rounded to the nearest, one at least.
pub(super) fn millicores(units: i64) -> i64 {
    ((units * 1000 + 512) / 1024).max(1)
}

/// Decides what one container asks for and may use.
pub(super) fn share(
    resources: ecs::Resources,
    budget: &CpuBudget,
    standing: Standing,
    name: &str,
    diags: &mut Diagnostics,
) -> Resources {
    // Accelerators are a pass of their own.
    let ecs::Resources { cpu, memory, memory_reservation, requirements: _ } = resources;
    let cpu = unset_is_absent(cpu, 1, "0 and 1 give the least weight, as if nothing were written", diags);
    let memory = at_least_six(unset_is_absent(memory, 0, "0: not set", diags), name, diags);
    let reservation = unset_is_absent(memory_reservation, 0, "0: not set", diags);
    if let Some(cpu) = &cpu {
        tell_of_rounding(cpu, name, diags);
    }
    if let (Form::None, Some(reservation), None) = (budget.form, &reservation, &memory) {
        tell_of_no_limit(reservation, name, diags);
    }
    if budget.form == Form::Fargate {
        return share_on_fargate::share((cpu, memory, reservation), budget, standing, diags);
    }
    let request = cpu.map(|cpu| cpu.with(millicores(cpu.value)));
    let limit = memory.as_ref().map(|memory| memory.with(memory.value));
    let asked = reservation.or(memory).map(|asked| asked.with(asked.value));
    match budget.form {
        // That of EKS Fargate has gone its own way.
        Form::None | Form::Fargate => made(request, (asked, limit), String::new()),
        Form::Windows => Resources { cpu_limit: request.clone(), ..made(request, (asked, limit), String::new()) },
        Form::Pod => under_pod(request, asked, limit, budget),
        Form::Containers => shared_out(request, asked, limit, budget, standing),
    }
}

/// What a container asks for, with no limit of CPU; disk and devices are passes of their own.
pub(super) fn made(
    cpu_request: Option<Traced<i64>>,
    (memory_request, memory_limit): (Option<Traced<i64>>, Option<Traced<i64>>),
    remark: String,
) -> Resources {
    let devices = Vec::new();
    Resources { cpu_request, cpu_limit: None, memory_request, memory_limit, remark, disk: None, devices }
}

fn under_pod(
    request: Option<Traced<i64>>,
    asked: Option<Traced<i64>>,
    limit: Option<Traced<i64>>,
    budget: &CpuBudget,
) -> Resources {
    let least = request.is_none() && budget.size.cpu.is_some();
    let remark = if least {
        "ECS gives a container without CPU units the least weight; without this line it would get the whole task's."
    } else {
        ""
    };
    made(if least { Some(Traced::implied(1)) } else { request }, (asked, limit), remark.to_owned())
}

fn shared_out(
    request: Option<Traced<i64>>,
    asked: Option<Traced<i64>>,
    limit: Option<Traced<i64>>,
    budget: &CpuBudget,
    Standing { index: _, lasting, primary }: Standing,
) -> Resources {
    let size = &budget.size;
    let cpu_limit = size.cpu.clone().map(|cpu| cpu.map(millicores));
    let from = |whole: &Option<Traced<i64>>| whole.as_ref().map(|whole| whole.from.clone()).unwrap_or_default();
    let rest = |spare: i64, whole: &Option<Traced<i64>>, own: Option<Traced<i64>>| {
        let own_from = own.map(|own| own.from).unwrap_or_default();
        whole.as_ref().map(|_| Traced::new(spare, from(whole)).and(own_from))
    };
    let (cpu_request, memory_request) = if primary && lasting {
        (
            rest(budget.spare.0, &size.cpu, request.clone()).or(request),
            // A request above the container's own limit would be refused.
            rest(budget.spare.1, &size.memory, asked.clone()).map(|rest| at_most(rest, limit.as_ref())).or(asked),
        )
    } else {
        (
            request.or_else(|| size.cpu.as_ref().map(|_| Traced::implied(10))),
            asked.or_else(|| size.memory.as_ref().map(|_| Traced::implied(64))),
        )
    };
    let remark = "Before Kubernetes 1.34 a pod has no budget of its own: the task size is shared out.".to_owned();
    let memory_limit = limit.or_else(|| size.memory.clone());
    Resources { cpu_limit, ..made(cpu_request, (memory_request, memory_limit), remark) }
}

fn at_most(request: Traced<i64>, limit: Option<&Traced<i64>>) -> Traced<i64> {
    match limit {
        Some(limit) if limit.value < request.value => Traced::new(limit.value, request.from).and(limit.from.clone()),
        Some(_) | None => request,
    }
}

fn unset_is_absent(
    value: Option<Spanned<i64>>,
    unset: i64,
    reason: &'static str,
    diags: &mut Diagnostics,
) -> Option<Spanned<i64>> {
    let value = value?;
    if value.value > unset {
        return Some(value);
    }
    diags.ignore(value.at, reason);
    None
}

fn at_least_six(memory: Option<Spanned<i64>>, name: &str, diags: &mut Diagnostics) -> Option<Spanned<i64>> {
    let memory = memory?;
    if memory.value >= 6 {
        return Some(memory);
    }
    diags.tell(
        Finding::new(
            Code::MemoryRaised,
            memory.at,
            format!("container `{name}` has {} MiB, and Docker gives 6 MiB at least", memory.value),
        )
        .label("raised to 6Mi")
        .help("write 6 or more in the next revision"),
    );
    Some(Spanned::new(6, memory.at))
}

fn tell_of_rounding(cpu: &Spanned<i64>, name: &str, diags: &mut Diagnostics) {
    if cpu.value % 128 == 0 {
        return;
    }
    let exact = cpu.value as f64 * 1000.0 / 1024.0;
    diags.tell(
        Finding::new(
            Code::CpuRounded,
            cpu.at,
            format!("container `{name}` asks for {} CPU units, which is {exact} millicores", cpu.value),
        )
        .label("rounded to whole millicores")
        .kubernetes("requests are whole millicores")
        .help("nothing to do; use a multiple of 128 to avoid rounding"),
    );
}

fn tell_of_no_limit(reservation: &Spanned<i64>, name: &str, diags: &mut Diagnostics) {
    diags.tell(
        Finding::new(
            Code::NoMemoryLimit,
            reservation.at,
            format!("container `{name}` has a memory reservation and no limit, and the task has no size"),
        )
        .kubernetes("it may grow until the node runs out of memory and evicts pods, as it could on an instance")
        .help("give it `memory` as well"),
    );
}

#[cfg(test)]
mod tests {
    use super::millicores;

    #[test]
    fn units_become_millicores() {
        for (units, wanted) in
            [(1024, 1000), (512, 500), (256, 250), (128, 125), (100, 98), (10, 10), (2, 2), (4096, 4000)]
        {
            assert_eq!(millicores(units), wanted);
        }
    }
}
