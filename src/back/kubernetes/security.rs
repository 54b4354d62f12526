//! The security context of a container.

use k8s_openapi::api::core::v1::{
    AppArmorProfile, Capabilities, SELinuxOptions, SeccompProfile, SecurityContext, WindowsSecurityContextOptions,
};

use super::container::some_if_any;
use super::trace::Below;
use crate::ir::plan::{Confinement, Profile, Security, Selinux};

/// Writes the security context; none where ECS said nothing.
pub(super) fn container(plan: Security, out: &mut Below) -> Option<SecurityContext> {
    let Security { user, group, privileged, read_only_root, add_capabilities, drop_capabilities, confinement, gmsa } =
        plan;
    let Confinement { escalation, apparmor, seccomp, selinux } = confinement;
    let mut out = out.below("securityContext");
    let add = some_if_any(out.put_all("capabilities.add", add_capabilities));
    let drop = some_if_any(out.put_all("capabilities.drop", drop_capabilities));
    let gmsa = out.put_option("windowsOptions.gmsaCredentialSpecName", gmsa);
    let context = SecurityContext {
        run_as_user: out.put_option("runAsUser", user),
        run_as_group: out.put_option("runAsGroup", group),
        privileged: out.put_option("privileged", privileged),
        read_only_root_filesystem: out.put_option("readOnlyRootFilesystem", read_only_root),
        capabilities: (add.is_some() || drop.is_some()).then_some(Capabilities { add, drop }),
        allow_privilege_escalation: out.put_option("allowPrivilegeEscalation", escalation),
        app_armor_profile: out.put_option("appArmorProfile", apparmor).map(|profile| {
            let (type_, localhost_profile) = profile_fields(profile);
            AppArmorProfile { type_, localhost_profile }
        }),
        seccomp_profile: out.put_option("seccompProfile", seccomp).map(|profile| {
            let (type_, localhost_profile) = profile_fields(profile);
            SeccompProfile { type_, localhost_profile }
        }),
        se_linux_options: selinux_options(selinux, &mut out),
        windows_options: gmsa.map(|name| WindowsSecurityContextOptions {
            gmsa_credential_spec_name: Some(name),
            ..WindowsSecurityContextOptions::default()
        }),
        ..SecurityContext::default()
    };
    (context != SecurityContext::default()).then_some(context)
}

fn profile_fields(profile: Profile) -> (String, Option<String>) {
    match profile {
        Profile::Unconfined => ("Unconfined".to_owned(), None),
        Profile::Localhost(name) => ("Localhost".to_owned(), Some(name)),
    }
}

fn selinux_options(plan: Selinux, out: &mut Below) -> Option<SELinuxOptions> {
    let Selinux { user, role, kind, level } = plan;
    let mut out = out.below("seLinuxOptions");
    let options = SELinuxOptions {
        user: out.put_option("user", user),
        role: out.put_option("role", role),
        type_: out.put_option("type", kind),
        level: out.put_option("level", level),
    };
    (options != SELinuxOptions::default()).then_some(options)
}
