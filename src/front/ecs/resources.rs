//! `cpu`, `memory` and `memoryReservation` of a container definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::Object;
use crate::ir::ecs::Resources;

/// Reads the container-level resources. AWS takes 0 to 262,144 CPU units; a container needs 6 MiB at least, which a
/// pass looks at, since 0 is what `describe` prints for "not set".
pub(super) fn resources(it: &mut Object, diags: &mut Diagnostics) -> Result<Resources, Reported> {
    const MIB: std::ops::RangeInclusive<i64> = 0..=100_000_000;
    Ok(Resources {
        cpu: it.integer_within("cpu", 0..=262_144, diags)?,
        memory: it.integer_within("memory", MIB, diags)?,
        memory_reservation: it.integer_within("memoryReservation", MIB, diags)?,
    })
}
