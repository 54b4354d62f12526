//! Sets of our own: `testdata/_controller/<claim>.yaml` holds objects, `<claim>.txt` what must be built of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ecs2eks::controller::{Account, Built, ClassParams, Cluster, Subnet, build};
use serde_json::Value;

use crate::{read, shown, support};

#[test]
fn our_own_sets_are_built_as_they_must() {
    let folder = support::root().join("testdata/_controller");
    let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    let sets: Vec<_> =
        support::entries(&folder).into_iter().filter(|path| path.extension().is_some_and(|it| it == "yaml")).collect();
    assert!(sets.len() > 5, "only {} sets", sets.len());
    for set in sets {
        let subnet = |id: &str| Subnet { id: id.to_owned(), name: id.to_owned(), public: false, ipv6: false };
        let account = Account { subnets: vec![subnet("one"), subnet("two")], ..Account::default() };
        let classes = BTreeMap::from([("edge".to_owned(), ClassParams::default())]);
        let mut cluster = Cluster { account, classes, ..Cluster::default() };
        read::add(&mut cluster, &read::documents(&set), "kiosk");
        let found = text(&build(&cluster));
        let expected = set.with_extension("txt");
        if bless {
            std::fs::write(&expected, &found).expect("it can be written");
        }
        if support::read(&expected) != found {
            wrong.push(format!("{}:\n{found}", set.display()));
        }
    }
    support::report_all("sets that are built otherwise:", &wrong);
}

/// A line for each rule.
fn text(built: &Built) -> String {
    let mut out = String::new();
    for refusal in &built.refusals {
        writeln!(out, "{} refused by {:?}: {}", refusal.object, refusal.phase, refusal.reason).expect("a text");
    }
    let shown = shown::built(built);
    for (name, balancer) in shown["LoadBalancers"].as_object().expect("a map") {
        for (port, listener) in balancer["Listeners"].as_object().expect("a map") {
            writeln!(out, "{name} {}:{port}", listener["Protocol"].as_str().expect("a text")).expect("a text");
            for rule in listener["Rules"].as_array().expect("a list") {
                let conditions = rule["Conditions"].as_array().expect("a list");
                let conditions: Vec<String> = conditions.iter().map(condition).collect();
                let does = actions(&rule["Actions"]);
                writeln!(out, "  {} {} -> {does}", rule["Priority"], conditions.join(" and ")).expect("a text");
            }
            writeln!(out, "  else -> {}", actions(&listener["Default"])).expect("a text");
        }
    }
    out
}

fn condition(condition: &Value) -> String {
    let values = condition.get("Values").or_else(|| condition.get("RegexValues")).expect("values");
    format!("{} {values}", condition["Field"].as_str().expect("a text"))
}

fn actions(actions: &Value) -> String {
    let one = |action: &Value| {
        let config = |key: &str, field: &str| action[key][field].as_str().unwrap_or_default().to_owned();
        let more = match action["Type"].as_str().expect("a type") {
            "forward" => {
                action["TargetGroups"].as_array().expect("a list").iter().map(weighted).collect::<Vec<_>>().join(" ")
            }
            "redirect" => config("RedirectConfig", "Host"),
            "fixed-response" => format!(
                "{} {}",
                config("FixedResponseConfig", "StatusCode"),
                config("FixedResponseConfig", "MessageBody")
            ),
            "authenticate-oidc" => config("AuthenticateOidcConfig", "ClientId"),
            other => panic!("{other}"),
        };
        format!("{} {more}", action["Type"].as_str().expect("a type")).trim_end().to_owned()
    };
    actions.as_array().expect("a list").iter().map(one).collect::<Vec<_>>().join(", then ")
}

fn weighted(group: &Value) -> String {
    format!("{}*{}", group["TargetGroup"].as_str().expect("a text"), group["Weight"])
}
