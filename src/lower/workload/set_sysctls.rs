//! Kernel parameters.
//!
//! ECS: `systemControls` sets parameters of a container's IPC and network namespaces; where the task has one network for
//! all (`awsvpc`), the container that starts last wins ("SystemControl", API reference). Kubernetes: the pod has one list,
//! and takes the safe ones anywhere; any other must be allowed on the node, else the pod fails with `SysctlForbidden` and
//! is made again without end; a pod on the node's network may set none of the network ("Using sysctls in a Kubernetes
//! Cluster"). So: the union, the last started wins, and what is not safe is left out and named.

use super::Context;
use super::order_containers::Order;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Container, NetworkMode, SystemControl};
use crate::ir::plan::Sysctl;
use crate::ir::{Spanned, Traced};
use crate::source::At;

/// Safe parameters, and the minor version from which they are.
const SAFE: &[(&str, u32)] = &[
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_wmem", 32),
];

/// The minor version from which a parameter is safe; `None` for one that never is.
fn safe_since(name: &str) -> Option<u32> {
    SAFE.iter().find(|(safe, _)| *safe == name).map(|(_, since)| *since)
}

/// Whether every pod may set a parameter, from this minor version on.
pub(super) fn is_safe(name: &str, minor: u32) -> bool {
    safe_since(&name.replace('/', ".")).is_some_and(|since| since <= minor)
}

/// Decides the parameters of the pod, sorted by name.
pub(super) fn set(
    containers: &[Container],
    order: &Order,
    mode: NetworkMode,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Vec<Sysctl> {
    let mut all: Vec<Sysctl> = Vec::new();
    let started = order.init.iter().chain(&order.main).filter_map(|index| containers.get(*index));
    let mut unsafe_ones: Vec<&SystemControl> = Vec::new();
    let mut of_nodes: Vec<&SystemControl> = Vec::new();
    for control in started.flat_map(|container| &container.kernel.system_controls) {
        let SystemControl { name, value } = control;
        // Docker and the kernel take both ways of writing a name.
        let dotted = name.value.replace('/', ".");
        if cx.windows {
            let reason = "has no meaning on Windows, on either side";
            [name.at, value.at].into_iter().for_each(|at| diags.ignore(at, reason));
            continue;
        }
        if mode == NetworkMode::Host && dotted.starts_with("net.") {
            of_nodes.push(control);
            continue;
        }
        let Some(since) = safe_since(&dotted).filter(|since| cx.since(*since)) else {
            unsafe_ones.push(control);
            continue;
        };
        let from = vec![name.leaf(), value.leaf()];
        match all.iter_mut().find(|known| known.name == dotted) {
            Some(known) => {
                if known.value.value != value.value {
                    tell_of_conflict(&dotted, value, diags);
                }
                let earlier = std::mem::take(&mut known.value.from);
                known.value = Traced::new(value.value.clone(), from).and(earlier);
            }
            None => all.push(Sysctl { name: dotted, value: Traced::new(value.value.clone(), from), since }),
        }
    }
    tell_of_unsafe(&unsafe_ones, cx, diags);
    tell_of_nodes(&of_nodes, cx, diags);
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

fn tell_of_conflict(name: &str, value: &Spanned<String>, diags: &mut Diagnostics) {
    diags.tell(
        Finding::new(
            Code::SysctlConflict,
            value.at,
            format!("two containers set the kernel parameter `{name}`; `{}` of the last to start is taken", value.value),
        )
        .kubernetes("a pod has one value for all its containers")
        .help("nothing to do in a task of network mode `awsvpc`, where it was so on ECS; else set the value that fits both"),
    );
}

fn places<'a>(controls: &'a [&SystemControl]) -> impl Iterator<Item = At> + 'a {
    controls.iter().flat_map(|control| [control.name.at, control.value.at])
}

fn tell_of_nodes(controls: &[&SystemControl], cx: &Context, diags: &mut Diagnostics) {
    let Some(first) = controls.first() else { return };
    let words: Vec<String> =
        controls.iter().map(|control| format!("`{}={}`", control.name.value, control.value.value)).collect();
    let (belong, them) = if controls.len() == 1 { ("belongs", "it") } else { ("belong", "them") };
    diags.tell(
        Finding::new(
            Code::UnsafeSysctl,
            first.name.at,
            format!("{} {belong} to the network of the node: left out", words.join(", ")),
        )
        .also(places(controls).skip(1))
        .kubernetes("the API server refuses a pod on the node's network that sets parameters of it")
        .help(if cx.auto_mode() {
            format!("see whether the program needs {them}: only a privileged DaemonSet of yours can set {them} on nodes of EKS Auto Mode")
        } else {
            format!("set {them} on the nodes themselves, by `sysctl -w` in their user data")
        }),
    );
}

fn tell_of_unsafe(controls: &[&SystemControl], cx: &Context, diags: &mut Diagnostics) {
    let Some(first) = controls.first() else { return };
    let words: Vec<String> = controls
        .iter()
        .map(|control| format!("{{name: {}, value: \"{}\"}}", control.name.value, control.value.value))
        .collect();
    let names: Vec<String> = controls.iter().map(|control| format!("`{}`", control.name.value)).collect();
    let help = if cx.auto_mode() {
        "see whether it is needed: EKS Auto Mode allows it on no node; a node group beside it may (`allowedUnsafeSysctls`), with `--target ec2`".to_owned()
    } else {
        format!(
            "allow it on nodes of its own (`allowedUnsafeSysctls`), then add {} to `podSecurityContext.sysctls` in values.override.yaml",
            words.join(", ")
        )
    };
    diags.tell(
        Finding::new(
            Code::UnsafeSysctl,
            first.name.at,
            format!("not every pod may set {}: left out", names.join(", ")),
        )
        .also(places(controls).skip(1))
        .kubernetes("on a node whose kubelet does not allow it the pod fails with `SysctlForbidden`, again and again")
        .help(help),
    );
}
