//! One container of a task.

use super::{
    ContainerNetwork, Environment, HealthCheck, Kernel, Lifecycle, Logging, Mount, Port, Resources, Security,
    VolumesFrom,
};
use crate::ir::Spanned;
use crate::source::At;

/// A container definition.
#[derive(Debug, Clone)]
pub(crate) struct Container {
    pub(crate) at: At,
    pub(crate) name: Spanned<String>,
    pub(crate) process: Process,
    pub(crate) environment: Environment,
    pub(crate) resources: Resources,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) health_check: Option<HealthCheck>,
    pub(crate) ports: Vec<Port>,
    pub(crate) network: ContainerNetwork,
    pub(crate) mounts: Vec<Mount>,
    pub(crate) volumes_from: Vec<VolumesFrom>,
    pub(crate) security: Security,
    pub(crate) kernel: Kernel,
    pub(crate) logging: Logging,
}

/// What is run, and how.
#[derive(Debug, Clone)]
pub(crate) struct Process {
    /// `None`: filled in later, as deploy tools do with a template.
    pub(crate) image: Option<Spanned<String>>,
    /// The secret with user name and password for the image's registry.
    pub(crate) credentials: Option<Spanned<String>>,
    pub(crate) version_consistency: Option<Spanned<VersionConsistency>>,
    /// Docker's entrypoint; what Kubernetes calls `command`.
    pub(crate) entry_point: Vec<Spanned<String>>,
    /// Docker's command; what Kubernetes calls `args`.
    pub(crate) command: Vec<Spanned<String>>,
    pub(crate) working_directory: Option<Spanned<String>>,
    pub(crate) interactive: Option<Spanned<bool>>,
    pub(crate) pseudo_terminal: Option<Spanned<bool>>,
    /// Docker's labels, in the order in which they were written.
    pub(crate) labels: Vec<(String, Spanned<String>)>,
}

/// Whether ECS fixes a tag for each deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VersionConsistency {
    Enabled,
    Disabled,
}
