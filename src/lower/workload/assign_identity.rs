//! The AWS identity of the pods.
//!
//! ECS: the task role's credentials are there for all containers; the role trusts `ecs-tasks.amazonaws.com`
//! ("Amazon ECS task IAM role"). EKS: a service account's annotation names the role, and the role's trust policy must
//! name the service account ("IAM roles for service accounts"). The same role is kept, so that every policy that names it
//! goes on working; a statement is added, and ECS's own is kept while both run. One service account a workload.

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::Spanned;
use crate::ir::plan::Identity;
use crate::lower::arn::{self, Arn};
use crate::settings;

/// Decides the service account and its role.
pub(super) fn assign(
    (task_role, trust_file): (Option<Spanned<String>>, String),
    place: crate::source::At,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Identity {
    let service_account = cx.names.workload.value.clone();
    let irsa = cx.settings.identity == settings::Identity::Irsa;
    let Some(role) = task_role else {
        if !cx.launch.fargate {
            diags.tell(
                Finding::new(
                    Code::InstanceRole,
                    place,
                    "the task has no role of its own, and may have used the instance's",
                )
                .kubernetes(if cx.on_fargate() {
                    "a pod on EKS Fargate has no instance whose role it could take"
                } else {
                    "the node's role is another one, and is best kept from pods"
                })
                .help("nothing to do where it calls no AWS service; else give the task a role before it moves"),
            );
        }
        return Identity { service_account, role: None, trust_file: None };
    };
    if !irsa {
        diags.ignore(role.at, "roles are attached by other means (--identity none)");
        return Identity { service_account, role: None, trust_file: None };
    }
    tell_of_account(&role, cx, diags);
    let arn = arn::role_arn(&role.value, cx.home);
    let name = arn::role_name(&arn);
    let finding = Finding::new(
        Code::TrustPolicy,
        role.at,
        format!("the role `{name}` must trust the cluster: append `{trust_file}` to its trust policy"),
    )
    .kubernetes("without it every AWS call of the pod is denied");
    diags.tell(match &cx.settings.oidc_provider {
        Some(_) => finding.help("keep the ECS statement until the old service is gone"),
        None => finding.help("name the cluster's provider with `--oidc-provider` first: the file holds a placeholder; keep the ECS statement until the old service is gone"),
    });
    Identity { service_account, role: Some(role.with(arn)), trust_file: Some(trust_file) }
}

/// A role that is given by its name alone is one of the task's own account.
fn tell_of_account(role: &Spanned<String>, cx: &Context, diags: &mut Diagnostics) {
    if Arn::parse(&role.value).is_none() && cx.home.account.is_none() {
        diags.tell(
            Finding::new(
                Code::AccountUnknown,
                role.at,
                format!("the account of the role `{}` is not known: no ARN in the inputs tells it", role.value),
            )
            .kubernetes(format!(
                "the service account names the role with the placeholder `{}`",
                arn::ACCOUNT_PLACEHOLDER
            ))
            .help("write the role's full ARN, or convert the service with its ARN"),
        );
    }
}
