//! The pod: names and order first, then each container, then what they leave behind.
//!
//! Invariant: decides nothing that one container or one rule could decide alone; it hands the parts to the passes in the
//! order in which they need each other.

use super::order_containers::{self, Order};
use super::register_targets::Reached;
use super::share_resources::{CpuBudget, Share, Standing};
use super::translate_container::{self, Left, Shared};
use super::{
    Context, fit_budget, label_pod, limit_on_fargate, load_files, mount_volumes, name_containers, open_ports,
    pull_with_credentials, read_task_size, request_accelerators, set_sysctls, share_network, size_on_fargate,
    stop_gracefully, store_secrets, take_volumes_from,
};
use crate::diagnostics::{Diagnostics, Reported};
use crate::ir::Spanned;
use crate::ir::ecs::{self, Container, NetworkMode};
use crate::ir::plan::{self, Pod, Role};
use crate::lower::estate::PortNames;

/// What the pod is made of.
pub(super) struct Body {
    pub(super) containers: Vec<Container>,
    pub(super) volumes: Vec<ecs::Volume>,
    pub(super) size: read_task_size::Size,
    pub(super) mode: NetworkMode,
    pub(super) ports: PortNames,
    pub(super) grace: Option<Spanned<i64>>,
    pub(super) isolation: plan::Isolation,
    /// What the service says of volumes that it configures.
    pub(super) launched: Vec<ecs::VolumeConfiguration>,
}

/// The pod, what its containers leave behind, and the workload's address.
pub(super) type Made = (Pod, Left, Option<plan::ServiceObject>);

/// Decides the pod: names and order first, then each container, then what they leave behind.
pub(super) fn pod(
    body: Body,
    reached: Option<&Reached>,
    registrations: &[ecs::Registration],
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<Made, Reported> {
    let Body { containers, volumes, size, mode, ports, grace, isolation, launched } = body;
    let renamed = name_containers::name(containers.iter().map(|container| &container.name), "container", diags)?;
    let volume_names = name_containers::name(volumes.iter().map(|volume| &volume.name), "volume", diags)?;
    open_ports::check_clashes(&containers, diags)?;
    limit_on_fargate::tell_of_default(&containers, cx, diags);
    request_accelerators::elastic(size.accelerators.clone(), &containers, diags)?;
    let order = order_containers::order(&containers, cx, diags)?;
    let primary = primary(&containers, &order);
    let shares = shares(&containers, &order, primary);
    let sysctls = set_sysctls::set(&containers, &order, mode, (cx, diags));
    let disk = size.disk.clone();
    let budget = CpuBudget::new(size, &shares, cx);
    let mut service = open_ports::service(&containers, registrations, &ports, (mode, cx));
    let serves = service.is_some();
    let pre_stop = stop_gracefully::pre_stop(reached.map_or(&[], |reached| reached.delays.as_slice()), serves);
    let grace_period = stop_gracefully::grace_period(&containers, &order, pre_stop.as_ref(), diags);
    if let (Some(service), Some(reached)) = (&mut service, reached) {
        service.target = reached.settings.clone();
    }
    let asked = reached.is_some_and(|reached| !reached.readiness.is_empty());
    ignore_unused_grace(grace.as_ref(), (asked, !registrations.is_empty()), &containers, diags);
    let known_volumes = volumes.clone();
    let plan_volumes = mount_volumes::volumes((volumes, launched), &containers, &volume_names, cx, diags)?;
    let inherited = take_volumes_from::take(&containers, diags)?;
    let shared = Shared {
        containers: &renamed,
        volume_names: &volume_names,
        inherited: &inherited,
        ecs_volumes: &known_volumes,
        order: &order,
        budget: &budget,
        disk,
        primary,
        ports: &ports,
        mode,
        grace,
        pre_stop,
        readiness: reached.map(|reached| reached.readiness.clone()).unwrap_or_default(),
    };
    let mut left = Left {
        store: store_secrets::Store::default(),
        files: load_files::FileSecrets::default(),
        credentials: pull_with_credentials::Credentials::default(),
        pulls: Vec::new(),
        logs: Vec::new(),
        networks: Vec::new(),
        labels: Vec::new(),
        volumes: plan_volumes,
    };
    let (mut init_containers, mut mains, privileged) = translate_all(containers, &shared, &mut left, (cx, diags))?;
    let resources = budget.pod();
    fit_budget::fit(resources.as_ref(), &mut init_containers, &mut mains);
    size_on_fargate::size(&budget, (&init_containers, &mains), (cx, diags))?;
    let mut volumes = std::mem::take(&mut left.volumes);
    volumes.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    let of_nodes = init_containers.iter().chain(&mains).flat_map(|container| &container.resources.devices);
    let tolerations = request_accelerators::tolerations(of_nodes);
    let pod = Pod {
        init_containers,
        containers: mains,
        volumes,
        resources,
        grace_period,
        node_labels: Vec::new(),
        operating_system: None,
        network: share_network::none(),
        metadata: label_pod::none(),
        pull_secrets: Vec::new(),
        affinity: None,
        // Docker's own default. A privileged container runs without it on both sides, whatever the pod says ("Restrict a
        // Container's Syscalls with seccomp", Kubernetes documentation).
        isolation: plan::Isolation { default_seccomp: !cx.windows && !privileged, ..isolation },
        sysctls,
        tolerations,
        spread: Vec::new(),
    };
    Ok((pod, left, service))
}

/// What each container asks for, and where it stands.
fn shares<'a>(containers: &'a [Container], order: &Order, primary: usize) -> Vec<Share<'a>> {
    let share = |(index, container): (usize, &'a Container)| {
        let lasting = !matches!(order.roles.get(index), Some(Role::Init { .. }));
        let standing = Standing { index, lasting, primary: index == primary };
        Share { name: &container.name.value, resources: &container.resources, standing }
    };
    containers.iter().enumerate().map(share).collect()
}

type Containers = (Vec<plan::Container>, Vec<plan::Container>, bool);

fn translate_all(
    containers: Vec<Container>,
    shared: &Shared,
    left: &mut Left,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<Containers, Reported> {
    let mut failed = None;
    let mut all: Vec<Option<plan::Container>> = Vec::new();
    for (index, container) in containers.into_iter().enumerate() {
        match translate_container::translate(container, index, shared, left, (cx, diags)) {
            Ok(container) => all.push(Some(container)),
            Err(reported) => {
                failed = Some(reported);
                all.push(None);
            }
        }
    }
    if let Some(reported) = failed {
        return Err(reported);
    }
    let privileged = all.iter().flatten().all(|container| container.security.privileged.is_some());
    let mut take = |indices: &[usize]| -> Vec<plan::Container> {
        indices.iter().filter_map(|index| all.get_mut(*index).and_then(Option::take)).collect()
    };
    let init = take(&shared.order.init);
    let main = take(&shared.order.main);
    Ok((init, main, privileged))
}

/// The first essential container with ports, else the first essential one, else the first that lasts.
fn primary(containers: &[Container], order: &Order) -> usize {
    let essential =
        |container: &Container| container.lifecycle.essential.as_ref().is_none_or(|essential| essential.value);
    let with_ports = containers.iter().position(|container| essential(container) && !container.ports.is_empty());
    with_ports.or_else(|| containers.iter().position(essential)).or(order.main.first().copied()).unwrap_or(0)
}

fn ignore_unused_grace(
    grace: Option<&Spanned<i64>>,
    (reached, registered): (bool, bool),
    containers: &[Container],
    diags: &mut Diagnostics,
) {
    let Some(grace) = grace else { return };
    if reached || containers.iter().any(|container| container.health_check.is_some()) {
        return;
    }
    let reason = if registered {
        "lets the target group's check fail at first; the check is not among the inputs, or nothing here asks it"
    } else {
        "nothing checks the tasks, so that nothing has to wait"
    };
    diags.ignore(grace.at, reason);
}
