//! Which options go together.

use super::Choices;
use crate::cli::Stop;
use crate::settings::{Expose, SecurityGroups, Target};

/// Options that make sense only with others.
pub(super) fn go_together(
    choices: &Choices,
    target: Target,
    expose: Expose,
    groups: SecurityGroups,
) -> Result<(), Stop> {
    let faults = [
        (choices.fargate_fit && target != Target::Fargate, "`--fargate-fit` needs `--target fargate`"),
        (
            choices.multi_cluster_target_group && expose != Expose::TargetGroup,
            "`--multi-cluster-target-group` needs `--expose target-group`",
        ),
        (
            expose == Expose::Gateway && target == Target::AutoMode,
            "`--expose gateway` needs the AWS Load Balancer Controller; what EKS Auto Mode runs makes load balancers of Ingresses and Services",
        ),
        (
            groups == SecurityGroups::Emit && target == Target::AutoMode,
            "`--security-groups emit` is not for `--target auto-mode`: its nodes give pods no security groups of their own; `ecs2eks explain pod-networking` says what does",
        ),
    ];
    match faults.into_iter().find(|(holds, _)| *holds) {
        Some((_, fault)) => Err(Stop(fault.to_owned())),
        None => Ok(()),
    }
}
