//! Where a load balancer stands, and behind which security groups.

use std::collections::BTreeSet;

use super::single::{one_value, one_word};
use crate::controller::fault::Fault;
use crate::controller::group::Group;
use crate::controller::objects::{Account, Subnet};

/// Fewest subnets of an Application Load Balancer.
const FEWEST: usize = 2;

/// Where a load balancer stands.
pub(in crate::controller) struct Network {
    pub(super) scheme: String,
    pub(super) ip_address_type: String,
    pub(super) subnets: Vec<String>,
    pub(super) security_groups: Vec<String>,
    /// Whether the controller makes a security group of its own.
    pub(super) managed: bool,
    /// Whether the controller opens targets towards the load balancer.
    pub(in crate::controller) opens_targets: bool,
}

/// The network of a group.
pub(in crate::controller) fn network(group: &Group, account: &Account) -> Result<Network, Fault> {
    let scheme = one_word(group, "scheme", |class| class.scheme.as_deref(), &["internal", "internet-facing"])?;
    let types = ["ipv4", "dualstack", "dualstack-without-public-ipv4"];
    let ip_address_type = one_word(group, "ip-address-type", |class| class.ip_address_type.as_deref(), &types)?;
    let subnets = match asked(group)? {
        Some(asked) => named(asked, account)?,
        None => discovered(&scheme, ip_address_type != "ipv4", account),
    };
    if subnets.len() < FEWEST {
        return Err(Fault::build(format!("it has {} of the {FEWEST} subnets that it needs", subnets.len())));
    }
    let (security_groups, managed, opens_targets) = security_groups(group)?;
    let subnets = subnets.into_iter().collect();
    Ok(Network { scheme, ip_address_type, subnets, security_groups, managed, opens_targets })
}

/// Subnets that the members ask for, in no order. Those of a class and those of an annotation cannot stand in one group,
/// even where they are the same; a class's hide the annotation of its own Ingresses.
fn asked(group: &Group) -> Result<Option<BTreeSet<String>>, Fault> {
    let mut all: BTreeSet<(bool, BTreeSet<String>)> = BTreeSet::new();
    for member in &group.members {
        let of_class = &member.class.subnets;
        if of_class.is_empty() {
            let own = member.annotations().list("subnets");
            all.extend(own.map(|own| (false, own.into_iter().collect())));
        } else {
            all.insert((true, of_class.iter().cloned().collect()));
        }
    }
    let mut all = all.into_iter();
    match (all.next(), all.next()) {
        (Some(_), Some(_)) => Err(Fault::build("members ask for different subnets")),
        (first, _) => Ok(first.map(|(_, subnets)| subnets)),
    }
}

/// By id or by name.
fn named(asked: BTreeSet<String>, account: &Account) -> Result<BTreeSet<String>, Fault> {
    let one = |text: String| {
        let named = |subnet: &&Subnet| subnet.name == text;
        let found = account.subnets.iter().find(named).map(|subnet| subnet.id.clone());
        let id = found.or_else(|| text.starts_with("subnet-").then(|| text.clone()));
        id.ok_or_else(|| Fault::build(format!("there is no subnet `{text}`")))
    };
    asked.into_iter().map(one).collect()
}

/// Those that are tagged for load balancers of the scheme; with IPv6 only those that have it.
fn discovered(scheme: &str, ipv6: bool, account: &Account) -> BTreeSet<String> {
    let public = scheme == "internet-facing";
    let fitting = account.subnets.iter().filter(|subnet| subnet.public == public && (!ipv6 || subnet.ipv6));
    fitting.map(|subnet| subnet.id.clone()).collect()
}

/// `security-groups` are all that the load balancer has, and nothing is opened behind it, unless
/// `manage-backend-security-group-rules` adds the controller's shared group. Without them the controller makes a group
/// of its own. Their order counts: two members with the same groups in another order are a conflict.
fn security_groups(group: &Group) -> Result<(Vec<String>, bool, bool), Fault> {
    let lists: BTreeSet<Vec<String>> =
        group.members.iter().filter_map(|member| member.annotations().list("security-groups")).collect();
    let manage = one_value(group, "manage-backend-security-group-rules", |_| None)?.as_deref() == Some("true");
    let mut lists = lists.into_iter();
    match (lists.next(), lists.next()) {
        (Some(_), Some(_)) => Err(Fault::build("members name different security groups, or in another order")),
        (Some(mut named), None) => {
            named.sort();
            named.extend(manage.then(|| "sg:backend".to_owned()));
            Ok((named, false, manage))
        }
        (None, _) => Ok((vec!["sg:managed".to_owned(), "sg:backend".to_owned()], true, true)),
    }
}
