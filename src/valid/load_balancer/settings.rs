//! Compares how something is set today with how the controller would set it.

use std::collections::BTreeMap;

use super::PROVEN_WITH;
use crate::controller;
use crate::diagnostics::{Code, Finding};
use crate::ir::today::{Listener, Setting};
use crate::source::At;

/// A setting that would not be what it is today.
pub(super) struct Changed {
    /// Where today's stands, if it does.
    pub(super) at: Option<At>,
    pub(super) name: String,
    pub(super) today: Option<String>,
    pub(super) after: Option<String>,
}

/// What is not asked for is as on a new one; what only the controller is asked for is more than today.
pub(super) fn compare(today: &[Setting], made: &BTreeMap<String, String>) -> Vec<Changed> {
    let mut changed = Vec::new();
    for Setting { at, name, value, fresh } in today {
        let after = made.get(name).or(fresh.as_ref());
        // Of an attribute that a new one does not have, an empty value is none.
        if after != Some(value) && !(after.is_none() && value.is_empty()) {
            let (name, today) = (name.clone(), Some(value.clone()));
            changed.push(Changed { at: Some(*at), name, today, after: after.cloned() });
        }
    }
    for (name, after) in made {
        if today.iter().all(|setting| setting.name != *name) {
            changed.push(Changed { at: None, name: name.clone(), today: None, after: Some(after.clone()) });
        }
    }
    changed
}

/// How a listener is set. Certificates and policy that are not known may be any.
pub(super) fn of_listener(today: &Listener, made: &controller::Listener) -> Vec<Changed> {
    let shown = made.certificates.iter().flat_map(|all| all.default.iter().chain(&all.others));
    let shown: Vec<&str> = shown.map(String::as_str).collect();
    let asked: Vec<&str> = today.certificates.iter().map(String::as_str).collect();
    let policy = today.ssl_policy.as_ref().map(|policy| (policy.clone(), made.ssl_policy.clone()));
    let certificates = (!asked.is_empty()).then(|| (in_order(&asked), Some(in_order(&shown))));
    let pairs = [
        ("Protocol", Some((today.protocol.clone(), Some(made.protocol.clone())))),
        ("SslPolicy", policy),
        ("Certificates", certificates),
    ];
    let pairs = pairs.into_iter().filter_map(|(name, pair)| Some((name, pair?)));
    let changed = pairs.filter(|(_, (today, after))| Some(today) != after.as_ref());
    let shown =
        changed.map(|(name, (today, after))| Changed { at: None, name: name.to_owned(), today: Some(today), after });
    shown.chain(compare(&today.settings, &of_made_listener(made))).collect()
}

/// Attributes, and what is asked of clients' certificates, by the API's names.
fn of_made_listener(made: &controller::Listener) -> BTreeMap<String, String> {
    let mut all = made.attributes.clone();
    if let Some(mutual) = &made.mutual_authentication {
        all.insert("Mode".to_owned(), mutual.mode.clone());
        let expiry = mutual.ignore_client_certificate_expiry.map(|expiry| expiry.to_string());
        let parts = [
            ("TrustStoreArn", mutual.trust_store_arn.clone()),
            ("IgnoreClientCertificateExpiry", expiry),
            ("AdvertiseTrustStoreCaNames", mutual.advertise_trust_store_ca_names.clone()),
        ];
        all.extend(parts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    }
    all
}

/// The default certificate stands first; the order of the others says nothing.
fn in_order(certificates: &[&str]) -> String {
    let mut all: Vec<&str> = certificates.to_vec();
    if let Some(others) = all.get_mut(1..) {
        others.sort_unstable();
    }
    all.join(",")
}

/// One finding of all that differs; `what` such as `load balancer shop`, at `place`.
pub(super) fn finding(what: &str, changed: &[Changed], place: At) -> Option<Finding> {
    let shown = |value: &Option<String>| {
        let value = value.as_ref().filter(|value| !value.is_empty());
        value.map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"))
    };
    let one = |it: &Changed| format!("`{}` {} in place of {}", it.name, shown(&it.after), shown(&it.today));
    let all: Vec<String> = changed.iter().map(one).collect();
    let mut places = changed.iter().filter_map(|it| it.at);
    let first = (!all.is_empty()).then(|| places.next().unwrap_or(place.place_only()))?;
    let message = format!("{what} would not be set as today: {}", all.join(", "));
    Some(
        Finding::new(Code::AlbAttribute, first, message)
            .also(places)
            .label("set otherwise after the move")
            .kubernetes(format!("so says a model of AWS Load Balancer Controller {PROVEN_WITH}"))
            .help("compare both before traffic moves, and report this: the translation is at fault"),
    )
}
