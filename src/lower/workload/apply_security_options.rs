//! Docker's security options.
//!
//! ECS: `no-new-privileges`, `apparmor:PROFILE` and `label:KEY:VALUE` for SELinux are handed to Docker, which takes `=` for
//! the first `:` as well ("ContainerDefinition", `dockerSecurityOptions`, API reference; "docker run reference", Security
//! configuration). Kubernetes: fields of the container's security context ("Configure a Security Context for a Pod or
//! Container"); a profile by name must be on the node, and a privileged container cannot be kept from gaining rights. Nodes
//! of EKS Auto Mode are confined by SELinux and have no AppArmor ("Automate cluster infrastructure with EKS Auto Mode", EKS
//! User Guide): a kubelet without it refuses a pod that names a profile ("Restrict a Container's Access to Resources with
//! AppArmor"), and without the profile the container would be freer than it was. So it is refused there.

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::Spanned;
use crate::ir::plan::{Confinement, Profile, Selinux};

/// Decides what keeps the container in.
pub(super) fn apply(
    options: Vec<Spanned<String>>,
    privileged: bool,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<Confinement, Reported> {
    let (mut escalation, mut apparmor, mut seccomp) = (None, None, None);
    let (mut user, mut role, mut kind, mut level) = (None, None, None, None);
    for option in options {
        let (key, value) = option.value.split_once([':', '=']).unwrap_or((option.value.as_str(), ""));
        match (key, value) {
            ("no-new-privileges", "false") => diags.ignore(option.at, "false is what holds without it"),
            ("no-new-privileges", "" | "true") if privileged => tell_of_privileged(&option, diags),
            ("no-new-privileges", "" | "true") => escalation = Some(option.with(false)),
            ("apparmor", "docker-default" | "") => {
                diags.ignore(option.at, "the runtime's own profile, which holds wherever a node has AppArmor");
            }
            ("apparmor", "unconfined") => apparmor = Some(option.with(Profile::Unconfined)),
            ("apparmor", profile) => {
                check_profile(&option, profile, (cx, diags))?;
                apparmor = Some(option.with(Profile::Localhost(profile.to_owned())));
            }
            ("seccomp", "unconfined") => seccomp = Some(option.with(Profile::Unconfined)),
            ("label", "disable") => kind = Some(option.with("spc_t".to_owned())),
            ("label", label) => match label.split_once([':', '=']) {
                Some(("user", value)) => user = Some(option.with(value.to_owned())),
                Some(("role", value)) => role = Some(option.with(value.to_owned())),
                Some(("type", value)) => kind = Some(option.with(value.to_owned())),
                Some(("level", value)) => level = Some(option.with(value.to_owned())),
                Some(_) | None => tell_of_other(&option, cx, diags),
            },
            _ => tell_of_other(&option, cx, diags),
        }
    }
    Ok(Confinement { escalation, apparmor, seccomp, selinux: Selinux { user, role, kind, level } })
}

fn tell_of_privileged(option: &Spanned<String>, diags: &mut Diagnostics) {
    diags.tell(
        Finding::new(Code::SecurityOption, option.at, "the container is privileged, and must not gain privileges")
            .kubernetes("the API server refuses the two together; the container is written as privileged only")
            .help("take `privileged` out of the task definition where it is not needed: then the option is kept"),
    );
}

fn check_profile(
    option: &Spanned<String>,
    profile: &str,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<(), Reported> {
    let message = format!("the container runs under the AppArmor profile `{profile}`");
    if cx.auto_mode() {
        return Err(diags.error(
            Finding::new(Code::AutoModeUnsupported, option.at, message)
                .label("no node of EKS Auto Mode has AppArmor")
                .kubernetes("every node would refuse the pod")
                .help("take the option out, or convert with `--target ec2` for a node group beside Auto Mode that has the profile (Ubuntu)"),
        ));
    }
    diags.tell(
        Finding::new(Code::SecurityOption, option.at, message)
            .kubernetes("a node without the profile, or without the system, refuses the pod: Amazon Linux 2023 and Bottlerocket have no AppArmor")
            .help("run it on nodes that have it (Ubuntu), load the profile there, and select them in `nodeSelector` of values.override.yaml"),
    );
    Ok(())
}

fn tell_of_other(option: &Spanned<String>, cx: &Context, diags: &mut Diagnostics) {
    diags.tell(
        Finding::new(Code::SecurityOption, option.at, format!("Docker's security option `{}` is not kept", option.value))
            .kubernetes("no field of a pod says it; the container runs without it")
            .help(if cx.auto_mode() {
                "for a seccomp file, have the Security Profiles Operator put it on nodes, and name it under `securityContext.seccompProfile`; for a credential file, use `credentialSpecs`"
            } else {
                "for a seccomp file, put it on the nodes and name it under `securityContext.seccompProfile`; for a credential file, use `credentialSpecs`"
            }),
    );
}
