//! In which target groups the pods stand.
//!
//! ECS: each entry of `loadBalancers` registers one port of one container in one target group ("LoadBalancer", API
//! reference). Kubernetes: the controller makes a target group of its own for a Service and takes its settings from the
//! Service's annotations, of which there is one set. So the first group's settings are written, and a second one is named.

use super::Given;
use super::reach_targets;
use super::take_service_apart::Around;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::{self, Container, TargetProtocol};
use crate::ir::plan::{self, Probe};
use crate::ir::{Spanned, Traced};
use crate::lower::estate::PortNames;
use crate::source::At;

/// What target groups ask of the pods.
pub(super) struct Reached {
    /// `None` where no Ingress can lead to it.
    pub(super) settings: Option<plan::TargetSettings>,
    pub(super) readiness: Vec<(String, Probe)>,
    pub(super) delays: Vec<Traced<i64>>,
}

/// Decides what the service's target groups ask of the pods.
pub(super) fn register(
    around: &Around,
    containers: &[Container],
    ports: &PortNames,
    (awaited, given): (bool, &Given),
    diags: &mut Diagnostics,
) -> Result<Option<Reached>, Reported> {
    let mut reached: Option<Reached> = None;
    let mut undescribed = None;
    for (registration, group) in around.registrations.iter().zip(&around.targets) {
        let ecs::Registration { at, target_group, load_balancer, container_name, container_port } = registration;
        load_balancer.iter().for_each(|it| diags.ignore(it.at, "names a load balancer of which nothing is made"));
        let Some(port_name) = registered_port(registration, containers, ports, diags)? else { continue };
        let Some(group) = group.clone() else {
            undescribed = undescribed.or(target_group.as_ref());
            continue;
        };
        let place = group.at;
        let by_controller = balanced_by_controller(&group);
        let tags = group.tags.iter().flat_map(|tag| [tag.key.at, tag.value.at]);
        let attributes = group.attributes.iter().flat_map(|attribute| [attribute.key.at, attribute.value.at]);
        let beside: Vec<_> = attributes.chain(tags).collect();
        if let Some(arn) = target_group {
            diags.ignore(arn.at, "says which target group it is; its settings and its rules are written");
        }
        // What differs of such a group is told by its name.
        let proven = given.targets_today.iter().any(|one| one.arn == group.arn.value);
        let found = reach_targets::reach(group, &port_name, diags);
        let has_another = reached.as_ref().is_some_and(|first| first.settings.is_some());
        let passed_over = match (by_controller, has_another) {
            (false, _) => Some("counts for a Network Load Balancer, on whose Service it shows where there is one"),
            (true, true) => Some("the Service has the settings of another target group; what differs is told"),
            (true, false) => None,
        };
        if let Some(reason) = passed_over {
            // Of a group that is not proven the finding about it speaks.
            let group = (!by_controller || proven).then_some(place);
            beside.into_iter().chain(group).for_each(|at| diags.ignore(at, reason));
        }
        let container = container_name.as_ref().map_or_else(String::new, |name| name.value.clone());
        match &mut reached {
            None => {
                reached = Some(Reached {
                    settings: by_controller.then_some(found.settings),
                    readiness: vec![(container, found.readiness)],
                    delays: vec![found.deregistration_delay],
                });
            }
            Some(first) => {
                match &first.settings {
                    Some(_) if by_controller && !proven => {
                        tell_several(container_port.as_ref().map_or(*at, |port| port.at), place, diags);
                    }
                    None if by_controller => first.settings = Some(found.settings),
                    // The Service of its Network Load Balancer carries its own.
                    Some(_) | None => {}
                }
                first.delays.push(found.deregistration_delay);
                if !first.readiness.iter().any(|(name, _)| *name == container) {
                    first.readiness.push((container, found.readiness));
                }
            }
        }
    }
    let unset = reached.as_ref().is_none_or(|it| it.settings.is_none());
    let to_ingress = awaited && unset;
    if let Some(arn) = undescribed.filter(|_| to_ingress || !given.network.is_empty()) {
        let reached = reached.get_or_insert(Reached { settings: None, readiness: Vec::new(), delays: Vec::new() });
        assume(arn, to_ingress, reached, diags);
    }
    Ok(reached)
}

fn tell_several(port: At, group: At, diags: &mut Diagnostics) {
    diags.tell(
        Finding::new(Code::SeveralTargetGroups, port.place_only(), "the service registers in several target groups")
            .also([group])
            .kubernetes("its Service carries the health check of the first one; the others are reached with the same")
            .help("compare the target groups' health checks and attributes"),
    );
}

/// A rule leads to it, and its own document is not among the inputs. Without any annotation the controller would take
/// nodes for targets, and refuse the Service for it, and with that the load balancer as a whole.
fn assume(arn: &Spanned<String>, to_ingress: bool, reached: &mut Reached, diags: &mut Diagnostics) {
    let (settings, delay) = reach_targets::assumed();
    diags.tell(
        Finding::new(
            Code::TargetGroupMissing,
            arn.at.place_only(),
            "the service registers in a target group whose health check and attributes are not among the inputs",
        )
        .label("nothing more is known of it")
        .kubernetes("its Service gets Elastic Load Balancing's defaults, and its pods no readiness probe: requests may reach a pod that is not ready")
        .help(format!("aws elbv2 describe-target-groups --target-group-arns {} > target-group.json, and convert again", arn.value)),
    );
    if to_ingress {
        reached.settings = Some(settings);
    }
    reached.delays.push(delay);
}

/// An Application Load Balancer's group speaks HTTP; nothing reads the annotations of another.
fn balanced_by_controller(group: &ecs::TargetGroup) -> bool {
    group
        .protocol
        .as_ref()
        .is_none_or(|protocol| matches!(protocol.value, TargetProtocol::Http | TargetProtocol::Https))
}

/// The name of the port that a registration means.
pub(super) fn registered_port(
    registration: &ecs::Registration,
    containers: &[Container],
    ports: &PortNames,
    diags: &mut Diagnostics,
) -> Result<Option<String>, Reported> {
    let (Some(name), Some(port)) = (&registration.container_name, &registration.container_port) else {
        return if registration.target_group.is_some() { Err(nowhere(registration, diags)) } else { Ok(None) };
    };
    if let Some(found) = ports.get(&name.value, port.value, false).or_else(|| ports.get(&name.value, port.value, true))
    {
        return Ok(Some(found.to_owned()));
    }
    let known = containers.iter().any(|container| container.name.value == name.value);
    let (code, at, what) = if known {
        (Code::UnknownPort, port.at, format!("container `{}` has no port {}", name.value, port.value))
    } else {
        (Code::UnknownContainer, name.at, format!("no container of the task definition is called `{}`", name.value))
    };
    Err(diags.error(
        Finding::new(code, at, what)
            .label("registered in a target group")
            .help("export the task definition that the service runs now, together with the service"),
    ))
}

/// ECS registers a port of a container, and refuses a service that does not say which.
fn nowhere(registration: &ecs::Registration, diags: &mut Diagnostics) -> Reported {
    let (code, missing) = match registration.container_name {
        None => (Code::UnknownContainer, "containerName"),
        Some(_) => (Code::UnknownPort, "containerPort"),
    };
    let what = format!("the target group leads nowhere: the registration has no `{missing}`");
    diags.error(
        Finding::new(code, registration.at.place_only(), what)
            .label("registered in a target group")
            .help(format!("write `{missing}`, or export the service again with `aws ecs describe-services`")),
    )
}
