//! What the user may choose about a translation. ECS cannot know these things.

use std::collections::BTreeSet;

use crate::diagnostics::Code;

/// Settings of one translation.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Namespace for everything; `None` takes each cluster's name.
    pub namespace: Option<String>,
    /// Minor version of Kubernetes 1 that the output is for: 31 to 37.
    pub kube_minor: u32,
    /// What the pods run on.
    pub target: Target,
    /// Whether the primary container leaves EKS Fargate the memory that it adds to each pod.
    pub fargate_fit: bool,
    /// How pods get their AWS identity.
    pub identity: Identity,
    /// The cluster's OIDC provider as `host/path`, without `https://`; `None` leaves a placeholder.
    pub oidc_provider: Option<String>,
    /// Where secrets come from.
    pub secrets: Secrets,
    /// How requests from outside reach pods.
    pub expose: Expose,
    /// With [`Expose::TargetGroup`], whether pods join the target groups in which ECS registers its tasks.
    pub multi_cluster_target_group: bool,
    /// What becomes of the service's security groups.
    pub security_groups: SecurityGroups,
    /// Whether external-dns is kept from making records.
    pub dns: Dns,
    /// What becomes of tasks.
    pub tasks: Tasks,
    /// Where charts and values stand.
    pub layout: Layout,
    /// Version of every chart.
    pub chart_version: String,
    /// Acceptable errors that are warnings.
    pub accept: BTreeSet<Code>,
    /// Workers; 0 takes as many as there are processors.
    pub jobs: usize,
}

/// What the pods run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// EC2 nodes that the team runs: managed node groups or Karpenter.
    Ec2,
    /// EKS Fargate: a virtual machine for each pod.
    Fargate,
    /// EC2 nodes, volumes and load balancers that EKS Auto Mode runs.
    AutoMode,
}

/// Where charts and values stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A chart for each workload.
    SelfContained,
    /// One chart, and a values file for each workload.
    Shared,
}

/// How pods get their AWS identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// IAM roles for service accounts: an annotation and a trust statement.
    Irsa,
    /// None: roles are attached by other means.
    None,
}

/// Where secrets come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrets {
    /// The External Secrets Operator fills them.
    ExternalSecrets,
    /// They are made by other means, under the same names.
    None,
}

/// How requests from outside reach pods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expose {
    /// Ingress resources for the AWS Load Balancer Controller.
    Ingress,
    /// Gateway API resources for the AWS Load Balancer Controller.
    Gateway,
    /// Target groups of the load balancer that ECS uses.
    TargetGroup,
    /// Not through these charts.
    None,
}

/// What becomes of the service's security groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecurityGroups {
    /// They stay with ECS, and a finding names them.
    Report,
    /// Pods get them, by a SecurityGroupPolicy.
    Emit,
}

/// Whether external-dns is kept from making records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dns {
    /// Ingress resources carry an annotation that makes external-dns pass over them.
    Hold,
    /// No annotation.
    Off,
}

/// What becomes of tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tasks {
    /// What a task definition without a service becomes.
    pub alone: Alone,
    /// What happens when an essential container ends.
    pub essential: Essential,
}

/// What happens when an essential container ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Essential {
    /// It is started again in its pod.
    Restart,
    /// The pod ends, and another takes its place, as ECS replaces tasks.
    Replace,
}

/// What a task definition without a service becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alone {
    /// A Deployment of one replica.
    Deployment,
    /// A Job.
    Job,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            namespace: None,
            kube_minor: 34,
            target: Target::Ec2,
            fargate_fit: false,
            identity: Identity::Irsa,
            oidc_provider: None,
            secrets: Secrets::ExternalSecrets,
            expose: Expose::Ingress,
            multi_cluster_target_group: false,
            security_groups: SecurityGroups::Report,
            dns: Dns::Hold,
            tasks: Tasks { alone: Alone::Deployment, essential: Essential::Restart },
            layout: Layout::SelfContained,
            chart_version: "0.1.0".to_owned(),
            accept: BTreeSet::new(),
            jobs: 0,
        }
    }
}
