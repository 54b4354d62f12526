//! The log router of a task.
//!
//! ECS: a container with `firelensConfiguration` gets the output of the others and carries it on; the agent writes its
//! configuration, and starts it before them ("Send Amazon ECS logs to an AWS service or AWS Partner", developer guide).
//! Kubernetes: no container gets another's output; the cluster's log agent does ("Logging Architecture"). So a router that
//! only carries output is left out, and its share goes back to the task. One that does more, or that programs may send to
//! themselves, stays as an ordinary container, and a person gives it the configuration that ECS's agent wrote.

use super::Context;
use super::route_logs::Metadata;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Container, Firelens, Registration, RouterKind, TaskIdentity};
use crate::ir::{Spanned, Traced};

/// Takes the router out where it is not needed; returns what it added to records.
pub(super) fn remove(
    containers: &mut Vec<Container>,
    registrations: &[Registration],
    (identity, cluster): (&TaskIdentity, Option<&str>),
    (cx, diags): (&Context, &mut Diagnostics),
) -> Option<Metadata> {
    let index = containers.iter().position(|container| container.logging.router.is_some())?;
    let why_it_stays = why_it_stays(containers, index, registrations);
    let router = containers.get_mut(index)?.logging.router.take()?;
    let Firelens { at, container, kind, options } = router;
    let with_metadata = options
        .iter()
        .find(|(key, _)| key == "enable-ecs-log-metadata")
        .is_none_or(|(_, value)| !value.value.eq_ignore_ascii_case("false"));
    let custom = options.iter().find(|(key, _)| key == "config-file-value").map(|(_, value)| value);
    let name = containers.get(index)?.name.value.clone();
    match why_it_stays {
        None => {
            diags.tell(removed(at, &name, cx));
            containers.remove(index);
            diags.ignore(container, "the cluster's log agent does the log router's work");
            forget(containers, &name, diags);
        }
        Some(why) => diags.tell(stays(at, &name, custom, &why)),
    }
    let constants = if with_metadata { constants(identity, cluster) } else { Vec::new() };
    Some(Metadata { constants, fluentd: kind.value == RouterKind::Fluentd })
}

/// What is known of the task before it runs.
fn constants(identity: &TaskIdentity, cluster: Option<&str>) -> Vec<(String, Traced<String>)> {
    let revision = identity.revision.as_ref().map(|revision| format!(":{}", revision.value)).unwrap_or_default();
    let definition = Traced::implied(format!("{}{revision}", identity.family.value));
    let cluster = cluster.map(|cluster| ("ecs_cluster".to_owned(), Traced::implied(cluster.to_owned())));
    cluster.into_iter().chain([("ecs_task_definition".to_owned(), definition)]).collect()
}

fn why_it_stays(containers: &[Container], index: usize, registrations: &[Registration]) -> Option<String> {
    let router = containers.get(index)?;
    let firelens = router.logging.router.as_ref()?;
    if let Some((_, file)) = firelens.options.iter().find(|(key, _)| key == "config-file-value") {
        return Some(format!("its own configuration `{}` may do more than carry output", file.value));
    }
    let registered =
        |one: &Registration| one.container_name.as_ref().is_some_and(|name| name.value == router.name.value);
    if !router.ports.is_empty() || registrations.iter().any(registered) {
        return Some("it listens on a port".to_owned());
    }
    let lends = |one: &Container| one.volumes_from.iter().any(|from| from.source_container.value == router.name.value);
    if !router.mounts.is_empty() || !router.volumes_from.is_empty() || containers.iter().any(lends) {
        return Some("it mounts a volume, and may read files there".to_owned());
    }
    let others = || containers.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, container)| container);
    if !others().any(essential) {
        return Some("no other container is essential".to_owned());
    }
    others().find(|container| sends_by_itself(container)).map(|container| {
        format!("`{}` names FLUENT_HOST or port 24224, and seems to send to it by itself", container.name.value)
    })
}

fn essential(container: &Container) -> bool {
    container.lifecycle.essential.as_ref().is_none_or(|essential| essential.value)
}

/// Whether a program knows of the router: by the variables that ECS sets, by its port or by its socket.
fn sends_by_itself(container: &Container) -> bool {
    let told =
        |text: &str| ["FLUENT_HOST", "FLUENT_PORT", "24224", "fluent.sock"].iter().any(|sign| text.contains(sign));
    let values = container.environment.variables.iter().filter_map(|variable| variable.value.as_ref());
    let words = container.process.entry_point.iter().chain(&container.process.command);
    values.chain(words).any(|text| told(&text.value))
}

/// Nobody waits for what is not there.
fn forget(containers: &mut [Container], name: &str, diags: &mut Diagnostics) {
    for container in containers {
        container.lifecycle.depends_on.retain(|wish| {
            let of_router = wish.container_name.value == name;
            if of_router {
                let places = [wish.container_name.at, wish.condition.at];
                places.into_iter().for_each(|at| diags.ignore(at, "the log router is not there to be waited for"));
            }
            !of_router
        });
    }
}

fn removed(at: crate::source::At, name: &str, cx: &Context) -> Finding {
    let instead = if cx.on_fargate() {
        "EKS Fargate's log router carries the output of the others instead, as far as it has outputs for it"
    } else {
        "the cluster's log agent reads the output of the others from the node instead"
    };
    Finding::new(Code::LogRouterRemoved, at, format!("the log router `{name}` is left out"))
        .kubernetes(instead)
        .help("nothing to do, unless a program sends to the router by itself, at FLUENT_HOST or port 24224")
}

fn stays(at: crate::source::At, name: &str, custom: Option<&Spanned<String>>, why: &str) -> Finding {
    let help = match custom {
        Some(file) => format!(
            "move what `{}` does to the agent, with `Match` on the tags in the generated file; or mount it into `{name}` with a `forward` input on 127.0.0.1:24224",
            file.value
        ),
        None => format!(
            "mount a configuration with a `forward` input on 127.0.0.1:24224 into `{name}`, and set FLUENT_HOST=127.0.0.1 and FLUENT_PORT=24224 where programs send to it"
        ),
    };
    Finding::new(Code::LogRouterStays, at, format!("the log router `{name}` stays as an ordinary container: {why}"))
        .kubernetes("it gets no other container's output, and has no configuration: ECS's agent wrote that")
        .help(help)
}
