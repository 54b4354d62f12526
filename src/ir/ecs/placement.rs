//! On which instances a task may be placed.

use crate::ir::Spanned;

/// A constraint of the kind `memberOf`: an instance must match an expression of the cluster query language.
#[derive(Debug, Clone)]
pub(crate) struct PlacementConstraint {
    pub(crate) kind: Spanned<ConstraintKind>,
    pub(crate) expression: Spanned<String>,
}

/// One entry of `placementStrategy`.
#[derive(Debug, Clone)]
pub(crate) struct PlacementStrategy {
    pub(crate) kind: Spanned<StrategyKind>,
    /// What is spread over, or which resource is packed.
    pub(crate) field: Option<Spanned<String>>,
}

/// How instances are preferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StrategyKind {
    Random,
    Spread,
    Binpack,
}

/// The kinds that a task definition may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConstraintKind {
    MemberOf,
}
