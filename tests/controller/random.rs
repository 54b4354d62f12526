//! Random rules, converted: the load balancer that the controller would build of what is written does with every request
//! what the one of ECS does, as it is installed, as far as nothing waits, and wholly when everything is turned on.

use std::collections::BTreeSet;

use ecs2eks::controller::{Account, Built, Cluster, Subnet, build};
use ecs2eks::{Run, Settings};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Value, json};

use crate::draw::estates;
use crate::estate::{self, Estate, Listener};
use crate::probe::requests;
use crate::requests::{Request, answer};
use crate::{read, shown, turned_on};

#[test]
fn requests_get_the_answer_that_they_get_on_ecs() {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse::<u32>().ok());
    let rng_seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(5) };
    let cases = asked.unwrap_or(700);
    let config =
        Config { cases, failure_persistence: None, rng_seed, max_global_rejects: 1_000_000, ..Config::default() };
    TestRunner::new(config).run(&estates(), |estate| check(&estate)).unwrap_or_else(|error| panic!("{error}"));
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Installed,
    TurnedOn,
}

fn check(estate: &Estate) -> Result<(), TestCaseError> {
    let run = ecs2eks::convert(estate.sources(), &Settings { jobs: 1, ..Settings::default() });
    let differs = run.findings().iter().find(|finding| finding.code.slug() == "load-balancer-differs");
    prop_assert!(differs.is_none(), "{differs:?}");
    for state in [State::Installed, State::TurnedOn] {
        let built = build(&cluster(&run, state));
        prop_assert!(built.refusals.is_empty(), "{state:?} {:?}", built.refusals);
        let made = shown::built(&built);
        for listener in &estate.listeners {
            same(estate, listener, state, &made, &built)?;
        }
    }
    Ok(())
}

/// What stands in the cluster when all charts are installed.
fn cluster(run: &Run, state: State) -> Cluster {
    let subnet = |id: &str| Subnet { id: id.to_owned(), name: id.to_owned(), public: false, ipv6: false };
    let account = Account { subnets: vec![subnet("one"), subnet("two")], ..Account::default() };
    let mut cluster = Cluster { account, ..Cluster::default() };
    for (path, file) in run.files().iter() {
        let Some(name) = path.strip_prefix("rendered/").and_then(|path| path.strip_suffix(".yaml")) else { continue };
        let mut objects = read::parse(&file.text);
        let mut namespace = estate::cluster(name).to_owned();
        if name.starts_with("edge-") {
            let text = |file: &str| {
                run.files()
                    .iter()
                    .find(|(path, _)| **path == format!("charts/{name}/{file}"))
                    .expect("a file")
                    .1
                    .text
                    .to_string()
            };
            let description = read::parse(&text("Chart.yaml")).remove(0)["description"].to_string();
            let words = description.rsplit("in namespace ").next().expect("a namespace");
            namespace = words.trim_matches(['"', '.']).to_owned();
            if state == State::TurnedOn {
                objects.retain(|object| object["kind"] != "Ingress");
                let values = read::parse(&text("values.yaml")).remove(0);
                objects.extend(turned_on::ingresses(&values, &namespace));
            }
        }
        read::add(&mut cluster, &objects, &namespace);
    }
    if state == State::TurnedOn {
        give_secrets(&mut cluster);
    }
    cluster
}

/// The Secrets that log-ins name are made by hand.
fn give_secrets(cluster: &mut Cluster) {
    for ingress in &cluster.ingresses {
        let Some(provider) = ingress.annotations.get("alb.ingress.kubernetes.io/auth-idp-oidc") else { continue };
        let provider: Value = serde_json::from_str(provider).expect("JSON");
        let name = provider["secretName"].as_str().expect("a name").to_owned();
        let keys = [("clientID", "shop"), ("clientSecret", "x")].map(|(key, value)| (key.to_owned(), value.to_owned()));
        cluster.secrets.insert((ingress.namespace.clone(), name), keys.into());
    }
}

/// What must be there of a list of actions in a state; nothing where it is not written, or waits.
fn expected(estate: &Estate, actions: &Value, state: State) -> Option<Value> {
    let list = actions.as_array().expect("a list");
    let asks = list.len() > 1;
    let targets = targets(list.last().expect("an action"));
    let services: BTreeSet<String> = targets.iter().map(|(arn, _)| service_today(estate, arn)).collect();
    let namespaces: BTreeSet<&str> = services.iter().map(|name| estate::cluster(name)).collect();
    let refuse = asks.then(refusal);
    if namespaces.len() > 1 {
        return refuse;
    }
    let waits = services.len() > 1 || list[0]["Type"] == "authenticate-oidc";
    if waits && state == State::Installed { refuse } else { Some(actions.clone()) }
}

fn refusal() -> Value {
    let config = json!({ "StatusCode": "503", "ContentType": "text/plain", "MessageBody": "not moved yet" });
    json!([{ "Type": "fixed-response", "FixedResponseConfig": config }])
}

/// Target groups that get requests, with their weights.
fn targets(action: &Value) -> Vec<(String, i64)> {
    let groups = action["ForwardConfig"]["TargetGroups"].as_array().cloned().unwrap_or_default();
    let one = |group: &Value| {
        let arn = group["TargetGroupArn"].as_str().expect("an ARN").to_owned();
        (arn, group["Weight"].as_i64().expect("a weight"))
    };
    groups.iter().map(one).filter(|(_, weight)| *weight > 0).collect()
}

fn same(estate: &Estate, listener: &Listener, state: State, made: &Value, built: &Built) -> Result<(), TestCaseError> {
    let missing = json!([{ "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": "404", "ContentType": "text/plain" } }]);
    let empty = json!({ "Rules": [], "Default": missing });
    let balancers = made["LoadBalancers"].as_object().expect("a map");
    let made = balancers.get("shop").and_then(|it| it["Listeners"].get(listener.port.to_string())).unwrap_or(&empty);
    let rules = made["Rules"].as_array().expect("a list");
    let mut today = Vec::new();
    for rule in &listener.rules {
        if let Some(actions) = expected(estate, &rule["Actions"], state) {
            let mut rule = rule.clone();
            rule["Was"] = std::mem::replace(&mut rule["Actions"], actions);
            today.push(rule);
        }
    }
    let default = expected(estate, &listener.default, state).unwrap_or(missing);
    for request in requests(listener) {
        let loops = |(actions, _): &(Value, Value)| {
            loops(actions.as_array().and_then(|all| all.last()).expect("an action"), listener, &request)
        };
        let was = answer(&listener.rules, &listener.default, &request);
        let asked = answer(&today, &default, &request);
        if balancers.is_empty()
            || loops(&was)
            || loops(&asked)
            || first(&today, &request).is_some_and(|rule| loops(&(rule["Was"].clone(), json!([]))))
        {
            continue;
        }
        let then = answer(rules, &made["Default"], &request);
        let before = outcome(&asked, &|arn| service_today(estate, arn));
        let after = outcome(&then, &|id| service_of(built, id));
        prop_assert_eq!(before, after, "{:?} port {}: {:?}", state, listener.port, request);
    }
    Ok(())
}

fn first<'a>(rules: &'a [Value], request: &Request) -> Option<&'a Value> {
    rules.iter().find(|rule| answer(&[(*rule).clone()], &Value::Null, request).0 != Value::Null)
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

/// The actions, with the names of the services to which they lead, and the transforms before a forward.
fn outcome((actions, transforms): &(Value, Value), service: &dyn Fn(&str) -> String) -> Value {
    let mut actions = actions.as_array().expect("a list").clone();
    for action in &mut actions {
        if let Some(config) = action.get_mut("AuthenticateOidcConfig") {
            config.as_object_mut().expect("a map").remove("ClientSecret");
        }
        if action["Type"] == "forward" {
            *action = forward(action, service);
        }
    }
    let forwards = actions.last().is_some_and(|action| action.get("Shares").is_some());
    json!({ "Actions": actions, "Transforms": if forwards { transforms.clone() } else { json!([]) } })
}

fn forward(action: &Value, service: &dyn Fn(&str) -> String) -> Value {
    let (mut shares, sticky) = match action.get("ForwardConfig") {
        Some(config) => (targets(action), &config["TargetGroupStickinessConfig"]),
        None => {
            let groups = action["TargetGroups"].as_array().expect("a list").iter();
            let one = |it: &Value| {
                (it["TargetGroup"].as_str().expect("a name").to_owned(), it["Weight"].as_i64().expect("a weight"))
            };
            (groups.map(one).collect::<Vec<_>>(), &action["Stickiness"])
        }
    };
    if let [only] = shares.as_mut_slice() {
        only.1 = 1;
    }
    let stays = (shares.len() > 1 && sticky["Enabled"] == true).then(|| sticky["DurationSeconds"].clone());
    let shares: Vec<Value> = shares.iter().map(|(group, weight)| json!([service(group), weight])).collect();
    json!({ "Shares": shares, "Stays": stays })
}

fn service_today(estate: &Estate, arn: &str) -> String {
    estate.services.iter().find(|service| estate::group(service) == arn).expect("a service").clone()
}

fn service_of(built: &Built, id: &str) -> String {
    let reference = &built.target_groups[id].binding.service_ref;
    reference.split(':').next().expect("a name").to_owned()
}
