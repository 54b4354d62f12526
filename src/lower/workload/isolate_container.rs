//! What a container may do, and what it asks of the kernel: takes both apart and hands the parts to the passes.
//!
//! ECS: `linuxParameters` and `ulimits` mean Docker's options of the same names, and nothing on Windows ("LinuxParameters",
//! API reference). Kubernetes: some are fields of the security context, some are volumes in memory, some are resources of
//! the node, and some are settings of the node itself that no pod can ask for.

use super::{Context, hand_through_devices, mount_tmpfs, provide_swap, raise_ulimits, restrict_container};
use crate::diagnostics::{Diagnostics, Reported};
use crate::ir::plan::{Mount, Security, Volume};
use crate::ir::{Traced, ecs};

/// What became of it.
pub(super) struct Isolated {
    pub(super) security: Security,
    /// Folders in memory, each with its mount.
    pub(super) memory: Vec<(Volume, Mount)>,
    /// Resources of the node by name, and how many of each.
    pub(super) devices: Vec<(String, Traced<i64>)>,
}

/// Decides what the container may do. `container` is its new name.
pub(super) fn isolate(
    security: ecs::Security,
    kernel: ecs::Kernel,
    container: &str,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<Isolated, Reported> {
    // The pod has one set of kernel parameters for all containers; it was decided before them.
    let ecs::Kernel { linux, ulimits, system_controls: _ } = kernel;
    if cx.windows {
        let places = linux.iter().map(|linux| linux.at).chain(ulimits.iter().map(|limit| limit.at));
        places.for_each(|at| diags.ignore(at, "has no meaning on Windows, on either side"));
        let security = restrict_container::restrict(security, restrict_container::Rights::default(), cx, diags)?;
        return Ok(Isolated { security, memory: Vec::new(), devices: Vec::new() });
    }
    raise_ulimits::raise(ulimits, container, (cx, diags));
    let Some(linux) = linux else {
        let security = restrict_container::restrict(security, restrict_container::Rights::default(), cx, diags)?;
        return Ok(Isolated { security, memory: Vec::new(), devices: Vec::new() });
    };
    let ecs::LinuxParameters {
        at: _,
        add_capabilities,
        drop_capabilities,
        shared_memory_size,
        init_process,
        devices,
        tmpfs,
        max_swap,
        swappiness,
    } = linux;
    let privileged = security.privileged.as_ref().is_some_and(|privileged| privileged.value);
    let rights = restrict_container::Rights { add: add_capabilities, drop: drop_capabilities, init_process };
    let security = restrict_container::restrict(security, rights, cx, diags)?;
    provide_swap::provide(max_swap, swappiness, (cx, diags));
    let shared_memory = mount_tmpfs::shared_memory(shared_memory_size, container, diags);
    let mut memory: Vec<(Volume, Mount)> = shared_memory.into_iter().collect();
    memory.extend(mount_tmpfs::mount(tmpfs, container, diags));
    let devices = hand_through_devices::hand_through(devices, privileged, container, (cx, diags));
    Ok(Isolated { security, memory, devices })
}
