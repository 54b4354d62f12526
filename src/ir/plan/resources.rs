//! What containers and pods ask for and may use.

use crate::ir::Traced;

/// Resources of a container: millicores and MiB.
#[derive(Debug, Clone)]
pub(crate) struct Resources {
    pub(crate) cpu_request: Option<Traced<i64>>,
    /// Only where the cluster cannot hold the pod to one budget, and on Windows.
    pub(crate) cpu_limit: Option<Traced<i64>>,
    pub(crate) memory_request: Option<Traced<i64>>,
    pub(crate) memory_limit: Option<Traced<i64>>,
    /// GiB of the node's disk.
    pub(crate) disk: Option<Traced<i64>>,
    /// Resources that plugins on the node offer, by name, and how many of each.
    pub(crate) devices: Vec<(String, Traced<i64>)>,
    /// Why there is a request that nobody wrote; empty where there is none.
    pub(crate) remark: String,
}

/// The budget of a pod, asked for and limited alike: millicores and MiB.
#[derive(Debug, Clone)]
pub(crate) struct PodResources {
    pub(crate) cpu: Option<Traced<i64>>,
    pub(crate) memory: Option<Traced<i64>>,
    /// Where the budget came from, for the values file.
    pub(crate) remark: String,
}
