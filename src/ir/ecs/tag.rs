//! Tags and attributes: keys and values that AWS does not read itself.

use crate::ir::{Spanned, Traced};

/// A tag of an AWS resource.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    pub(crate) key: Spanned<String>,
    /// Empty where no value was written.
    pub(crate) value: Spanned<String>,
}

impl Tag {
    /// Key and value, for a place that takes both.
    pub(crate) fn traced(self) -> (String, Traced<String>) {
        let from = vec![self.key.leaf(), self.value.leaf()];
        (self.key.value, Traced::new(self.value.value, from))
    }
}

/// An attribute of a load balancer or of a target group.
#[derive(Debug, Clone)]
pub(crate) struct Attribute {
    pub(crate) key: Spanned<String>,
    pub(crate) value: Spanned<String>,
}
