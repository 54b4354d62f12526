//! When a container starts and stops, and what its end means for the task.

use crate::ir::Spanned;
use crate::source::At;

/// Start, stop and what depends on it.
#[derive(Debug, Clone)]
pub(crate) struct Lifecycle {
    /// `None`: not written; ECS then takes the container as essential.
    pub(crate) essential: Option<Spanned<bool>>,
    pub(crate) depends_on: Vec<Dependency>,
    /// Seconds in which the container must reach the condition that others wait for.
    pub(crate) start_timeout: Option<Spanned<i64>>,
    /// Seconds between SIGTERM and SIGKILL.
    pub(crate) stop_timeout: Option<Spanned<i64>>,
    /// `None`: the container is not started again.
    pub(crate) restart: Option<RestartPolicy>,
}

/// Whether the agent starts the container again in its task.
#[derive(Debug, Clone)]
pub(crate) struct RestartPolicy {
    pub(crate) at: At,
    pub(crate) enabled: Option<Spanned<bool>>,
    /// Exit codes after which it is not started again.
    pub(crate) ignored_exit_codes: Vec<Spanned<i64>>,
    /// Seconds that it must have run to be started again.
    pub(crate) attempt_period: Option<Spanned<i64>>,
}

/// One entry of `dependsOn`.
#[derive(Debug, Clone)]
pub(crate) struct Dependency {
    pub(crate) container_name: Spanned<String>,
    pub(crate) condition: Spanned<Condition>,
}

/// What another container must have reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    Start,
    Complete,
    Success,
    Healthy,
}
