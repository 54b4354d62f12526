//! Certificates of a listener of HTTPS.

use std::collections::BTreeSet;

use crate::controller::fault::Fault;
use crate::controller::group::Member;
use crate::controller::objects::Account;

/// What an Ingress names: the class's certificates replace those of the annotation.
pub(super) fn named(member: &Member) -> Vec<String> {
    if !member.class.certificates.is_empty() {
        return member.class.certificates.clone();
    }
    member.annotations().list("certificate-arn").unwrap_or_default()
}

/// An Ingress that names none, whatever the other members do, gets one for each of its hosts (of `rules` and of `tls`)
/// out of those that are there; a host without one is a fault. Without a host there is none, and AWS refuses the listener.
pub(super) fn or_discovered(named: &[String], member: &Member, account: &Account) -> Result<Vec<String>, Fault> {
    if !named.is_empty() {
        return Ok(named.to_vec());
    }
    let ingress = member.ingress;
    let hosts: BTreeSet<&String> =
        ingress.rules.iter().filter_map(|entry| entry.host.as_ref()).chain(&ingress.tls_hosts).collect();
    let mut found: Vec<String> = Vec::new();
    for host in hosts {
        let fits = |domains: &BTreeSet<String>| domains.iter().any(|domain| covers(domain, host));
        let certificate = account.certificates.iter().find(|certificate| fits(&certificate.domains));
        let certificate = certificate.ok_or_else(|| Fault::build(format!("there is no certificate for `{host}`")))?;
        if !found.contains(&certificate.arn) {
            found.push(certificate.arn.clone());
        }
    }
    Ok(found)
}

/// `*` stands for one label.
fn covers(domain: &str, host: &str) -> bool {
    domain == host
        || domain.strip_prefix("*.").is_some_and(|parent| host.split_once('.').is_some_and(|(_, rest)| rest == parent))
}
