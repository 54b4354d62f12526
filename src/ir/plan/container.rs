//! One container of a pod.

use super::{ContainerPort, Environment, Mount, Probes, Resources, Security};
use crate::ir::Traced;

/// A container.
#[derive(Debug, Clone)]
pub(crate) struct Container {
    pub(crate) name: Traced<String>,
    pub(crate) role: Role,
    /// Exit codes after which it is not started again, as it is after any other; none where the role says all.
    pub(crate) final_codes: Vec<Traced<i32>>,
    pub(crate) process: Process,
    pub(crate) environment: Environment,
    pub(crate) resources: Resources,
    pub(crate) probes: Probes,
    pub(crate) ports: Vec<ContainerPort>,
    pub(crate) mounts: Vec<Mount>,
    pub(crate) security: Security,
    /// Seconds to wait before SIGTERM, so that a load balancer has drained first.
    pub(crate) pre_stop: Option<Traced<i64>>,
    /// The sum behind `pre_stop` in words.
    pub(crate) pre_stop_sum: String,
}

/// What a container is to its pod.
#[derive(Debug, Clone)]
pub(crate) enum Role {
    /// Runs as long as the pod.
    Main(AfterEnd),
    /// Runs beside the main containers; `once`: it is not started again when it ends.
    Helper { from: Traced<()>, once: bool },
    /// Starts before the main containers, runs beside them, stops after them.
    Sidecar(Traced<()>),
    /// Ends before the main containers start. `once`: its failure fails the pod instead of being retried.
    /// `any_end`: whatever it ends with will do.
    Init { from: Traced<()>, once: bool, any_end: bool },
}

/// What follows the end of a main container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AfterEnd {
    /// It is started again.
    Restart,
    /// The pod's own end.
    EndOfPod,
}

/// What is run. Every text is already escaped for the kubelet, which expands `$(NAME)` and collapses `$$`.
#[derive(Debug, Clone)]
pub(crate) struct Process {
    pub(crate) image: Image,
    pub(crate) entry_point: Vec<Traced<String>>,
    pub(crate) command: Vec<Traced<String>>,
    pub(crate) working_directory: Option<Traced<String>>,
    pub(crate) interactive: Option<Traced<bool>>,
    pub(crate) pseudo_terminal: Option<Traced<bool>>,
}

/// An image reference: registry and repository, with a tag, a digest, or both.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    pub(crate) reference: Traced<String>,
    /// Tag, else the first characters of the digest: the version of the chart's application.
    pub(crate) version: String,
    /// Whether a node must ask the registry at every start, as ECS does for a tag.
    pub(crate) always_pull: bool,
}
