//! Disk of the task.
//!
//! ECS: `ephemeralStorage` sizes the one disk of a Fargate task, images included; 20 GiB without it ("EphemeralStorage",
//! API reference). Kubernetes: containers and images share the node's disk; a request for `ephemeral-storage` keeps that
//! much of it for the pod, a limit evicts the pod that writes more ("Local ephemeral storage"), where Fargate said only that
//! the disk was full. Pod-level resources do not know it. So: a request of the primary container, and no limit. EKS
//! Fargate gives 20 GiB as well, and what containers request where that is more ("Fargate storage", EKS User Guide).

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::{Spanned, Traced};

/// Decides the request in GiB.
pub(super) fn reserve(size: Option<Spanned<i64>>, cx: &Context, diags: &mut Diagnostics) -> Option<Traced<i64>> {
    let size = size?;
    if cx.on_fargate() {
        return Some(size.traced());
    }
    diags.tell(
        Finding::new(Code::EphemeralStorage, size.at, format!("the task has {} GiB of disk", size.value))
            .kubernetes("its pods go to nodes only that have as much to give, and share the disk with others")
            .help(if cx.auto_mode() {
                format!(
                    "where the 80 GiB of the default NodeClass do not leave {} GiB to pods, make a NodePool of a NodeClass with more `ephemeralStorage`",
                    size.value
                )
            } else {
                format!(
                    "give the nodes a root volume that leaves {} GiB to pods (`blockDeviceMappings` of an EC2NodeClass)",
                    size.value
                )
            }),
    );
    Some(size.traced())
}
