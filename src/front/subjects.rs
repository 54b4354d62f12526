//! Of which resource an answer is that does not say so itself: by an ARN beside it, else by the name in its file's name.
//!
//! `describe-target-group-attributes`, `describe-listener-certificates` and their like print what they were asked for and
//! not of what ("Elastic Load Balancing API"); `get-web-acl-for-resource` neither ("AWS WAF API"). A name that fits
//! nothing, or several, links nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::front::document::{Document, Kind, Part};
use crate::front::keys::text;
use crate::front::tree::{Node, Value};

/// What file names say, with the key of the ARN and the last part of the name that help proposes. The first one that a
/// name contains counts.
const WORDS: [(&str, Part, &str, &str); 9] = [
    ("target-group-attributes", Part::TargetGroupAttributes, "TargetGroupArn", "<TargetGroupName>"),
    ("load-balancer-attributes", Part::LoadBalancerAttributes, "LoadBalancerArn", "<LoadBalancerName>"),
    ("load-balancer-attributes", Part::ClassicAttributes, "LoadBalancerName", "<LoadBalancerName>"),
    ("elb-attributes", Part::ClassicAttributes, "LoadBalancerName", "<LoadBalancerName>"),
    ("listener-attributes", Part::ListenerAttributes, "ListenerArn", "<LoadBalancerName>-<port>"),
    ("listener-certificates", Part::ListenerCertificates, "ListenerArn", "<LoadBalancerName>-<port>"),
    ("capacity-reservation", Part::Capacity, "LoadBalancerArn", "<LoadBalancerName>"),
    ("web-acl-for-resource", Part::WebAcl, "ResourceArn", "<LoadBalancerName>"),
    ("web-acl", Part::WebAcl, "ResourceArn", "<LoadBalancerName>"),
];

/// ARNs by the names under which files may mean them.
#[derive(Default)]
struct Named {
    load_balancers: BTreeMap<String, BTreeSet<String>>,
    target_groups: BTreeMap<String, BTreeSet<String>>,
    /// Classic Load Balancers have no ARN.
    classics: BTreeMap<String, BTreeSet<String>>,
    /// By port, and by load balancer and port.
    listeners: BTreeMap<String, BTreeSet<String>>,
}

/// Finds the subject of each part, and tells those that have none.
pub(super) fn find(documents: &mut [Document], diags: &mut Diagnostics) {
    let named = Named::of(documents);
    for document in documents {
        let Kind::Part(part) = document.kind else { continue };
        if let Some(arn) = arn_beside(part, &document.node) {
            document.subject = Some(arn.to_owned());
            continue;
        }
        let by_file = by_file(part, &document.stem);
        if let Some((part, _)) = by_file {
            document.kind = Kind::Part(part);
        }
        let candidates = by_file.map(|(part, name)| named.get(part, name));
        let why = match candidates.map(|all| all.map(|all| (all.len(), all.first()))) {
            Some(Some((1, Some(arn)))) => {
                document.subject = Some(arn.clone());
                continue;
            }
            Some(Some(_)) => format!("the name of the file, `{}`, fits several", document.stem),
            Some(None) => format!("the name of the file, `{}`, fits nothing among the inputs", document.stem),
            None => "neither a key beside it nor the name of the file says it".to_owned(),
        };
        tell(document, &why, diags);
    }
}

/// The ARN that stands in the answer or beside it.
fn arn_beside(part: Part, node: &Node) -> Option<&str> {
    let key = match part {
        Part::LoadBalancerAttributes | Part::Capacity => "LoadBalancerArn",
        Part::ClassicAttributes => "LoadBalancerName",
        Part::TargetGroupAttributes => "TargetGroupArn",
        Part::ListenerAttributes | Part::ListenerCertificates => "ListenerArn",
        Part::WebAcl | Part::Protection | Part::Tags => "ResourceArn",
        Part::Attributes => return None,
    };
    text(node, key)
}

/// What a file's name says: the kind of its answer, and the name after that.
fn by_file(part: Part, stem: &str) -> Option<(Part, &str)> {
    let fits = |of: Part| {
        let attributes =
            matches!(of, Part::TargetGroupAttributes | Part::LoadBalancerAttributes | Part::ListenerAttributes);
        of == part || part == Part::Attributes && attributes
    };
    let fitting = WORDS.iter().filter(|(_, of, ..)| fits(*of));
    let found = fitting.filter_map(|(word, of, ..)| {
        let (before, after) = stem.split_once(word)?;
        let whole = before.is_empty() || before.ends_with(['-', '_']);
        let name = after.strip_prefix(['-', '_'])?;
        (whole && !name.is_empty()).then_some((before.len(), (*of, name)))
    });
    found.min_by_key(|(before, _)| *before).map(|(_, found)| found)
}

impl Named {
    fn of(documents: &[Document]) -> Self {
        let mut named = Named::default();
        let of_kind = |kind: Kind| documents.iter().filter(move |it| it.kind == kind).map(|it| &it.node);
        for node in of_kind(Kind::LoadBalancer) {
            put(&mut named.load_balancers, text(node, "LoadBalancerName"), text(node, "LoadBalancerArn"));
        }
        for node in of_kind(Kind::Classic) {
            let name = text(node, "LoadBalancerName");
            put(&mut named.classics, name, name);
        }
        for node in of_kind(Kind::TargetGroup) {
            put(&mut named.target_groups, text(node, "TargetGroupName"), text(node, "TargetGroupArn"));
        }
        for node in of_kind(Kind::Listener) {
            let (arn, port) = (text(node, "ListenerArn"), port(node));
            let balancer = arn.and_then(|arn| arn.split('/').nth(2));
            let both = balancer.zip(port).map(|(balancer, port)| format!("{balancer}-{port}"));
            put(&mut named.listeners, both.as_deref(), arn);
            put(&mut named.listeners, port, arn);
        }
        named
    }

    fn get(&self, part: Part, name: &str) -> Option<&BTreeSet<String>> {
        match part {
            Part::LoadBalancerAttributes | Part::Capacity | Part::WebAcl => self.load_balancers.get(name),
            Part::ClassicAttributes => self.classics.get(name),
            Part::TargetGroupAttributes => self.target_groups.get(name),
            Part::ListenerAttributes | Part::ListenerCertificates => self.listeners.get(name),
            Part::Protection | Part::Tags | Part::Attributes => None,
        }
    }
}

fn put(names: &mut BTreeMap<String, BTreeSet<String>>, name: Option<&str>, arn: Option<&str>) {
    if let (Some(name), Some(arn)) = (name, arn) {
        names.entry(name.to_owned()).or_default().insert(arn.to_owned());
    }
}

fn port(node: &Node) -> Option<&str> {
    match &node.get("Port")?.value {
        Value::Number(digits) | Value::String(digits) => Some(digits),
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => None,
    }
}

fn tell(document: &Document, why: &str, diags: &mut Diagnostics) {
    let Kind::Part(part) = document.kind else { return };
    let what = match part {
        Part::Attributes => "attributes of an unknown resource",
        Part::LoadBalancerAttributes | Part::ClassicAttributes => "attributes of an unknown load balancer",
        Part::TargetGroupAttributes => "attributes of an unknown target group",
        Part::ListenerAttributes => "attributes of an unknown listener",
        Part::ListenerCertificates => "certificates of an unknown listener",
        Part::Capacity => "reserved capacity of an unknown load balancer",
        Part::WebAcl => "the web ACL of an unknown load balancer",
        Part::Protection => "a protection of an unknown resource",
        Part::Tags => "tags of an unknown resource",
    };
    let word = WORDS.iter().rfind(|(_, of, ..)| *of == part);
    let help = match (word, part) {
        (Some((word, _, key, name)), _) => {
            format!("name the file `{word}-{name}.json`, or put `\"{key}\": \"…\"` beside the answer")
        }
        (None, Part::Attributes) => "name the file `target-group-attributes-<TargetGroupName>.json`, `load-balancer-attributes-<LoadBalancerName>.json` or `listener-attributes-<LoadBalancerName>-<port>.json`, or put `TargetGroupArn`, `LoadBalancerArn` or `ListenerArn` beside the answer".to_owned(),
        (None, _) => "export it again: the answer itself has a `ResourceArn`".to_owned(),
    };
    diags.tell(
        Finding::new(Code::AnswerNotLinked, document.node.at.place_only(), format!("{what}: {why}"))
            .label("belongs to nothing")
            .kubernetes("nothing of it is written, as if it were not there")
            .help(help),
    );
}
