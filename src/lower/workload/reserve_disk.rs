//! Disk of the task.
//!
//! ECS: `ephemeralStorage` sizes the one disk of a Fargate task, images included; 20 GiB without it ("EphemeralStorage",
//! API reference). Kubernetes: containers and images share the node's disk; a request for `ephemeral-storage` keeps that
//! much of it for the pod, a limit evicts the pod that writes more ("Local ephemeral storage"), where Fargate said only that
//! the disk was full. Pod-level resources do not know it. So: a request of the primary container, and no limit. EKS
//! Fargate gives 20 GiB as well, and what containers request where that is more ("Fargate storage", EKS User Guide). Nodes
//! of EKS Auto Mode have 80 GiB, or the disks of their instance where those are larger ("Create a Node Class for Amazon
//! EKS"; "Learn about Amazon EKS Auto Mode Managed instances", Considerations).

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::{Spanned, Traced};

/// GiB of a node of the default NodeClass, of which the system and images take their share.
const OF_DEFAULT_CLASS: i64 = 80;

/// Decides the request in GiB.
pub(super) fn reserve(size: Option<Spanned<i64>>, cx: &Context, diags: &mut Diagnostics) -> Option<Traced<i64>> {
    let size = size?;
    if cx.on_fargate() {
        return Some(size.traced());
    }
    diags.tell(
        Finding::new(Code::EphemeralStorage, size.at, format!("the task has {} GiB of disk", size.value))
            .kubernetes("its pods go to nodes only that have as much to give, and share the disk with others")
            .help(how_to_make_room(size.value, cx)),
    );
    Some(size.traced())
}

fn how_to_make_room(size: i64, cx: &Context) -> String {
    if !cx.auto_mode() {
        return format!(
            "give the nodes a root volume that leaves {size} GiB to pods (`blockDeviceMappings` of an EC2NodeClass)"
        );
    }
    let class = format!(
        "a NodePool of a NodeClass whose `ephemeralStorage.size` is above {size}Gi, which also needs an access entry for its node role, or one of instances with NVMe disks"
    );
    if size < OF_DEFAULT_CLASS {
        format!(
            "nothing to do where the {OF_DEFAULT_CLASS} GiB of the default NodeClass leave {size} GiB to pods; else make {class}"
        )
    } else {
        format!("the default NodeClass has {OF_DEFAULT_CLASS} GiB: make {class}")
    }
}
