//! Tags and attributes: keys and values that AWS does not read itself.

use crate::ir::Spanned;

/// A tag of an AWS resource.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    pub(crate) key: Spanned<String>,
    /// Empty where no value was written.
    pub(crate) value: Spanned<String>,
}

/// An attribute of a load balancer or of a target group.
#[derive(Debug, Clone)]
pub(crate) struct Attribute {
    pub(crate) key: Spanned<String>,
    pub(crate) value: Spanned<String>,
}
