//! `pidMode`, `ipcMode`, `enableFaultInjection` and `trustedExecutionConfiguration` of a task definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::Object;
use crate::ir::ecs::{IpcMode, Isolation, IsolationMode, PidMode, TrustedExecution};

/// Reads what the task shares with the instance and with other tasks.
pub(super) fn isolation(it: &mut Object, diags: &mut Diagnostics) -> Result<Isolation, Reported> {
    const PID_MODES: &[(&str, PidMode)] = &[("host", PidMode::Host), ("task", PidMode::Task)];
    const IPC_MODES: &[(&str, IpcMode)] = &[("host", IpcMode::Host), ("task", IpcMode::Task), ("none", IpcMode::None)];
    Ok(Isolation {
        pid_mode: it.one_of("pidMode", PID_MODES, diags)?,
        ipc_mode: it.one_of("ipcMode", IPC_MODES, diags)?,
        fault_injection: it.boolean("enableFaultInjection", diags)?,
        trusted_execution: it.child("trustedExecutionConfiguration", diags, trusted_execution)?,
    })
}

fn trusted_execution(it: &mut Object, diags: &mut Diagnostics) -> Result<TrustedExecution, Reported> {
    const MODES: &[(&str, IsolationMode)] = &[
        ("SHARED", IsolationMode::Shared),
        ("ISOLATED_SANDBOX", IsolationMode::IsolatedSandbox),
        ("CONFIDENTIAL_SANDBOX", IsolationMode::ConfidentialSandbox),
    ];
    Ok(TrustedExecution {
        isolation_mode: it.one_of("isolationMode", MODES, diags)?,
        attestation_policy: it.string("attestationPolicy", diags)?,
    })
}
