//! `user`, `privileged`, `readonlyRootFilesystem`, `dockerSecurityOptions` and `credentialSpecs` of a container
//! definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::Object;
use crate::ir::ecs::Security;

/// Reads as whom a container runs and what it may do.
pub(super) fn security(it: &mut Object, diags: &mut Diagnostics) -> Result<Security, Reported> {
    Ok(Security {
        user: it.string("user", diags)?,
        privileged: it.boolean("privileged", diags)?,
        read_only_root: it.boolean("readonlyRootFilesystem", diags)?,
        options: it.strings("dockerSecurityOptions", diags)?,
        credential_specs: it.strings("credentialSpecs", diags)?,
    })
}
