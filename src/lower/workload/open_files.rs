//! Open files on EKS Fargate.
//!
//! ECS: Fargate gives a container 65,535 open files unless `ulimits` says otherwise ("Ulimit", API reference). EKS Fargate:
//! a process begins with 1,024 and may raise them to 65,535, and no field of a pod changes that ("AWS Fargate
//! considerations", EKS User Guide). So more than 1,024 must be asked for by the container's own entry point.

use super::{Context, raise_ulimits};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Container, Ulimit};

const SOFT: i64 = 1024;
const HARD: i64 = 65_535;

/// Looks at what one container says of open files.
pub(super) fn keep(limits: Vec<Ulimit>, container: &str, diags: &mut Diagnostics) {
    for limit in limits {
        let (at, soft, hard) = (limit.at, limit.soft, limit.hard);
        if (0..=SOFT).contains(&soft.value) && (0..=HARD).contains(&hard.value) {
            diags.ignore(at, "EKS Fargate gives at least as many open files");
            continue;
        }
        let more = [soft.value, hard.value].iter().any(|limit| !(0..=HARD).contains(limit));
        let beyond = if more { "; for more than 65535, convert it with `--target ec2`" } else { "" };
        let wanted = if (SOFT..=HARD).contains(&soft.value) { soft.value } else { HARD };
        diags.tell(
            Finding::new(
                Code::OpenFilesLowered,
                at,
                format!("container `{container}` may open {} files, and raise that to {}", soft.value, hard.value),
            )
            .kubernetes("EKS Fargate lets it open 1024, and raise that to 65535; no field of a pod sets it")
            .help(format!("{}{beyond}", wrapper(wanted))),
        );
    }
}

/// Tells of what ECS Fargate gave without a word, once for all containers of a task.
pub(super) fn tell_of_default(containers: &[Container], cx: &Context, diags: &mut Diagnostics) {
    if !cx.on_fargate() || !cx.launch.fargate {
        return;
    }
    let mut silent = containers.iter().filter(|one| !one.kernel.ulimits.iter().any(raise_ulimits::is_of_files));
    let Some(first) = silent.next() else { return };
    diags.tell(
        Finding::new(Code::OpenFiles, first.name.at, "ECS Fargate let each process open 65535 files")
            .also(silent.map(|container| container.name.at))
            .kubernetes("EKS Fargate lets it open 1024, and raise that to 65535")
            .help(format!("nothing to do where 1024 are enough; else {}", wrapper(HARD))),
    );
}

/// A shell that raises the limit, and becomes the program.
fn wrapper(limit: i64) -> String {
    format!("begin the entry point with `sh -c 'ulimit -Sn {limit}; exec \"$@\"' --`")
}
