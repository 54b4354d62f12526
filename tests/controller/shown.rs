//! What the model built, as the facts show it.

use ecs2eks::controller::{Built, Phase};
use serde_json::{Value, json};

/// Load balancers and target groups. Conditions are sorted: their order says nothing.
pub(crate) fn built(built: &Built) -> Value {
    let mut balancers = serde_json::to_value(&built.load_balancers).expect("JSON");
    for balancer in balancers.as_object_mut().expect("a map").values_mut() {
        for listener in balancer["Listeners"].as_object_mut().expect("a map").values_mut() {
            for rule in listener["Rules"].as_array_mut().expect("a list") {
                let conditions = rule["Conditions"].as_array_mut().expect("a list");
                conditions.sort_by_key(|condition| (condition["Field"].to_string(), condition.to_string()));
            }
        }
    }
    let groups = serde_json::to_value(&built.target_groups).expect("JSON");
    json!({ "LoadBalancers": balancers, "TargetGroups": groups })
}

/// Who refused what: not in which words.
pub(crate) fn refusals(built: &Built) -> Value {
    let one = |refusal: &ecs2eks::controller::Refusal| {
        let phase = match refusal.phase {
            Phase::ApiServer => "api-server",
            Phase::Webhook => "webhook",
            Phase::Controller => "controller",
            Phase::Aws => "aws",
        };
        json!({ "object": refusal.object, "phase": phase, "reason": refusal.reason })
    };
    built.refusals.iter().map(one).collect()
}
