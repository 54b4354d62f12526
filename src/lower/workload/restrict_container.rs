//! As whom a container runs, and what it may do: only what ECS said.
//!
//! ECS: `user` is ids or names of the image's own files; Docker first drops capabilities, then adds ("KernelCapabilities",
//! API reference). Kubernetes: ids only, and capabilities are first added, then dropped ("Configure a Security Context
//! for a Pod or Container"), so that what ECS added must not be dropped.

use super::{Context, apply_security_options, join_domain};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::plan::Security;
use crate::ir::{Spanned, Traced, ecs};

/// The highest id that a pod may name (Kubernetes API reference, "SecurityContext").
const MOST: i64 = i32::MAX as i64;

/// What the kernel lets the container do.
#[derive(Debug, Default)]
pub(super) struct Rights {
    pub(super) add: Vec<Spanned<String>>,
    pub(super) drop: Vec<Spanned<String>>,
    pub(super) init_process: Option<Spanned<bool>>,
}

/// Decides the security settings of one container.
pub(super) fn restrict(
    security: ecs::Security,
    rights: Rights,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<Security, Reported> {
    let ecs::Security { user, privileged, read_only_root, options, credential_specs } = security;
    let gmsa = join_domain::join(credential_specs, cx, diags)?;
    let (user, privileged, read_only_root, options) = if cx.windows {
        on_windows((user, privileged, read_only_root, options), diags)
    } else {
        (user, privileged, read_only_root, options)
    };
    if let Some(init) = true_only(rights.init_process, diags) {
        tell_of_init_process(&init, cx, diags);
    }
    let privileged = true_only(privileged, diags);
    if let Some(privileged) = &privileged {
        tell_of_privileged(privileged, cx, diags);
    }
    let (user, group) = ids(user, diags);
    let added: Vec<Traced<String>> = rights.add.iter().map(capability).collect();
    let dropped = rights.drop.iter().filter_map(|name| {
        let dropped = capability(name);
        if added.iter().any(|added| added.value == dropped.value) {
            diags.ignore(name.at, "added as well, which counts on ECS");
            return None;
        }
        Some(dropped)
    });
    let drop_capabilities = dropped.collect();
    let confinement = apply_security_options::apply(options, privileged.is_some(), (cx, diags))?;
    Ok(Security {
        user,
        group,
        privileged: privileged.map(Spanned::traced),
        read_only_root: true_only(read_only_root, diags).map(Spanned::traced),
        add_capabilities: added,
        drop_capabilities,
        confinement,
        gmsa,
    })
}

type Settings = (Option<Spanned<String>>, Option<Spanned<bool>>, Option<Spanned<bool>>, Vec<Spanned<String>>);

/// Of Docker's options only the credential specification has a meaning there.
fn on_windows((user, privileged, read_only_root, options): Settings, diags: &mut Diagnostics) -> Settings {
    let places = [user.map(|it| it.at), privileged.map(|it| it.at), read_only_root.map(|it| it.at)];
    for at in places.into_iter().flatten() {
        diags.ignore(at, "has no meaning on Windows, on either side");
    }
    let (kept, others): (Vec<_>, Vec<_>) =
        options.into_iter().partition(|option| option.value.starts_with("credentialspec"));
    others.iter().for_each(|option| diags.ignore(option.at, "has no meaning on Windows, on either side"));
    (None, None, None, kept)
}

fn tell_of_privileged(privileged: &Spanned<bool>, cx: &Context, diags: &mut Diagnostics) {
    diags.tell(
        Finding::new(Code::Privileged, privileged.at, "the container is privileged")
            .kubernetes("its namespace needs the Pod Security level `privileged`")
            .help(format!(
                "label the namespace: pod-security.kubernetes.io/enforce=privileged on `{}`",
                cx.names.namespace.value
            )),
    );
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
                    .kubernetes(if id(name).is_some() {
                        "a pod takes numbers only: the user is kept, and its group is the user's own in the image"
                    } else {
                        "a pod takes numbers only; without them the image's own user runs"
                    })
                    .help("nothing to do where it is the image's USER; else set runAsUser and runAsGroup in values.override.yaml"),
            );
            // A number that is known still holds: the image's own user may be root.
            (id(name).map(|uid| user.with(uid)), None)
        }
    }
}

fn tell_of_init_process(init: &Spanned<bool>, cx: &Context, diags: &mut Diagnostics) {
    if cx.shares_processes {
        let reason = "the pod's processes are shared: its pause container is process 1, and collects those that end";
        return diags.ignore(init.at, reason);
    }
    diags.tell(
        Finding::new(Code::InitProcess, init.at, "ECS ran an init process as PID 1, which Kubernetes does not")
            .kubernetes("the program itself is PID 1: it must answer SIGTERM, and end its own children")
            .help("nothing to do where it was set for ECS Exec; else put tini or dumb-init into the image"),
    );
}
