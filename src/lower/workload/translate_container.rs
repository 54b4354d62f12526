//! One container: takes its definition apart and hands the parts to the passes.

use super::label_pod::Labelled;
use super::load_files::FileSecrets;
use super::order_containers::Order;
use super::probe_health::{self, Counts};
use super::pull_with_credentials::Credentials;
use super::route_logs::Said;
use super::share_network::Networked;
use super::share_resources::{self, CpuBudget, Standing};
use super::stop_gracefully::PreStop;
use super::store_secrets::Store;
use super::take_volumes_from::Inherited;
use super::{
    Context, Kind, accept_any_end, escape_dollar, hand_through_devices, isolate_container, mount_tmpfs, mount_volumes,
    name_containers::Renamed, open_ports, pin_image, request_accelerators, restart_container, restrict_container,
    set_environment,
};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::{self, NetworkMode};
use crate::ir::plan::{AfterEnd, Container, Probe, Probes, Process, Pull, Role, Volume};
use crate::ir::{Spanned, Traced};
use crate::lower::estate::PortNames;

/// What was decided for all containers of the pod together.
pub(super) struct Shared<'a> {
    pub(super) containers: &'a Renamed,
    pub(super) volume_names: &'a Renamed,
    /// What each container mounts because another does, by its index.
    pub(super) inherited: &'a [Vec<Inherited>],
    pub(super) ecs_volumes: &'a [ecs::Volume],
    pub(super) order: &'a Order,
    pub(super) budget: &'a CpuBudget,
    /// GiB of disk that the primary container asks for.
    pub(super) disk: Option<Traced<i64>>,
    /// Index of the container that does the work.
    pub(super) primary: usize,
    pub(super) ports: &'a PortNames,
    pub(super) mode: NetworkMode,
    pub(super) grace: Option<Spanned<i64>>,
    pub(super) pre_stop: Option<PreStop>,
    /// Readiness of the registered containers, by name on ECS.
    pub(super) readiness: Vec<(String, Probe)>,
}

/// What containers leave behind for the pod.
pub(super) struct Left {
    pub(super) store: Store,
    pub(super) files: FileSecrets,
    pub(super) credentials: Credentials,
    pub(super) pulls: Vec<Pull>,
    pub(super) logs: Vec<Said>,
    pub(super) networks: Vec<Networked>,
    pub(super) labels: Vec<Labelled>,
    pub(super) volumes: Vec<Volume>,
}

/// Decides everything about the container at `index` of the definition.
pub(super) fn translate(
    container: ecs::Container,
    index: usize,
    shared: &Shared,
    left: &mut Left,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<Container, Reported> {
    let ecs::Container {
        // Whole containers are only left out, before they come here.
        at: _,
        name,
        process,
        environment,
        resources,
        lifecycle,
        health_check,
        ports,
        network,
        mounts,
        volumes_from: _,
        security,
        kernel,
        logging,
    } = container;
    let new_name = shared.containers.traced(&name);
    let role = shared.order.roles.get(index).cloned().unwrap_or(Role::Main(AfterEnd::Restart));
    let lasting = !matches!(role, Role::Init { .. });
    let (counts, restart) = counts(lifecycle, index, shared, diags);
    let final_codes = restart_container::restart(restart, &role, &name.value, cx, diags);
    let Ran { process, pull, labels } = run(process, &name, &mut left.credentials, (cx, diags))?;
    left.labels.push(Labelled { container: new_name.value.clone(), labels });
    let process = match role {
        Role::Init { any_end: true, .. } => accept_any_end::accept(process, &name, diags),
        Role::Main(_) | Role::Helper { .. } | Role::Sidecar(_) | Role::Init { .. } => process,
    };
    left.pulls.extend(pull);
    said(logging, &name, &new_name.value, left);
    let asked = request_accelerators::request(resources.requirements.clone(), &new_name.value, (cx, diags))?;
    let essential = counts.essential;
    left.networks.push(Networked { name: name.clone(), essential, network });
    let stores = (&mut left.store, &mut left.files);
    let mut environment = set_environment::set(environment, &new_name.value, stores, cx, diags)?;
    let primary = index == shared.primary;
    set_environment::add_missing(&mut environment, asked.variables);
    let mut resources =
        share_resources::share(resources, shared.budget, Standing { index, lasting, primary }, &name.value, diags);
    let probes = if lasting {
        probes(health_check, &counts, &name.value, shared, (cx, diags))?
    } else {
        health_check
            .iter()
            .for_each(|check| diags.ignore(check.at, "a container that ends before the others start is not probed"));
        Probes { startup: None, liveness: None, readiness: None }
    };
    let isolated = isolate_container::isolate(security, kernel, &new_name.value, (cx, diags))?;
    resources.devices = asked.devices;
    hand_through_devices::add_missing(&mut resources.devices, isolated.devices);
    resources.disk = shared.disk.clone().filter(|_| primary);
    let mut mounts = mount_volumes::mounts(mounts, shared.ecs_volumes, shared.volume_names, diags)?;
    let inherited = shared.inherited.get(index).map_or(&[][..], Vec::as_slice);
    mount_volumes::inherit(&mut mounts, inherited, shared.volume_names);
    mount_tmpfs::add(isolated.memory, &mut mounts, &mut left.volumes, &name, diags)?;
    let ports = open_ports::container_ports(ports, &name.value, shared.ports, shared.mode, (cx, diags));
    let sleeps = matches!(role, Role::Main(_) | Role::Helper { .. }) && cx.kind != Kind::Job;
    let pre_stop = shared.pre_stop.as_ref().filter(|_| sleeps);
    Ok(Container {
        name: new_name,
        role,
        final_codes,
        process,
        environment,
        resources,
        probes,
        ports,
        mounts,
        security: isolated.security,
        pre_stop: pre_stop.map(|sleep| sleep.seconds.clone()),
        pre_stop_sum: pre_stop.map(|sleep| sleep.sum.clone()).unwrap_or_default(),
    })
}

fn said(logging: ecs::Logging, name: &Spanned<String>, new_name: &str, left: &mut Left) {
    // What makes a container the log router was taken out when that was decided.
    let ecs::Logging { configuration, router: _ } = logging;
    let said = |configuration| Said { container: new_name.to_owned(), ecs_name: name.value.clone(), configuration };
    left.logs.extend(configuration.map(said));
}

fn counts(
    lifecycle: ecs::Lifecycle,
    index: usize,
    shared: &Shared,
    diags: &mut Diagnostics,
) -> (Counts, Option<ecs::RestartPolicy>) {
    let ecs::Lifecycle { essential, depends_on, start_timeout, stop_timeout, restart } = lifecycle;
    let is_essential = essential.as_ref().is_none_or(|essential| essential.value);
    if let Some(essential) = essential.filter(|essential| essential.value) {
        diags.ignore(essential.at, "true is what holds without it");
    }
    for ecs::Dependency { container_name, condition } in depends_on {
        // What others must have reached decided their roles; a plain START decided the order in which they stand.
        if condition.value == ecs::Condition::Start {
            let reason = "decides the order in which the containers stand, and start";
            diags.ignore(container_name.at, reason);
            diags.ignore(condition.at, reason);
        }
    }
    // An init container has ended before the pod stops.
    let ended = matches!(shared.order.roles.get(index), Some(Role::Init { .. }));
    stop_timeout.iter().for_each(|timeout| {
        let reason = if ended {
            "the container has ended before the pod stops"
        } else {
            "shorter than the longest chain of the pod, whose grace period is one for all"
        };
        diags.ignore(timeout.at, reason);
    });
    let gates = shared.order.gates.get(index).copied().unwrap_or(false);
    if let (false, Some(timeout)) = (gates, &start_timeout) {
        tell_of_start_timeout(timeout, ended, diags);
    }
    (Counts { essential: is_essential, gates, start_timeout, grace: shared.grace.clone() }, restart)
}

fn tell_of_start_timeout(timeout: &Spanned<i64>, ended: bool, diags: &mut Diagnostics) {
    if !ended {
        return diags.ignore(timeout.at, "no other container waits for this one");
    }
    diags.tell(
        Finding::new(
            Code::StartTimeoutDropped,
            timeout.at,
            format!("the container had {} s to end, or the task was stopped", timeout.value),
        )
        .kubernetes("an init container may take as long as it takes")
        .help("nothing to do where it ends by itself; else run it by `timeout` in the image"),
    );
}

/// A process, and what comes of it for the pod.
struct Ran {
    process: Process,
    pull: Option<Pull>,
    labels: Vec<(String, Spanned<String>)>,
}

fn run(
    process: ecs::Process,
    name: &Spanned<String>,
    credentials_of_pod: &mut Credentials,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<Ran, Reported> {
    let ecs::Process {
        image,
        credentials,
        version_consistency,
        entry_point,
        command,
        working_directory,
        interactive,
        pseudo_terminal,
        labels,
    } = process;
    let (image, pull) = pin_image::pin(image, (name, version_consistency), cx.home, diags);
    if let Some(credentials) = credentials {
        credentials_of_pod.take(credentials, &image, cx, diags)?;
    }
    let endpoint = |word: &&Spanned<String>| {
        word.value.contains("ECS_CONTAINER_METADATA_URI") || word.value.contains("169.254.170.2")
    };
    if let Some(word) = entry_point.iter().chain(&command).find(endpoint) {
        diags.tell(set_environment::metadata_finding(word.at, "the command"));
    }
    let (entry_point, command) = words(entry_point, command, diags)?;
    let process = Process {
        image,
        entry_point,
        command,
        working_directory: working_directory.map(Spanned::traced),
        interactive: restrict_container::true_only(interactive, diags).map(Spanned::traced),
        pseudo_terminal: restrict_container::true_only(pseudo_terminal, diags).map(Spanned::traced),
    };
    Ok(Ran { process, pull, labels })
}

type Words = Vec<Traced<String>>;

/// The container's own words. `[""]` takes the image's entrypoint away: the command itself is run.
fn words(
    entry_point: Vec<Spanned<String>>,
    command: Vec<Spanned<String>>,
    diags: &mut Diagnostics,
) -> Result<(Words, Words), Reported> {
    let words = |words: Vec<Spanned<String>>| -> Words {
        words.into_iter().map(|word| word.with(escape_dollar::escape(&word.value))).collect()
    };
    let reset = match entry_point.as_slice() {
        [only] if only.value.is_empty() => only.clone(),
        _ => return Ok((words(entry_point), words(command))),
    };
    if command.is_empty() {
        return Err(diags.error(
            Finding::new(Code::MissingField, reset.at, "`command` is missing: nothing is left to run")
                .label("takes the image's own entrypoint and command away")
                .help("write the program into `command`, or take the empty `entryPoint` out"),
        ));
    }
    let mut command = words(command);
    command.iter_mut().take(1).for_each(|word| word.from.push(reset.leaf()));
    Ok((command, Vec::new()))
}

fn probes(
    check: Option<ecs::HealthCheck>,
    counts: &Counts,
    name: &str,
    shared: &Shared,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<Probes, Reported> {
    let readiness = shared.readiness.iter().find(|(registered, _)| registered == name).map(|(_, probe)| probe.clone());
    if cx.kind == Kind::Job {
        check.iter().for_each(|check| diags.ignore(check.at, "a Job is judged by how it ends"));
        return Ok(Probes { startup: None, liveness: None, readiness: None });
    }
    let (startup, liveness) = probe_health::probe(check, counts, cx, diags)?;
    let startup = startup.or_else(|| startup_by_target(readiness.as_ref(), counts));
    // Cloud Map leaves an unhealthy task out of its answers, as a Service leaves out a pod that is not ready.
    let readiness = readiness.or_else(|| liveness.clone().filter(|_| cx.discovered && !cx.balanced));
    Ok(Probes { startup, liveness, readiness })
}

/// Without a check of its own, a container is replaced by ECS when the load balancer finds it unhealthy after the grace
/// period: the start-up probe asks the same, for as long.
fn startup_by_target(readiness: Option<&Probe>, counts: &Counts) -> Option<Probe> {
    let (probe, grace) = (readiness?, counts.grace.as_ref().filter(|grace| grace.value > 0)?);
    let attempts = probe_health::div_ceil(grace.value, 10) + 1;
    let attempts = grace.with(i32::try_from(attempts).unwrap_or(i32::MAX));
    Some(probe_health::asking(probe.handler.clone(), Traced::implied(10), probe.timeout.clone(), attempts))
}
