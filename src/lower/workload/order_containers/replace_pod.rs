//! Pods that end with their essential container, on request.
//!
//! ECS: the end of an essential container stops the others, and the service starts a new task ("ContainerDefinition", API
//! reference). Kubernetes: a pod has ended when its main containers have ended for good; then its sidecars are stopped and
//! the Deployment makes another pod, at once and each time ("Pod Lifecycle"; "Sidecar Containers"). So the one essential
//! container is not started again, and everything else becomes a sidecar. With several essential containers the first
//! one's end would leave half a pod behind that nothing replaces; then the request is not followed.

use super::Place;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::Container;
use crate::lower::workload::{Context, Kind};
use crate::settings::Essential;

/// Whether it was asked for, and is a question here: a Job's pod ends anyway.
pub(super) fn replaces(cx: &Context) -> bool {
    cx.settings.tasks.essential == Essential::Replace && cx.kind != Kind::Job
}

/// Makes sidecars of what only helps. True where the pod ends with its main container.
pub(super) fn replace(
    containers: &[Container],
    places: &mut [Place],
    waits_for: &[Vec<usize>],
    cx: &Context,
    diags: &mut Diagnostics,
) -> bool {
    if !replaces(cx) {
        return false;
    }
    let of = |wanted: Place| -> Vec<usize> {
        places.iter().enumerate().filter(|(_, place)| **place == wanted).map(|(index, _)| index).collect()
    };
    let (mains, helpers) = (of(Place::Main), of(Place::Helper));
    let why_not = match mains.as_slice() {
        [main] if helpers.iter().any(|helper| waits(*helper, *main, waits_for)) => {
            "another container waits for it, and so cannot start before it"
        }
        [_] if cx.kind == Kind::Daemon => "a daemon's pod that has ended is not sure to be replaced at once",
        [_] => {
            for helper in helpers {
                if let Some(place) = places.get_mut(helper) {
                    *place = Place::Sidecar;
                }
            }
            return true;
        }
        [] => "the pod lives by containers that are not essential",
        _ => "the end of the first of several would leave the others running, and the pod would not be replaced",
    };
    if let Some(container) = mains.first().and_then(|index| containers.get(*index)).or(containers.first()) {
        diags.tell(
            Finding::new(
                Code::EssentialNotReplaced,
                container.name.at.place_only(),
                format!("the pod is not replaced when `{}` ends", container.name.value),
            )
            .kubernetes(format!("it is started again in its pod: {why_not}"))
            .help("make the container that does the work the only essential one, and let no other wait for it"),
        );
    }
    false
}

/// Whether one container waits for another, over whatever lies between.
fn waits(index: usize, other: usize, waits_for: &[Vec<usize>]) -> bool {
    waits_for.get(index).into_iter().flatten().any(|next| *next == other || waits(*next, other, waits_for))
}
