//! What was decided, in neutral words: every default filled in, every name chosen, every order fixed.

mod affinity;
mod autoscaling;
mod container;
mod environment;
mod gateway;
mod guard;
mod health_check;
mod iam;
mod isolation;
mod load_balancer;
mod logging;
mod network;
mod network_load_balancer;
mod port;
mod resources;
mod security;
mod service;
mod target_group_binding;
mod task_definition;
mod volume;

pub(crate) use affinity::{Affinity, NodeTerm, Operator, PodTerm, Requirement};
pub(crate) use autoscaling::{Disruption, Metric, MetricKind, Scaling};
pub(crate) use container::{AfterEnd, Container, Image, Process, Role};
pub(crate) use environment::{Environment, SecretItem, SecretSet, SecretVariable, StoreService, Variable};
pub(crate) use gateway::{
    Gateway, GatewayListener, Route, RouteBackend, RouteDoes, RouteMatch, RoutePath, RouteRedirect, RouteRule,
};
pub(crate) use guard::{Guard, GuardClient, GuardKind};
pub(crate) use health_check::{Handler, Probe, Probes};
pub(crate) use iam::{ExecutionDuties, Identity, Pull, SecretRead};
pub(crate) use isolation::Isolation;
pub(crate) use load_balancer::{
    Backend, Edge, EdgeRule, EdgeState, Ingress, IngressRule, ListenerSettings, LoadBalancerSettings, Place,
    TargetSettings, Throughout,
};
pub(crate) use logging::{LogRoute, LogStep};
pub(crate) use network::{HostAlias, Network};
pub(crate) use network_load_balancer::{
    Attributes, NetworkListeners, NetworkLoadBalancer, NetworkSettings, NetworkTargets, NetworkTls,
};
pub(crate) use port::{ContainerPort, ServicePort};
pub(crate) use resources::{PodResources, Resources};
pub(crate) use security::{Confinement, Profile, Security, Selinux};
pub(crate) use service::{Controller, Daemon, Names, Provenance, Replicas, RollingUpdate, ServiceObject, Workload};
pub(crate) use target_group_binding::{Admitted, Forward, ID_PLACEHOLDER, Member, NewTargetGroup, TargetGroupBinding};
pub(crate) use task_definition::{FARGATE_LABEL, GracePeriod, Pod, PodMetadata, Sysctl};
pub(crate) use volume::{EbsVolume, Mount, NodePath, StorageClass, Volume, VolumeSource};
