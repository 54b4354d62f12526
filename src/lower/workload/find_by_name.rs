//! Names in AWS Cloud Map.
//!
//! ECS: each task is registered in the Cloud Map services of `serviceRegistries`, which answer DNS with the addresses of
//! the healthy ones ("Use service discovery to connect Amazon ECS services with DNS names"). Kubernetes: a Service gives its
//! ready pods one name inside the cluster ("DNS for Services and Pods"), and nothing registers pods in Cloud Map. So the
//! workload's Service is the name, its pods are ready when the container's own check says so, and a person moves callers.

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::ServiceRegistry;

/// Tells who found the tasks by a name that ends with them.
pub(super) fn tell(registries: Vec<ServiceRegistry>, served: bool, cx: &Context, diags: &mut Diagnostics) {
    for ServiceRegistry { at, registry, container_name, container_port, port } in registries {
        let id = registry.as_ref().and_then(|arn| arn.value.rsplit('/').next()).unwrap_or("of no name");
        let container = container_name.map(|name| format!("container `{}`", name.value));
        let number = port.or(container_port).map(|port| format!("port {}", port.value));
        let which: Vec<String> = container.into_iter().chain(number).collect();
        let which = if which.is_empty() { String::new() } else { format!(" ({})", which.join(", ")) };
        let (workload, namespace) = (&cx.names.workload.value, &cx.names.namespace.value);
        let now = if served {
            format!("pods find it as `{workload}.{namespace}.svc.cluster.local`; nothing registers pods in Cloud Map")
        } else {
            "it has no port, so that it gets no Service; nothing registers pods in Cloud Map".to_owned()
        };
        let help = if served {
            "leave callers on ECS with the old name until they move; before the ECS service ends, give those that stay a load balancer"
        } else {
            "add its port to `portMappings` for a Service; before the ECS service ends, give callers that stay a load balancer"
        };
        diags.tell(
            Finding::new(Code::CloudMap, at, format!("others find its tasks by the Cloud Map service `{id}`{which}"))
                .kubernetes(now)
                .help(help),
        );
    }
}
