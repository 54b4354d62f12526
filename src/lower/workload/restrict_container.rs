//! As whom a container runs, and what it may do: only what ECS said.
//!
//! ECS: `user` is ids or names of the image's own files; Docker first drops capabilities, then adds ("KernelCapabilities",
//! API reference). Kubernetes: ids only, and capabilities are first added, then dropped ("Configure a Security Context
//! for a Pod or Container"), so that what ECS added must not be dropped.

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::plan::Security;
use crate::ir::{Spanned, Traced, ecs};

/// The highest id that a pod may name (Kubernetes API reference, "SecurityContext").
const MOST: i64 = i32::MAX as i64;

/// A memory-backed `/dev/shm` of its own size: MiB.
pub(super) type SharedMemory = Option<Traced<i64>>;

/// Decides the security settings of one container.
pub(super) fn restrict(security: ecs::Security, cx: &Context, diags: &mut Diagnostics) -> (Security, SharedMemory) {
    let ecs::Security {
        user,
        privileged,
        read_only_root,
        add_capabilities,
        drop_capabilities,
        shared_memory_size,
        init_process,
    } = security;
    if cx.windows {
        let places = [user.map(|it| it.at), privileged.map(|it| it.at), read_only_root.map(|it| it.at)];
        let sizes = [shared_memory_size.map(|it| it.at), init_process.map(|it| it.at)];
        let names = add_capabilities.iter().chain(&drop_capabilities).map(|name| name.at);
        let all = places.into_iter().chain(sizes).flatten().chain(names);
        all.for_each(|at| diags.ignore(at, "has no meaning on Windows, on either side"));
        return (nothing(), None);
    }
    if let Some(init) = true_only(init_process, diags) {
        tell_of_init_process(&init, diags);
    }
    let privileged = true_only(privileged, diags);
    if let Some(privileged) = &privileged {
        diags.tell(
            Finding::new(Code::Privileged, privileged.at, "the container is privileged")
                .kubernetes("its namespace needs the Pod Security level `privileged`")
                .help(format!(
                    "label the namespace: pod-security.kubernetes.io/enforce=privileged on `{}`",
                    cx.names.namespace.value
                )),
        );
    }
    let (user, group) = ids(user, diags);
    let added: Vec<Traced<String>> = add_capabilities.iter().map(capability).collect();
    let dropped = drop_capabilities.iter().filter_map(|name| {
        let dropped = capability(name);
        if added.iter().any(|added| added.value == dropped.value) {
            diags.ignore(name.at, "added as well, which counts on ECS");
            return None;
        }
        Some(dropped)
    });
    let drop_capabilities = dropped.collect();
    let security = Security {
        user,
        group,
        privileged: privileged.map(Spanned::traced),
        read_only_root: true_only(read_only_root, diags).map(Spanned::traced),
        add_capabilities: added,
        drop_capabilities,
    };
    let shared = shared_memory_size.and_then(|size| {
        if size.value > 0 {
            return Some(size.with(size.value));
        }
        diags.ignore(size.at, "0: not set");
        None
    });
    (security, shared)
}

fn nothing() -> Security {
    let (add_capabilities, drop_capabilities) = (Vec::new(), Vec::new());
    Security { user: None, group: None, privileged: None, read_only_root: None, add_capabilities, drop_capabilities }
}

/// A switch that is off says what is so anyway.
pub(super) fn true_only(switch: Option<Spanned<bool>>, diags: &mut Diagnostics) -> Option<Spanned<bool>> {
    let switch = switch?;
    if switch.value {
        return Some(switch);
    }
    diags.ignore(switch.at, "false is what holds without it, on both sides");
    None
}

fn capability(name: &Spanned<String>) -> Traced<String> {
    let upper = name.value.to_ascii_uppercase();
    name.with(upper.strip_prefix("CAP_").unwrap_or(&upper).to_owned())
}

fn ids(user: Option<Spanned<String>>, diags: &mut Diagnostics) -> (Option<Traced<i64>>, Option<Traced<i64>>) {
    let Some(user) = user else { return (None, None) };
    let (name, group) = match user.value.split_once(':') {
        Some((name, group)) => (name, Some(group)),
        None => (user.value.as_str(), None),
    };
    let id = |name: &str| {
        if name == "root" { Some(0) } else { name.parse::<i64>().ok().filter(|id| (0..=MOST).contains(id)) }
    };
    match (id(name), group.map(id)) {
        (Some(uid), None) => (Some(user.with(uid)), None),
        (Some(uid), Some(Some(gid))) => (Some(user.with(uid)), Some(user.with(gid))),
        (_, _) => {
            diags.tell(
                Finding::new(Code::UserByName, user.at, format!("the user `{}` is no pair of numbers that a pod may name", user.value))
                    .label("a name of the image's own /etc/passwd or /etc/group")
                    .kubernetes("a pod takes numbers only; without them the image's own user runs")
                    .help("nothing to do where it is the image's USER; else set runAsUser and runAsGroup in values.override.yaml"),
            );
            // A number that is known still holds: the image's own user may be root.
            (id(name).map(|uid| user.with(uid)), None)
        }
    }
}

fn tell_of_init_process(init: &Spanned<bool>, diags: &mut Diagnostics) {
    diags.tell(
        Finding::new(Code::InitProcess, init.at, "ECS ran an init process as PID 1, which Kubernetes does not")
            .kubernetes("the program itself is PID 1: it must answer SIGTERM, and end its own children")
            .help("nothing to do where it was set for ECS Exec; else put tini or dumb-init into the image"),
    );
}
