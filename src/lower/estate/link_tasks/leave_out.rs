//! What becomes no workload: a service that is not active or names no task definition, and a cluster by itself.

use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Cluster, Service, ServiceStatus};
use crate::lower::workload::places_of;

/// Tools that keep the task definition beside the service write a service without it.
pub(super) fn tell_of_no_definition(service: &Service, diags: &mut Diagnostics) {
    let reported = diags.error(
        Finding::new(Code::TaskDefinitionMissing, service.at.place_only(), format!("service `{}` names no task definition", service.name.value))
            .label("no `taskDefinition` in here")
            .kubernetes("without it there is nothing to run")
            .help("export the service with `aws ecs describe-services`, and its task definition with `aws ecs describe-task-definition`"),
    );
    diags.refuse_rest(service.at, reported);
}

/// What a cluster says counts only through the services that run in it.
pub(super) fn pass_over(cluster: Cluster, diags: &mut Diagnostics) {
    let Cluster { name, arn, default_capacity_providers } = cluster;
    let places = std::iter::once(name.at).chain(arn.map(|arn| arn.at));
    places.for_each(|at| diags.ignore(at, "says which cluster it is; its services say so themselves"));
    let reason = "counts for services that name neither a launch type nor a strategy";
    let places = default_capacity_providers.iter().flat_map(places_of);
    places.for_each(|at| diags.ignore(at, reason));
}

/// DescribeServices returns deleted services for a while ("DescribeServices", API reference).
pub(super) fn skipped(service: &Service, diags: &mut Diagnostics) -> bool {
    let Some(status) = &service.status else { return false };
    match status.value {
        ServiceStatus::Active => false,
        ServiceStatus::Draining | ServiceStatus::Inactive => {
            diags.tell(
                Finding::new(
                    Code::ServiceNotActive,
                    status.at,
                    format!("service `{}` is being deleted or is deleted, and is left out", service.name.value),
                )
                .label("not ACTIVE")
                .help("nothing to do, unless it should run: then create it on ECS again and export it"),
            );
            diags.ignore(service.at, "a service that is not active is left out");
            true
        }
    }
}
