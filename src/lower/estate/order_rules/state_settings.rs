//! States how a load balancer and its target groups are set today, before anything is decided of them.
//!
//! Elastic Load Balancing: what is not written has the default of `CreateTargetGroup` and `CreateLoadBalancer` (API
//! reference); of attributes an answer lists all. What the controller would build is compared with this.

use std::collections::{BTreeMap, BTreeSet};

use super::{keep_listeners, set_edge};
use crate::ir::ecs::{Attribute, Listener, LoadBalancer, MutualAuthentication, Scheme, TargetGroup, TargetProtocol};
use crate::ir::{Spanned, today};
use crate::lower::estate::{Draft, State};
use crate::lower::workload;
use crate::settings::Target;
use crate::source::At;

/// The settings of a load balancer. An answer names subnets and security groups; where none are, it is not known which.
pub(super) fn load_balancer(own: &LoadBalancer) -> Vec<today::Setting> {
    let place = own.at.place_only();
    let internal = own.scheme.as_ref().is_some_and(|scheme| scheme.value == Scheme::Internal);
    let setting = |at: Option<At>, name: &str, value: String| today::Setting {
        at: at.unwrap_or(place),
        name: name.to_owned(),
        value,
        fresh: None,
    };
    let scheme = if internal { "internal" } else { "internet-facing" };
    let addresses = own.ip_address_type.as_ref();
    let mut all = vec![
        setting(own.scheme.as_ref().map(|it| it.at), "Scheme", scheme.to_owned()),
        setting(
            addresses.map(|it| it.at),
            "IpAddressType",
            addresses.map_or_else(|| "ipv4".to_owned(), |it| it.value.clone()),
        ),
    ];
    for (name, ids) in [("Subnets", &own.subnets), ("SecurityGroups", &own.security_groups)] {
        let sorted: BTreeSet<&str> = ids.iter().map(|id| id.value.as_str()).collect();
        let first = ids.first().map(|id| id.at);
        all.extend(first.map(|at| setting(Some(at), name, sorted.into_iter().collect::<Vec<_>>().join(","))));
    }
    all.extend(attributes(&own.attributes, &set_edge::fresh(internal), place));
    all
}

/// Attributes of a listener, and what it asks of clients' certificates. EKS Auto Mode sets no attributes, which is told.
pub(super) fn listener(own: &Listener, target: Target) -> Vec<today::Setting> {
    let attribute = |it: &Attribute| {
        let value = it.value.value.clone();
        let fresh = keep_listeners::is_default(&it.key.value, &value).then(|| value.clone());
        today::Setting { at: it.value.at, name: it.key.value.clone(), value, fresh }
    };
    let attributes = own.attributes.iter().filter(|_| target != Target::AutoMode).map(attribute);
    attributes.chain(own.mutual_authentication.iter().flat_map(mutual)).collect()
}

/// "MutualAuthenticationAttributes" (API reference): what says how to verify counts in that mode only.
fn mutual(own: &MutualAuthentication) -> Vec<today::Setting> {
    let setting = |at, name: &str, value: String, fresh: Option<&str>| today::Setting {
        at,
        name: name.to_owned(),
        value,
        fresh: fresh.map(str::to_owned),
    };
    let mut all = vec![setting(own.mode.at, "Mode", own.mode.value.clone(), None)];
    if own.mode.value == "verify" {
        let store = own.trust_store.as_ref();
        all.extend(store.map(|it| setting(it.at, "TrustStoreArn", it.value.clone(), None)));
        let (at, expiry) = own.ignore_expiry.as_ref().map_or((own.mode.at, false), |it| (it.at, it.value));
        all.push(setting(at, "IgnoreClientCertificateExpiry", expiry.to_string(), Some("false")));
        let names = own.advertise_names.as_ref();
        all.extend(names.map(|it| setting(it.at, "AdvertiseTrustStoreCaNames", it.value.clone(), Some("off"))));
    }
    all
}

/// Gives each workload the target groups that rules lead to.
pub(super) fn target_groups(drafts: &mut [Draft], served: &BTreeSet<String>) {
    for draft in drafts {
        let State::Ready(task) = &draft.state else { continue };
        let registrations = task.service.iter().flat_map(|service| &service.registrations);
        for (registration, group) in registrations.zip(&task.targets) {
            let by_ingress = |group: &&TargetGroup| served.contains(&group.arn.value) && is_of_application(group);
            let Some(group) = group.as_ref().filter(by_ingress) else { continue };
            let (Some(name), Some(number)) = (&registration.container_name, &registration.container_port) else {
                continue;
            };
            let Some(port) = task.ports.get(&name.value, number.value, false) else { continue };
            draft.targets_today.push(today::TargetGroup {
                at: group.at.place_only(),
                arn: group.arn.value.clone(),
                port: port.to_owned(),
                settings: target_group(group),
            });
        }
    }
}

/// Whether an Application Load Balancer can lead to it: the Service of a Network Load Balancer has its own settings.
fn is_of_application(group: &TargetGroup) -> bool {
    let protocol = group.protocol.as_ref().map(|protocol| protocol.value);
    protocol.is_none_or(|protocol| matches!(protocol, TargetProtocol::Http | TargetProtocol::Https))
}

fn target_group(group: &TargetGroup) -> Vec<today::Setting> {
    let place = group.at.place_only();
    let check = &group.health_check;
    let grpc = group.protocol_version.as_ref().is_some_and(|version| version.value == "GRPC");
    let setting = |name: &str, written: Option<(At, String)>, default: &str| {
        let (at, value) = written.unwrap_or_else(|| (place, default.to_owned()));
        today::Setting { at, name: name.to_owned(), value, fresh: None }
    };
    let text = |it: &Option<Spanned<String>>| it.as_ref().map(|it| (it.at, it.value.clone()));
    let number = |it: &Option<Spanned<i64>>| it.as_ref().map(|it| (it.at, it.value.to_string()));
    let protocol = |it: &Option<Spanned<TargetProtocol>>| it.as_ref().map(|it| (it.at, it.value.word().to_owned()));
    let path = if grpc { "/AWS.ALB/healthcheck" } else { "/" };
    let mut all = vec![
        setting("Protocol", protocol(&group.protocol), "HTTP"),
        setting("ProtocolVersion", text(&group.protocol_version), "HTTP1"),
        setting("HealthCheckProtocol", protocol(&check.protocol), "HTTP"),
        setting("HealthCheckPort", text(&check.port), "traffic-port"),
        setting("HealthCheckPath", text(&check.path), path),
        setting("HealthCheckIntervalSeconds", number(&check.interval), "30"),
        setting("HealthCheckTimeoutSeconds", number(&check.timeout), "5"),
        setting("HealthyThresholdCount", number(&check.healthy_threshold), "5"),
        setting("UnhealthyThresholdCount", number(&check.unhealthy_threshold), "2"),
        setting("Matcher", text(&check.matcher), if grpc { "12" } else { "200" }),
    ];
    all.extend(attributes(&group.attributes, &workload::fresh_target_group(), place));
    all
}

/// What is written, and what is not and has its default. An empty text is what an answer has for nothing.
fn attributes(written: &[Attribute], fresh: &BTreeMap<&str, String>, place: At) -> Vec<today::Setting> {
    let own = written.iter().map(|it| today::Setting {
        at: it.value.at,
        name: it.key.value.clone(),
        value: it.value.value.clone(),
        fresh: fresh.get(it.key.value.as_str()).cloned().or_else(|| it.value.value.is_empty().then(String::new)),
    });
    let silent = fresh.iter().filter(|(key, _)| written.iter().all(|attribute| attribute.key.value != **key));
    let silent = silent.map(|(key, value)| today::Setting {
        at: place,
        name: (*key).to_owned(),
        value: value.clone(),
        fresh: Some(value.clone()),
    });
    own.chain(silent).collect()
}
