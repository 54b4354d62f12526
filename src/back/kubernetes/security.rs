//! The security context of a container.

use k8s_openapi::api::core::v1::{Capabilities, SecurityContext};

use super::container::some_if_any;
use super::trace::Below;
use crate::ir::plan::Security;

/// Writes the security context; none where ECS said nothing.
pub(super) fn container(plan: Security, out: &mut Below) -> Option<SecurityContext> {
    let Security { user, group, privileged, read_only_root, add_capabilities, drop_capabilities } = plan;
    let mut out = out.below("securityContext");
    let add = some_if_any(out.put_all("capabilities.add", add_capabilities));
    let drop = some_if_any(out.put_all("capabilities.drop", drop_capabilities));
    let context = SecurityContext {
        run_as_user: out.put_option("runAsUser", user),
        run_as_group: out.put_option("runAsGroup", group),
        privileged: out.put_option("privileged", privileged),
        read_only_root_filesystem: out.put_option("readOnlyRootFilesystem", read_only_root),
        capabilities: (add.is_some() || drop.is_some()).then_some(Capabilities { add, drop }),
        ..SecurityContext::default()
    };
    (context != SecurityContext::default()).then_some(context)
}
