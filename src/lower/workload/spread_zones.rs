//! Pods over availability zones.
//!
//! ECS: a service's tasks are spread over zones unless a placement strategy says otherwise, as far as there is room, and
//! are moved to stay even where that is enabled ("Amazon ECS availability zone rebalancing"). Kubernetes: a spread
//! constraint counts when a pod is scheduled, and never moves one ("Pod Topology Spread Constraints"). So the constraint
//! is written, and asks without insisting: one that insists would leave pods waiting when a zone is lost. EKS Fargate
//! takes none: pods come into the subnets of their profile ("Define which Pods use AWS Fargate when launched", EKS User
//! Guide).

use super::{Context, Kind};
use crate::diagnostics::Diagnostics;
use crate::ir::{Spanned, Traced};

/// Decides whether pods are spread.
pub(super) fn spread(
    rebalancing: Option<Spanned<bool>>,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Option<Traced<bool>> {
    if cx.on_fargate() {
        let reason = "EKS Fargate knows no spread constraints: pods come into the subnets of their profile";
        rebalancing.iter().for_each(|found| diags.ignore(found.at, reason));
        return None;
    }
    let wanted = cx.kind == Kind::Service;
    match rebalancing {
        Some(found) if found.value && wanted => Some(found.with(true)),
        Some(found) => {
            diags.ignore(found.at, "pods are spread over zones when they are scheduled, and not moved afterwards");
            wanted.then(|| Traced::implied(true))
        }
        None => wanted.then(|| Traced::implied(true)),
    }
}
