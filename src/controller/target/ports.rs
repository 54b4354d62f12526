//! Which port of a Service is meant, and on which port its targets are reached.

use crate::controller::fault::Fault;
use crate::controller::objects::{Port, Service, ServicePort};

/// A port that the Service does not have is a fault.
pub(super) fn find<'s>(service: &'s Service, port: &Port) -> Result<&'s ServicePort, Fault> {
    let is = |one: &&ServicePort| match port {
        Port::Name(name) => one.name.as_deref() == Some(name.as_str()),
        Port::Number(number) => one.port == *number,
    };
    let found = service.ports.iter().find(is);
    found.ok_or_else(|| Fault::build(format!("the Service has no port `{port}`")))
}

/// Targets that are pods are reached on the container's port, those that are nodes on the node's: a Service without one
/// cannot have such targets.
pub(super) fn reached(port: &ServicePort, target_type: &str) -> Result<Port, Fault> {
    match (target_type, port.node_port) {
        ("ip", _) => Ok(port.target_port.clone()),
        (_, Some(node)) => Ok(Port::Number(node)),
        (_, None) => Err(Fault::build("targets of type `instance` need a Service of type `NodePort`")),
    }
}
