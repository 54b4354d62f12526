//! Health checks and attributes: the load balancer and the target groups that the controller would make of the YAML that is
//! written are set as those of ECS.

use std::collections::BTreeMap;

use ecs2eks::Settings;
use ecs2eks::controller::{Account, Cluster, Subnet, TargetGroup, build};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Map, Value, json};

use crate::estate::{self, Estate, Listener};
use crate::read;

/// What a new target group has, as the API reference says it.
const NEW_GROUP: &[(&str, &str)] = &[
    ("deregistration_delay.timeout_seconds", "300"),
    ("load_balancing.algorithm.anomaly_mitigation", "off"),
    ("load_balancing.algorithm.type", "round_robin"),
    ("load_balancing.cross_zone.enabled", "use_load_balancer_configuration"),
    ("slow_start.duration_seconds", "0"),
    ("stickiness.app_cookie.cookie_name", ""),
    ("stickiness.app_cookie.duration_seconds", "86400"),
    ("stickiness.enabled", "false"),
    ("stickiness.lb_cookie.duration_seconds", "86400"),
    ("stickiness.type", "lb_cookie"),
    ("target_group_health.dns_failover.minimum_healthy_targets.count", "1"),
    ("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off"),
];
const SET_ON_GROUP: &[(&str, &str)] = &[
    ("deregistration_delay.timeout_seconds", "5"),
    ("load_balancing.algorithm.anomaly_mitigation", "on"),
    ("load_balancing.algorithm.type", "weighted_random"),
    ("load_balancing.cross_zone.enabled", "false"),
    ("slow_start.duration_seconds", "30"),
    ("stickiness.app_cookie.cookie_name", "a=b,c"),
    ("stickiness.app_cookie.duration_seconds", "60"),
    ("stickiness.enabled", "true"),
    ("stickiness.lb_cookie.duration_seconds", "3600"),
    ("stickiness.type", "app_cookie"),
    ("target_group_health.dns_failover.minimum_healthy_targets.count", "2"),
    ("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "50"),
];
const NEW_BALANCER: &[(&str, &str)] = &[
    ("access_logs.s3.bucket", ""),
    ("access_logs.s3.enabled", "false"),
    ("idle_timeout.timeout_seconds", "60"),
    ("routing.http.drop_invalid_header_fields.enabled", "false"),
    ("routing.http2.enabled", "true"),
];
const SET_ON_BALANCER: &[(&str, &str)] = &[
    ("access_logs.s3.bucket", "logs"),
    ("access_logs.s3.enabled", "true"),
    ("idle_timeout.timeout_seconds", "120"),
    ("routing.http.drop_invalid_header_fields.enabled", "true"),
    ("routing.http2.enabled", "false"),
];

type Attributes = Vec<(&'static str, &'static str)>;

/// A target group as `describe-target-groups` has it, without what names it, and what is set of its attributes.
fn group() -> impl Strategy<Value = (Map<String, Value>, Attributes)> {
    let numbers = (select(vec![7, 15, 30, 300]), select(vec![2, 5, 6]), 2..=10_i64, 2..=10_i64);
    let words = (
        option::of(select(vec!["HTTP", "HTTPS"])),
        option::of(select(vec!["HTTP1", "HTTP2", "GRPC"])),
        option::of(select(vec!["HTTP", "HTTPS"])),
        option::of(select(vec!["traffic-port", "9000"])),
        option::of(select(vec!["/", "/health", "/a,b=c"])),
        option::of(select(vec!["200", "200-299", "401,404"])),
    );
    let written = (numbers, words).prop_map(|((interval, timeout, healthy, unhealthy), words)| {
        let (protocol, version, check, port, path, codes) = words;
        let grpc = version == Some("GRPC");
        let texts = [
            ("Protocol", protocol),
            ("ProtocolVersion", version),
            ("HealthCheckProtocol", check),
            ("HealthCheckPort", port),
            ("HealthCheckPath", path),
        ];
        let texts = texts.into_iter().filter_map(|(key, text)| Some((key.to_owned(), json!(text?))));
        let numbers = [
            ("HealthCheckIntervalSeconds", interval),
            ("HealthCheckTimeoutSeconds", timeout),
            ("HealthyThresholdCount", healthy),
            ("UnhealthyThresholdCount", unhealthy),
        ];
        let numbers = numbers.into_iter().map(|(key, number)| (key.to_owned(), json!(number)));
        let matcher = codes.map(|codes| if grpc { json!({ "GrpcCode": "0-5" }) } else { json!({ "HttpCode": codes }) });
        texts.chain(numbers).chain(matcher.map(|codes| ("Matcher".to_owned(), codes))).collect()
    });
    (written, subsequence(SET_ON_GROUP.to_vec(), 0..=SET_ON_GROUP.len()))
}

/// What a new one has, and over it what is set.
fn whole(new: &[(&str, &str)], set: &[(&str, &str)]) -> BTreeMap<String, String> {
    new.iter().chain(set).map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn listed(attributes: &BTreeMap<String, String>) -> Value {
    attributes.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect()
}

#[test]
fn target_groups_and_load_balancers_are_set_as_on_ecs() {
    let config = Config { cases: 150, failure_persistence: None, rng_seed: RngSeed::Fixed(11), ..Config::default() };
    let strategy = (
        proptest::collection::vec(group(), 3),
        subsequence(SET_ON_BALANCER.to_vec(), 0..=SET_ON_BALANCER.len()),
        any::<bool>(),
    );
    let check = |(groups, balancer, listed): (Vec<_>, Attributes, bool)| check(&groups, &balancer, listed);
    TestRunner::new(config).run(&strategy, check).unwrap_or_else(|error| panic!("{error}"));
}

/// `describes` is whether attributes at their defaults are listed, as `describe-…-attributes` does.
fn check(
    groups: &[(Map<String, Value>, Attributes)],
    balancer: &[(&str, &str)],
    describes: bool,
) -> Result<(), TestCaseError> {
    let services: Vec<String> = (0..groups.len()).map(|number| format!("service-{number}")).collect();
    let rule = |(number, service): (usize, &String)| {
        estate::rule(443, number + 1, &[], &[format!("/{number}/*")], &estate::forward(service))
    };
    let rules = services.iter().enumerate().map(rule).collect();
    let default = json!([{ "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": "404" } }]);
    let estate = Estate { services: services.clone(), listeners: vec![Listener { port: 443, rules, default }] };
    let mut sources = estate.sources();
    let new = |all: &'static [(&str, &str)]| if describes { all } else { &[] };
    let mut documents = vec![json!({
        "LoadBalancerArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/50dc",
        "Attributes": listed(&whole(new(NEW_BALANCER), balancer)),
    })];
    for (service, (written, set)) in services.iter().zip(groups) {
        let mut written = written.clone();
        written.insert("TargetGroupArn".to_owned(), json!(estate::group(service)));
        written.insert("TargetGroupName".to_owned(), json!(service));
        documents.push(json!({ "TargetGroups": [written] }));
        let attributes = listed(&whole(new(NEW_GROUP), set));
        documents.push(json!({ "TargetGroupArn": estate::group(service), "Attributes": attributes }));
    }
    sources.add("settings.json".to_owned(), json!(documents).to_string());
    let run = ecs2eks::convert(sources, &Settings { jobs: 1, ..Settings::default() });
    let codes: Vec<&str> = run.findings().iter().map(|finding| finding.code.slug()).collect();
    prop_assert!(!run.failed() && !codes.contains(&"alb-attribute"), "{:?}", run.findings());
    let subnet = |id: &str| Subnet { id: id.to_owned(), name: id.to_owned(), public: false, ipv6: false };
    let account = Account { subnets: vec![subnet("one"), subnet("two")], ..Account::default() };
    let mut cluster = Cluster { account, ..Cluster::default() };
    for (path, file) in run.files().iter() {
        if path.starts_with("rendered/") && !path.ends_with("platform.yaml") {
            read::add(&mut cluster, &read::parse(&file.text), "shop");
        }
    }
    let built = build(&cluster);
    prop_assert!(built.refusals.is_empty(), "{:?}", built.refusals);
    let made = whole(NEW_BALANCER, &[]).into_iter().chain(built.load_balancers["shop"].attributes.clone());
    prop_assert_eq!(made.collect::<BTreeMap<_, _>>(), whole(NEW_BALANCER, balancer));
    for (service, (written, set)) in services.iter().zip(groups) {
        let mut made = built.target_groups.values().filter(|it| it.binding.service_ref.starts_with(service.as_str()));
        let made = made.next().expect("a target group");
        prop_assert_eq!(shown(made), expected(written));
        prop_assert_eq!(made.target_type.as_str(), "ip");
        let attributes = whole(NEW_GROUP, &[]).into_iter().chain(made.attributes.clone());
        prop_assert_eq!(attributes.collect::<BTreeMap<_, _>>(), whole(NEW_GROUP, set));
    }
    Ok(())
}

/// What is set of a target group beside its attributes.
fn shown(made: &TargetGroup) -> Map<String, Value> {
    let mut all = serde_json::to_value(made).expect("JSON").as_object().expect("a map").clone();
    all.retain(|key, _| {
        key.starts_with("Health") || key.starts_with("Unhealth") || key.starts_with("Protocol") || key == "Matcher"
    });
    all
}

/// The same of today's: what is not written has the default of Elastic Load Balancing.
fn expected(written: &Map<String, Value>) -> Map<String, Value> {
    let mut all = written.clone();
    let grpc = written.get("ProtocolVersion").is_some_and(|version| version == "GRPC");
    let defaults = [
        ("Protocol", json!("HTTP")),
        ("ProtocolVersion", json!("HTTP1")),
        ("HealthCheckProtocol", json!("HTTP")),
        ("HealthCheckPort", json!("traffic-port")),
        ("HealthCheckPath", json!(if grpc { "/AWS.ALB/healthcheck" } else { "/" })),
        ("Matcher", if grpc { json!({ "GrpcCode": "12" }) } else { json!({ "HttpCode": "200" }) }),
    ];
    for (key, value) in defaults {
        all.entry(key.to_owned()).or_insert(value);
    }
    all
}
