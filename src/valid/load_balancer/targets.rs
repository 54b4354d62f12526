//! Whether the target groups after the move are set as those of today.
//!
//! The controller makes a target group for each Ingress and Service, and sets it by the Service's annotations, with
//! defaults of its own where one is missing. So its model makes one of the annotations of a workload's Service for each port
//! to which a rule leads, and that is compared with the target group of today.

use std::collections::{BTreeMap, BTreeSet};

use super::settings;
use crate::controller::{
    self, Account, Backend, ClassParams, Cluster, Ingress, Matcher, Path, PathType, Port, Rules, Service, ServicePort,
    Subnet, TargetGroup,
};
use crate::diagnostics::{Diagnostics, Finding};
use crate::ir::{plan, today};

const PREFIX: &str = "alb.ingress.kubernetes.io/";
const PROOF: &str = "proof";

/// Proves the target groups of one workload.
pub(crate) fn prove(workload: &plan::Workload, today: &[today::TargetGroup], diags: &mut Diagnostics) {
    let Some(service) = &workload.service else { return };
    let ports: BTreeSet<&str> = today.iter().map(|group| group.port.as_str()).collect();
    if ports.is_empty() {
        return;
    }
    let built = controller::build(&cluster(service, &ports));
    let name = &workload.names.workload.value;
    if let Some(refusal) = built.refusals.first() {
        let message = format!("the controller would refuse the Service of `{name}`: {}", refusal.message);
        let place = today.first().map(|group| group.at);
        let finding = place.map(|at| super::finding(at, message, "refused, and with it the whole load balancer"));
        finding.into_iter().for_each(|finding| diags.tell(finding));
    }
    for group in today {
        let reference = format!("{}:{}", service.name, group.port);
        let Some(made) = built.target_groups.values().find(|made| made.binding.service_ref == reference) else {
            continue;
        };
        let what = format!("target group `{}` of `{name}`", short(&group.arn));
        let changed = settings::compare(&group.settings, &made_settings(made));
        let finding = settings::finding(&what, &changed, group.at).map(|finding| beside_others(finding, today));
        finding.into_iter().for_each(|finding| diags.tell(finding));
    }
}

/// A Service has one set of annotations, for however many target groups.
fn beside_others(finding: Finding, today: &[today::TargetGroup]) -> Finding {
    match today {
        [first, _, ..] => finding
            .kubernetes(format!(
                "the service registers in several target groups, and its Service carries the settings of one; `{}` is the first",
                short(&first.arn)
            ))
            .help("set them alike on ECS and convert again, or give the other one a Service of its own with its annotations, in `templates/custom-service.yaml`"),
        _ => finding,
    }
}

/// `web` of `arn:…:targetgroup/web/0123456789abcdef`.
pub(super) fn short(arn: &str) -> &str {
    arn.rsplit(':').next().and_then(|resource| resource.split('/').nth(1)).unwrap_or(arn)
}

/// The Service behind one Ingress that leads to all of its ports: nothing else sets a target group.
fn cluster(service: &plan::ServiceObject, ports: &BTreeSet<&str>) -> Cluster {
    let path = |port: &&str| Path {
        path: format!("/{port}"),
        path_type: PathType::ImplementationSpecific,
        backend: Backend::Service { name: service.name.clone(), port: Port::Name((*port).to_owned()) },
    };
    let ingress = Ingress {
        namespace: PROOF.to_owned(),
        name: PROOF.to_owned(),
        annotations: BTreeMap::new(),
        class: PROOF.to_owned(),
        default_backend: None,
        rules: vec![Rules { host: None, paths: ports.iter().map(path).collect() }],
        tls_hosts: Vec::new(),
    };
    let port = |plan: &plan::ServicePort| ServicePort {
        name: Some(plan.name.clone()),
        port: i64::from(plan.number.value),
        target_port: Port::Name(plan.target.clone()),
        node_port: None,
    };
    let annotations = service.target.as_ref().map(annotations).unwrap_or_default();
    let own = Service { annotations, ports: service.ports.iter().map(port).collect() };
    let subnet = |id: &str| Subnet { id: id.to_owned(), name: id.to_owned(), public: false, ipv6: false };
    Cluster {
        ingresses: vec![ingress],
        services: BTreeMap::from([((PROOF.to_owned(), service.name.clone()), own)]),
        classes: BTreeMap::from([(PROOF.to_owned(), ClassParams::default())]),
        account: Account { subnets: vec![subnet("one"), subnet("another")], ..Account::default() },
        ..Cluster::default()
    }
}

/// The annotations of a Service.
fn annotations(plan: &plan::TargetSettings) -> BTreeMap<String, String> {
    let texts = [
        ("target-type", Some(&plan.target_type)),
        ("backend-protocol", plan.protocol.as_ref()),
        ("backend-protocol-version", plan.protocol_version.as_ref()),
        ("healthcheck-protocol", plan.health_protocol.as_ref()),
        ("healthcheck-port", plan.health_port.as_ref()),
        ("healthcheck-path", plan.health_path.as_ref()),
        ("success-codes", plan.success_codes.as_ref()),
    ];
    let numbers = [
        ("healthcheck-interval-seconds", &plan.health_interval),
        ("healthcheck-timeout-seconds", &plan.health_timeout),
        ("healthy-threshold-count", &plan.healthy_threshold),
        ("unhealthy-threshold-count", &plan.unhealthy_threshold),
    ];
    let pairs = plan.attributes.iter().map(|(key, it)| format!("{key}={}", it.value.replace(',', "\\,")));
    let pairs: Vec<String> = pairs.collect();
    let texts = texts.into_iter().filter_map(|(key, text)| Some((key, text?.value.clone())));
    let numbers = numbers.into_iter().map(|(key, number)| (key, number.value.to_string()));
    let lists = (!pairs.is_empty()).then(|| ("target-group-attributes", pairs.join(",")));
    texts.chain(numbers).chain(lists).map(|(key, value)| (format!("{PREFIX}{key}"), value)).collect()
}

/// What is set of a target group, by the API's names.
fn made_settings(made: &TargetGroup) -> BTreeMap<String, String> {
    let matcher = match &made.matcher {
        Matcher::HttpCode(codes) | Matcher::GrpcCode(codes) => codes.clone(),
    };
    let own = [
        ("Protocol", made.protocol.clone()),
        ("ProtocolVersion", made.protocol_version.clone()),
        ("HealthCheckProtocol", made.health_check_protocol.clone()),
        ("HealthCheckPort", made.health_check_port.clone()),
        ("HealthCheckPath", made.health_check_path.clone()),
        ("HealthCheckIntervalSeconds", made.health_check_interval_seconds.to_string()),
        ("HealthCheckTimeoutSeconds", made.health_check_timeout_seconds.to_string()),
        ("HealthyThresholdCount", made.healthy_threshold_count.to_string()),
        ("UnhealthyThresholdCount", made.unhealthy_threshold_count.to_string()),
        ("Matcher", matcher),
    ];
    let own = own.into_iter().map(|(name, value)| (name.to_owned(), value));
    own.chain(made.attributes.clone()).collect()
}
