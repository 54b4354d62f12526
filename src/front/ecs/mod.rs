//! What ECS means: from documents in the API's spelling to the IR, key by key.
//!
//! Invariant: fills in no default. What is not written is `None`; the pass that knows ECS's default fills it in.

mod action;
mod autoscaling;
mod container;
mod ebs;
mod environment;
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

pub(crate) use autoscaling::{scalable_target, scaling_policy};
pub(crate) use listener_rule::rule;
pub(crate) use load_balancer::{listener, load_balancer};
pub(crate) use part::part;
pub(crate) use service::{cluster, service};
pub(crate) use target_group::target_group;
pub(crate) use task_definition::{containers_alone, task_definition};
