//! Which Ingresses make one load balancer, and in which order.

use std::collections::BTreeMap;

use super::annotations::Annotations;
use super::fault::{Fault, Refusal};
use super::objects::{ClassParams, Cluster, Ingress};

const MOST_NAME: usize = 63;
const ORDERS: std::ops::RangeInclusive<i64> = -1000..=1000;

/// The Ingresses of one load balancer, in their order.
pub(super) struct Group<'a> {
    /// The group's name, or `namespace/ingress` where there is none.
    pub(super) name: String,
    pub(super) members: Vec<Member<'a>>,
}

/// An Ingress with its class.
#[derive(Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) ingress: &'a Ingress,
    pub(super) class: &'a ClassParams,
}

impl<'a> Member<'a> {
    pub(super) fn annotations(&self) -> Annotations<'a> {
        annotations(self.ingress)
    }

    /// A fault, with the name of the Ingress.
    pub(super) fn blame(&self, fault: Fault) -> Fault {
        let Ingress { namespace, name, .. } = self.ingress;
        fault.within(&format!("Ingress {namespace}/{name}"))
    }
}

pub(super) fn annotations(ingress: &Ingress) -> Annotations<'_> {
    Annotations(vec![&ingress.annotations])
}

/// The groups. One faulty order stops a group without an event; a name that cannot be read stops its Ingress.
pub(super) fn gather<'a>(all: &[&'a Ingress], cluster: &'a Cluster, refusals: &mut Vec<Refusal>) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for ingress in all {
        let Some(class) = cluster.classes.get(&ingress.class) else { continue };
        match name(ingress, class, cluster) {
            Ok(name) => groups.entry(name).or_default().push(Member { ingress, class }),
            Err(refusal) => refusals.push(refusal),
        }
    }
    let mut sorted = Vec::new();
    for (name, members) in groups {
        match in_order(members) {
            Ok(members) => sorted.push(Group { name, members }),
            Err(fault) => refusals.push(fault.of_group(&name)),
        }
    }
    sorted
}

/// The class's group wins over the annotation; without either an Ingress is a group of its own. A class may be for some
/// namespaces only.
fn name(ingress: &Ingress, class: &ClassParams, cluster: &Cluster) -> Result<String, Refusal> {
    let alone = format!("{}/{}", ingress.namespace, ingress.name);
    let named = class.group.as_deref().or_else(|| annotations(ingress).text("group.name"));
    let has = |(label, value): (&String, &String)| {
        cluster.namespaces.get(&ingress.namespace).is_some_and(|labels| labels.get(label) == Some(value))
    };
    let fault = if !class.namespace_labels.iter().all(has) {
        Fault::group(format!("class `{}` is not for namespace `{}`", ingress.class, ingress.namespace))
    } else {
        match named {
            None => return Ok(alone),
            Some(name) if is_name(name) => return Ok(name.to_owned()),
            Some(name) => Fault::group(format!("`{name}` is no name of a group")),
        }
    };
    Err(fault.of_group(named.unwrap_or(&alone)))
}

fn is_name(name: &str) -> bool {
    let outer = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
    let inner = |character: char| outer(character) || character == '-' || character == '.';
    name.len() <= MOST_NAME && name.starts_with(outer) && name.ends_with(outer) && name.chars().all(inner)
}

/// Sorted by `group.order` as a number, 0 where there is none; then by `namespace/name` as text.
fn in_order(members: Vec<Member>) -> Result<Vec<Member>, Fault> {
    let mut ranked = Vec::new();
    for member in members {
        let order = member.annotations().integer("group.order").map_err(Fault::silent)?;
        let order = order.unwrap_or(0);
        if !ORDERS.contains(&order) {
            return Err(Fault::build(format!("`group.order` {order} is not within -1000 and 1000")).silent());
        }
        ranked.push(((order, format!("{}/{}", member.ingress.namespace, member.ingress.name)), member));
    }
    ranked.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(ranked.into_iter().map(|(_, member)| member).collect())
}
