//! What a dialect hands to `front/ecs`: nodes in the API's own spelling, each with its kind.

use crate::front::tree::Node;
use crate::source::At;

/// One document in the API's spelling.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) kind: Kind,
    pub(crate) node: Node,
    /// `tags` that stand beside the document, as `describe-task-definition` gives them.
    pub(crate) tags: Option<Node>,
    /// Name of the file without its ending, for a document that has no name of its own.
    pub(crate) stem: String,
    /// ARN of the resource that a part says something of, where it was found.
    pub(crate) subject: Option<String>,
}

/// What a document describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    TaskDefinition,
    /// A list of container definitions without a task definition around it, or a single one.
    Containers,
    Service,
    Cluster,
    LoadBalancer,
    Classic,
    Listener,
    Rule,
    TargetGroup,
    Part(Part),
    TrustStore,
    ScalableTarget,
    ScalingPolicy,
    /// Known, and named in a finding: nothing is made of it yet.
    Untranslated(&'static str),
}

/// What says something of a resource that has a document of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Of what, only the file's name can tell.
    Attributes,
    LoadBalancerAttributes,
    ClassicAttributes,
    TargetGroupAttributes,
    ListenerAttributes,
    ListenerCertificates,
    /// Capacity units that a load balancer reserves.
    Capacity,
    WebAcl,
    /// Of Shield Advanced.
    Protection,
    Tags,
}

/// The documents of one text, and what stands around them.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) documents: Vec<Document>,
    /// Parts of an envelope: not ECS's own fields.
    pub(crate) envelope: Vec<At>,
}
