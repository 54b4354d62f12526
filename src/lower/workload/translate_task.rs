//! One workload: takes the task definition and the service apart and hands the parts to the passes.

use super::order_containers::{self, Order};
use super::record_provenance::Origin;
use super::share_resources::{CpuBudget, Share};
use super::translate_container::{self, Left, Shared};
use super::{
    Context, Kind, assign_identity, choose_nodes, dissolve_execution_role, mount_volumes, name_containers, open_ports,
    pin_image, place_on_network, reach_targets, read_task_size, record_provenance, roll_out, route_logs, scale, stop_gracefully,
    store_secrets,
};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::{self, Container, NetworkMode, OperatingSystem, TargetProtocol, TaskDefinition};
use crate::ir::plan::{self, Pod, Probe, Role, Workload};
use crate::ir::{Spanned, Traced};
use crate::lower::arn::Home;
use crate::lower::estate::{PortNames, Task};
use crate::settings::{Alone, Settings};
use crate::source::At;

/// What the estate decided about the workload.
pub(crate) struct Given<'a> {
    pub(crate) names: &'a plan::Names,
    pub(crate) home: &'a Home,
    pub(crate) cluster: Option<&'a str>,
    pub(crate) settings: &'a Settings,
}

/// The service's parts that passes about pods need.
struct Around {
    registrations: Vec<ecs::Registration>,
    targets: Vec<Option<ecs::TargetGroup>>,
    grace: Option<Spanned<i64>>,
    rollout: Option<ecs::DeploymentConfiguration>,
    rebalancing: Option<Spanned<bool>>,
    network: Option<ecs::NetworkConfiguration>,
    tags: Vec<ecs::Tag>,
    name: Option<(Spanned<String>, Option<Spanned<String>>)>,
    task_definition: Option<Spanned<String>>,
    place: At,
}

/// Decides everything about one workload.
pub(crate) fn lower(task: Task, given: &Given, diags: &mut Diagnostics) -> Result<Workload, Reported> {
    let Task { definition, service, default_capacity, scaling, targets, ports, ingresses, trust_file } = task;
    let TaskDefinition {
        at,
        identity,
        size,
        network_mode,
        requires_compatibilities,
        architecture,
        operating_system,
        task_role,
        execution_role,
        containers,
        volumes,
        tags,
    } = definition;
    let (placement, around) = take_apart(service, targets, identity.family.at, diags);
    let (launch_type, strategy) = placement.map_or((None, Vec::new()), |placement| {
        // The cluster's default strategy counts only for a service that names neither.
        let none = placement.0.is_none() && placement.1.is_empty();
        (placement.0, if none { default_capacity } else { placement.1 })
    });
    let (launch, mut node_labels) = choose_nodes::launch(launch_type, strategy, requires_compatibilities, diags);
    let windows = operating_system.as_ref().is_some_and(|system| system.value != OperatingSystem::Linux);
    let cx = Context {
        settings: given.settings,
        home: given.home,
        names: given.names,
        launch,
        windows,
        balanced: around.targets.iter().any(Option::is_some),
        kind: kind(&around, given.settings),
    };
    let name_place = identity.family.at;
    node_labels.push(choose_nodes::architecture(architecture, &cx.launch, name_place.place_only(), diags));
    let (labels, operating_system) = choose_nodes::operating_system(operating_system, diags)?;
    node_labels.extend(labels);
    node_labels.sort_by(|a, b| a.0.cmp(&b.0));
    let size = read_task_size::read(size, (cx.launch.fargate, windows), name_place.place_only(), diags)?;
    let mode = place_on_network::mode(network_mode.as_ref(), cx.launch.fargate);
    let host_network = place_on_network::place(network_mode, containers.len(), around.network, diags);
    let around = Around { network: None, ..around };
    let reached = reach(&around, &containers, &ports, diags)?;
    let body = Body { containers, volumes, size, mode, ports, grace: around.grace.clone() };
    let (pod, left, service) = pod(body, &reached, &around.registrations, &cx, diags)?;
    let pod = Pod { node_labels, operating_system, host_network, ..pod };
    let requests_known = pod.resources.as_ref().is_some_and(|budget| budget.cpu.is_some())
        || pod.containers.iter().all(|container| container.resources.cpu_request.is_some());
    let scaling = scale::scale(scaling, requests_known, diags);
    let spread = spread(around.rebalancing, &cx, diags);
    let pods = roll_out::Pods {
        scaled_from: scaling.as_ref().map(|scaling| scaling.min.value),
        checked: reached.is_some() || pod.containers.iter().chain(&pod.init_containers).any(|one| one.probes.liveness.is_some()),
        grace: around.grace.as_ref().map_or(0, |grace| grace.value),
        host_network: pod.host_network.is_some(),
        place: around.place.place_only(),
    };
    let (controller, disruption) = match around.rollout {
        Some(rollout) => roll_out::roll_out(rollout, &pods, &cx, diags),
        None => (roll_out::alone(around.place.place_only(), &cx, diags), None),
    };
    let (secrets, reads) = left.store.sets(&cx, diags);
    let log_groups = route_logs::route(left.logs, diags);
    pin_image::tell_of_pulls(&left.pulls, diags);
    let duties = dissolve_execution_role::dissolve(execution_role, left.pulls, reads, &log_groups, diags);
    let origin = Origin {
        identity,
        service: around.name,
        cluster: given.cluster.map(str::to_owned),
        named_in_service: around.task_definition,
    };
    let provenance = record_provenance::record(origin, (around.tags, tags), &cx, diags);
    let identity = assign_identity::assign((task_role, trust_file), at.place_only(), &cx, diags);
    let pod = Pod { spread_zones: spread, ..pod };
    Ok(Workload {
        names: given.names.clone(),
        provenance,
        controller,
        pod,
        identity,
        service,
        ingresses,
        scaling,
        disruption,
        secrets,
        duties,
    })
}

type Placement = (Option<Spanned<ecs::LaunchType>>, Vec<ecs::CapacityProvider>);

/// Takes the service apart; a task definition alone has none.
fn take_apart(
    service: Option<ecs::Service>,
    targets: Vec<Option<ecs::TargetGroup>>,
    family: At,
    diags: &mut Diagnostics,
) -> (Option<Placement>, Around) {
    let Some(service) = service else {
        let around = Around {
            registrations: Vec::new(),
            targets,
            grace: None,
            rollout: None,
            rebalancing: None,
            network: None,
            tags: Vec::new(),
            name: None,
            task_definition: None,
            place: family,
        };
        return (None, around);
    };
    let ecs::Service {
        at: _,
        name,
        arn,
        cluster: _,
        status,
        task_definition,
        rollout,
        placement,
        registrations,
        health_check_grace_period,
        tags,
    } = service;
    status.iter().for_each(|status| diags.ignore(status.at, "ACTIVE is what is converted"));
    let ecs::Placement { launch_type, capacity_providers, network, zone_rebalancing } = placement;
    let grace = health_check_grace_period.filter(|grace| {
        if grace.value == 0 {
            diags.ignore(grace.at, "0 is what holds without it");
        }
        grace.value > 0
    });
    let place = name.at;
    let around = Around {
        registrations,
        targets,
        grace,
        rollout: Some(rollout),
        rebalancing: zone_rebalancing,
        network,
        tags,
        name: Some((name, arn)),
        task_definition,
        place,
    };
    (Some((launch_type, capacity_providers)), around)
}

fn kind(around: &Around, settings: &Settings) -> Kind {
    match &around.rollout {
        Some(rollout) if roll_out::is_daemon(rollout) => Kind::Daemon,
        Some(_) => Kind::Service,
        None if settings.alone == Alone::Job => Kind::Job,
        None => Kind::Alone,
    }
}

/// What target groups ask of the pods.
struct Reached {
    /// `None` where no Ingress can lead to it.
    settings: Option<plan::TargetSettings>,
    readiness: Vec<(String, Probe)>,
    delays: Vec<Traced<i64>>,
}

fn reach(around: &Around, containers: &[Container], ports: &PortNames, diags: &mut Diagnostics) -> Result<Option<Reached>, Reported> {
    let mut reached: Option<Reached> = None;
    for (registration, group) in around.registrations.iter().zip(&around.targets) {
        let ecs::Registration { at, target_group, container_name, container_port } = registration;
        let Some(port_name) = registered_port(registration, containers, ports, diags)? else { continue };
        let Some(group) = group.clone() else { continue };
        let place = group.at;
        let by_controller = balanced_by_controller(&group);
        if let Some(arn) = target_group {
            diags.ignore(arn.at, "says which target group it is; its settings and its rules are written");
        }
        let found = reach_targets::reach(group, &port_name, diags);
        if !by_controller {
            diags.ignore(place, "stands behind a Network Load Balancer, for which a finding says what to do");
        }
        let container = container_name.as_ref().map_or_else(String::new, |name| name.value.clone());
        match &mut reached {
            None => {
                reached = Some(Reached {
                    settings: by_controller.then_some(found.settings),
                    readiness: vec![(container, found.readiness)],
                    delays: vec![found.deregistration_delay],
                });
            }
            Some(first) => {
                let port = container_port.as_ref().map_or(*at, |port| port.at);
                diags.tell(
                    Finding::new(Code::SeveralTargetGroups, port.place_only(), "the service registers in several target groups")
                        .also([place])
                        .kubernetes("its Service carries the health check of the first one; the others are reached with the same")
                        .help("compare the target groups' health checks and attributes"),
                );
                first.delays.push(found.deregistration_delay);
                if !first.readiness.iter().any(|(name, _)| *name == container) {
                    first.readiness.push((container, found.readiness));
                }
            }
        }
    }
    Ok(reached)
}

/// An Application Load Balancer's group speaks HTTP; nothing reads the annotations of another.
fn balanced_by_controller(group: &ecs::TargetGroup) -> bool {
    group.protocol.as_ref().is_none_or(|protocol| matches!(protocol.value, TargetProtocol::Http | TargetProtocol::Https))
}

/// The name of the port that a registration means.
fn registered_port(
    registration: &ecs::Registration,
    containers: &[Container],
    ports: &PortNames,
    diags: &mut Diagnostics,
) -> Result<Option<String>, Reported> {
    let (Some(name), Some(port)) = (&registration.container_name, &registration.container_port) else { return Ok(None) };
    if let Some(found) = ports.get(&name.value, port.value, false).or_else(|| ports.get(&name.value, port.value, true)) {
        return Ok(Some(found.to_owned()));
    }
    let known = containers.iter().any(|container| container.name.value == name.value);
    let (code, at, what) = if known {
        (Code::UnknownPort, port.at, format!("container `{}` has no port {}", name.value, port.value))
    } else {
        (Code::UnknownContainer, name.at, format!("no container of the task definition is called `{}`", name.value))
    };
    Err(diags.error(
        Finding::new(code, at, what)
            .label("registered in a target group")
            .help("export the task definition that the service runs now, together with the service"),
    ))
}

struct Body {
    containers: Vec<Container>,
    volumes: Vec<ecs::Volume>,
    size: read_task_size::Size,
    mode: NetworkMode,
    ports: PortNames,
    grace: Option<Spanned<i64>>,
}

type Made = (Pod, Left, Option<plan::ServiceObject>);

/// Decides the pod: names and order first, then each container, then what they leave behind.
fn pod(
    body: Body,
    reached: &Option<Reached>,
    registrations: &[ecs::Registration],
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<Made, Reported> {
    let Body { containers, volumes, size, mode, ports, grace } = body;
    let renamed = name_containers::name(containers.iter().map(|container| &container.name), "container", diags)?;
    let volume_names = name_containers::name(volumes.iter().map(|volume| &volume.name), "volume", diags)?;
    open_ports::check_clashes(&containers, diags)?;
    let order = order_containers::order(&containers, cx, diags)?;
    let primary = primary(&containers, &order);
    let shares: Vec<Share> = containers
        .iter()
        .enumerate()
        .map(|(index, container)| Share {
            resources: &container.resources,
            lasting: !matches!(order.roles.get(index), Some(Role::Init { .. })),
            primary: index == primary,
        })
        .collect();
    let budget = CpuBudget::new(size, &shares, cx);
    let mut service = open_ports::service(&containers, registrations, &ports, cx);
    let serves = service.is_some();
    let pre_stop = stop_gracefully::pre_stop(reached.as_ref().map_or(&[], |reached| reached.delays.as_slice()), serves);
    let grace_period = stop_gracefully::grace_period(&containers, &order, pre_stop.as_ref());
    if let (Some(service), Some(reached)) = (&mut service, reached) {
        service.target = reached.settings.clone();
    }
    ignore_unused_grace(grace.as_ref(), reached.is_some(), &containers, diags);
    let known_volumes = volumes.clone();
    let plan_volumes = mount_volumes::volumes(volumes, &containers, &volume_names, cx, diags)?;
    let shared = Shared {
        containers: &renamed,
        volume_names: &volume_names,
        ecs_volumes: &known_volumes,
        order: &order,
        budget: &budget,
        primary,
        ports: &ports,
        mode,
        grace,
        pre_stop,
        readiness: reached.as_ref().map(|reached| reached.readiness.clone()).unwrap_or_default(),
    };
    let mut left = Left { store: store_secrets::Store::default(), pulls: Vec::new(), logs: Vec::new(), volumes: plan_volumes };
    let (init_containers, mains, privileged) = translate_all(containers, &shared, &mut left, (cx, diags))?;
    let mut volumes = std::mem::take(&mut left.volumes);
    volumes.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    let pod = Pod {
        init_containers,
        containers: mains,
        volumes,
        resources: budget.pod(),
        grace_period,
        node_labels: Vec::new(),
        operating_system: None,
        host_network: None,
        // Docker's own default, which it does not apply to a privileged container.
        default_seccomp: !cx.windows && !privileged,
        spread_zones: None,
    };
    Ok((pod, left, service))
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
    let privileged = all.iter().flatten().any(|container| container.security.privileged.is_some());
    let mut take = |indices: &[usize]| -> Vec<plan::Container> {
        indices.iter().filter_map(|index| all.get_mut(*index).and_then(Option::take)).collect()
    };
    let init = take(&shared.order.init);
    let main = take(&shared.order.main);
    Ok((init, main, privileged))
}

/// The first essential container with ports, else the first essential one, else the first that lasts.
fn primary(containers: &[Container], order: &Order) -> usize {
    let essential = |container: &Container| container.lifecycle.essential.as_ref().is_none_or(|essential| essential.value);
    let with_ports = containers.iter().position(|container| essential(container) && !container.ports.is_empty());
    with_ports.or_else(|| containers.iter().position(essential)).or(order.main.first().copied()).unwrap_or(0)
}

fn ignore_unused_grace(grace: Option<&Spanned<i64>>, reached: bool, containers: &[Container], diags: &mut Diagnostics) {
    if let (Some(grace), false) = (grace, reached || containers.iter().any(|container| container.health_check.is_some())) {
        diags.ignore(grace.at, "nothing checks the tasks, so that nothing has to wait");
    }
}

/// ECS spreads a service's tasks over zones unless a placement strategy says otherwise, as far as it can.
fn spread(rebalancing: Option<Spanned<bool>>, cx: &Context, diags: &mut Diagnostics) -> Option<Traced<bool>> {
    let wanted = cx.kind == Kind::Service;
    match rebalancing {
        Some(found) if found.value && wanted => Some(found.with(true)),
        Some(found) => {
            diags.ignore(found.at, "pods are spread over zones when they are scheduled, and not moved afterwards");
            wanted.then(|| Traced::implied(true))
        }
        None => wanted.then(|| Traced::implied(true)),
    }
}
