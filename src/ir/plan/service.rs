//! A workload: what one ECS service, or a task definition alone, becomes.

use super::{
    Disruption, ExecutionDuties, Identity, Ingress, LogRoute, NetworkLoadBalancer, Pod, Route, Scaling, SecretSet,
    ServicePort, TargetGroupBinding, TargetSettings,
};
use crate::ir::Traced;

/// Everything that is written for one workload.
#[derive(Debug, Clone)]
pub(crate) struct Workload {
    pub(crate) names: Names,
    pub(crate) provenance: Provenance,
    pub(crate) controller: Controller,
    pub(crate) pod: Pod,
    pub(crate) identity: Identity,
    pub(crate) service: Option<ServiceObject>,
    pub(crate) ingresses: Vec<Ingress>,
    pub(crate) bindings: Vec<TargetGroupBinding>,
    pub(crate) network_load_balancers: Vec<NetworkLoadBalancer>,
    pub(crate) routes: Vec<Route>,
    pub(crate) scaling: Option<Scaling>,
    pub(crate) disruption: Option<Disruption>,
    /// Whether the pods are to reach nobody, and nobody them.
    pub(crate) isolation: Option<Traced<()>>,
    pub(crate) secrets: Vec<SecretSet>,
    /// Where the output of its containers goes.
    pub(crate) logs: Vec<LogRoute>,
    /// Where EKS Fargate is to run the pods; empty on nodes, which are where they are.
    pub(crate) subnets: Vec<Traced<String>>,
    /// Security groups that the pods have beside the cluster's own; empty where they have their node's.
    pub(crate) security_groups: Vec<Traced<String>>,
    /// What the execution role did for it, for the principals that do it on EKS.
    pub(crate) duties: ExecutionDuties,
}

/// Names that were decided once, for all writers.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    /// Name of the workload and of most of its objects: a DNS label of at most 46 characters.
    pub(crate) workload: Traced<String>,
    pub(crate) namespace: Traced<String>,
}

/// Where it came from, for annotations on the workload.
#[derive(Debug, Clone)]
pub(crate) struct Provenance {
    /// ARN of the service, else of the task definition.
    pub(crate) source: Option<Traced<String>>,
    /// `family:revision`.
    pub(crate) task_definition: Traced<String>,
    /// The name on ECS, where the workload bears another.
    pub(crate) service_name: Option<Traced<String>>,
    /// Tags of the service and of the task definition, the service's first.
    pub(crate) tags: Vec<(String, Traced<String>)>,
    /// Those among them that are legal as labels.
    pub(crate) labels: Vec<(String, Traced<String>)>,
    /// Such as `ECS service prod/web, task definition web:42`.
    pub(crate) origin: String,
}

/// What keeps the pods running.
#[derive(Debug, Clone)]
pub(crate) enum Controller {
    Deployment { replicas: Replicas, update: RollingUpdate },
    DaemonSet(Daemon),
    Job { backoff_limit: i32, ttl_seconds: i32 },
}

impl Controller {
    /// Its kind.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Controller::Deployment { .. } => "Deployment",
            Controller::DaemonSet(_) => "DaemonSet",
            Controller::Job { .. } => "Job",
        }
    }
}

/// How many pods.
#[derive(Debug, Clone)]
pub(crate) struct Replicas {
    pub(crate) count: Traced<i32>,
    /// Whether something else sets the count, so that it must never be written.
    pub(crate) scaled: bool,
}

/// How pods are replaced. Numbers are pods, texts are percentages such as `100%`.
#[derive(Debug, Clone)]
pub(crate) struct RollingUpdate {
    pub(crate) max_surge: Traced<String>,
    pub(crate) max_unavailable: Traced<String>,
    /// Seconds after which a roll-out counts as stuck.
    pub(crate) progress_deadline: Option<Traced<i32>>,
    /// Seconds that a pod must be ready before it counts.
    pub(crate) min_ready: Option<Traced<i32>>,
}

/// How a daemon's pods are replaced.
#[derive(Debug, Clone)]
pub(crate) struct Daemon {
    pub(crate) max_unavailable: Traced<String>,
    pub(crate) min_ready: Option<Traced<i32>>,
}

/// The address of a workload inside the cluster, and what a load balancer needs to know of it.
#[derive(Debug, Clone)]
pub(crate) struct ServiceObject {
    pub(crate) name: String,
    pub(crate) ports: Vec<ServicePort>,
    /// `None` where no load balancer reaches it.
    pub(crate) target: Option<TargetSettings>,
}
