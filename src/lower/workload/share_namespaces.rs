//! Whose processes, memory segments and queues containers see.
//!
//! ECS: `pidMode` is `host` or `task`, and each container has processes of its own where it is not written; `ipcMode` is
//! `host`, `task` or `none` ("TaskDefinition", API reference). Kubernetes: `shareProcessNamespace` for the pod, `hostPID`
//! and `hostIPC` for the node's own, and the containers of a pod always share one IPC namespace ("Pod", API reference;
//! "Share Process Namespace between Containers in a Pod"). So `task` processes are shared, `task` memory is what holds
//! anyway, and `none` is what a pod cannot have for several containers.

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{IpcMode, PidMode};
use crate::ir::{Spanned, plan};

/// Decides the namespaces of a pod of so many `containers`.
pub(super) fn share(
    (pid_mode, ipc_mode): (Option<Spanned<PidMode>>, Option<Spanned<IpcMode>>),
    containers: usize,
    cx: &Context,
    diags: &mut Diagnostics,
) -> plan::Isolation {
    let mut shared =
        plan::Isolation { share_processes: None, host_processes: None, host_ipc: None, default_seccomp: false };
    if cx.windows {
        let places = [pid_mode.map(|mode| mode.at), ipc_mode.map(|mode| mode.at)];
        places.into_iter().flatten().for_each(|at| diags.ignore(at, "has no meaning on Windows, on either side"));
        return shared;
    }
    if let Some(mode) = pid_mode {
        match mode.value {
            PidMode::Task => shared.share_processes = Some(mode.with(true)),
            PidMode::Host => {
                diags.tell(of_host(&mode, "processes", cx));
                shared.host_processes = Some(mode.with(true));
            }
        }
    }
    if let Some(mode) = ipc_mode {
        match mode.value {
            IpcMode::Host => {
                diags.tell(of_host(&mode, "memory segments and queues", cx));
                shared.host_ipc = Some(mode.with(true));
            }
            IpcMode::Task => diags.ignore(mode.at, "the containers of a pod always share memory segments and queues"),
            IpcMode::None if containers == 1 => {
                diags.ignore(mode.at, "one container alone shares a pod's memory segments and queues with no other");
            }
            IpcMode::None => diags.tell(
                Finding::new(Code::IpcShared, mode.at, "each container had memory segments and queues of its own")
                    .label("nothing shared, and no /dev/shm")
                    .kubernetes("the containers of a pod share them, and one /dev/shm of 64 MiB")
                    .help("nothing to do where they trust each other; else make two task definitions of this one"),
            ),
        }
    }
    shared
}

fn of_host<T>(mode: &Spanned<T>, what: &str, cx: &Context) -> Finding {
    Finding::new(Code::HostNamespace, mode.at, format!("the task saw the {what} of the instance"))
        .kubernetes("the pod sees the node's; its namespace needs the Pod Security level `privileged`")
        .help(format!(
            "label the namespace: pod-security.kubernetes.io/enforce=privileged on `{}`",
            cx.names.namespace.value
        ))
}
