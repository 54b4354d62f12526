//! A task definition: the family, the size, the roles, the containers and the volumes.

use super::{Container, Isolation, PlacementConstraint, Tag, Volume};
use crate::ir::Spanned;
use crate::source::At;

/// One revision of a task definition.
#[derive(Debug, Clone)]
pub(crate) struct TaskDefinition {
    pub(crate) at: At,
    pub(crate) identity: TaskIdentity,
    pub(crate) size: TaskSize,
    pub(crate) network: TaskNetwork,
    pub(crate) platform: Platform,
    pub(crate) isolation: Isolation,
    pub(crate) task_role: Option<Spanned<String>>,
    pub(crate) execution_role: Option<Spanned<String>>,
    pub(crate) containers: Vec<Container>,
    pub(crate) volumes: Vec<Volume>,
    pub(crate) tags: Vec<Tag>,
}

/// The network of a task.
#[derive(Debug, Clone)]
pub(crate) struct TaskNetwork {
    pub(crate) mode: Option<Spanned<NetworkMode>>,
    pub(crate) proxy: Option<Proxy>,
}

/// `proxyConfiguration`: the container through which App Mesh leads all traffic of the others.
#[derive(Debug, Clone)]
pub(crate) struct Proxy {
    pub(crate) at: At,
    pub(crate) container: Spanned<String>,
    /// Names and values, such as `AppPorts` and `8080,9090`.
    pub(crate) properties: Vec<(Spanned<String>, Spanned<String>)>,
}

/// On what machines it may run.
#[derive(Debug, Clone)]
pub(crate) struct Platform {
    /// What the user asked ECS to validate against (`requiresCompatibilities`).
    pub(crate) requires_compatibilities: Vec<Spanned<Compatibility>>,
    pub(crate) architecture: Option<Spanned<Architecture>>,
    pub(crate) operating_system: Option<Spanned<OperatingSystem>>,
    pub(crate) constraints: Vec<PlacementConstraint>,
}

/// Under what names the revision is known.
#[derive(Debug, Clone)]
pub(crate) struct TaskIdentity {
    pub(crate) arn: Option<Spanned<String>>,
    pub(crate) family: Spanned<String>,
    pub(crate) revision: Option<Spanned<i64>>,
    pub(crate) status: Option<Spanned<RevisionStatus>>,
}

/// The task-level size as it was written: `256`, `.25 vCPU`, `0.5 GB`.
#[derive(Debug, Clone)]
pub(crate) struct TaskSize {
    pub(crate) cpu: Option<Spanned<String>>,
    pub(crate) memory: Option<Spanned<String>>,
    /// GiB of the task's disk on Fargate.
    pub(crate) ephemeral_storage: Option<Spanned<i64>>,
    pub(crate) accelerators: Vec<Accelerator>,
}

/// An accelerator of Elastic Inference.
#[derive(Debug, Clone)]
pub(crate) struct Accelerator {
    pub(crate) at: At,
    pub(crate) device_name: Spanned<String>,
    /// Such as `eia2.medium`.
    pub(crate) device_type: Spanned<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RevisionStatus {
    Active,
    Inactive,
    DeleteInProgress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NetworkMode {
    Awsvpc,
    Bridge,
    Host,
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compatibility {
    Ec2,
    Fargate,
    External,
    ManagedInstances,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Architecture {
    X8664,
    Arm64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OperatingSystem {
    Linux,
    Windows2019,
    Windows2022,
    Windows2025,
    /// A release for which EKS has no nodes (2004, 2016, 20H2).
    WindowsWithoutNodes,
}
