//! What a pod shares with its node, and its containers with each other.

use crate::ir::Traced;

/// Namespaces of a pod and what its containers may ask of the kernel; only what is not so anyway.
#[derive(Debug, Clone)]
pub(crate) struct Isolation {
    /// Whether containers see each other's processes.
    pub(crate) share_processes: Option<Traced<bool>>,
    /// Whether containers see all processes of the node.
    pub(crate) host_processes: Option<Traced<bool>>,
    /// Whether containers share memory segments and queues with the node.
    pub(crate) host_ipc: Option<Traced<bool>>,
    /// Whether the runtime's default seccomp profile is asked for.
    pub(crate) default_seccomp: bool,
}
