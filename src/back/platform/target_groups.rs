//! `platform/target-groups/`: what makes each new target group, its attributes, and the rules with it beside the old one, as
//! `--cli-input-json` reads them.
//!
//! The rules are meant for their owner: the names of `Actions` are those of CloudFormation as well. Nothing here is run by a chart.

use serde_json::{Map, Value, json};

use crate::ir::Traced;
use crate::ir::plan::{Forward, Member, NewTargetGroup, Workload};
use crate::source::Leaf;

/// Files of one target group with their texts.
pub(crate) type Texts = Vec<(String, String)>;

/// Path of what makes a target group.
pub(crate) fn file(name: &str) -> String {
    format!("platform/target-groups/{name}.json")
}

/// Path of its attributes.
pub(crate) fn attributes_file(name: &str) -> String {
    format!("platform/target-groups/{name}.attributes.json")
}

/// Path of the rules.
pub(crate) fn weights_file(name: &str) -> String {
    format!("platform/target-groups/{name}.weights.json")
}

/// The files of a workload's target groups, and the leaves in them.
pub(crate) fn texts(plan: &Workload, origins: &mut Vec<(Leaf, String)>) -> Texts {
    let mut all = Vec::new();
    for made in plan.bindings.iter().filter_map(|binding| binding.made.as_ref()) {
        let NewTargetGroup { name, arn, beside, members, attributes, sticky, forwards } = made;
        let mut put = |path: String, document: Value, leaves: Vec<Leaf>| {
            origins.extend(leaves.into_iter().map(|leaf| (leaf, path.clone())));
            all.push((path, format!("{document:#}\n")));
        };
        let leaves = members.iter().flat_map(|(_, value)| value.from.clone()).collect();
        put(file(name), group(members), leaves);
        let leaves = attributes.iter().flat_map(|(_, value)| value.from.clone()).collect();
        let pairs: Vec<Value> =
            attributes.iter().map(|(key, value)| json!({"Key": key, "Value": value.value})).collect();
        put(attributes_file(name), json!({"TargetGroupArn": arn, "Attributes": pairs}), leaves);
        if !forwards.is_empty() {
            let leaves = forwards.iter().flat_map(|forward| forward.arn.from.clone()).collect();
            let rules = forwards.iter().map(|forward| weights(forward, (beside, arn), *sticky)).collect();
            put(weights_file(name), rules, leaves);
        }
    }
    all
}

fn group(members: &[(&'static str, Traced<Member>)]) -> Value {
    let member = |member: &Member| match member {
        Member::Text(text) => json!(text),
        Member::Number(number) => json!(number),
        Member::Matcher(kind, codes) => json!({ *kind: codes }),
    };
    let members = members.iter().map(|(key, value)| ((*key).to_owned(), member(&value.value)));
    Value::Object(members.collect())
}

/// The new one stands behind the old with weight 0: a target group is checked as soon as a rule names it, with whatever weight.
fn weights(forward: &Forward, (old, new): (&String, &String), of_targets: Option<i64>) -> Value {
    let Forward { arn, is_default, application, targets, sticky } = forward;
    let part = |arn: &str, weight: i64| json!({"TargetGroupArn": arn, "Weight": weight});
    let all = targets.iter().flat_map(|(arn, weight)| {
        let beside = (arn == old).then(|| part(new, 0));
        [Some(part(arn, *weight)), beside]
    });
    let mut config = Map::new();
    config.insert("TargetGroups".to_owned(), all.flatten().collect());
    if *application {
        let stickiness = match sticky.or(of_targets) {
            Some(seconds) => json!({"Enabled": true, "DurationSeconds": seconds}),
            None => json!({"Enabled": false}),
        };
        config.insert("TargetGroupStickinessConfig".to_owned(), stickiness);
    }
    let actions = json!([{"Type": "forward", "ForwardConfig": config}]);
    if *is_default {
        json!({"ListenerArn": arn.value, "DefaultActions": actions})
    } else {
        json!({"RuleArn": arn.value, "Actions": actions})
    }
}
