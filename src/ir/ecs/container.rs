//! One container of a task.

use super::{Environment, HealthCheck, Kernel, Lifecycle, Logging, Mount, Port, Resources, Security, VolumesFrom};
use crate::ir::Spanned;

/// A container definition.
#[derive(Debug, Clone)]
pub(crate) struct Container {
    pub(crate) name: Spanned<String>,
    pub(crate) process: Process,
    pub(crate) environment: Environment,
    pub(crate) resources: Resources,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) health_check: Option<HealthCheck>,
    pub(crate) ports: Vec<Port>,
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
    /// Docker's entrypoint; what Kubernetes calls `command`.
    pub(crate) entry_point: Vec<Spanned<String>>,
    /// Docker's command; what Kubernetes calls `args`.
    pub(crate) command: Vec<Spanned<String>>,
    pub(crate) working_directory: Option<Spanned<String>>,
    pub(crate) interactive: Option<Spanned<bool>>,
    pub(crate) pseudo_terminal: Option<Spanned<bool>>,
}
