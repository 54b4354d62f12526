//! How far a task is kept apart from others on its machine.
//!
//! ECS: on managed instances a task may run in a virtual machine of its own (`ISOLATED_SANDBOX`), or in one whose memory
//! nobody else can read and which proves to KMS what runs in it (`CONFIDENTIAL_SANDBOX`, with an `attestationPolicy`);
//! `SHARED` is what holds without it ("TrustedExecutionConfiguration", API reference). Kubernetes: a runtime class may
//! start pods in virtual machines, if the nodes have one ("Runtime Class"), which nodes of EKS Auto Mode cannot be given,
//! and EKS Fargate always does ("AWS Fargate
//! considerations", EKS User Guide); nothing proves to KMS what runs. So the first is left to a person on nodes, and the
//! second cannot be written: without the proof KMS refuses the keys.

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::{IsolationMode, TrustedExecution};

/// Tells what keeps the task apart no more.
pub(super) fn isolate(
    configuration: Option<TrustedExecution>,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<(), Reported> {
    let Some(configuration) = configuration else { return Ok(()) };
    let TrustedExecution { isolation_mode, attestation_policy } = configuration;
    let policy = attestation_policy.map(|policy| policy.at);
    let unproven = |diags: &mut Diagnostics| {
        policy.into_iter().for_each(|at| diags.ignore(at, "proves something in a confidential sandbox only"));
    };
    let Some(mode) = isolation_mode else {
        unproven(diags);
        return Ok(());
    };
    match mode.value {
        IsolationMode::Shared => {
            diags.ignore(mode.at, "SHARED is what holds without it, on both sides");
            unproven(diags);
            Ok(())
        }
        IsolationMode::IsolatedSandbox if cx.on_fargate() => {
            unproven(diags);
            diags.ignore(mode.at, "EKS Fargate runs each pod in a virtual machine of its own");
            Ok(())
        }
        IsolationMode::IsolatedSandbox => {
            unproven(diags);
            diags.tell(
                Finding::new(Code::IsolatedSandbox, mode.at, "each task ran in a virtual machine of its own")
                    .kubernetes("the pods share the kernel of their node with others")
                    .help(how_to_isolate(cx)),
            );
            Ok(())
        }
        IsolationMode::ConfidentialSandbox => Err(diags.error(
            Finding::new(Code::ConfidentialSandbox, mode.at, "the task runs in a confidential sandbox")
                .also(policy)
                .label("proves to KMS what runs in it")
                .kubernetes("EKS has nothing like it: keys whose policy asks for the proof stay closed")
                .help("leave this workload on ECS, or change the policies of its keys first"),
        )),
    }
}

fn how_to_isolate(cx: &Context) -> String {
    let name = &cx.names.workload.value;
    if cx.auto_mode() {
        format!(
            "run `{name}` on EKS Fargate, with `--target fargate`; or give it nodes of its own: a NodePool with a taint, and a toleration in values.override.yaml"
        )
    } else {
        format!(
            "run `{name}` on EKS Fargate, or set `runtimeClassName` in values.override.yaml to a runtime that starts virtual machines, such as Kata"
        )
    }
}
