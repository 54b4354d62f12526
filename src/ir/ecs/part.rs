//! What answers say of a load balancer, a listener or a target group beside its own document.

use super::{Attribute, Tag};
use crate::ir::Spanned;

/// What stands in a document of its own; the document's key is the ARN of what it is said of.
#[derive(Debug)]
pub(crate) enum Part {
    Attributes(Vec<Attribute>),
    /// With their ARNs; whether it is the default.
    Certificates(Vec<(Spanned<String>, bool)>),
    /// Capacity units that are reserved at least.
    Capacity(Option<Spanned<i64>>),
    /// ARN of the web ACL that guards it.
    WebAcl(Spanned<String>),
    /// Shield Advanced protects what has this ARN.
    Protected(Spanned<String>),
    Tags(Vec<Tag>),
}
