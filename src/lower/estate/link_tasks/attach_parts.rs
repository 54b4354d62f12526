//! Puts what stands in a document of its own to what it is said of: attributes, certificates, capacity, the web ACL, tags.
//!
//! Elastic Load Balancing: tags stand on a load balancer, a listener, a rule and a target group each. The controller gives
//! listeners and rules the tags of the Ingress class, which are the load balancer's, and knows no others for one of them
//! (measured with controller 3.5.0): theirs are told where they say more.

use std::collections::BTreeMap;

use super::by_key::by_key;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::Spanned;
use crate::ir::ecs::{Attribute, Document, Listener, LoadBalancer, Part, Rule, Tag, TargetGroup};
use crate::source::At;

const NOT_HERE: &str = "belongs to something that is not among the inputs";
const NOT_OF_IT: &str = "no such setting counts for what it belongs to";

/// What parts are put to.
pub(super) struct Whole<'a> {
    pub(super) load_balancers: &'a mut [Document<LoadBalancer>],
    pub(super) listeners: &'a mut [Document<Listener>],
    pub(super) rules: &'a [Document<Rule>],
    pub(super) target_groups: &'a mut [Document<TargetGroup>],
}

/// Tags of a listener or a rule.
struct Further {
    at: At,
    of: String,
    tags: Vec<Tag>,
}

/// Attaches all parts; what is left is the place of each, by the ARN of what it belongs to.
pub(super) fn attach(parts: Vec<Document<Part>>, whole: Whole, diags: &mut Diagnostics) -> Vec<(String, At)> {
    let Whole { load_balancers, listeners, rules, target_groups } = whole;
    let balancers = by_key(load_balancers);
    let ports = by_key(listeners);
    let groups = by_key(target_groups);
    let mut further = Vec::new();
    let mut places = Vec::new();
    for document in parts {
        let (at, key) = (document.at, document.key);
        places.push((key.clone(), at));
        let Some(part) = document.value else { continue };
        let of_further = ports.contains_key(&key) || rules.iter().any(|rule| rule.key == key);
        if let (Part::Tags(tags), true) = (&part, of_further) {
            further.push(Further { at, of: key, tags: tags.clone() });
        } else if let Some(own) = found(&balancers, load_balancers, &key) {
            own.value.iter_mut().for_each(|own| of_balancer(own, at, &part, diags));
        } else if let Some(own) = found(&groups, target_groups, &key) {
            own.value.iter_mut().for_each(|own| of_group(own, at, &part, diags));
        } else if let Some(own) = found(&ports, listeners, &key) {
            own.value.iter_mut().for_each(|own| of_listener(own, at, &part, diags));
        } else {
            diags.ignore(at, NOT_HERE);
        }
    }
    tell_further(further, load_balancers, diags);
    places
}

fn found<'a, T>(
    indices: &BTreeMap<String, usize>,
    all: &'a mut [Document<T>],
    key: &str,
) -> Option<&'a mut Document<T>> {
    indices.get(key).and_then(|index| all.get_mut(*index))
}

fn of_balancer(own: &mut LoadBalancer, at: At, part: &Part, diags: &mut Diagnostics) {
    match part {
        Part::Attributes(attributes) => own.attributes.clone_from(attributes),
        Part::Capacity(units) => own.capacity.clone_from(units),
        Part::WebAcl(arn) => own.web_acl = Some(arn.clone()),
        Part::Protected(arn) => own.protected = Some(arn.clone()),
        Part::Tags(tags) => own.tags = without_aws(tags, diags),
        Part::Certificates(_) => diags.ignore(at, NOT_OF_IT),
    }
}

fn of_group(own: &mut TargetGroup, at: At, part: &Part, diags: &mut Diagnostics) {
    match part {
        Part::Attributes(attributes) => own.attributes = without_foreign(attributes, diags),
        Part::Tags(tags) => own.tags = without_aws(tags, diags),
        Part::Capacity(_) | Part::WebAcl(_) | Part::Protected(_) | Part::Certificates(_) => {
            diags.ignore(at, NOT_OF_IT);
        }
    }
}

fn of_listener(own: &mut Listener, at: At, part: &Part, diags: &mut Diagnostics) {
    match part {
        Part::Attributes(attributes) => own.attributes.clone_from(attributes),
        Part::Certificates(all) => {
            own.all_certificates = true;
            add_certificates(&mut own.certificates, all, diags);
        }
        Part::Capacity(_) | Part::WebAcl(_) | Part::Protected(_) | Part::Tags(_) => diags.ignore(at, NOT_OF_IT),
    }
}

/// API reference, "DescribeListenerCertificates": the default once more, and the others, which a listener's own document
/// leaves out.
fn add_certificates(own: &mut Vec<Spanned<String>>, all: &[(Spanned<String>, bool)], diags: &mut Diagnostics) {
    let defaults = all.iter().filter(|(_, is_default)| *is_default);
    for (arn, _) in defaults.chain(all.iter().filter(|(_, is_default)| !is_default)) {
        if own.iter().any(|known| known.value == arn.value) {
            diags.ignore(arn.at, "stands at its listener already");
        } else {
            own.push(arn.clone());
        }
    }
}

/// Attributes of other kinds of target groups ("TargetGroupAttribute", API reference).
fn without_foreign(attributes: &[Attribute], diags: &mut Diagnostics) -> Vec<Attribute> {
    let (foreign, own): (Vec<_>, Vec<_>) = attributes.iter().cloned().partition(|attribute| {
        let key = attribute.key.value.as_str();
        key.starts_with("lambda.") || key.starts_with("target_failover.")
    });
    for at in foreign.iter().flat_map(|attribute| [attribute.key.at, attribute.value.at]) {
        diags.ignore(at, "counts for Lambda functions and Gateway Load Balancers only");
    }
    own
}

/// Tags that somebody chose. Those of AWS itself cannot be set, and the controller's own belong to another load balancer.
fn without_aws(tags: &[Tag], diags: &mut Diagnostics) -> Vec<Tag> {
    const OF_CONTROLLERS: [&str; 4] = ["aws:", "elbv2.k8s.aws/", "ingress.k8s.aws/", "ingress.eks.amazonaws.com/"];
    let mut own = Vec::new();
    for tag in tags {
        if OF_CONTROLLERS.iter().any(|start| tag.key.value.starts_with(start)) {
            diags.ignore(tag.key.at, "a tag that AWS or a controller sets by itself");
            diags.ignore(tag.value.at, "a tag that AWS or a controller sets by itself");
        } else {
            own.push(tag.clone());
        }
    }
    own
}

fn tell_further(all: Vec<Further>, load_balancers: &[Document<LoadBalancer>], diags: &mut Diagnostics) {
    for Further { at, of, tags } in all {
        diags.ignore(at, "listeners and rules have the tags of their load balancer");
        let balancer = load_balancers.iter().find(|it| it.key == balancer_of(&of));
        let known = balancer.and_then(|it| it.value.as_ref()).map(|it| it.tags.as_slice()).unwrap_or_default();
        let mut lost = without_aws(&tags, diags);
        lost.retain(|tag| !known.iter().any(|it| it.key.value == tag.key.value && it.value.value == tag.value.value));
        if let Some(first) = lost.first() {
            let keys: Vec<String> = lost.iter().map(|tag| format!("`{}`", tag.key.value)).collect();
            let what = if of.contains(":listener-rule/") { "a rule" } else { "a listener" };
            diags.tell(
                Finding::new(Code::LoadBalancerTags, first.key.at.place_only(), format!("{what} has tags that its load balancer has not: {}", keys.join(", ")))
                    .label("left out")
                    .kubernetes("they are left out: the controller gives listeners and rules the tags of their load balancer")
                    .help("if a policy or a bill goes by them, put them on the load balancer, or tag by hand what the controller made"),
            );
        }
    }
}

/// `…:loadbalancer/app/NAME/ID` of a listener's or a rule's ARN.
fn balancer_of(arn: &str) -> String {
    let (account, path) = arn.split_once(":listener").unwrap_or((arn, ""));
    let parts: Vec<&str> = path.split('/').skip(1).take(3).collect();
    format!("{account}:loadbalancer/{}", parts.join("/"))
}
