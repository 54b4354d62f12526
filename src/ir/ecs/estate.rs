//! Everything that was read in one run, before it is linked.

use super::{
    Cluster, Listener, LoadBalancer, Part, Rule, ScalableTarget, ScalingPolicy, Service, TargetGroup, TaskDefinition,
};
use crate::source::At;

/// A document that stood in the input, whether it could be read or not.
#[derive(Debug)]
pub(crate) struct Document<T> {
    pub(crate) at: At,
    /// Its ARN, else the name under which others refer to it.
    pub(crate) key: String,
    /// The task definition that a service names, also where the service itself could not be read.
    pub(crate) runs: Option<String>,
    /// `None`: its fault has been reported; only what refers to it is not written.
    pub(crate) value: Option<T>,
}

/// All documents of a run by kind, in the order of the inputs.
#[derive(Debug)]
pub(crate) struct Estate {
    pub(crate) task_definitions: Vec<Document<TaskDefinition>>,
    pub(crate) services: Vec<Document<Service>>,
    pub(crate) clusters: Vec<Document<Cluster>>,
    pub(crate) load_balancers: Vec<Document<LoadBalancer>>,
    pub(crate) listeners: Vec<Document<Listener>>,
    pub(crate) rules: Vec<Document<Rule>>,
    pub(crate) target_groups: Vec<Document<TargetGroup>>,
    pub(crate) parts: Vec<Document<Part>>,
    pub(crate) scalable_targets: Vec<Document<ScalableTarget>>,
    pub(crate) scaling_policies: Vec<Document<ScalingPolicy>>,
}

impl Estate {
    pub(crate) fn empty() -> Self {
        Estate {
            task_definitions: Vec::new(),
            services: Vec::new(),
            clusters: Vec::new(),
            load_balancers: Vec::new(),
            listeners: Vec::new(),
            rules: Vec::new(),
            target_groups: Vec::new(),
            parts: Vec::new(),
            scalable_targets: Vec::new(),
            scaling_policies: Vec::new(),
        }
    }
}
