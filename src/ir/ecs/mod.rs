//! What ECS and the services around it said, in their own words and units.
//!
//! `None` means "not written": a default is a pass, never a value here.

mod action;
mod autoscaling;
mod container;
mod ebs;
mod environment;
mod estate;
mod guard;
mod health_check;
mod isolation;
mod kernel;
mod lifecycle;
mod listener_rule;
mod load_balancer;
mod logging;
mod network;
mod network_load_balancer;
mod part;
mod placement;
mod port;
mod resources;
mod security;
mod service;
mod tag;
mod target_group;
mod task_definition;
mod volume;

pub(crate) use action::{Action, Actions, Forward, ForwardTarget, GroupStickiness, Redirect, Respond, Untranslated};
pub(crate) use autoscaling::{ScalableTarget, ScalingPolicy, TargetTracking};
pub(crate) use container::{Container, Process, VersionConsistency};
pub(crate) use ebs::{EbsPerformance, FileSystem, ManagedEbs, PropagateTags, VolumeConfiguration, VolumeTags};
pub(crate) use environment::{Environment, EnvironmentFile, FileStore, Secret, Variable};
pub(crate) use estate::{Document, Estate};
pub(crate) use guard::{AuthenticateCognito, AuthenticateOidc, Claim, Guard, JwtValidation, Session};
pub(crate) use health_check::HealthCheck;
pub(crate) use isolation::{IpcMode, Isolation, IsolationMode, PidMode, TrustedExecution};
pub(crate) use kernel::{Device, Kernel, LinuxParameters, SystemControl, Tmpfs, Ulimit};
pub(crate) use lifecycle::{Condition, Dependency, Lifecycle, RestartPolicy};
pub(crate) use listener_rule::{
    ConditionField, Conditions, QueryPair, Rewrite, Rule, RuleCondition, Transform, TransformKind,
};
pub(crate) use load_balancer::{CLASSIC, Listener, LoadBalancer, LoadBalancerType, MutualAuthentication, Scheme};
pub(crate) use logging::{Firelens, LogConfiguration, Logging, RouterKind};
pub(crate) use network::{CapacityProvider, ContainerNetwork, ExtraHost, NetworkConfiguration, PublicIp};
pub(crate) use network_load_balancer::{Address, NetworkOnly};
pub(crate) use part::Part;
pub(crate) use placement::{ConstraintKind, PlacementConstraint, PlacementStrategy, StrategyKind};
pub(crate) use port::{AppProtocol, Port, PortRange, Protocol};
pub(crate) use resources::{GpuSharing, ResourceKind, ResourceRequirement, Resources};
pub(crate) use security::Security;
pub(crate) use service::{
    Cluster, DeploymentConfiguration, LaunchType, Placement, Registration, SchedulingStrategy, Service,
    ServiceRegistry, ServiceStatus,
};
pub(crate) use tag::{Attribute, Tag};
pub(crate) use target_group::{TargetGroup, TargetHealthCheck, TargetProtocol};
pub(crate) use task_definition::{
    Accelerator, Architecture, Compatibility, NetworkMode, OperatingSystem, Platform, Proxy, RevisionStatus,
    TaskDefinition, TaskIdentity, TaskNetwork, TaskSize,
};
pub(crate) use volume::{DockerVolume, Efs, FsxWindows, Mount, S3Files, Scope, Volume, VolumeKind, VolumesFrom};
