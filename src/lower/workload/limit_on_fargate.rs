//! Open files and processes on EKS Fargate.
//!
//! ECS: Fargate gives a container 65,535 open files unless `ulimits` says otherwise ("Ulimit", API reference), and a number
//! of processes that its system decides; instances limit no processes. EKS Fargate: a process begins with 1,024 of both,
//! threads counted as processes of its user, may raise them to 65,535, and no field of a pod changes that ("AWS Fargate
//! considerations", EKS User Guide). So more than 1,024 must be asked for by the container's own entry point.

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Container, Ulimit};

const SOFT: i64 = 1024;
const HARD: i64 = 65_535;

/// What EKS Fargate limits by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Files,
    Processes,
}

impl Kind {
    fn read(limit: &Ulimit) -> Option<Self> {
        match limit.name.value.to_ascii_lowercase().as_str() {
            "nofile" => Some(Kind::Files),
            "nproc" => Some(Kind::Processes),
            _ => None,
        }
    }

    /// A shell's command that raises the limit: bash calls that of processes otherwise than other shells.
    fn command(self, limit: i64) -> String {
        match self {
            Kind::Files => format!("ulimit -Sn {limit}"),
            Kind::Processes => format!("ulimit -Su {limit} 2>/dev/null || ulimit -Sp {limit}"),
        }
    }
}

/// Looks at what one container says of them, and hands back its other limits.
pub(super) fn keep(limits: Vec<Ulimit>, container: &str, diags: &mut Diagnostics) -> Vec<Ulimit> {
    let mut others = Vec::new();
    for limit in limits {
        let Some(of) = Kind::read(&limit) else {
            others.push(limit);
            continue;
        };
        let (at, soft, hard) = (limit.at, limit.soft.value, limit.hard.value);
        if (0..=SOFT).contains(&soft) && (0..=HARD).contains(&hard) {
            diags.ignore(at, "EKS Fargate gives at least as many");
            continue;
        }
        let wanted = of.command(if (SOFT..=HARD).contains(&soft) { soft } else { HARD });
        let more = [soft, hard].iter().any(|limit| !(0..=HARD).contains(limit));
        let beyond = if more { "; for more than 65535, convert it with `--target ec2`" } else { "" };
        let (code, what, gives) = match of {
            Kind::Files => (Code::OpenFilesLowered, format!("may open {soft} files"), "lets it open 1024"),
            Kind::Processes => {
                (Code::Ulimit, format!("may run {soft} processes"), "lets its user run 1024, threads among them")
            }
        };
        diags.tell(
            Finding::new(code, at, format!("container `{container}` {what}, and raise that to {hard}"))
                .kubernetes(format!("EKS Fargate {gives}, and raise that to 65535; no field of a pod sets it"))
                .help(format!("{}{beyond}", wrapper(&wanted))),
        );
    }
    others
}

/// Tells of what ECS gave without a word, once for all containers of a task.
pub(super) fn tell_of_default(containers: &[Container], cx: &Context, diags: &mut Diagnostics) {
    if !cx.on_fargate() {
        return;
    }
    let says =
        |container: &Container, of: Kind| container.kernel.ulimits.iter().any(|limit| Kind::read(limit) == Some(of));
    let files = |container: &&Container| cx.launch.fargate && !says(container, Kind::Files);
    let mut silent = containers.iter().filter(|one| files(one) || !says(one, Kind::Processes));
    let Some(first) = silent.next() else { return };
    let (what, gives, raise) = if containers.iter().any(|one| files(&one)) {
        (
            "ECS Fargate let each process open 65535 files, and set no such limit to processes",
            "EKS Fargate lets a process open 1024 files, and its user run 1024 processes, threads among them; both may be raised to 65535",
            format!("{}; {}", Kind::Files.command(HARD), Kind::Processes.command(HARD)),
        )
    } else {
        (
            "the task sets no limit to processes",
            "EKS Fargate lets a user run 1024, threads among them, which may be raised to 65535",
            Kind::Processes.command(HARD),
        )
    };
    diags.tell(
        Finding::new(Code::OpenFiles, first.name.at, what)
            .also(silent.map(|container| container.name.at))
            .kubernetes(gives)
            .help(format!("nothing to do where 1024 are enough; else {}", wrapper(&raise))),
    );
}

/// A shell that raises limits, and becomes the program.
fn wrapper(raise: &str) -> String {
    format!(
        "begin the entry point with `sh -c '{raise}; exec \"$@\"' --` and write the image's own ENTRYPOINT after it, if the image has a shell"
    )
}
