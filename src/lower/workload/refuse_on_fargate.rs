//! What EKS Fargate cannot run.
//!
//! ECS: tasks on instances may use what the instance has, and Fargate knows ARM64, Windows, EBS volumes and `SYS_PTRACE`
//! ("Amazon ECS task definition differences for Fargate", developer guide). EKS Fargate: amd64 and Linux alone, no GPU, no
//! privileged container, host network or port, no DaemonSet, no volume but emptyDir and EFS, no node to configure
//! ("AWS Fargate considerations", EKS User Guide); of capabilities its scheduler lets be added what containers have anyway
//! (aws/containers-roadmap 1102), and network policies do not hold there ("Limit Pod traffic", EKS User Guide). A pod that
//! asks for more stays Pending without end. So the workload is refused, and everything that stands in the way is named.

mod volumes;

use super::{is_daemon, set_sysctls};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::Spanned;
use crate::ir::ecs::{
    Architecture, Container, IpcMode, LaunchType, NetworkMode, OperatingSystem, PidMode, ResourceKind,
    SchedulingStrategy, Service, TaskDefinition,
};
use crate::lower::estate::Task;
use crate::settings::{Settings, Target};
use crate::source::At;

/// What containers have without asking: Docker's and containerd's default set.
const CAPABILITIES: &[&str] = &[
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// GiB that a pod may ask for at the most.
const MOST_DISK: i64 = 175;

/// One thing that stands in the way: what stands there, what EKS Fargate has, what to take out, and where it runs else.
struct Fault {
    at: At,
    what: String,
    fargate: &'static str,
    without: &'static str,
    elsewhere: &'static str,
}

impl Fault {
    fn new(at: At, what: impl Into<String>, fargate: &'static str, without: &'static str) -> Self {
        Fault { at, what: what.into(), fargate, without, elsewhere: "" }
    }
}

/// Refuses a workload that would stay Pending, with every reason at its place.
pub(super) fn refuse(task: &Task, settings: &Settings, diags: &mut Diagnostics) -> Result<(), Reported> {
    if settings.target != Target::Fargate {
        return Ok(());
    }
    let definition = &task.definition;
    let mut faults = of_task(definition);
    faults.extend(volumes::faults(definition));
    faults.extend(task.service.as_ref().into_iter().flat_map(of_service));
    let daemon = task.service.as_ref().is_some_and(is_daemon);
    for container in &definition.containers {
        faults.extend(of_container(container, daemon));
        faults.extend(of_kernel(container, settings));
    }
    let reported: Vec<Reported> = faults.into_iter().map(|fault| tell(fault, diags)).collect();
    reported.first().map_or(Ok(()), |reported| Err(*reported))
}

fn tell(Fault { at, what, fargate, without, elsewhere }: Fault, diags: &mut Diagnostics) -> Reported {
    diags.error(
        Finding::new(Code::FargateUnsupported, at, what)
            .kubernetes(format!("EKS Fargate {fargate}"))
            .help(format!("{without}, or convert it with `--target ec2`{elsewhere}")),
    )
}

/// The place of a value where it is what EKS Fargate has not.
fn place<T>(found: &Option<Spanned<T>>, unfit: impl Fn(&T) -> bool) -> Option<At> {
    found.as_ref().filter(|found| unfit(&found.value)).map(|found| found.at)
}

fn of_task(definition: &TaskDefinition) -> Vec<Fault> {
    let (platform, isolation) = (&definition.platform, &definition.isolation);
    let mode = &definition.network.mode;
    let arm = place(&platform.architecture, |it| *it == Architecture::Arm64);
    let windows = place(&platform.operating_system, |it| *it != OperatingSystem::Linux);
    let faults = [
        (arm, "the task runs on ARM64", "has amd64 machines only", "build the image for amd64 and say X86_64"),
        (windows, "the task runs on Windows", "runs Linux only", "rebuild the image on Linux"),
        (
            place(mode, |it| *it == NetworkMode::Host),
            "the task uses the instance's own network",
            "has no host network",
            "take `awsvpc`",
        ),
        (
            place(mode, |it| *it == NetworkMode::None),
            "the task has no network",
            "enforces no NetworkPolicy: the pod would have a network after all",
            "give it a network",
        ),
        (
            place(&isolation.pid_mode, |it| *it == PidMode::Host),
            "the task sees the processes of the instance",
            "has no `hostPID`",
            "take `pidMode` out",
        ),
        (
            place(&isolation.ipc_mode, |it| *it == IpcMode::Host),
            "the task sees the memory segments and queues of the instance",
            "has no `hostIPC`",
            "take `ipcMode` out",
        ),
    ];
    let faults =
        faults.into_iter().filter_map(|(at, what, fargate, without)| Some(Fault::new(at?, what, fargate, without)));
    let disk = definition.size.ephemeral_storage.as_ref().filter(|disk| disk.value > MOST_DISK).map(|disk| {
        let what = format!("the task has {} GiB of disk", disk.value);
        Fault::new(disk.at, what, "gives a pod 175 GiB at the most", "lower `sizeInGiB`")
    });
    let placed = platform.constraints.iter().map(|constraint| {
        let what = format!("the task is placed by `{}`", constraint.expression.value);
        let without = "take the constraint out (the `subnets` of a profile choose the zones)";
        Fault::new(constraint.expression.at, what, "has a machine of its own for each pod, and none to choose", without)
    });
    faults.chain(disk).chain(placed).collect()
}

fn of_service(service: &Service) -> Vec<Fault> {
    let daemon = place(&service.rollout.scheduling_strategy, |it| *it == SchedulingStrategy::Daemon);
    let external = place(&service.placement.launch_type, |it| *it == LaunchType::External);
    let daemon = daemon.map(|at| {
        let without = "put what it does into the pods as a sidecar";
        Fault::new(at, "the service runs one task on each instance", "runs no DaemonSet", without)
    });
    let external = external.map(|at| {
        let without = "leave it on ECS Anywhere";
        let elsewhere = " and make its machines EKS Hybrid Nodes";
        Fault { elsewhere, ..Fault::new(at, "the service runs on ECS Anywhere", "runs in AWS only", without) }
    });
    daemon.into_iter().chain(external).collect()
}

fn of_container(container: &Container, daemon: bool) -> Vec<Fault> {
    let name = &container.name.value;
    let mut faults = Vec::new();
    if let Some(at) = place(&container.security.privileged, |it| *it) {
        let what = format!("container `{name}` is privileged");
        faults.push(Fault::new(at, what, "runs no privileged container", "take `privileged` out"));
    }
    if let Some(at) = place(&container.network.disabled, |it| *it) {
        let what = format!("container `{name}` has no network");
        let fargate = "enforces no NetworkPolicy: the pod would have a network after all";
        faults.push(Fault::new(at, what, fargate, "give it a network"));
    }
    for option in &container.security.options {
        let (key, value) = option.value.split_once([':', '=']).unwrap_or((option.value.as_str(), ""));
        if matches!((key, value), ("apparmor", profile) if !matches!(profile, "" | "docker-default" | "unconfined"))
            || key == "label"
            || key == "seccomp" && value != "unconfined"
        {
            let what = format!("container `{name}` has the security option `{}`", option.value);
            faults.push(Fault::new(
                option.at,
                what,
                "has no AppArmor or seccomp profile nor SELinux label of yours",
                "take it out",
            ));
        }
    }
    for asked in &container.resources.requirements {
        let device = match asked.kind.value {
            ResourceKind::Gpu => "a GPU",
            ResourceKind::NeuronDevice => "a Neuron device",
            // It has ended, and is refused as such.
            ResourceKind::InferenceAccelerator => continue,
        };
        let what = format!("container `{name}` asks for {device}");
        faults.push(Fault::new(asked.at, what, "has no accelerators", "take it out"));
    }
    let host_ports = container.ports.iter().filter_map(|port| port.host_port.as_ref());
    for port in host_ports.filter(|port| daemon && port.value > 0) {
        let what = format!("container `{name}` takes port {} of each instance", port.value);
        faults.push(Fault::new(port.at, what, "has no host ports", "let clients use a Service"));
    }
    faults
}

fn of_kernel(container: &Container, settings: &Settings) -> Vec<Fault> {
    let name = &container.name.value;
    let mut faults = Vec::new();
    let linux = container.kernel.linux.as_ref();
    for capability in linux.into_iter().flat_map(|linux| &linux.add_capabilities) {
        let upper = capability.value.to_ascii_uppercase();
        if !CAPABILITIES.contains(&upper.trim_start_matches("CAP_")) {
            let what = format!("container `{name}` adds the capability `{}`", capability.value);
            faults.push(Fault::new(capability.at, what, "adds none that containers do not have anyway", "take it out"));
        }
    }
    for device in linux.into_iter().flat_map(|linux| &linux.devices) {
        let what = format!("container `{name}` uses the device `{}`", device.host_path.value);
        faults.push(Fault::new(device.at, what, "has no devices to hand through", "take it out"));
    }
    for control in &container.kernel.system_controls {
        if !set_sysctls::is_safe(&control.name.value, settings.kube_minor) {
            let what = format!("container `{name}` sets the kernel parameter `{}`", control.name.value);
            let fargate = "has no node whose kubelet could allow what is unsafe";
            faults.push(Fault::new(control.name.at, what, fargate, "take it out"));
        }
    }
    faults
}
