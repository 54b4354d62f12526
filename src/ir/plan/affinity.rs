//! Which nodes a pod needs, by more than plain labels, and beside which pods it must or must not run.

use crate::ir::Traced;

/// What must hold of a node.
#[derive(Debug, Clone)]
pub(crate) struct Affinity {
    /// A node must match one of these; any node will do where there is none.
    pub(crate) nodes: Vec<NodeTerm>,
    /// On the node there must be a pod of each.
    pub(crate) beside: Vec<PodTerm>,
    /// On the node there must be a pod of none.
    pub(crate) apart: Vec<PodTerm>,
}

/// Requirements that must hold together.
#[derive(Debug, Clone)]
pub(crate) struct NodeTerm {
    pub(crate) requirements: Vec<Requirement>,
}

/// What must hold of one label of a node.
#[derive(Debug, Clone)]
pub(crate) struct Requirement {
    pub(crate) label: String,
    pub(crate) operator: Operator,
    /// Empty where it is about the label's being there.
    pub(crate) values: Traced<Vec<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
    GreaterThan,
    LessThan,
}

/// Pods of a workload in the same namespace, by its name.
#[derive(Debug, Clone)]
pub(crate) struct PodTerm {
    pub(crate) workload: Traced<String>,
}
