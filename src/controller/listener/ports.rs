//! On which ports an Ingress listens, and what all that listen on one port agree on.

use std::collections::BTreeMap;

use super::cidrs::{self, Cidrs};
use super::{certificates, mutual};
use crate::controller::annotations::Annotations;
use crate::controller::built::MutualAuthentication;
use crate::controller::fault::Fault;
use crate::controller::group::{Group, Member};
use crate::controller::objects::Account;

/// A port with what its members say of it.
pub(in crate::controller) struct Port {
    pub(in crate::controller) protocol: String,
    /// Who may connect; empty where no member says.
    pub(in crate::controller) cidrs: Cidrs,
    pub(super) ssl_policy: Option<String>,
    /// The default first.
    pub(super) certificates: Vec<String>,
    pub(super) mutual: Option<MutualAuthentication>,
    /// Indices of those who listen on it, in their order.
    pub(super) members: Vec<usize>,
}

/// The ports of a group.
pub(in crate::controller) fn ports(group: &Group, account: &Account) -> Result<BTreeMap<i64, Port>, Fault> {
    let mut all: BTreeMap<i64, Port> = BTreeMap::new();
    for (index, member) in group.members.iter().enumerate() {
        for (number, own) in of_member(member, index, account).map_err(|fault| member.blame(fault))? {
            let merged = match all.remove(&number) {
                Some(port) => merge(port, own).map_err(|fault| member.blame(fault))?,
                None => own,
            };
            all.insert(number, merged);
        }
    }
    Ok(all)
}

/// Without `listen-ports` HTTPS:443 where there is a certificate, else HTTP:80.
fn of_member(member: &Member, index: usize, account: &Account) -> Result<BTreeMap<i64, Port>, Fault> {
    let annotations = member.annotations();
    let named = certificates::named(member);
    let policy = member.class.ssl_policy.as_deref().or_else(|| annotations.text("ssl-policy"));
    let cidrs = cidrs::of(member)?;
    let mut mutual = mutual::by_port(&annotations)?;
    let mut ports = BTreeMap::new();
    for (number, protocol) in listened(&annotations, !named.is_empty())? {
        let secure = protocol == "HTTPS";
        let port = Port {
            certificates: if secure { certificates::or_discovered(&named, member, account)? } else { Vec::new() },
            protocol,
            cidrs: cidrs.clone(),
            ssl_policy: policy.map(str::to_owned),
            mutual: mutual.remove(&number),
            members: vec![index],
        };
        ports.insert(number, port);
    }
    Ok(ports)
}

/// A JSON list of `{PROTOCOL: port}`; of a port that stands there twice the last counts.
fn listened(annotations: &Annotations, certified: bool) -> Result<BTreeMap<i64, String>, Fault> {
    let Some(value) = annotations.json("listen-ports")? else {
        let (number, protocol) = if certified { (443, "HTTPS") } else { (80, "HTTP") };
        return Ok(BTreeMap::from([(number, protocol.to_owned())]));
    };
    let mut ports = BTreeMap::new();
    let entries = value.as_array().map(Vec::as_slice).unwrap_or_default();
    for (protocol, number) in entries.iter().filter_map(|entry| entry.as_object()).flatten() {
        if !["HTTP", "HTTPS"].contains(&protocol.as_str()) {
            return Err(Fault::build(format!("`listen-ports`: `{protocol}` is neither `HTTP` nor `HTTPS`")));
        }
        let number = number.as_i64().filter(|number| (1..=65535).contains(number));
        let number = number.ok_or_else(|| Fault::build(format!("`listen-ports`: no port for `{protocol}`")))?;
        ports.insert(number, protocol.clone());
    }
    if ports.is_empty() { Err(Fault::build("`listen-ports` names no port")) } else { Ok(ports) }
}

/// Protocol, addresses, policy and client certificates must be the same for all who say something of them; certificates
/// are put together in the order of the members.
fn merge(mut port: Port, own: Port) -> Result<Port, Fault> {
    if port.protocol != own.protocol {
        return Err(Fault::build(format!("a port is both of {} and of {}", port.protocol, own.protocol)));
    }
    if port.cidrs.is_empty() {
        port.cidrs = own.cidrs;
    } else if !own.cidrs.is_empty() && port.cidrs != own.cidrs {
        return Err(Fault::build("`inbound-cidrs` of one port differ"));
    }
    port.ssl_policy = agreed(port.ssl_policy, own.ssl_policy, "ssl-policy")?;
    port.mutual = agreed(port.mutual, own.mutual, "mutual-authentication")?;
    for certificate in own.certificates {
        if !port.certificates.contains(&certificate) {
            port.certificates.push(certificate);
        }
    }
    port.members.extend(own.members);
    Ok(port)
}

fn agreed<T: PartialEq>(one: Option<T>, other: Option<T>, key: &str) -> Result<Option<T>, Fault> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => Err(Fault::build(format!("`{key}` of one port differs"))),
        (one, other) => Ok(one.or(other)),
    }
}
