//! Registers a service of a Classic Load Balancer in the target groups that take its place.
//!
//! ECS: a task's instance is registered as a whole, so that each listener reaches whatever port of it the listener names; the
//! container's port is the one that a mapping leads to ("Service load balancing", Amazon ECS Developer Guide).

use crate::ir::Spanned;
use crate::ir::ecs::{CLASSIC, Document, Protocol, Registration, Service, TargetGroup, TaskDefinition};

/// A registration for each instance port that leads to a container of the task; without any it stays as it is.
pub(super) fn adopt(service: &mut Service, definition: &TaskDefinition, groups: &[Document<TargetGroup>]) {
    let all = std::mem::take(&mut service.registrations);
    service.registrations = all.into_iter().flat_map(|one| in_groups(one, definition, groups)).collect();
}

fn in_groups(
    registration: Registration,
    definition: &TaskDefinition,
    groups: &[Document<TargetGroup>],
) -> Vec<Registration> {
    let Some(name) = registration.load_balancer.clone() else { return vec![registration] };
    let prefix = format!("{CLASSIC}:targetgroup/{}/", name.value);
    let own = groups.iter().filter(|group| group.key.starts_with(&prefix));
    let mut found = Vec::new();
    for group in own {
        let port = group.value.as_ref().and_then(|group| group.port.as_ref());
        let Some((container, port)) = port.and_then(|port| behind(port.value, definition)) else { continue };
        let mut one = registration.clone();
        one.load_balancer = None;
        one.target_group = Some(Spanned::new(group.key.clone(), name.at));
        if one.container_name.as_ref().is_none_or(|it| it.value != container.value) {
            one.container_name = Some(container.clone());
        }
        if one.container_port.as_ref().is_none_or(|it| it.value != port.value) {
            one.container_port = Some(port.clone());
        }
        found.push(one);
    }
    // The one that the service names comes first: its settings count where a Service can carry one set only.
    let named = |one: &Registration| one.container_port.as_ref().map(|it| it.at);
    found.sort_by_key(|one| named(one) != named(&registration));
    if found.is_empty() { vec![registration] } else { found }
}

/// The container port to which a port of the instance leads.
fn behind(host: i64, definition: &TaskDefinition) -> Option<(&Spanned<String>, &Spanned<i64>)> {
    let mut all = definition.containers.iter().flat_map(|container| {
        let tcp = container
            .ports
            .iter()
            .filter(|port| port.protocol.as_ref().is_none_or(|protocol| protocol.value == Protocol::Tcp));
        tcp.map(|port| (&container.name, port))
    });
    let leads = |port: &crate::ir::ecs::Port| {
        port.host_port.as_ref().map_or(port.container_port.value, |port| port.value) == host
    };
    all.find(|(_, port)| leads(port)).map(|(name, port)| (name, &port.container_port))
}

/// A health check that names a port of the instance asks the container's.
pub(super) fn set_check_port(group: &mut TargetGroup, definition: &TaskDefinition) {
    if !group.arn.value.starts_with(CLASSIC) {
        return;
    }
    let Some(port) = &mut group.health_check.port else { return };
    let container = port.value.parse().ok().and_then(|host| behind(host, definition));
    if let Some((_, number)) = container {
        port.value = number.value.to_string();
    }
}
