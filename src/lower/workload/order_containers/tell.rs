//! What is told of the places that containers have in their pod.

use super::replace_pod::replaces;
use super::{Place, essential, index_of, waited_for};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::{Condition, Container, Dependency};
use crate::lower::workload::restart_container::restarts;
use crate::lower::workload::{Context, Kind};

/// Tells of each container, then of all together.
pub(super) fn tell(containers: &[Container], places: &[Place], cx: &Context, diags: &mut Diagnostics) {
    for (container, place) in containers.iter().zip(places) {
        match place {
            Place::Init => tell_of_init(container, containers, cx, diags),
            Place::Sidecar if essential(container) && waited_healthy(containers, container) => diags.tell(
                Finding::new(
                    Code::EssentialSidecar,
                    container.name.at,
                    format!(
                        "others wait for the essential container `{}` to be healthy, and it becomes a sidecar",
                        container.name.value
                    ),
                )
                .kubernetes("when it ends, Kubernetes restarts it alone; ECS replaced the whole task")
                .help("nothing to do where it may restart alone"),
            ),
            Place::Helper | Place::Sidecar if starts_again(container, *place, containers, cx) => {
                let at = container.lifecycle.essential.as_ref().map_or(container.name.at, |essential| essential.at);
                diags.tell(
                    Finding::new(
                        Code::HelperRestarts,
                        at,
                        format!(
                            "`{}` is not essential: ECS would not start it again when it ends",
                            container.name.value
                        ),
                    )
                    .kubernetes("Kubernetes starts it again each time")
                    .help("nothing to do for a program that runs as long as the task; else `--kube-version 1.35`"),
                );
            }
            Place::Main | Place::Sidecar | Place::Helper => {}
        }
    }
    tell_of_several(containers, places, cx, diags);
}

fn waited_healthy(containers: &[Container], container: &Container) -> bool {
    index_of(containers, &container.name.value)
        .is_some_and(|index| waited_for(containers, index, &[Condition::Healthy]).is_some())
}

fn tell_of_init(container: &Container, containers: &[Container], cx: &Context, diags: &mut Diagnostics) {
    let wishes = containers.iter().flat_map(|one| &one.lifecycle.depends_on);
    let wish = wishes
        .filter(|wish| wish.container_name.value == container.name.value)
        .find(|wish| wish.condition.value == Condition::Success);
    let Some(wish) = wish.filter(|_| !cx.since(35) && cx.kind != Kind::Job) else { return };
    diags.tell(
        Finding::new(Code::InitRetries, wish.condition.at, format!("`{}` runs as an init container, which Kubernetes repeats with back-off until it succeeds", container.name.value))
            .label("ECS would stop the task and start another")
            .help("nothing to do where it may run twice; from Kubernetes 1.35 on, `--kube-version 1.35` keeps ECS's behaviour"),
    );
}

/// Whether a container is started again that ECS would leave: a helper, and a sidecar that others wait for in no way.
fn starts_again(container: &Container, place: Place, containers: &[Container], cx: &Context) -> bool {
    let helps = match place {
        Place::Helper => !cx.since(35),
        Place::Sidecar => replaces(cx) && !waited_for_at_all(containers, container),
        Place::Init | Place::Main => false,
    };
    helps && !essential(container) && !restarts(container)
}

fn waited_for_at_all(containers: &[Container], container: &Container) -> bool {
    let mut wishes = containers.iter().flat_map(|one| &one.lifecycle.depends_on);
    wishes.any(|wish| wish.container_name.value == container.name.value)
}

/// Tells of several containers whose end was the task's.
fn tell_of_several(containers: &[Container], places: &[Place], cx: &Context, diags: &mut Diagnostics) {
    let is_main = |(_, place): &(&Container, &Place)| **place == Place::Main;
    let mains = containers.iter().zip(places).filter(is_main).count();
    let coupled = containers.iter().zip(places).filter(is_main).any(|(container, _)| !restarts(container));
    if let (true, Kind::Job, Some(first)) = (mains > 1, cx.kind, containers.first()) {
        diags.tell(
            Finding::new(
                Code::JobEndsLast,
                first.name.at.place_only(),
                format!("the task has {mains} essential containers"),
            )
            .kubernetes("a Job ends when all of them have ended; ECS ended the task with the first")
            .help("make the containers that only help non-essential in the task definition"),
        );
    }
    if let (true, Some(first)) = (mains > 1 && coupled && cx.kind != Kind::Job, containers.first()) {
        let place =
            containers.iter().filter_map(|one| one.lifecycle.essential.as_ref()).find(|essential| essential.value);
        diags.tell(
            Finding::new(
                Code::EssentialRestartsAlone,
                place.map_or(first.name.at, |essential| essential.at).place_only(),
                format!("the task has {mains} essential containers"),
            )
            .kubernetes("when one ends, Kubernetes restarts that one; ECS replaced the whole task")
            .help("nothing to do where each can restart alone"),
        );
    }
}

/// Refuses to wait for a container that is not there.
pub(super) fn unknown(containers: &[Container], dependency: &Dependency, diags: &mut Diagnostics) -> Reported {
    let name = &dependency.container_name;
    let known: Vec<String> = containers.iter().map(|container| format!("`{}`", container.name.value)).collect();
    diags.error(
        Finding::new(Code::UnknownContainer, name.at, format!("no container of this task is called `{}`", name.value))
            .label("waits for a container that is not there")
            .help(format!("the containers are {}", known.join(", "))),
    )
}
