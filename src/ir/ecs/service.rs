//! A service and the cluster it belongs to.

use super::{CapacityProvider, NetworkConfiguration, PlacementStrategy, PropagateTags, Tag, VolumeConfiguration};
use crate::ir::Spanned;
use crate::source::At;

/// A service.
#[derive(Debug, Clone)]
pub(crate) struct Service {
    pub(crate) at: At,
    pub(crate) name: Spanned<String>,
    pub(crate) arn: Option<Spanned<String>>,
    /// Name or ARN; `None` is the cluster `default`.
    pub(crate) cluster: Option<Spanned<String>>,
    pub(crate) status: Option<Spanned<ServiceStatus>>,
    /// Family, family:revision or ARN.
    pub(crate) task_definition: Option<Spanned<String>>,
    /// `CODE_DEPLOY`, `BLUE_GREEN`, `LINEAR` or `CANARY`: what writes the weights of rules at each deployment.
    pub(crate) moves_traffic: Option<Spanned<String>>,
    pub(crate) rollout: DeploymentConfiguration,
    pub(crate) placement: Placement,
    pub(crate) volumes: Vec<VolumeConfiguration>,
    pub(crate) registrations: Vec<Registration>,
    pub(crate) registries: Vec<ServiceRegistry>,
    /// Seconds after a start in which failed checks do not count.
    pub(crate) health_check_grace_period: Option<Spanned<i64>>,
    pub(crate) tags: Vec<Tag>,
    /// Whose tags each task has; `None`: nobody's.
    pub(crate) propagate_tags: Option<Spanned<PropagateTags>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ServiceStatus {
    Active,
    Draining,
    Inactive,
}

/// How many tasks, and how they are replaced.
#[derive(Debug, Clone)]
pub(crate) struct DeploymentConfiguration {
    pub(crate) scheduling_strategy: Option<Spanned<SchedulingStrategy>>,
    pub(crate) desired_count: Option<Spanned<i64>>,
    pub(crate) minimum_healthy_percent: Option<Spanned<i64>>,
    pub(crate) maximum_percent: Option<Spanned<i64>>,
    pub(crate) circuit_breaker: Option<Spanned<bool>>,
    pub(crate) circuit_breaker_rollback: Option<Spanned<bool>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SchedulingStrategy {
    Replica,
    Daemon,
}

/// Where the tasks run.
#[derive(Debug, Clone)]
pub(crate) struct Placement {
    pub(crate) launch_type: Option<Spanned<LaunchType>>,
    pub(crate) capacity_providers: Vec<CapacityProvider>,
    pub(crate) network: Option<NetworkConfiguration>,
    /// In which order instances are preferred; empty: spread over zones.
    pub(crate) strategy: Vec<PlacementStrategy>,
    /// Whether ECS moves tasks to keep zones even.
    pub(crate) zone_rebalancing: Option<Spanned<bool>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LaunchType {
    Ec2,
    Fargate,
    External,
    ManagedInstances,
}

/// One entry of `loadBalancers`: which container port is registered in which target group.
#[derive(Debug, Clone)]
pub(crate) struct Registration {
    pub(crate) at: At,
    pub(crate) target_group: Option<Spanned<String>>,
    /// Name of a Classic Load Balancer, which has no target groups.
    pub(crate) load_balancer: Option<Spanned<String>>,
    pub(crate) container_name: Option<Spanned<String>>,
    pub(crate) container_port: Option<Spanned<i64>>,
}

/// One entry of `serviceRegistries`: a service of AWS Cloud Map in which each task is registered.
#[derive(Debug, Clone)]
pub(crate) struct ServiceRegistry {
    pub(crate) at: At,
    pub(crate) registry: Option<Spanned<String>>,
    pub(crate) container_name: Option<Spanned<String>>,
    pub(crate) container_port: Option<Spanned<i64>>,
    pub(crate) port: Option<Spanned<i64>>,
}

/// A cluster.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    pub(crate) name: Spanned<String>,
    pub(crate) arn: Option<Spanned<String>>,
    pub(crate) default_capacity_providers: Vec<CapacityProvider>,
}
