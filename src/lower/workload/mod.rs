//! One workload: from what ECS says of a task and its service to the plan. A pass is one ECS rule in one file.
//!
//! Order of the passes is a type where one needs another: the task's budget before containers' shares and scaling, the
//! graph of dependencies before the grace period, target groups before probes and pre-stop.

mod accept_any_end;
mod apply_security_options;
mod assign_identity;
mod attach_ebs;
mod bind_target_groups;
mod build_pod;
mod choose_nodes;
mod constrain_placement;
mod dissolve_execution_role;
mod escape_dollar;
mod find_by_name;
mod fit_budget;
mod fit_on_fargate;
mod hand_through_devices;
mod isolate_container;
mod isolate_task;
mod join_domain;
mod keep_security_groups;
mod label_pod;
mod leave_fault_injection;
mod limit_on_fargate;
mod load_files;
mod mark_for_fargate;
mod mount_docker_volume;
mod mount_file_system;
mod mount_node_path;
mod mount_tmpfs;
mod mount_volumes;
mod name_containers;
mod open_ports;
mod order_containers;
mod pin_image;
mod place_on_network;
mod probe_health;
mod propagate_tags;
mod provide_swap;
mod pull_with_credentials;
mod raise_ulimits;
mod reach_targets;
mod read_task_size;
mod record_provenance;
mod refuse_on_fargate;
mod register_targets;
mod remove_log_router;
mod remove_proxy;
mod request_accelerators;
mod reserve_disk;
mod restart_container;
mod restrict_container;
mod roll_out;
mod route_logs;
mod scale;
mod set_environment;
mod set_sysctls;
mod share_namespaces;
mod share_network;
mod share_on_fargate;
mod share_resources;
mod size_on_fargate;
mod spread_pods;
mod stop_gracefully;
mod store_secrets;
mod take_service_apart;
mod take_volumes_from;
mod translate_container;
mod translate_task;

pub(crate) use choose_nodes::places_of;
pub(crate) use open_ports::listener_port;
pub(super) use reach_targets::fresh as fresh_target_group;
pub(crate) use translate_task::{Given, lower};

/// Whether a service runs one task on each instance.
pub(crate) fn is_daemon(service: &crate::ir::ecs::Service) -> bool {
    roll_out::is_daemon(&service.rollout)
}

use crate::ir::plan;
use crate::lower::arn::Home;
use crate::settings::{Settings, Target};

/// What every pass of one workload may ask.
pub(super) struct Context<'a> {
    pub(super) settings: &'a Settings,
    pub(super) home: &'a Home,
    pub(super) names: &'a plan::Names,
    pub(super) launch: choose_nodes::Launch,
    /// Whether pods run on Windows.
    pub(super) windows: bool,
    /// Whether the containers of the task saw each other's processes.
    pub(super) shares_processes: bool,
    /// Whether others find the tasks by a name that leaves unhealthy ones out.
    pub(super) discovered: bool,
    /// Whether a load balancer sends requests to the pods.
    pub(super) balanced: bool,
    pub(super) kind: Kind,
}

/// What the workload becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A service.
    Service,
    /// A service with one task on each instance.
    Daemon,
    /// A task definition that no service runs, kept running.
    Alone,
    /// A task definition that no service runs, run once.
    Job,
}

impl Context<'_> {
    /// Whether pods run on EKS Fargate.
    pub(super) fn on_fargate(&self) -> bool {
        self.settings.target == Target::Fargate
    }

    /// Whether the cluster has a feature that is on from minor version `minor`.
    pub(super) fn since(&self, minor: u32) -> bool {
        self.settings.kube_minor >= minor
    }

    /// Whether AWS runs the nodes: nobody else can configure them.
    pub(super) fn auto_mode(&self) -> bool {
        self.settings.target == Target::AutoMode
    }

    /// Name of the driver that makes EBS volumes.
    pub(super) fn ebs_driver(&self) -> &'static str {
        if self.auto_mode() { "ebs.csi.eks.amazonaws.com" } else { "ebs.csi.aws.com" }
    }
}
