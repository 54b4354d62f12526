//! Ports of containers and of a Service.

use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::trace::{Below, Trace};
use crate::ir::plan::{ContainerPort, ServicePort};

/// Writes a container's port.
pub(super) fn container_port(plan: ContainerPort, out: &mut Below) -> core::ContainerPort {
    let ContainerPort { name, number, protocol, host_port } = plan;
    let mut out = out.below(&format!("ports[{}]", name.value));
    core::ContainerPort {
        name: Some(out.put("name", name)),
        container_port: out.put("containerPort", number),
        protocol: Some(out.put("protocol", protocol)),
        host_port: out.put_option("hostPort", host_port),
        host_ip: None,
    }
}

/// Writes a port of a Service.
pub(super) fn service_port(plan: ServicePort, object: &str, trace: &mut Trace) -> core::ServicePort {
    let ServicePort { name, number, target, protocol, app_protocol } = plan;
    let mut out = trace.at(object, format!("spec.ports[{name}]"));
    core::ServicePort {
        port: out.put("port", number),
        target_port: Some(IntOrString::String(target)),
        protocol: Some(out.put("protocol", protocol)),
        app_protocol: out.put_option("appProtocol", app_protocol),
        name: Some(name),
        node_port: None,
    }
}
