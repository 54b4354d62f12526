//! Probes: when a container has started, when it must be restarted, when it gets traffic.

use crate::ir::Traced;

/// The probes of a container.
#[derive(Debug, Clone)]
pub(crate) struct Probes {
    pub(crate) startup: Option<Probe>,
    pub(crate) liveness: Option<Probe>,
    pub(crate) readiness: Option<Probe>,
}

/// One probe. Times are seconds.
#[derive(Debug, Clone)]
pub(crate) struct Probe {
    pub(crate) handler: Handler,
    pub(crate) period: Traced<i32>,
    pub(crate) timeout: Traced<i32>,
    pub(crate) failure_threshold: Traced<i32>,
}

/// How it is asked.
#[derive(Debug, Clone)]
pub(crate) enum Handler {
    /// A command in the container, escaped for the kubelet.
    Exec(Vec<Traced<String>>),
    /// A GET request; 200 to 399 is well.
    Http { path: Traced<String>, port: Traced<String>, https: bool },
    /// A connection.
    Tcp { port: Traced<String> },
}
