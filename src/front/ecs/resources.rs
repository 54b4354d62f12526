//! `cpu`, `memory`, `memoryReservation` and `resourceRequirements` of a container definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::ecs::{GpuSharing, ResourceKind, ResourceRequirement, Resources};

/// Reads the container-level resources. AWS takes 0 to 262,144 CPU units; a container needs 6 MiB at least, which a
/// pass looks at, since 0 is what `describe` prints for "not set".
pub(super) fn resources(it: &mut Object, diags: &mut Diagnostics) -> Result<Resources, Reported> {
    const MIB: std::ops::RangeInclusive<i64> = 0..=100_000_000;
    Ok(Resources {
        cpu: it.integer_within("cpu", 0..=262_144, diags)?,
        memory: it.integer_within("memory", MIB, diags)?,
        memory_reservation: it.integer_within("memoryReservation", MIB, diags)?,
        requirements: it.list("resourceRequirements", diags, requirement)?,
    })
}

fn requirement(node: Node, diags: &mut Diagnostics) -> Result<ResourceRequirement, Reported> {
    const KINDS: &[(&str, ResourceKind)] = &[
        ("GPU", ResourceKind::Gpu),
        ("InferenceAccelerator", ResourceKind::InferenceAccelerator),
        ("NeuronDevice", ResourceKind::NeuronDevice),
    ];
    object(node, diags, |it, diags| {
        Ok(ResourceRequirement {
            at: it.at(),
            kind: match it.one_of("type", KINDS, diags)? {
                Some(kind) => kind,
                None => return Err(it.missing("type", diags)),
            },
            value: it.string("value", diags)?,
            sharing: it.child("sharingStrategy", diags, |it, diags| it.child("nvidiaMps", diags, sharing))?.flatten(),
        })
    })
}

fn sharing(it: &mut Object, diags: &mut Diagnostics) -> Result<GpuSharing, Reported> {
    Ok(GpuSharing {
        memory: match it.integer_within("memory", 1..=100_000_000, diags)? {
            Some(memory) => memory,
            None => return Err(it.missing("memory", diags)),
        },
        max_compute_percent: it.integer_within("maxComputePercent", 1..=100, diags)?,
    })
}
