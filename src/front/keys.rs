//! Under which name a document is known before it is read, so that a broken one fails only what refers to it.

use crate::front::document::{Document, Kind, Part};
use crate::front::tree::{Node, Value};

/// A file's name without folders and endings.
pub(crate) fn stem(name: &str) -> &str {
    let base = name.rsplit('/').next().unwrap_or(name);
    base.split('.').find(|part| !part.is_empty()).unwrap_or("workload")
}

/// The API's name for the shape.
pub(crate) fn shape(kind: Kind) -> &'static str {
    match kind {
        Kind::TaskDefinition => "TaskDefinition",
        Kind::Containers => "TaskDefinition.containerDefinitions",
        Kind::Service => "Service",
        Kind::Cluster => "Cluster",
        Kind::LoadBalancer => "LoadBalancer",
        Kind::Classic => "LoadBalancerDescription",
        Kind::Listener => "Listener",
        Kind::Rule => "Rule",
        Kind::TargetGroup => "TargetGroup",
        Kind::Part(Part::Attributes) => "Attributes",
        Kind::Part(Part::LoadBalancerAttributes) => "LoadBalancerAttributes",
        Kind::Part(Part::ClassicAttributes) => "ClassicLoadBalancerAttributes",
        Kind::Part(Part::TargetGroupAttributes) => "TargetGroupAttributes",
        Kind::Part(Part::ListenerAttributes) => "ListenerAttributes",
        Kind::Part(Part::ListenerCertificates) => "ListenerCertificates",
        Kind::Part(Part::Capacity) => "CapacityReservation",
        Kind::Part(Part::WebAcl) => "WebACL",
        Kind::Part(Part::Protection) => "Protection",
        Kind::Part(Part::Tags) => "TagDescription",
        Kind::TrustStore => "TrustStore",
        Kind::ScalableTarget => "ScalableTarget",
        Kind::ScalingPolicy => "ScalingPolicy",
        Kind::Untranslated(_) => "Untranslated",
    }
}

pub(crate) fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key).and_then(Node::text).filter(|text| !text.is_empty())
}

/// What makes two documents be of one thing; `None` where nothing does.
pub(crate) fn identity(document: &Document) -> Option<String> {
    let node = &document.node;
    let digits = |key: &str| match node.get(key).map(|node| &node.value) {
        Some(Value::Number(digits)) => Some(digits.clone()),
        _ => None,
    };
    match document.kind {
        Kind::TaskDefinition => text(node, "taskDefinitionArn").map(str::to_owned).or_else(|| {
            let family = text(node, "family")?;
            Some(digits("revision").map_or_else(|| family.to_owned(), |revision| format!("{family}:{revision}")))
        }),
        Kind::Service => text(node, "serviceArn").map(str::to_owned).or_else(|| {
            let cluster = text(node, "clusterArn").or_else(|| text(node, "cluster")).unwrap_or("default");
            Some(format!("{cluster}/{}", text(node, "serviceName")?))
        }),
        Kind::ScalingPolicy => {
            Some(format!("{} {}", text(node, "ResourceId")?, text(node, "PolicyName").unwrap_or("")))
        }
        Kind::ScalableTarget => text(node, "ResourceId").map(str::to_owned),
        Kind::Part(_) => document.subject.clone(),
        Kind::Containers | Kind::Untranslated(_) => None,
        Kind::Cluster
        | Kind::LoadBalancer
        | Kind::Classic
        | Kind::Listener
        | Kind::Rule
        | Kind::TargetGroup
        | Kind::TrustStore => arn(document.kind, node).map(str::to_owned),
    }
}

fn arn(kind: Kind, node: &Node) -> Option<&str> {
    let key = match kind {
        Kind::TaskDefinition => "taskDefinitionArn",
        Kind::Service => "serviceArn",
        Kind::Cluster => "clusterArn",
        Kind::LoadBalancer => "LoadBalancerArn",
        Kind::Classic => "LoadBalancerName",
        Kind::Listener => "ListenerArn",
        Kind::Rule => "RuleArn",
        Kind::TargetGroup => "TargetGroupArn",
        Kind::TrustStore => "TrustStoreArn",
        Kind::ScalableTarget | Kind::ScalingPolicy => "ResourceId",
        Kind::Part(_) | Kind::Containers | Kind::Untranslated(_) => return None,
    };
    text(node, key)
}

/// The name by which other documents refer to it, and which a failed workload bears.
pub(crate) fn reference(document: &Document) -> String {
    let node = &document.node;
    let subject = document.subject.as_deref();
    subject
        .or_else(|| arn(document.kind, node))
        .or_else(|| text(node, "serviceName"))
        .or_else(|| text(node, "family"))
        .or_else(|| text(node, "clusterName"))
        .unwrap_or(&document.stem)
        .to_owned()
}

/// The task definition that a service names.
pub(crate) fn runs(document: &Document) -> Option<String> {
    let named = text(&document.node, "taskDefinition").filter(|_| document.kind == Kind::Service);
    named.map(str::to_owned)
}

/// Whether two trees say the same, whatever the order of their keys.
pub(crate) fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) | (Value::String(a), Value::String(b)) => a == b,
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len()
                && a.iter().all(|entry| other.get(&entry.key).is_some_and(|node| same(&entry.node, node)))
        }
        _ => false,
    }
}
