//! Swap.
//!
//! ECS: `maxSwap` is what a container may swap out beyond its memory limit, 0 nothing; `swappiness` counts only with it
//! ("LinuxParameters", API reference). Kubernetes: swap is the node's, off unless its kubelet is told otherwise, and then
//! shared out by memory requests; a pod cannot ask for it ("Swap memory management"). Adding it to the memory limit would
//! change what the scheduler reserves. So 0 holds already, and the rest is named.

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::Spanned;
use crate::settings::Target;

/// Looks at what the container asked for.
pub(super) fn provide(
    max_swap: Option<Spanned<i64>>,
    swappiness: Option<Spanned<i64>>,
    (cx, diags): (&Context, &mut Diagnostics),
) {
    let nodes = match cx.settings.target {
        Target::Ec2 => ", or turn swap on for nodes of its own (`memorySwap` of the kubelet)",
        // Nobody configures the kubelet there.
        Target::Fargate | Target::AutoMode => "",
    };
    match (max_swap, swappiness) {
        (Some(max), swappiness) if max.value > 0 => diags.tell(
            Finding::new(Code::Swap, max.at, what(max.value, swappiness.as_ref()))
                .also(swappiness.map(|swappiness| swappiness.at))
                .kubernetes("nodes have no swap; when the memory limit is reached, the container is killed")
                .help(format!("raise `memory` by {} MiB{nodes}", max.value)),
        ),
        (max, swappiness) => {
            max.iter().for_each(|max| diags.ignore(max.at, "0: no swap, as on nodes"));
            let without = "counts only where a container may swap";
            swappiness.iter().for_each(|swappiness| diags.ignore(swappiness.at, without));
        }
    }
}

fn what(mebibytes: i64, swappiness: Option<&Spanned<i64>>) -> String {
    let with = swappiness.map_or_else(String::new, |found| format!(", with a swappiness of {}", found.value));
    format!("the container may swap out {mebibytes} MiB{with}")
}
