//! Decisions: from what ECS said to what is to be written. One pass a decision; the pass that decides is the pass that
//! reports.
//!
//! [`estate`] looks at all workloads at once (names, who owns which load balancer), serially; [`workload`] looks at one,
//! and many of them are lowered at the same time.

pub(crate) mod arn;
pub(crate) mod estate;
pub(crate) mod names;
pub(crate) mod workload;
