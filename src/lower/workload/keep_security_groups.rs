//! Which security groups the pods have.
//!
//! ECS: in `awsvpc` each task has an interface of its own behind up to five security groups ("AwsVpcConfiguration", API
//! reference). EKS: a pod has those of its node, or of the cluster on EKS Fargate, unless a SecurityGroupPolicy selects it when
//! it starts ("Assign security groups to individual Pods", EKS User Guide). So `--security-groups emit` writes one for each
//! workload, with the service's groups, whose ids others admit, and the cluster's, which lets pods reach CoreDNS and the
//! kubelet reach pods.
//!
//! A policy that is made after a pod does nothing for it, and Helm installs kinds that it does not know after Deployments. So
//! policies stand in `platform/`, which is applied before any chart, beside the namespaces.

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::{NetworkConfiguration, NetworkMode};
use crate::ir::{Spanned, Traced};
use crate::settings::SecurityGroups;

/// Groups of one interface, unless the account's quota is raised ("Amazon VPC quotas"); EKS Fargate takes no more.
const MOST: usize = 5;

/// Takes out of a service's network the groups that the pods keep.
pub(super) fn keep(
    network: Option<&mut NetworkConfiguration>,
    mode: NetworkMode,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<Vec<Traced<String>>, Reported> {
    let asked = cx.settings.security_groups == SecurityGroups::Emit;
    let Some(network) = network.filter(|network| asked && !network.security_groups.is_empty()) else {
        return Ok(Vec::new());
    };
    let groups = std::mem::take(&mut network.security_groups);
    let without = if cx.windows {
        Some("pods on Windows")
    } else {
        (mode == NetworkMode::Host).then_some("pods on the node's own network")
    };
    if let Some(pods) = without {
        diags.tell(
            about(
                Code::PodNetworking,
                &groups,
                |names| format!("{names} with ECS: {pods} have those of their node"),
                "stays",
                "stay",
            )
            .kubernetes(
                "a SecurityGroupPolicy does nothing for them; what admits the tasks does not admit the pods yet",
            )
            .help("admit the nodes' security group where the task's is admitted"),
        );
        return Ok(Vec::new());
    }
    if cx.on_fargate() && groups.len() >= MOST {
        return Err(diags.error(
            about(
                Code::SecurityGroupLimit,
                &groups,
                |names| format!("{names} too many for a pod on EKS Fargate"),
                "is",
                "are",
            )
            .label(format!("with the cluster's own, {}", groups.len() + 1))
            .kubernetes(format!("EKS Fargate takes {MOST}, and a pod with more never starts"))
            .help("join the rules of two groups in one and see it work on ECS, or use `--security-groups report`"),
        ));
    }
    diags.tell(
        about(Code::SecurityGroupPolicy, &groups, |names| format!("{names} with the pods"), "comes", "come")
            .kubernetes(of_interface(groups.len(), cx))
            .help("follow RUNBOOK.md: the cluster's own group into platform/security-group-policies.yaml, and the policy before the pods"),
    );
    Ok(groups.into_iter().map(Spanned::traced).collect())
}

/// What a pod needs for an interface of its own.
fn of_interface(groups: usize, cx: &Context) -> String {
    const STARTS: &str = "a SecurityGroupPolicy gives them to pods that start after it";
    if cx.on_fargate() {
        return STARTS.to_owned();
    }
    let quota = if groups >= MOST {
        format!(", and {} groups on one need the quota \"security groups per network interface\" raised", groups + 1)
    } else {
        String::new()
    };
    format!(
        "{STARTS}; the node gives each an interface, which families t and nodes without `ENABLE_POD_ENI` cannot{quota}"
    )
}

/// A finding about all groups: `say` gets their names with the verb.
fn about(code: Code, groups: &[Spanned<String>], say: impl Fn(&str) -> String, one: &str, several: &str) -> Finding {
    let names: Vec<String> = groups.iter().map(|group| format!("`{}`", group.value)).collect();
    let (what, verb) = if names.len() == 1 { ("security group", one) } else { ("security groups", several) };
    let mut places = groups.iter().map(|group| group.at);
    let at = places.next().unwrap_or_else(|| crate::diagnostics::start_of(0));
    Finding::new(code, at, say(&format!("{what} {} {verb}", names.join(", ")))).also(places)
}
