//! Ports of containers and of the workload's address.

use crate::ir::Traced;

/// A port of a container.
#[derive(Debug, Clone)]
pub(crate) struct ContainerPort {
    /// At most 15 characters, unique in the pod.
    pub(crate) name: Traced<String>,
    pub(crate) number: Traced<i32>,
    /// `TCP` or `UDP`.
    pub(crate) protocol: Traced<String>,
    /// Only where the node's own port is wanted.
    pub(crate) host_port: Option<Traced<i32>>,
}

/// A port of the workload's address.
#[derive(Debug, Clone)]
pub(crate) struct ServicePort {
    pub(crate) name: String,
    pub(crate) number: Traced<i32>,
    /// Name of the container port.
    pub(crate) target: String,
    pub(crate) protocol: Traced<String>,
    pub(crate) app_protocol: Option<Traced<String>>,
}
