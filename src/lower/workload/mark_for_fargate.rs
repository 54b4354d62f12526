//! The mark of pods that run on EKS Fargate.
//!
//! ECS: each service says what its tasks run on ("CreateService", `launchType`, API reference). EKS: a profile takes pods by
//! their namespace and, where it names some, by their labels ("AWS Fargate profile", EKS User Guide); by the namespace alone
//! it would take those of charts for nodes as well, and they would stay Pending where Fargate cannot run them. So these
//! pods have a label of ours.

use super::Context;
use crate::ir::Traced;
use crate::ir::plan::FARGATE_LABEL;

/// Adds the label that profiles select.
pub(super) fn mark(labels: &mut Vec<(String, Traced<String>)>, cx: &Context) {
    if cx.on_fargate() {
        let (key, value) = FARGATE_LABEL;
        labels.push((key.to_owned(), Traced::implied(value.to_owned())));
    }
}
