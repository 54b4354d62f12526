//! The API dialect: what `aws … describe-*` prints, what `--cli-input-json` takes, and recordings of either.
//!
//! Invariant: unwraps and names documents, and changes nothing in them: the API's spelling is the canonical one.

use crate::front::document::{Document, Kind, Part, Read};
use crate::front::tree::{Entry, Node, Value};

/// Finds the documents in one tree. `stem` is the file's name without its ending.
pub(crate) fn documents(node: Node, stem: &str) -> Read {
    let mut reading = Reading { stem, read: Read::default() };
    reading.node(node);
    reading.read
}

/// A walk through the wrappings of one tree.
struct Reading<'a> {
    stem: &'a str,
    read: Read,
}

impl Reading<'_> {
    fn node(&mut self, node: Node) {
        match node.value {
            Value::List(items) if items.iter().any(is_container) && items.iter().all(may_be_container) => {
                let node = Node { at: node.at, value: Value::List(items) };
                self.put(Kind::Containers, node, None);
            }
            Value::List(items) => items.into_iter().for_each(|item| self.node(item)),
            Value::Map(entries) => self.map(Node { at: node.at, value: Value::Map(entries) }),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn map(&mut self, node: Node) {
        if let Some(kind) = bare(&node) {
            return self.put(kind, node, None);
        }
        let Value::Map(mut entries) = node.value else { return };
        let tags =
            entries.iter().any(|entry| entry.key == "taskDefinition").then(|| take(&mut entries, "tags")).flatten();
        let mut tags = tags;
        for entry in entries {
            self.entry(entry, &mut tags);
        }
        if let Some(tags) = tags {
            self.read.envelope.push(tags.at);
        }
    }

    fn entry(&mut self, entry: Entry, tags: &mut Option<Node>) {
        let Entry { key, node, .. } = entry;
        match (key.as_str(), wrapped(&key)) {
            ("data", _) => self.node(node),
            ("taskDefinition", _) => {
                let tags = tags.take();
                self.put(Kind::TaskDefinition, node, tags);
            }
            (_, Some(kind)) => self.wrapped(kind, node),
            (_, None) => self.read.envelope.push(node.at),
        }
    }

    fn wrapped(&mut self, kind: Kind, node: Node) {
        match node.value {
            Value::List(items) if items.is_empty() => self.read.envelope.push(node.at),
            Value::List(items) => items.into_iter().for_each(|item| self.put(kind, item, None)),
            Value::Map(entries) => {
                self.put(kind, Node { at: node.at, value: Value::Map(entries) }, None);
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.read.envelope.push(node.at),
        }
    }

    fn put(&mut self, kind: Kind, node: Node, tags: Option<Node>) {
        self.read.documents.push(Document { kind, node, tags, stem: self.stem.to_owned(), subject: None });
    }
}

fn take(entries: &mut Vec<Entry>, key: &str) -> Option<Node> {
    let index = entries.iter().position(|entry| entry.key == key)?;
    Some(entries.remove(index).node)
}

fn is_container(node: &Node) -> bool {
    node.get("image").is_some() && node.get("containerDefinitions").is_none()
}

fn may_be_container(node: &Node) -> bool {
    matches!(node.value, Value::Map(_)) && bare(node).is_none_or(|kind| kind == Kind::Containers)
}

/// What a map is by the keys in it; `None` for an envelope.
fn bare(node: &Node) -> Option<Kind> {
    let has = |key: &str| node.get(key).is_some();
    if has("containerDefinitions") {
        return Some(Kind::TaskDefinition);
    }
    if has("serviceName") && !has("services") {
        return Some(Kind::Service);
    }
    if has("RuleArn") && has("Actions") {
        return Some(Kind::Rule);
    }
    if has("ListenerArn") && has("DefaultActions") {
        return Some(Kind::Listener);
    }
    if has("TargetGroupArn") && has("TargetGroupName") {
        return Some(Kind::TargetGroup);
    }
    if has("LoadBalancerArn") && has("LoadBalancerName") {
        return Some(Kind::LoadBalancer);
    }
    if has("ListenerDescriptions") && has("LoadBalancerName") {
        return Some(Kind::Classic);
    }
    if let Some(part) = part(node) {
        return Some(Kind::Part(part));
    }
    if has("clusterArn") && has("clusterName") {
        return Some(Kind::Cluster);
    }
    let of_service =
        ["desiredCount", "loadBalancers", "deploymentConfiguration", "schedulingStrategy", "serviceRegistries"];
    let known = of_service.iter().filter(|key| has(key)).count();
    if known > 1 || known == 1 && has("taskDefinition") {
        // Tools that keep the name elsewhere write a service without it.
        return Some(Kind::Service);
    }
    if has("taskDefinition") && (has("overrides") || has("count") || has("launchType") || has("networkConfiguration")) {
        return Some(Kind::Untranslated("run-task input"));
    }
    if has("PolicyType") && has("ResourceId") {
        return Some(Kind::ScalingPolicy);
    }
    if has("MaxCapacity") && has("ResourceId") {
        return Some(Kind::ScalableTarget);
    }
    if is_container(node) && (has("name") || has("command") || has("portMappings") || has("memory")) {
        return Some(Kind::Containers);
    }
    None
}

/// What an answer without a name of its own says of a load balancer, a listener or a target group.
fn part(node: &Node) -> Option<Part> {
    let has = |key: &str| node.get(key).is_some();
    let list = |key: &str, of: &str| match node.get(key).map(|node| &node.value) {
        Some(Value::List(items)) => items.iter().all(|item| item.get(of).is_some()),
        _ => false,
    };
    if has("Attributes") && has("LoadBalancerArn") {
        return Some(Part::LoadBalancerAttributes);
    }
    if has("Attributes") && has("TargetGroupArn") {
        return Some(Part::TargetGroupAttributes);
    }
    if has("Attributes") && has("ListenerArn") {
        return Some(Part::ListenerAttributes);
    }
    if list("Attributes", "Key") {
        return Some(Part::Attributes);
    }
    if list("Certificates", "CertificateArn") {
        return Some(Part::ListenerCertificates);
    }
    if !has("LoadBalancerDescriptions")
        && matches!(node.get("LoadBalancerAttributes").map(|node| &node.value), Some(Value::Map(_)))
    {
        return Some(Part::ClassicAttributes);
    }
    if has("MinimumLoadBalancerCapacity") || has("CapacityReservationState") {
        return Some(Part::Capacity);
    }
    matches!(node.get("WebACL")?.value, Value::Map(_)).then_some(Part::WebAcl)
}

/// What the items under a key of an answer are.
fn wrapped(key: &str) -> Option<Kind> {
    Some(match key {
        "services" | "service" => Kind::Service,
        "clusters" | "cluster" => Kind::Cluster,
        "LoadBalancers" => Kind::LoadBalancer,
        "LoadBalancerAttributes" => Kind::Untranslated("LoadBalancerAttributes"),
        "LoadBalancerDescriptions" => Kind::Classic,
        "Listeners" => Kind::Listener,
        "Rules" => Kind::Rule,
        "TargetGroups" => Kind::TargetGroup,
        "ScalableTargets" => Kind::ScalableTarget,
        "ScalingPolicies" => Kind::ScalingPolicy,
        "ScheduledActions" => Kind::Untranslated("scheduled actions"),
        "TagDescriptions" => Kind::Part(Part::Tags),
        "Protections" | "Protection" => Kind::Part(Part::Protection),
        "TrustStores" => Kind::TrustStore,
        _ => return None,
    })
}
