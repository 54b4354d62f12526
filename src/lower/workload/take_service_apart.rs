//! A service's parts, for the passes that need them.

use crate::diagnostics::Diagnostics;
use crate::ir::Spanned;
use crate::ir::ecs;
use crate::source::At;

/// The service's parts that passes about pods need.
pub(super) struct Around {
    pub(super) registrations: Vec<ecs::Registration>,
    pub(super) registries: Vec<ecs::ServiceRegistry>,
    pub(super) volumes: Vec<ecs::VolumeConfiguration>,
    pub(super) targets: Vec<Option<ecs::TargetGroup>>,
    pub(super) grace: Option<Spanned<i64>>,
    /// What writes the weights of rules at each deployment.
    pub(super) moves_traffic: Option<Spanned<String>>,
    pub(super) rollout: Option<ecs::DeploymentConfiguration>,
    pub(super) rebalancing: Option<Spanned<bool>>,
    pub(super) strategy: Vec<ecs::PlacementStrategy>,
    pub(super) network: Option<ecs::NetworkConfiguration>,
    pub(super) tags: Vec<ecs::Tag>,
    pub(super) propagate_tags: Option<Spanned<ecs::PropagateTags>>,
    pub(super) name: Option<(Spanned<String>, Option<Spanned<String>>)>,
    pub(super) task_definition: Option<Spanned<String>>,
    pub(super) place: At,
}

/// Launch type and strategy.
pub(super) type Placement = (Option<Spanned<ecs::LaunchType>>, Vec<ecs::CapacityProvider>);

/// Takes the service apart; a task definition alone has none.
pub(super) fn take_apart(
    service: Option<ecs::Service>,
    targets: Vec<Option<ecs::TargetGroup>>,
    family: At,
    diags: &mut Diagnostics,
) -> (Option<Placement>, Around) {
    let Some(service) = service else {
        let around = Around {
            registrations: Vec::new(),
            registries: Vec::new(),
            volumes: Vec::new(),
            targets,
            grace: None,
            moves_traffic: None,
            rollout: None,
            rebalancing: None,
            strategy: Vec::new(),
            network: None,
            tags: Vec::new(),
            propagate_tags: None,
            name: None,
            task_definition: None,
            place: family,
        };
        return (None, around);
    };
    let ecs::Service {
        at: _,
        name,
        arn,
        cluster: _,
        status,
        task_definition,
        moves_traffic,
        rollout,
        placement,
        volumes,
        registrations,
        registries,
        health_check_grace_period,
        tags,
        propagate_tags,
    } = service;
    status.iter().for_each(|status| diags.ignore(status.at, "ACTIVE is what is converted"));
    let ecs::Placement { launch_type, capacity_providers, network, strategy, zone_rebalancing } = placement;
    let grace = health_check_grace_period.filter(|grace| {
        if grace.value == 0 {
            diags.ignore(grace.at, "0 is what holds without it");
        }
        grace.value > 0
    });
    let place = name.at;
    let around = Around {
        registrations,
        registries,
        volumes,
        targets,
        grace,
        moves_traffic,
        rollout: Some(rollout),
        rebalancing: zone_rebalancing,
        strategy,
        network,
        tags,
        propagate_tags,
        name: Some((name, arn)),
        task_definition,
        place,
    };
    (Some((launch_type, capacity_providers)), around)
}
