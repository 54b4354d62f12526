//! A load balancer of a hundred rules before thirty services: in whichever order, and however many of the charts are
//! installed, the rules that are there stand in the order that they have on ECS.

use ecs2eks::Settings;
use ecs2eks::controller::{Account, Cluster, Subnet, build};
use serde_json::{Value, json};

use crate::estate::{self, Estate, Listener};
use crate::{read, shown};

const SERVICES: usize = 30;
const RULES: usize = 100;

fn estate() -> Estate {
    let services: Vec<String> = (0..SERVICES).map(|number| format!("service-{number}")).collect();
    let rule = |priority: usize| {
        let hosts = if priority.is_multiple_of(4) { vec![] } else { vec![format!("h{}.example.com", priority % 7)] };
        let paths = vec![format!("/p{priority}/*"), format!("/q{}/?", priority % 5)];
        let action = match priority % 10 {
            9 => json!({ "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": "410" } }),
            // Steps of 7 visit all services, and come back to each where others' rules have come between.
            _ => estate::forward(&services[priority * 7 % SERVICES]),
        };
        estate::rule(443, priority, &hosts, &paths, &action)
    };
    let rules = (1..=RULES).map(rule).collect();
    let default = json!([estate::forward(&services[0])]);
    Estate { services, listeners: vec![Listener { port: 443, rules, default }] }
}

/// The number in the first path that names it.
fn number(rule: &Value) -> usize {
    let conditions = rule["Conditions"].as_array().expect("a list").iter();
    let values = |condition: &Value| {
        let config = condition.get("PathPatternConfig").unwrap_or(condition);
        config["Values"].as_array().cloned().unwrap_or_default()
    };
    let mut all = conditions.flat_map(values);
    all.find_map(|value| value.as_str()?.strip_prefix("/p")?.strip_suffix("/*")?.parse().ok()).expect("a number")
}

/// The numbers of the rules on HTTPS:443, in their order.
fn built(cluster: &Cluster) -> Vec<usize> {
    let built = build(cluster);
    assert!(built.refusals.is_empty(), "{:?}", built.refusals);
    let shown = shown::built(&built);
    let rules = &shown["LoadBalancers"]["shop"]["Listeners"]["443"]["Rules"];
    rules.as_array().map(|rules| rules.iter().map(number).collect()).unwrap_or_default()
}

#[test]
fn a_hundred_rules_before_thirty_services_keep_their_order() {
    let run = ecs2eks::convert(estate().sources(), &Settings { jobs: 1, ..Settings::default() });
    let slugs: Vec<&str> = run.findings().iter().map(|finding| finding.code.slug()).collect();
    assert!(!slugs.contains(&"load-balancer-differs") && !slugs.contains(&"rule-not-written"), "{slugs:?}");
    let subnet = |id: &str| Subnet { id: id.to_owned(), name: id.to_owned(), public: false, ipv6: false };
    let account = Account { subnets: vec![subnet("one"), subnet("two")], ..Account::default() };
    let charts: Vec<Vec<Value>> = run
        .files()
        .iter()
        .filter(|(path, _)| path.starts_with("rendered/") && !path.ends_with("platform.yaml"))
        .map(|(_, file)| read::parse(&file.text))
        .collect();
    assert_eq!(charts.len(), SERVICES + 1);
    let mut whole = Cluster { account: account.clone(), ..Cluster::default() };
    charts.iter().for_each(|chart| read::add(&mut whole, chart, "shop"));
    assert_eq!(built(&whole), (1..=RULES).collect::<Vec<_>>());
    whole.ingresses.reverse();
    assert_eq!(built(&whole), (1..=RULES).collect::<Vec<_>>());
    // The load balancer's own chart goes first, since it has the class; then any of the others, alone.
    for chart in &charts {
        let mut some = Cluster { account: account.clone(), ..Cluster::default() };
        let edge = charts.iter().find(|chart| chart.iter().any(|object| object["kind"] == "IngressClass"));
        let edge = edge.expect("a chart of the load balancer");
        read::add(&mut some, edge, "shop");
        if !std::ptr::eq(edge, chart) {
            read::add(&mut some, chart, "shop");
        }
        let numbers = built(&some);
        assert!(numbers.is_sorted() && !numbers.is_empty(), "{numbers:?}");
    }
}
