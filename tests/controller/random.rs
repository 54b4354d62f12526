//! Random rules, converted: the load balancer that the controller would build of what is written does with every request
//! what the one of ECS does.

use std::collections::BTreeSet;

use ecs2eks::Settings;
use ecs2eks::controller::{Account, Built, Cluster, Subnet, build};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Value, json};

use crate::estate::{self, Estate, Listener};
use crate::requests::{Request, answer};
use crate::{read, shown};

const HOSTS: &[&str] = &[
    "shop.example.com",
    "www.example.com",
    "example.com",
    "*.example.com",
    "API.example.com",
    "api-*.example.com",
    "a?.example.com",
    "*",
];
const PATHS: &[&str] =
    &["/*", "/api/*", "/api", "/api/v1/*", "/img*", "*.php", "/s/?.css", "/", "/a//b", "/x", "/y", "*"];
/// Names that meet those which the program gives to actions are among them.
const SERVICES: &[&str] = &["web", "api", "r1", "r2", "r3", "default"];

#[derive(Debug, Clone)]
enum Does {
    Forward(usize),
    /// A redirect to a host and a path of the rule's own, where it has any: the controller may take it for a loop.
    ToItself,
    Own(Value),
}

#[test]
fn requests_get_the_answer_that_they_get_on_ecs() {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse::<u32>().ok());
    let rng_seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(5) };
    let cases = asked.unwrap_or(1_500);
    let config = Config { cases, failure_persistence: None, rng_seed, ..Config::default() };
    TestRunner::new(config).run(&estates(), |estate| check(&estate)).unwrap_or_else(|error| panic!("{error}"));
}

fn estates() -> impl Strategy<Value = Estate> {
    let ports = subsequence(vec![80_u16, 443, 8080], 1..=3);
    let services = subsequence(SERVICES.to_vec(), 1..=4);
    (ports, services, any::<bool>()).prop_flat_map(|(ports, services, alike)| {
        let listeners = ports.into_iter().map(listener).collect::<Vec<_>>();
        listeners.prop_map(move |listeners| arranged(&services, listeners, alike))
    })
}

type Drawn = (u16, Vec<(Vec<String>, Vec<String>, Does)>, Does);

fn listener(port: u16) -> impl Strategy<Value = Drawn> {
    (Just(port), prop::collection::vec(rule(), 0..9), does())
}

fn rule() -> impl Strategy<Value = (Vec<String>, Vec<String>, Does)> {
    let texts = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect::<Vec<String>>();
    let hosts = subsequence(HOSTS.to_vec(), 0..=2).prop_shuffle().prop_map(texts);
    let paths = subsequence(PATHS.to_vec(), 0..=3).prop_shuffle().prop_map(texts);
    (hosts, paths, does()).prop_filter("a rule has a condition", |(hosts, paths, _)| hosts.len() + paths.len() > 0)
}

fn does() -> impl Strategy<Value = Does> {
    let part = |values: &'static [&'static str]| prop::option::of(select(values));
    let redirect = (
        part(&["HTTPS", "HTTP", "#{protocol}"]),
        part(&["443", "80", "#{port}"]),
        part(&["#{host}", "www.example.com", "example.com"]),
        part(&["/#{path}", "/x", "/y", "/new/#{path}"]),
        part(&["#{query}", "a=b"]),
    );
    let redirect = redirect.prop_map(|(protocol, port, host, path, query)| {
        let parts = [("Protocol", protocol), ("Port", port), ("Host", host), ("Path", path), ("Query", query)];
        let mut config = json!({ "StatusCode": "HTTP_301" });
        for (key, value) in parts {
            if let Some(value) = value {
                config[key] = json!(value);
            }
        }
        Does::Own(json!({ "Type": "redirect", "RedirectConfig": config }))
    });
    let respond = select(&["200", "404", "503"][..]).prop_map(|code| {
        let config = json!({ "StatusCode": code, "ContentType": "text/plain", "MessageBody": "here" });
        Does::Own(json!({ "Type": "fixed-response", "FixedResponseConfig": config }))
    });
    prop_oneof![4 => any::<prop::sample::Index>().prop_map(|index| Does::Forward(index.index(64))), 2 => redirect, 1 => Just(Does::ToItself), 1 => respond]
}

/// Where listeners are alike, all have the rules of the first.
fn arranged(services: &[&str], mut drawn: Vec<Drawn>, alike: bool) -> Estate {
    if let (true, Some((_, rules, _))) = (alike, drawn.first().cloned()) {
        drawn.iter_mut().for_each(|(_, own, _)| own.clone_from(&rules));
    }
    let action = |does: &Does, hosts: &[String], paths: &[String]| match does {
        Does::Forward(index) => estate::forward(services[index % services.len()]),
        Does::Own(action) => action.clone(),
        Does::ToItself => to_itself(hosts, paths),
    };
    let one = |(port, rules, default): &Drawn| Listener {
        port: *port,
        rules: rules
            .iter()
            .zip(1..)
            .map(|((hosts, paths, does), priority)| {
                estate::rule(*port, priority, hosts, paths, &action(does, hosts, paths))
            })
            .collect(),
        default: action(default, &[], &[]),
    };
    let services = services.iter().map(|name| (*name).to_owned()).collect();
    Estate { services, listeners: drawn.iter().map(one).collect() }
}

fn to_itself(hosts: &[String], paths: &[String]) -> Value {
    let mut config = json!({ "StatusCode": "HTTP_302" });
    let literal = |values: &[String]| values.iter().find(|value| !value.contains(['*', '?'])).cloned();
    for (key, value) in [("Host", literal(hosts)), ("Path", literal(paths).filter(|path| path.starts_with('/')))] {
        if let Some(value) = value {
            config[key] = json!(value);
        }
    }
    json!({ "Type": "redirect", "RedirectConfig": config })
}

fn check(estate: &Estate) -> Result<(), TestCaseError> {
    let run = ecs2eks::convert(estate.sources(), &Settings { jobs: 1, ..Settings::default() });
    let differs = run.findings().iter().find(|finding| finding.code.slug() == "load-balancer-differs");
    prop_assert!(differs.is_none(), "{differs:?}");
    let mut cluster = Cluster::default();
    for (path, file) in run.files().iter().filter(|(path, _)| path.starts_with("rendered/")) {
        prop_assert!(path.ends_with(".yaml"));
        read::add(&mut cluster, &read::parse(&file.text), "shop");
    }
    let subnet = |id: &str| Subnet { id: id.to_owned(), name: id.to_owned(), public: false, ipv6: false };
    cluster.account = Account { subnets: vec![subnet("one"), subnet("two")], ..Account::default() };
    let built = build(&cluster);
    prop_assert!(built.refusals.is_empty(), "{:?}", built.refusals);
    let made = shown::built(&built);
    for listener in &estate.listeners {
        same(estate, listener, &made, &built)?;
    }
    Ok(())
}

fn same(estate: &Estate, listener: &Listener, made: &Value, built: &Built) -> Result<(), TestCaseError> {
    let empty = json!({ "Rules": [], "Default": [] });
    let balancers = made["LoadBalancers"].as_object().expect("a map");
    let made = balancers.get("shop").and_then(|it| it["Listeners"].get(listener.port.to_string())).unwrap_or(&empty);
    let rules = made["Rules"].as_array().expect("a list");
    let default = json!([listener.default]);
    for request in requests(listener) {
        let today = &answer(&listener.rules, &default, &request)[0];
        if loops(today, listener, &request) || balancers.is_empty() {
            continue;
        }
        let after = &answer(rules, &made["Default"], &request)[0];
        let (today, after) =
            (outcome(today, &|arn| service_today(estate, arn)), outcome(after, &|id| service_of(built, id)));
        prop_assert_eq!(today, after, "port {}: {:?}", listener.port, request);
    }
    Ok(())
}

/// Requests that meet each host and each path, and some that only just do not.
fn requests(listener: &Listener) -> Vec<Request> {
    let mut hosts = BTreeSet::from(["other.example.net".to_owned()]);
    let mut paths = BTreeSet::from(["/other".to_owned()]);
    for condition in listener.rules.iter().flat_map(|rule| rule["Conditions"].as_array().expect("a list")) {
        let host = condition["Field"] == "host-header";
        let config = if host { &condition["HostHeaderConfig"] } else { &condition["PathPatternConfig"] };
        for value in config["Values"].as_array().expect("a list") {
            let value = value.as_str().expect("a pattern");
            for (star, mark) in [("", "q"), ("z", "/"), ("b.c", "")] {
                let text = value.replace('*', star).replace('?', mark);
                if host {
                    hosts.extend([text.to_lowercase(), text.to_uppercase(), format!("{text}x")]);
                } else {
                    let text = if text.starts_with('/') { text } else { format!("/{text}") };
                    paths.extend([format!("{text}x"), format!("{text}/"), text]);
                }
            }
        }
    }
    let request = |host: &String, path: &String| Request { host: host.clone(), path: path.clone() };
    // Each host meets each path in turn, not all of them: every value is hit and missed many times.
    let pair = |(index, host)| {
        let fitting = paths.iter().enumerate().filter(move |(other, _)| (index + other) % 3 == 0);
        fitting.map(move |(_, path)| request(host, path))
    };
    hosts.iter().enumerate().flat_map(pair).collect()
}

/// Whether a request is sent to where it came from, for ever.
fn loops(action: &Value, listener: &Listener, request: &Request) -> bool {
    let config = &action["RedirectConfig"];
    let part = |key: &str, placeholder: &str, own: &str| {
        config[key].as_str().is_none_or(|part| part.replace(placeholder, own).eq_ignore_ascii_case(own))
    };
    let protocol = if listener.port == 443 { "HTTPS" } else { "HTTP" };
    let path = request.path.strip_prefix('/').unwrap_or_default();
    let to_path = config["Path"].as_str().is_none_or(|to| to.replace("#{path}", path) == request.path);
    action["Type"] == "redirect"
        && part("Protocol", "#{protocol}", protocol)
        && part("Port", "#{port}", &listener.port.to_string())
        && part("Host", "#{host}", &request.host)
        && config["Query"].as_str().is_none_or(|query| query == "#{query}")
        && to_path
}

/// The action, with the name of the service to which it leads.
fn outcome(action: &Value, service: &dyn Fn(&str) -> String) -> Value {
    if action["Type"] != "forward" {
        return action.clone();
    }
    let groups = action.get("TargetGroups").and_then(Value::as_array);
    let group = groups.map_or(&action["TargetGroupArn"], |groups| &groups[0]["TargetGroup"]);
    json!(service(group.as_str().expect("a target group")))
}

fn service_today(estate: &Estate, arn: &str) -> String {
    estate.services.iter().find(|service| estate::group(service) == arn).expect("a service").clone()
}

fn service_of(built: &Built, id: &str) -> String {
    let reference = &built.target_groups[id].binding.service_ref;
    reference.split(':').next().expect("a name").to_owned()
}
