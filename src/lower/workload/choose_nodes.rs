//! On which nodes pods run: launch type, capacity providers, architecture and operating system.
//!
//! ECS: the launch type is decided by the service (a strategy or a launch type), else by what the task definition asks
//! to be validated against, else it is EC2. On Fargate the architecture is X86_64 where none is written
//! ("RuntimePlatform", API reference). Kubernetes: a pod goes to any node that fits; Graviton nodes start an amd64 image
//! with `exec format error`. So the architecture is always said, and what ECS assumed is made explicit.
//! Fargate tasks run on the cluster's EC2 nodes unless the target is EKS Fargate, which has amd64 alone, and no Spot
//! ("AWS Fargate considerations", EKS User Guide). EKS Auto Mode has Linux nodes only, and its built-in pool for workloads
//! makes those of amd64 ("Create a Node Pool for EKS Auto Mode", "Enable or Disable Built-in NodePools", EKS User Guide).

use super::Context;
use super::take_service_apart::Placement;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::{Architecture, CapacityProvider, Compatibility, LaunchType, OperatingSystem};
use crate::ir::{Spanned, Traced};
use crate::settings::Target;
use crate::source::{At, Leaf};

/// By whose rules the task ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Launch {
    pub(super) fargate: bool,
    /// What decided it.
    pub(super) from: Vec<Leaf>,
}

/// Labels that nodes must have.
pub(super) type NodeLabels = Vec<(String, Traced<String>)>;

/// Decides by whose rules the task ran, and which nodes that asks for.
pub(super) fn launch(
    (launch_type, strategy): Placement,
    requires: Vec<Spanned<Compatibility>>,
    target: Target,
    diags: &mut Diagnostics,
) -> (Launch, NodeLabels) {
    for asked in &requires {
        diags.ignore(asked.at, "what ECS checked the definition against when it was registered");
    }
    if !strategy.is_empty() {
        launch_type.iter().for_each(|found| diags.ignore(found.at, "the strategy counts: ECS takes one of the two"));
        return (by_strategy(strategy, target, diags), Vec::new());
    }
    let Some(found) = launch_type else {
        let fargate = !requires.is_empty() && requires.iter().all(|asked| asked.value == Compatibility::Fargate);
        let from = if fargate { requires.iter().map(Spanned::leaf).collect() } else { Vec::new() };
        return (Launch { fargate, from }, Vec::new());
    };
    match found.value {
        LaunchType::Fargate => {
            diags.ignore(found.at, of_fargate(target));
            (Launch { fargate: true, from: vec![found.leaf()] }, Vec::new())
        }
        LaunchType::Ec2 | LaunchType::ManagedInstances => {
            diags.ignore(
                found.at,
                match target {
                    Target::Fargate => "pods run on EKS Fargate, by the cluster's profiles",
                    Target::Ec2 | Target::AutoMode => "pods run on the cluster's nodes, as tasks ran on instances",
                },
            );
            (Launch { fargate: false, from: Vec::new() }, Vec::new())
        }
        LaunchType::External => {
            diags.tell(
                Finding::new(Code::HybridNodes, found.at, "the service runs on ECS Anywhere")
                    .kubernetes("pods are bound to EKS Hybrid Nodes: `eks.amazonaws.com/compute-type: hybrid`")
                    .help("join the machines to the cluster as hybrid nodes before the release is installed"),
            );
            let label = ("eks.amazonaws.com/compute-type".to_owned(), found.with("hybrid".to_owned()));
            (Launch { fargate: false, from: Vec::new() }, vec![label])
        }
    }
}

fn of_fargate(target: Target) -> &'static str {
    match target {
        Target::Fargate => "pods run on EKS Fargate, by the cluster's profiles, as tasks ran on Fargate",
        Target::Ec2 | Target::AutoMode => {
            "pods run on the cluster's nodes; size and platform were read by Fargate's rules"
        }
    }
}

fn by_strategy(strategy: Vec<CapacityProvider>, target: Target, diags: &mut Diagnostics) -> Launch {
    let fargate = strategy.iter().all(|provider| provider.name.value.starts_with("FARGATE"));
    let from = strategy.iter().map(|provider| provider.name.leaf()).collect();
    let plain = strategy.iter().all(|provider| provider.name.value == "FARGATE");
    for provider in strategy {
        let parts = places_of(&provider);
        let name = provider.name;
        if plain {
            parts.into_iter().for_each(|at| diags.ignore(at, of_fargate(target)));
            continue;
        }
        let (kubernetes, help) = match target {
            Target::Fargate => (
                "pods run on EKS Fargate, which has neither Spot nor providers; a weight between them is not kept",
                "nothing to do where the on-demand price will do; for Spot, convert it with `--target ec2`",
            ),
            Target::Ec2 | Target::AutoMode => (
                "pods run on any node of the cluster; neither the provider nor its weight is kept",
                "make a node pool for it, and select its label in `nodeSelector` of values.override.yaml",
            ),
        };
        diags.tell(
            Finding::new(
                Code::CapacityProvider,
                name.at,
                format!("tasks ran on the capacity provider `{}`", name.value),
            )
            .also(parts.into_iter().skip(1))
            .kubernetes(kubernetes)
            .help(help),
        );
    }
    Launch { fargate, from }
}

/// Everything that an entry of a strategy says, its name first.
pub(crate) fn places_of(provider: &CapacityProvider) -> Vec<At> {
    let CapacityProvider { name, weight, base } = provider;
    [Some(name.at), weight.as_ref().map(|weight| weight.at), base.as_ref().map(|base| base.at)]
        .into_iter()
        .flatten()
        .collect()
}

/// Decides the architecture.
pub(super) fn architecture(
    found: Option<Spanned<Architecture>>,
    place: At,
    cx: &Context,
    diags: &mut Diagnostics,
) -> (String, Traced<String>) {
    let value = match found {
        Some(found) => {
            let name = match found.value {
                Architecture::X8664 => "amd64",
                Architecture::Arm64 => "arm64",
            };
            if cx.auto_mode() && found.value == Architecture::Arm64 {
                tell_of_arm(found.at, diags);
            }
            found.with(name.to_owned())
        }
        None if cx.launch.fargate => Traced::new("amd64".to_owned(), cx.launch.from.clone()),
        None => {
            let help = if cx.on_fargate() {
                "for an image that was built for ARM64, convert it with `--target ec2`: EKS Fargate has amd64 alone"
            } else {
                "for an image that was built for ARM64, override `nodeSelector` in values.override.yaml"
            };
            diags.tell(
                Finding::new(
                    Code::ArchitectureAssumed,
                    place,
                    "the task definition names no CPU architecture; pods are bound to amd64 nodes",
                )
                .kubernetes("on a node of another architecture the image would end with `exec format error`")
                .help(help),
            );
            Traced::implied("amd64".to_owned())
        }
    };
    ("kubernetes.io/arch".to_owned(), value)
}

fn tell_of_arm(at: At, diags: &mut Diagnostics) {
    diags.tell(
        Finding::new(Code::AutoModeNodePool, at, "the task runs on ARM64")
            .kubernetes("its pods wait: the built-in pool `general-purpose` makes amd64 nodes only")
            .help("make a NodePool that admits `arm64` in its requirement of `kubernetes.io/arch`"),
    );
}

/// Decides the operating system: labels of the nodes, and the name for the pod.
pub(super) fn operating_system(
    found: Option<Spanned<OperatingSystem>>,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<(NodeLabels, Option<Traced<String>>), Reported> {
    let Some(found) = found else { return Ok((Vec::new(), None)) };
    if cx.windows && cx.auto_mode() {
        return Err(diags.error(
            Finding::new(Code::AutoModeUnsupported, found.at, "the task runs on Windows")
                .label("EKS Auto Mode has Linux nodes only")
                .kubernetes("no node would ever take its pods")
                .help("convert it with `--target ec2`, and make a node group of Windows beside Auto Mode"),
        ));
    }
    let build = match found.value {
        OperatingSystem::Linux => {
            diags.ignore(found.at, "Linux is what pods run on unless they say otherwise");
            return Ok((Vec::new(), None));
        }
        OperatingSystem::Windows2019 => "10.0.17763",
        OperatingSystem::Windows2022 => "10.0.20348",
        OperatingSystem::Windows2025 => "10.0.26100",
        OperatingSystem::WindowsWithoutNodes => {
            return Err(diags.error(
                Finding::new(
                    Code::WindowsWithoutNodes,
                    found.at,
                    "EKS has no nodes for this release of Windows Server",
                )
                .label("no EKS image of this release")
                .kubernetes("a Windows container starts only on a node of the build it was made for")
                .help("rebuild the image on Windows Server 2019, 2022 or 2025, and register a new revision"),
            ));
        }
    };
    let labels = vec![
        ("kubernetes.io/os".to_owned(), found.with("windows".to_owned())),
        ("node.kubernetes.io/windows-build".to_owned(), found.with(build.to_owned())),
    ];
    let name = found.with("windows".to_owned());
    Ok((labels, Some(name)))
}
