//! Faults that are injected on purpose.
//!
//! ECS: with `enableFaultInjection` the agent's endpoint takes orders to delay or drop the task's packets, from the task
//! itself and from AWS FIS ("TaskDefinition", API reference). Kubernetes: a pod has no such endpoint; AWS FIS has actions
//! for pods instead ("AWS FIS Actions reference", `aws:eks:pod-*`). So it is told, and nothing is written.

use super::restrict_container::true_only;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::Spanned;

/// Tells that experiments have to be made anew.
pub(super) fn leave(switch: Option<Spanned<bool>>, diags: &mut Diagnostics) {
    let Some(switch) = true_only(switch, diags) else { return };
    diags.tell(
        Finding::new(Code::FaultInjection, switch.at, "faults may be injected into the task's network")
            .kubernetes("a pod has no endpoint that takes such orders")
            .help("nothing to do where no experiment runs; else make it anew with the FIS actions aws:eks:pod-*"),
    );
}
