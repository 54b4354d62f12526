//! Who may connect to a port, where the controller makes the security group.

use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::controller::fault::Fault;
use crate::controller::group::Member;

/// Ranges of addresses.
pub(in crate::controller) type Cidrs = BTreeSet<String>;

/// The class's list replaces that of the annotation. A range without its length is a fault, also where the list does not
/// count.
pub(super) fn of(member: &Member) -> Result<Cidrs, Fault> {
    let of_class = Some(&member.class.inbound_cidrs).filter(|all| !all.is_empty()).cloned();
    let all = of_class.or_else(|| member.annotations().list("inbound-cidrs")).unwrap_or_default();
    match all.iter().find(|range| !is_range(range)) {
        Some(range) => Err(Fault::build(format!("`inbound-cidrs`: `{range}` is no range of addresses"))),
        None => Ok(all.into_iter().collect()),
    }
}

fn is_range(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/') else { return false };
    let most = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    length.parse::<u8>().is_ok_and(|length| length <= most)
}
