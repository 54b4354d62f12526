//! The pod: what a task becomes.

use super::{Affinity, Container, Isolation, Network, PodResources, Volume};
use crate::ir::Traced;

/// A pod.
#[derive(Debug, Clone)]
pub(crate) struct Pod {
    /// In the order in which they start; sidecars and containers that must end first.
    pub(crate) init_containers: Vec<Container>,
    /// In the order in which they start.
    pub(crate) containers: Vec<Container>,
    pub(crate) volumes: Vec<Volume>,
    /// One budget that the containers share; `None` where the task had none or the cluster is too old for it.
    pub(crate) resources: Option<PodResources>,
    pub(crate) grace_period: GracePeriod,
    /// Labels that a node must have, by label.
    pub(crate) node_labels: Vec<(String, Traced<String>)>,
    /// `linux` or `windows`, where it must be said.
    pub(crate) operating_system: Option<Traced<String>>,
    pub(crate) network: Network,
    pub(crate) metadata: PodMetadata,
    /// Names of Secrets with credentials of registries.
    pub(crate) pull_secrets: Vec<Traced<String>>,
    /// What nodes must have beyond those labels, and which pods must run beside it.
    pub(crate) affinity: Option<Affinity>,
    pub(crate) isolation: Isolation,
    /// Kernel parameters, sorted by name.
    pub(crate) sysctls: Vec<Sysctl>,
    /// Taints of nodes that the pod may go to all the same, by key.
    pub(crate) tolerations: Vec<String>,
    /// Labels of nodes over which pods are spread as far as possible, the most important first.
    pub(crate) spread: Vec<Traced<String>>,
}

/// A kernel parameter.
#[derive(Debug, Clone)]
pub(crate) struct Sysctl {
    pub(crate) name: String,
    pub(crate) value: Traced<String>,
    /// Minor version of Kubernetes from which every pod may set it.
    pub(crate) since: u32,
}

/// Seconds from the beginning of the end to SIGKILL.
#[derive(Debug, Clone)]
pub(crate) struct GracePeriod {
    pub(crate) seconds: Traced<i64>,
    /// The sum in words, for the values file.
    pub(crate) sum: String,
}

/// What a pod bears beside the labels that select it, sorted by key.
#[derive(Debug, Clone)]
pub(crate) struct PodMetadata {
    pub(crate) annotations: Vec<(String, Traced<String>)>,
    pub(crate) labels: Vec<(String, Traced<String>)>,
}
