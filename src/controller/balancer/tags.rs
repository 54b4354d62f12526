//! Tags, and how lists of keys and values of several members become one.

use std::collections::BTreeMap;

use crate::controller::annotations::Annotations;
use crate::controller::fault::Fault;
use crate::controller::group::{Group, Member};
use crate::controller::objects::Service;

/// Put together key by key; two values for one key are a fault.
pub(in crate::controller) fn merged(
    all: Vec<BTreeMap<String, String>>,
    what: &str,
) -> Result<BTreeMap<String, String>, Fault> {
    let mut merged = BTreeMap::new();
    for (key, value) in all.into_iter().flatten() {
        match merged.get(&key) {
            Some(other) if *other != value => {
                return Err(Fault::build(format!("{what} `{key}` is both `{other}` and `{value}`")));
            }
            Some(_) => {}
            None => drop(merged.insert(key, value)),
        }
    }
    Ok(merged)
}

/// Load balancer and listeners have the tags of all members.
pub(in crate::controller) fn of_group(group: &Group) -> Result<BTreeMap<String, String>, Fault> {
    merged(group.members.iter().map(of_member).collect::<Result<_, Fault>>()?, "tag")
}

/// Rules have the tags of their Ingress. A class's win key by key.
pub(in crate::controller) fn of_member(member: &Member) -> Result<BTreeMap<String, String>, Fault> {
    let mut tags = member.annotations().map("tags").map_err(|fault| member.blame(fault))?;
    tags.extend(member.class.tags.clone());
    Ok(tags)
}

/// Target groups have those of their Ingress, over them those of their Service, over them the class's.
pub(in crate::controller) fn of_target_group(
    member: &Member,
    service: &Service,
) -> Result<BTreeMap<String, String>, Fault> {
    let mut tags = member.annotations().map("tags")?;
    tags.extend(Annotations(vec![&service.annotations]).map("tags")?);
    tags.extend(member.class.tags.clone());
    Ok(tags)
}
