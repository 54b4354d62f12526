//! `linuxParameters`, `ulimits` and `systemControls` of a container definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::Spanned;
use crate::ir::ecs::{Device, Kernel, LinuxParameters, SystemControl, Tmpfs, Ulimit};

const MIB: std::ops::RangeInclusive<i64> = 0..=100_000_000;

/// Reads what a container asks of the kernel.
pub(super) fn kernel(it: &mut Object, diags: &mut Diagnostics) -> Result<Kernel, Reported> {
    Ok(Kernel {
        linux: it.child("linuxParameters", diags, linux_parameters)?,
        ulimits: it.list("ulimits", diags, ulimit)?,
        system_controls: it.list("systemControls", diags, system_control)?,
    })
}

fn linux_parameters(it: &mut Object, diags: &mut Diagnostics) -> Result<LinuxParameters, Reported> {
    let capabilities = it
        .child("capabilities", diags, |it, diags| Ok((it.strings("add", diags)?, it.strings("drop", diags)?)))?
        .unwrap_or_default();
    Ok(LinuxParameters {
        at: it.at(),
        add_capabilities: capabilities.0,
        drop_capabilities: capabilities.1,
        shared_memory_size: it.integer_within("sharedMemorySize", MIB, diags)?,
        init_process: it.boolean("initProcessEnabled", diags)?,
        devices: it.list("devices", diags, device)?,
        tmpfs: it.list("tmpfs", diags, tmpfs)?,
        max_swap: it.integer_within("maxSwap", MIB, diags)?,
        swappiness: it.integer_within("swappiness", 0..=100, diags)?,
    })
}

fn device(node: Node, diags: &mut Diagnostics) -> Result<Device, Reported> {
    object(node, diags, |it, diags| {
        Ok(Device {
            at: it.at(),
            host_path: it.required_string("hostPath", diags)?,
            container_path: it.string("containerPath", diags)?,
            permissions: it.strings("permissions", diags)?,
        })
    })
}

fn tmpfs(node: Node, diags: &mut Diagnostics) -> Result<Tmpfs, Reported> {
    object(node, diags, |it, diags| {
        Ok(Tmpfs {
            container_path: it.required_string("containerPath", diags)?,
            size: match it.integer_within("size", 1..=100_000_000, diags)? {
                Some(size) => size,
                None => return Err(it.missing("size", diags)),
            },
            mount_options: it.strings("mountOptions", diags)?,
        })
    })
}

fn ulimit(node: Node, diags: &mut Diagnostics) -> Result<Ulimit, Reported> {
    object(node, diags, |it, diags| {
        Ok(Ulimit {
            at: it.at(),
            name: it.required_string("name", diags)?,
            soft: limit(it, "softLimit", diags)?,
            hard: limit(it, "hardLimit", diags)?,
        })
    })
}

fn limit(it: &mut Object, key: &'static str, diags: &mut Diagnostics) -> Result<Spanned<i64>, Reported> {
    match it.integer(key, diags)? {
        Some(limit) => Ok(limit),
        None => Err(it.missing(key, diags)),
    }
}

fn system_control(node: Node, diags: &mut Diagnostics) -> Result<SystemControl, Reported> {
    object(node, diags, |it, diags| {
        Ok(SystemControl { name: it.required_string("namespace", diags)?, value: it.required_string("value", diags)? })
    })
}
