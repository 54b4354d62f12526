//! Whether a container is started again where it ended.
//!
//! ECS: with a restart policy the agent starts the container again in its task, whatever it ended with but for the ignored
//! codes, if it had run for `restartAttemptPeriod`; without one it does not ("ContainerRestartPolicy", API reference).
//! Kubernetes: the kubelet starts the containers of a Deployment's pod again each time, with a back-off; from 1.35 on a
//! container may have a policy and rules by exit code of its own, which 1.34 drops without an error ("Pod Lifecycle").
//! So a policy without codes is what holds anyway, and codes become a rule: restart unless it was one of them.

use super::{Context, Kind};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Container, RestartPolicy};
use crate::ir::plan::Role;
use crate::ir::{Spanned, Traced};

/// Whether ECS starts the container again.
pub(super) fn restarts(container: &Container) -> bool {
    let policy = container.lifecycle.restart.as_ref();
    policy.and_then(|policy| policy.enabled.as_ref()).is_some_and(|enabled| enabled.value)
}

/// Decides after which exit codes a container is not started again.
pub(super) fn restart(
    policy: Option<RestartPolicy>,
    role: &Role,
    name: &str,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Vec<Traced<i32>> {
    let Some(RestartPolicy { at, enabled, ignored_exit_codes, attempt_period }) = policy else { return Vec::new() };
    let Some(enabled) = enabled.filter(|enabled| enabled.value) else {
        diags.ignore(at, "without a policy that is enabled, the container is not started again");
        return Vec::new();
    };
    let stays = match role {
        Role::Main(_) | Role::Helper { .. } => cx.kind != Kind::Job,
        Role::Sidecar(_) => true,
        Role::Init { .. } => false,
    };
    if !stays {
        diags.tell(lost(at, role, name));
        return Vec::new();
    }
    if let Some(period) = attempt_period {
        diags.tell(
            Finding::new(
                Code::RestartBackOff,
                period.at,
                format!("`{name}` had to run {} s to be started again", period.value),
            )
            .kubernetes("it is started again whenever it ends, after a pause that grows to 5 minutes")
            .help("nothing to do"),
        );
    }
    if !ignored_exit_codes.is_empty() && cx.since(35) && !matches!(role, Role::Sidecar(_)) {
        return codes(&ignored_exit_codes, &enabled);
    }
    diags.ignore(enabled.at, "a pod starts its containers again each time they end");
    if let Some((first, rest)) = ignored_exit_codes.split_first() {
        diags.tell(no_codes(first, rest, role, name));
    }
    Vec::new()
}

fn codes(ignored: &[Spanned<i64>], enabled: &Spanned<bool>) -> Vec<Traced<i32>> {
    let mut codes: Vec<Traced<i32>> = Vec::new();
    for code in ignored {
        let value = i32::try_from(code.value).unwrap_or(i32::MAX);
        match codes.iter_mut().find(|known| known.value == value) {
            Some(known) => known.from.push(code.leaf()),
            None => codes.push(code.with(value).and([enabled.leaf()])),
        }
    }
    codes.sort_by_key(|code| code.value);
    codes
}

fn lost(at: crate::source::At, role: &Role, name: &str) -> Finding {
    let meaning = match role {
        Role::Init { .. } => "it ends before the others start, and is not started again once it has ended well",
        Role::Main(_) | Role::Helper { .. } | Role::Sidecar(_) => "a Job runs it once",
    };
    Finding::new(Code::RestartPolicyDropped, at, format!("ECS starts `{name}` again in its task when it ends"))
        .kubernetes(meaning)
        .help("nothing to do where once is enough; else let the program itself try again")
}

fn no_codes(first: &Spanned<i64>, rest: &[Spanned<i64>], role: &Role, name: &str) -> Finding {
    let (meaning, help) = match role {
        Role::Sidecar(_) => {
            ("a sidecar is started again whatever it ends with", "nothing to do where it does not end by itself")
        }
        Role::Main(_) | Role::Helper { .. } | Role::Init { .. } => (
            "before 1.35 it is started again whatever it ends with",
            "nothing to do where it does not end by itself; else `--kube-version 1.35`",
        ),
    };
    let codes: Vec<String> = std::iter::once(first).chain(rest).map(|code| code.value.to_string()).collect();
    Finding::new(
        Code::ExitCodesRestart,
        first.at,
        format!("ECS would not start `{name}` again after the exit codes {}", codes.join(", ")),
    )
    .also(rest.iter().map(|code| code.at))
    .kubernetes(meaning)
    .help(help)
}
