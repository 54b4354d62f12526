//! From the plan to typed Kubernetes objects.
//!
//! Invariant: takes every struct of the plan apart whole, in the file of the same name.

mod affinity;
mod autoscaling;
mod container;
mod edge_objects;
mod environment;
mod gateway;
mod gateway_objects;
mod guard;
mod health_check;
mod isolation;
mod load_balancer;
mod network;
mod network_load_balancer;
mod objects;
mod port;
mod resources;
mod security;
mod service;
mod target_group;
mod target_group_binding;
mod task_definition;
mod trace;
mod volume;

pub(crate) use edge_objects::{EdgeObjects, EdgeRule, Maker, RuleState};
pub(crate) use gateway::gateway;
pub(crate) use gateway_objects::{CONTROLLER_API, GATEWAY_API, GatewayObjects, Routes};
pub(crate) use load_balancer::edge;
pub(crate) use objects::{Controller, Objects};
pub(crate) use service::workload;
pub(crate) use trace::{Target, Trace};
