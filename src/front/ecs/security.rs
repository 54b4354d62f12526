//! `user`, `privileged`, `readonlyRootFilesystem` and `linuxParameters` of a container definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::Object;
use crate::ir::Spanned;
use crate::ir::ecs::Security;

/// Reads as whom a container runs and what it may do.
pub(super) fn security(it: &mut Object, diags: &mut Diagnostics) -> Result<Security, Reported> {
    let user = it.string("user", diags)?;
    let privileged = it.boolean("privileged", diags)?;
    let read_only_root = it.boolean("readonlyRootFilesystem", diags)?;
    let linux = it.child("linuxParameters", diags, |it, diags| {
        it.not_yet(&["devices", "maxSwap", "swappiness", "tmpfs"], diags);
        Ok((
            it.child("capabilities", diags, |it, diags| Ok((it.strings("add", diags)?, it.strings("drop", diags)?)))?,
            it.integer_within("sharedMemorySize", 0..=100_000_000, diags)?,
            it.boolean("initProcessEnabled", diags)?,
        ))
    })?;
    let (capabilities, shared_memory_size, init_process) = linux.unwrap_or((None, None, None));
    let (add, drop): (Vec<Spanned<String>>, Vec<Spanned<String>>) = capabilities.unwrap_or_default();
    Ok(Security {
        user,
        privileged,
        read_only_root,
        add_capabilities: add,
        drop_capabilities: drop,
        shared_memory_size,
        init_process,
    })
}
