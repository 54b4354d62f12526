//! Pods join the load balancer of ECS: by a target group of their own and its weights, or in that of the tasks.
//!
//! A target group is checked only while a rule names it, and the controller holds a pod unready until it is found healthy: so the
//! rules get the new one first, with weight 0. The first pods were made before their binding and miss the readiness gate: they are
//! made anew while the weight is still 0.

use super::entry::Entry;
use super::steps::{Step, step, went_well};
use crate::back::platform::target_groups::{attributes_file, file, weights_file};
use crate::ir::plan::{ID_PLACEHOLDER, Workload};

/// A target group in which the pods stand.
#[derive(Debug, Clone)]
pub(crate) struct Joined {
    /// Its name.
    pub(super) name: String,
    /// Its key in the values.
    key: String,
    /// Its ARN, as far as it is known.
    arn: String,
    /// Whether it has to be made; else it is that of the tasks.
    pub(super) is_new: bool,
    /// Rules and listeners that get it.
    rules: usize,
    /// Whether requests can be told apart by a header.
    application: bool,
}

impl Joined {
    pub(super) fn all(plan: &Workload) -> Vec<Self> {
        let workload = &plan.names.workload.value;
        let one = |binding: &crate::ir::plan::TargetGroupBinding| {
            let forwards = binding.made.as_ref().map_or(&[][..], |made| made.forwards.as_slice());
            let arn = binding.target_group.value.clone();
            let key = binding.name.strip_prefix(workload.as_str()).unwrap_or(&binding.name);
            Joined {
                name: arn.split('/').nth(1).unwrap_or(&arn).to_owned(),
                key: key.trim_start_matches('-').to_owned(),
                is_new: binding.made.is_some(),
                rules: forwards.len(),
                application: forwards.iter().any(|forward| forward.application),
                arn,
            }
        };
        plan.bindings.iter().map(one).collect()
    }
}

/// What has to be made before the pods.
pub(super) fn prepare(entry: &Entry) -> Vec<Step> {
    let mut steps = Vec::new();
    for Joined { name, key, arn, is_new: _, rules, application: _ } in entry.joined.iter().filter(|it| it.is_new) {
        steps.push(step([
            &format!(
                "`aws elbv2 create-target-group --cli-input-json file://{} --query 'TargetGroups[].TargetGroupArn' --output text`",
                file(name)
            ),
            &format!("it prints the ARN: `{}…`", arn.trim_end_matches(ID_PLACEHOLDER)),
            "`DuplicateTargetGroupName`: it is there already; pods in another VPC: `VpcId` stays that of the load balancer, which must reach them",
            "`aws elbv2 delete-target-group --target-group-arn` of it, when no rule names it",
        ]));
        steps.push(step([
            &format!(
                "put that ARN for `targetGroupBindings.{key}.targetGroupARN` into `{}`, which is yours to make; then `aws elbv2 modify-target-group-attributes --cli-input-json file://{} --target-group-arn` with it",
                entry.overrides,
                attributes_file(name)
            ),
            "it prints the attributes",
            "",
            "–",
        ]));
        steps.push(give(name, *rules));
    }
    steps
}

/// The rules get the target group.
fn give(name: &str, rules: usize) -> Step {
    let file = weights_file(name);
    let how = match rules {
        0 => format!("each rule that leads to the old target group put `{name}` beside that, with weight 0"),
        1 => format!("the rule in `{file}` take its actions from there, with the ARN of `{name}`, whose weight is 0"),
        many => {
            format!(
                "the {many} rules in `{file}` take their actions from there, with the ARN of `{name}`, whose weight is 0"
            )
        }
    };
    step([
        &format!("let whoever owns {how}, in the stack or the Terraform that made the load balancer"),
        "`aws elbv2 describe-rules` shows both; users notice nothing",
        "a rule was made by hand: one element of the file, with that ARN in it, is what `aws elbv2 modify-rule --cli-input-json` (of a listener, `modify-listener`) takes",
        "take it out again",
    ])
}

/// The pods, made anew with their readiness gates, and a look at their health.
pub(super) fn look(entry: &Entry) -> Vec<Step> {
    if entry.joined.is_empty() {
        return Vec::new();
    }
    let kind = entry.kind.to_lowercase();
    let mut steps = vec![step([
        &format!(
            "`kubectl rollout restart {kind}/{0} -n {1}`, then `kubectl rollout status {kind}/{0} -n {1}`",
            entry.name, entry.namespace
        ),
        &format!(
            "`kubectl get pods -o wide -n {}` has a `READINESS GATES` of 1 for each target group: pods that were made before their binding have none",
            entry.namespace
        ),
        "it hangs: the gate waits for the load balancer, which finds the pods unhealthy, or has no rule with the target group",
        "–",
    ])];
    for Joined { name, key: _, arn, is_new, rules: _, application } in &entry.joined {
        let whose = if *is_new { "its pods" } else { "its pods, beside the tasks," };
        steps.push(step([
            &format!("`aws elbv2 describe-target-health --target-group-arn {arn}`"),
            &format!("{whose} are `healthy`"),
            "`Target.Timeout`: the pods' security group does not admit the load balancer; `unused`: no rule names it; nothing there: `kubectl describe targetgroupbinding`",
            "–",
        ]));
        if *is_new && *application {
            steps.push(tester(name));
        }
    }
    steps
}

fn tester(name: &str) -> Step {
    step([
        &format!(
            "for testers only, where you like: a rule before the others, with their conditions and one more, `Field=http-header,HttpHeaderConfig={{HttpHeaderName=x-ecs2eks,Values=[eks]}}`, that forwards to `{name}`"
        ),
        "`curl -H 'x-ecs2eks: eks'` gets the answers that ECS gives",
        "",
        "delete the rule",
    ])
}

/// From the tasks to the pods.
pub(super) fn shift(entry: &Entry) -> Vec<Step> {
    let mut steps = Vec::new();
    for Joined { name, .. } in entry.joined.iter().filter(|it| it.is_new) {
        steps.push(step([
            &format!("let the owner of the rules take weights 99 and 1, then 95 and 5, 75 and 25, 50 and 50, 0 and 100 (where others share the rule, these parts of what the old target group had) for the old target group and `{name}`, each for twice the deregistration delay and once round of the autoscaler"),
            "no more errors than on ECS, `UnHealthyHostCount` 0, no restarts",
            "errors: 100 and 0 at once, then look; state in memory, sticky sessions and single writers bear no two sides: from 100 and 0 to 0 and 100 in one step, with the ECS side stopped between",
            "**weights 100 and 0: this is the whole way back**",
        ]));
    }
    for Joined { name, .. } in entry.joined.iter().filter(|it| !it.is_new) {
        steps.push(step([
            &format!("`{name}` shares requests out over tasks and pods alike: raise the pods and lower the tasks, a few at a time"),
            "no more errors than before, `UnHealthyHostCount` 0, no restarts",
            "targets of ECS vanish: `multiClusterTargetGroup` was not `true` at the first pass; start the tasks again (`--force-new-deployment`)",
            &format!("**`helm uninstall {} -n {}` takes the pods out: this is the whole way back, while tasks are there**", entry.name, entry.namespace),
        ]));
    }
    steps.push(step([
        "leave ECS running for 72 hours after that, at its usual number of tasks",
        went_well(entry),
        "",
        "as before",
    ]));
    steps
}
