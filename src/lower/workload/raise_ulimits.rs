//! Limits of processes.
//!
//! ECS: `ulimits` sets soft and hard limits of a container's first process; -1 is none ("Ulimit", API reference).
//! Kubernetes: no field of a pod sets one; a container has the node's own. Nodes of EKS on Amazon Linux 2023 and
//! Bottlerocket give 65,536 open files, which a process may raise to 1,048,576 ("containerd base runtime spec", EKS AMI).
//! So open files up to there are as they were or more; everything else must be set on the node, and on a node of EKS Auto
//! Mode nobody can. EKS Fargate has no node to set, and a pass of its own for open files.

use super::{Context, open_files};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::Ulimit;
use crate::settings::Target;
use crate::source::At;

const SOFT_FILES: i64 = 65_536;
const HARD_FILES: i64 = 1_048_576;

/// Looks at the limits of one container.
pub(super) fn raise(limits: Vec<Ulimit>, container: &str, (cx, diags): (&Context, &mut Diagnostics)) {
    let (of_fargate, limits): (Vec<_>, Vec<_>) =
        limits.into_iter().partition(|limit| cx.on_fargate() && is_of_files(limit));
    open_files::keep(of_fargate, container, diags);
    let mut missing: Vec<(At, String, String)> = Vec::new();
    for limit in limits {
        let files = is_of_files(&limit);
        let Ulimit { at, name, soft, hard } = limit;
        if files && (0..=SOFT_FILES).contains(&soft.value) && (0..=HARD_FILES).contains(&hard.value) {
            diags.ignore(at, "nodes of EKS give at least as many open files");
            continue;
        }
        let spec = format!(
            "{{\"type\": \"RLIMIT_{}\", \"soft\": {}, \"hard\": {}}}",
            name.value.to_ascii_uppercase(),
            runtime_limit(soft.value),
            runtime_limit(hard.value)
        );
        missing.push((at, format!("`{}` {} to {}", name.value, soft.value, hard.value), spec));
    }
    let Some((first, ..)) = missing.first() else { return };
    let words: Vec<&str> = missing.iter().map(|(_, words, _)| words.as_str()).collect();
    let specs: Vec<&str> = missing.iter().map(|(.., spec)| spec.as_str()).collect();
    diags.tell(
        Finding::new(
            Code::Ulimit,
            *first,
            format!("container `{container}` has limits of its own: {}", words.join(", ")),
        )
        .also(missing.iter().skip(1).map(|(at, ..)| *at))
        .kubernetes("no field of a pod sets them: the container gets the node's")
        .help(match cx.settings.target {
            Target::Ec2 => format!(
                "put {} under `process.rlimits` of `baseRuntimeSpec` in the NodeConfig of its nodes",
                specs.join(", ")
            ),
            Target::Fargate => "see whether the program runs without, since EKS Fargate has no node to set; else convert it with `--target ec2`".to_owned(),
            Target::AutoMode => "nodes of EKS Auto Mode cannot be configured: see whether it runs without, else put it on a node group beside them, with `--target ec2`".to_owned(),
        }),
    );
}

/// Whether a limit is that of open files.
pub(super) fn is_of_files(limit: &Ulimit) -> bool {
    limit.name.value.eq_ignore_ascii_case("nofile")
}

/// The runtime writes "no limit" as the largest number.
fn runtime_limit(limit: i64) -> u64 {
    u64::try_from(limit).unwrap_or(u64::MAX)
}
