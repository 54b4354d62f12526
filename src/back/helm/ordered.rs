//! The objects of a workload as trees of JSON, each made and brought into order once for the values and for `rendered/`.

use super::json::Object;
use super::order::{custom, typed};
use crate::back::kubernetes::{CONTROLLER_API, Controller, GATEWAY_API, Objects, Routes};

/// All objects of a workload.
pub(super) struct Ordered {
    pub(super) controller: Object,
    pub(super) service_account: Object,
    pub(super) service: Option<Object>,
    pub(super) services: Vec<Object>,
    pub(super) ingresses: Vec<Object>,
    pub(super) bindings: Vec<Object>,
    pub(super) routes: Vec<Object>,
    pub(super) rule_configurations: Vec<Object>,
    pub(super) target_group: Option<Object>,
    pub(super) external_secrets: Vec<Object>,
    pub(super) autoscaler: Option<Object>,
    pub(super) disruption_budget: Option<Object>,
    pub(super) network_policy: Option<Object>,
    pub(super) volumes: Vec<Object>,
    pub(super) claims: Vec<Object>,
    pub(super) config_maps: Vec<Object>,
}

impl Ordered {
    pub(super) fn of(objects: &Objects) -> Self {
        let external = |it| custom("external-secrets.io/v1", "ExternalSecret", it);
        Ordered {
            controller: controller(&objects.controller),
            service_account: typed(&objects.service_account),
            service: objects.service.as_ref().map(typed),
            services: objects.services.iter().map(typed).collect(),
            ingresses: objects.ingresses.iter().map(typed).collect(),
            bindings: objects.bindings.iter().map(typed).collect(),
            routes: routes(&objects.routes),
            rule_configurations: rule_configurations(&objects.routes),
            target_group: objects
                .target_group
                .as_ref()
                .map(|it| custom(CONTROLLER_API, "TargetGroupConfiguration", it)),
            external_secrets: objects.external_secrets.iter().map(external).collect(),
            autoscaler: objects.autoscaler.as_ref().map(typed),
            disruption_budget: objects.disruption_budget.as_ref().map(typed),
            network_policy: objects.network_policy.as_ref().map(typed),
            volumes: objects.volumes.iter().map(typed).collect(),
            claims: objects.claims.iter().map(typed).collect(),
            config_maps: objects.config_maps.iter().map(typed).collect(),
        }
    }

    /// Every object but the controller.
    pub(super) fn beside_controller(&self) -> Vec<&Object> {
        let Ordered {
            controller: _,
            service_account,
            service,
            services,
            ingresses,
            bindings,
            routes,
            rule_configurations,
            target_group,
            external_secrets,
            autoscaler,
            disruption_budget,
            network_policy,
            volumes,
            claims,
            config_maps,
        } = self;
        let single = [
            Some(service_account),
            service.as_ref(),
            target_group.as_ref(),
            autoscaler.as_ref(),
            disruption_budget.as_ref(),
            network_policy.as_ref(),
        ];
        let several = [
            services,
            ingresses,
            bindings,
            routes,
            rule_configurations,
            external_secrets,
            volumes,
            claims,
            config_maps,
        ];
        single.into_iter().flatten().chain(several.into_iter().flatten()).collect()
    }
}

pub(super) fn routes(all: &Routes) -> Vec<Object> {
    all.routes.iter().map(|it| custom(GATEWAY_API, "HTTPRoute", it)).collect()
}

pub(super) fn rule_configurations(all: &Routes) -> Vec<Object> {
    all.rule_configurations.iter().map(|it| custom(CONTROLLER_API, "ListenerRuleConfiguration", it)).collect()
}

fn controller(controller: &Controller) -> Object {
    match controller {
        Controller::Deployment(it) => typed(it.as_ref()),
        Controller::DaemonSet(it) => typed(it.as_ref()),
        Controller::Job(it) => typed(it.as_ref()),
    }
}
