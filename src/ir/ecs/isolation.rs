//! What a task shares with the instance and with other tasks.

use crate::ir::Spanned;

/// Namespaces, and what keeps a task apart.
#[derive(Debug, Clone)]
pub(crate) struct Isolation {
    pub(crate) pid_mode: Option<Spanned<PidMode>>,
    pub(crate) ipc_mode: Option<Spanned<IpcMode>>,
    pub(crate) fault_injection: Option<Spanned<bool>>,
    pub(crate) trusted_execution: Option<TrustedExecution>,
}

/// Whose processes a container sees. Without it: its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PidMode {
    Host,
    Task,
}

/// With whom a container shares memory segments and queues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IpcMode {
    Host,
    Task,
    None,
}

/// `trustedExecutionConfiguration`.
#[derive(Debug, Clone)]
pub(crate) struct TrustedExecution {
    pub(crate) isolation_mode: Option<Spanned<IsolationMode>>,
    pub(crate) attestation_policy: Option<Spanned<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IsolationMode {
    Shared,
    /// A virtual machine for each task.
    IsolatedSandbox,
    /// The same, with memory that nobody else can read, and a proof of what runs in it.
    ConfidentialSandbox,
}
