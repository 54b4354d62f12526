//! One workload: takes the task definition apart and hands the parts to the passes.

use super::build_pod::{self, Body};
use super::choose_nodes::{self, Launch, NodeLabels};
use super::record_provenance::Origin;
use super::take_service_apart::{Around, Placement, take_apart};
use super::{
    Context, Kind, assign_identity, bind_target_groups, constrain_placement, dissolve_execution_role, find_by_name,
    isolate_task, keep_security_groups, label_pod, leave_fault_injection, mark_for_fargate, pin_image,
    place_on_network, propagate_tags, pull_with_credentials, read_task_size, record_provenance, refuse_on_fargate,
    register_targets, remove_log_router, remove_proxy, roll_out, route_logs, scale, share_namespaces, share_network,
    spread_pods, store_secrets,
};
use crate::diagnostics::{Diagnostics, Reported};
use crate::ir::ecs::{self, Isolation, OperatingSystem, Platform, TaskDefinition, TaskNetwork};
use crate::ir::plan::{self, Controller, Disruption, Pod, Scaling, Workload};
use crate::ir::{Spanned, Traced, today};
use crate::lower::arn::Home;
use crate::lower::estate::{Approach, PortNames, Task};
use crate::settings::{Alone, Expose, Settings};
use crate::source::At;

/// What the estate decided about the workload.
pub(crate) struct Given<'a> {
    pub(crate) names: &'a plan::Names,
    pub(crate) home: &'a Home,
    pub(crate) cluster: Option<&'a str>,
    /// Target groups of which it is proven that the new ones are like them, or told where not.
    pub(crate) targets_today: &'a [today::TargetGroup],
    pub(crate) settings: &'a Settings,
    /// Load balancers of its own.
    pub(crate) network: &'a [plan::NetworkLoadBalancer],
}

/// Decides everything about one workload.
#[expect(clippy::too_many_lines, reason = "one call for each pass, in their order")]
pub(crate) fn lower(task: Task, given: &Given, diags: &mut Diagnostics) -> Result<Workload, Reported> {
    refuse_on_fargate::refuse(&task, given.settings, diags)?;
    let Task {
        definition,
        service,
        default_capacity,
        scaling,
        targets,
        ports,
        ingresses,
        routes,
        awaited,
        ways,
        trust_file,
    } = task;
    let TaskDefinition {
        at,
        identity,
        size,
        network,
        platform,
        isolation: namespaces,
        task_role,
        execution_role,
        containers,
        volumes,
        tags,
    } = definition;
    let Platform { requires_compatibilities, architecture, operating_system, constraints } = platform;
    let name_place = identity.family.at.place_only();
    let TaskNetwork { mode: network_mode, proxy } = network;
    let mut containers = remove_proxy::remove(proxy, containers, diags)?;
    let (placement, mut around) = take_apart(service, targets, identity.family.at, diags);
    let (launch, hybrid) = launch(placement, default_capacity, requires_compatibilities, (given.settings, diags));
    let windows = operating_system.as_ref().is_some_and(|system| system.value != OperatingSystem::Linux);
    let cx = context(given, &around, launch, (windows, &namespaces));
    let (node_labels, system) = nodes(Asked { hybrid, architecture, operating_system }, name_place, &cx, diags)?;
    let size = read_task_size::read(size, name_place, &cx, diags)?;
    let mode = place_on_network::mode(network_mode.as_ref(), cx.launch.fargate);
    let (placed, subnets, security_groups) =
        on_network((network_mode, mode), (containers.len(), name_place), &mut around, (&cx, diags))?;
    let awaited = awaited || !(ingresses.is_empty() && routes.is_empty());
    let exposure = Exposure { awaited, given, ways, guarded: !security_groups.is_empty() };
    let (reached, bindings) = expose(&around, exposure, (&containers, &ports), (&cx, diags))?;
    let metadata =
        remove_log_router::remove(&mut containers, &around.registrations, (&identity, given.cluster), (&cx, diags));
    let namespaces = isolate(namespaces, containers.len(), &cx, diags)?;
    let affinity = constrain_placement::constrain(constraints, &cx, diags)?;
    let (grace, launched) = (around.grace.clone(), around.volumes.clone());
    let body = Body { containers, volumes, size, mode, ports, grace, launched, isolation: namespaces };
    let (pod, left, service) = build_pod::pod(body, reached.as_ref(), &around.registrations, &cx, diags)?;
    let spread = spread_pods::spread(&around, &cx, diags);
    let (network, isolation) = share_network::share(left.networks, placed, &cx, diags)?;
    let labels = labels(left.labels, (&mut around, &tags), (&cx, diags));
    find_by_name::tell(std::mem::take(&mut around.registries), service.is_some(), &cx, diags);
    let pod = Pod { node_labels, operating_system: system, network, metadata: labels, affinity, spread, ..pod };
    let scaling = scale::scale(scaling, requests_known(&pod), diags)?;
    let (controller, disruption) = controller(&around, &pod, reached.is_some(), scaling.as_ref(), (&cx, diags));
    let first_secret = left.store.first();
    let (secrets, reads, pull_secrets) = fill((left.store, left.credentials), &cx, diags);
    let pod = Pod { pull_secrets, ..pod };
    left.files.tell(&cx, diags);
    let routed = route_logs::route(left.logs, metadata.as_ref(), &cx, diags);
    pin_image::tell_of_pulls(&left.pulls, &cx, diags);
    let (role, public) = ((execution_role, first_secret), pod.pull_secrets.is_empty());
    let duties = dissolve_execution_role::dissolve(role, public, left.pulls, reads, &routed.groups, (&cx, diags));
    let provenance = provenance(identity, (around, tags), given, (&cx, diags));
    let identity = assign_identity::assign((task_role, trust_file), at.place_only(), &cx, diags);
    Ok(Workload {
        names: given.names.clone(),
        provenance,
        controller,
        pod,
        identity,
        service,
        ingresses,
        bindings,
        network_load_balancers: given.network.to_vec(),
        routes,
        scaling,
        disruption,
        isolation,
        secrets,
        logs: routed.routes,
        subnets,
        security_groups,
        duties,
    })
}

type Placed = (place_on_network::Placed, Vec<Traced<String>>, Vec<Traced<String>>);

/// Where the pods are on the network: their subnets on EKS Fargate, and security groups of their own.
fn on_network(
    (written, mode): (Option<Spanned<ecs::NetworkMode>>, ecs::NetworkMode),
    whole: (usize, At),
    around: &mut Around,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<Placed, Reported> {
    let security_groups = keep_security_groups::keep(around.network.as_mut(), mode, cx, diags)?;
    let (placed, subnets) = place_on_network::place(written, whole, around.network.take(), (cx, diags));
    Ok((placed, subnets, security_groups))
}

fn labels(
    labels: Vec<label_pod::Labelled>,
    (around, tags): (&mut Around, &[ecs::Tag]),
    (cx, diags): (&Context, &mut Diagnostics),
) -> plan::PodMetadata {
    let mut own = propagate_tags::propagate(around.propagate_tags.take(), (&around.tags, tags), diags);
    mark_for_fargate::mark(&mut own, cx);
    label_pod::label(labels, own, diags)
}

fn provenance(
    identity: ecs::TaskIdentity,
    (around, tags): (Around, Vec<ecs::Tag>),
    given: &Given,
    (cx, diags): (&Context, &mut Diagnostics),
) -> plan::Provenance {
    let named_in_service = around.task_definition;
    let origin = Origin { identity, service: around.name, cluster: given.cluster.map(str::to_owned), named_in_service };
    record_provenance::record(origin, (around.tags, tags), cx, diags)
}

/// How requests reach the pods, as far as the estate knows.
struct Exposure<'a> {
    /// Whether a rule leads to it, or will.
    awaited: bool,
    given: &'a Given<'a>,
    ways: Vec<Approach>,
    /// Whether the pods have security groups of their own.
    guarded: bool,
}

type Exposed = (Option<register_targets::Reached>, Vec<plan::TargetGroupBinding>);

fn expose(
    around: &Around,
    exposure: Exposure,
    (containers, ports): (&[ecs::Container], &PortNames),
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<Exposed, Reported> {
    let Exposure { awaited, given, ways, guarded } = exposure;
    if cx.settings.expose == Expose::TargetGroup {
        return bind_target_groups::bind(around, &ways, (containers, ports), guarded, (cx, diags));
    }
    Ok((register_targets::register(around, containers, ports, (awaited, given), diags)?, Vec::new()))
}

type Filled = (Vec<plan::SecretSet>, Vec<plan::SecretRead>, Vec<Traced<String>>);

/// The Secrets to be filled, who reads what for them, and those with which images are pulled.
fn fill(
    left: (store_secrets::Store, pull_with_credentials::Credentials),
    cx: &Context,
    diags: &mut Diagnostics,
) -> Filled {
    let (mut secrets, mut reads) = left.0.sets(cx, diags);
    let made = left.1.sets(cx, diags);
    secrets.extend(made.sets);
    reads.extend(made.reads);
    (secrets, reads, made.names)
}

fn isolate(
    isolation: Isolation,
    containers: usize,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<plan::Isolation, Reported> {
    let Isolation { pid_mode, ipc_mode, fault_injection, trusted_execution } = isolation;
    leave_fault_injection::leave(fault_injection, diags);
    isolate_task::isolate(trusted_execution, cx, diags)?;
    Ok(share_namespaces::share((pid_mode, ipc_mode), containers, cx, diags))
}

fn context<'a>(
    given: &Given<'a>,
    around: &Around,
    launch: Launch,
    (windows, namespaces): (bool, &Isolation),
) -> Context<'a> {
    Context {
        settings: given.settings,
        home: given.home,
        names: given.names,
        launch,
        windows,
        shares_processes: namespaces.pid_mode.as_ref().is_some_and(|mode| mode.value == ecs::PidMode::Task),
        discovered: !around.registries.is_empty(),
        balanced: around.targets.iter().any(Option::is_some),
        kind: kind(around, given.settings),
    }
}

/// The cluster's default strategy counts only for a service that names neither a launch type nor a strategy.
fn launch(
    placement: Option<Placement>,
    default_capacity: Vec<ecs::CapacityProvider>,
    requires: Vec<Spanned<ecs::Compatibility>>,
    (settings, diags): (&Settings, &mut Diagnostics),
) -> (Launch, NodeLabels) {
    let (launch_type, strategy) = match placement {
        None => (None, Vec::new()),
        Some((None, strategy)) if strategy.is_empty() => (None, default_capacity),
        Some(placement) => placement,
    };
    choose_nodes::launch((launch_type, strategy), requires, settings.target, diags)
}

/// What asks for certain nodes.
struct Asked {
    hybrid: NodeLabels,
    architecture: Option<Spanned<ecs::Architecture>>,
    operating_system: Option<Spanned<OperatingSystem>>,
}

type Nodes = (NodeLabels, Option<Traced<String>>);

fn nodes(asked: Asked, place: At, cx: &Context, diags: &mut Diagnostics) -> Result<Nodes, Reported> {
    let mut labels = asked.hybrid;
    labels.push(choose_nodes::architecture(asked.architecture, place, cx, diags));
    let (of_system, system) = choose_nodes::operating_system(asked.operating_system, cx, diags)?;
    labels.extend(of_system);
    labels.sort_by(|a, b| a.0.cmp(&b.0));
    Ok((labels, system))
}

/// Whether utilisation can be measured: against the pod's own request, or against one of each container.
fn requests_known(pod: &Pod) -> bool {
    pod.resources.as_ref().is_some_and(|budget| budget.cpu.is_some())
        || pod.containers.iter().all(|container| container.resources.cpu_request.is_some())
}

fn controller(
    around: &Around,
    pod: &Pod,
    balanced: bool,
    scaling: Option<&Scaling>,
    (cx, diags): (&Context, &mut Diagnostics),
) -> (Controller, Option<Disruption>) {
    let place = around.place.place_only();
    let Some(rollout) = around.rollout.clone() else {
        return (roll_out::alone(place, pod.network.host.is_some(), cx, diags), None);
    };
    let mut probed = pod.containers.iter().chain(&pod.init_containers);
    let pods = roll_out::Pods {
        scaled_from: scaling.map(|scaling| scaling.min.value),
        checked: balanced || probed.any(|container| container.probes.liveness.is_some()),
        grace: around.grace.as_ref().map_or(0, |grace| grace.value),
        host_network: pod.network.host.is_some(),
        place,
    };
    roll_out::roll_out(rollout, &pods, cx, diags)
}

fn kind(around: &Around, settings: &Settings) -> Kind {
    match &around.rollout {
        Some(rollout) if roll_out::is_daemon(rollout) => Kind::Daemon,
        Some(_) => Kind::Service,
        None if settings.tasks.alone == Alone::Job => Kind::Job,
        None => Kind::Alone,
    }
}
