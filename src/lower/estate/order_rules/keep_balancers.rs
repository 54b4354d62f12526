//! The load balancer of ECS stays, and pods join it: which rules lead to which target group, and whom pods have to admit.
//!
//! Elastic Load Balancing: a rule, or a listener by its default, forwards to up to five target groups with a weight each
//! ("ForwardActionConfig", API reference). So a target group beside that of ECS takes over by weights, in the same rules, and
//! going back is the weights as they were. Here is only found which rules those are. Whoever owns a rule (a stack, Terraform) has
//! to change it, since the next run of that would put it back.

use super::cover_registrations;
use super::gather::listener_of;
use super::own_targets::Owners;
use super::read_action::{short_group, stickiness};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Action, Actions, Forward};
use crate::ir::{Spanned, Traced, plan};
use crate::lower::estate::{Approach, Balancing, Draft, State};
use crate::lower::names;
use crate::settings::Settings;
use crate::source::At;

/// Longest name of a target group ("CreateTargetGroup", API reference).
const NAME: usize = 32;
/// Largest weight of a target group ("TargetGroupTuple", API reference).
const MOST_WEIGHT: i64 = 999;
const SUFFIX: &str = "-eks";
const STAYS: &str = "the load balancer of ECS stays as it is";

/// Finds how requests reach the target groups of each workload.
pub(super) fn keep(balancing: &Balancing, drafts: &mut [Draft], settings: &Settings, diags: &mut Diagnostics) {
    let owners = Owners::of(drafts);
    cover_registrations::pass_over_foreign_groups(balancing, &owners, diags);
    pass_over(balancing, diags);
    let leads = leads(balancing);
    let mut taken: Vec<String> = balancing.target_groups.iter().map(|it| short_group(&it.key).to_owned()).collect();
    let mut approaches: Vec<Approach> = Vec::new();
    for draft in drafts {
        let State::Ready(task) = &mut draft.state else { continue };
        let registrations = task.service.iter().flat_map(|service| &service.registrations);
        for arn in registrations.filter_map(|it| it.target_group.as_ref()) {
            let known = approaches.iter().find(|known| known.target_group == arn.value).cloned();
            let approach = known.unwrap_or_else(|| {
                let beside = beside(&arn.value, &mut taken);
                let groups = task.targets.iter().flatten().filter(|group| group.arn.value == arn.value);
                let named = groups.flat_map(|group| &group.load_balancers).map(|it| it.value.as_str()).collect();
                let registrations = owners.get(&arn.value).len();
                let by_weights = !settings.multi_cluster_target_group;
                let workload = draft.names.workload.value.as_str();
                let found = Found { beside, registrations, named, by_weights, workload };
                let found = approach(&arn.value, found, (&leads, &owners), balancing, diags);
                approaches.push(found.clone());
                found
            });
            task.ways.push(approach);
        }
    }
}

fn pass_over(balancing: &Balancing, diags: &mut Diagnostics) {
    let Balancing { load_balancers, listeners, rules, target_groups: _, attributes } = balancing;
    let own = attributes.iter().filter(|(arn, _)| load_balancers.iter().any(|it| it.key == *arn)).map(|(_, at)| *at);
    let documents = load_balancers.iter().map(|it| it.at).chain(listeners.iter().map(|it| it.at));
    documents.chain(rules.iter().map(|it| it.at)).chain(own).for_each(|at| diags.ignore(at, STAYS));
}

/// Something that decides where requests go.
struct Lead<'a> {
    /// The rule or the listener.
    arn: Spanned<String>,
    is_default: bool,
    actions: &'a Actions,
}

/// A listener's default stands in the listener, or in a rule that cannot be changed itself.
fn leads(balancing: &Balancing) -> Vec<Lead<'_>> {
    let mut all: Vec<Lead> = Vec::new();
    for listener in balancing.listeners.iter().filter_map(|it| it.value.as_ref()) {
        let own = listener.default_actions.as_ref();
        all.extend(own.map(|actions| Lead { arn: listener.arn.clone(), is_default: true, actions }));
    }
    for rule in balancing.rules.iter().filter_map(|it| it.value.as_ref()) {
        let Some(actions) = &rule.actions else { continue };
        let is_default = rule.priority.as_ref().is_some_and(|priority| priority.value == "default");
        let mut arn = rule.arn.clone();
        if is_default {
            arn.value = listener_of(&arn.value);
        }
        if !all.iter().any(|known| known.arn.value == arn.value) {
            all.push(Lead { arn, is_default, actions });
        }
    }
    all.sort_by(|a, b| a.arn.value.cmp(&b.arn.value));
    all
}

/// How a rule leads to a target group.
enum Way {
    None,
    Weights(plan::Forward),
    /// In a way that a person has to change.
    ByHand(At, String),
}

impl Lead<'_> {
    fn way_to(&self, group: &str, owners: &Owners) -> Way {
        let actions = self.actions;
        match &actions.routing {
            Some(Action::Forward(forward)) => {
                let targets = forward.targets.iter().map(|target| target.target_group.value.as_str());
                if !targets.clone().any(|arn| arn == group) {
                    Way::None
                } else if let Some(other) = actions.unknown.first() {
                    Way::ByHand(actions.at, format!("a forward behind `{}`", other.what))
                } else if !actions.guards.is_empty() {
                    Way::ByHand(actions.at, "a forward behind a log-in, whose secret no export has,".to_owned())
                } else if targets.filter(|arn| !owners.get(arn).is_empty()).count() > 1 {
                    Way::ByHand(actions.at, "a forward to several services".to_owned())
                } else {
                    Way::Weights(self.weights(forward))
                }
            }
            Some(Action::Untranslated(other)) if other.target_groups.iter().any(|it| it == group) => {
                Way::ByHand(other.at, format!("`{}`", other.what))
            }
            Some(Action::Untranslated(_) | Action::Redirect(_) | Action::Respond(_)) | None => Way::None,
        }
    }

    /// Weights are shares: as large as they may be, a small one can be divided as well.
    fn weights(&self, forward: &Forward) -> plan::Forward {
        let weight = |written: &Option<Spanned<i64>>| written.as_ref().map_or(1, |weight| weight.value);
        let all = forward.targets.iter().map(|target| weight(&target.weight));
        let times = match forward.targets.as_slice() {
            [_] => 100 / all.max().unwrap_or(1).max(1),
            _ => MOST_WEIGHT / all.max().unwrap_or(1).max(1),
        };
        let leaves = forward.targets.iter().flat_map(|target| {
            std::iter::once(target.target_group.leaf()).chain(target.weight.as_ref().map(Spanned::leaf))
        });
        let targets = forward.targets.iter();
        plan::Forward {
            arn: self.arn.clone().traced().and(leaves),
            is_default: self.is_default,
            application: self.arn.value.contains("/app/"),
            targets: targets
                .map(|it| (it.target_group.value.clone(), weight(&it.weight) * times.clamp(1, 100)))
                .collect(),
            sticky: stickiness(forward),
        }
    }
}

/// What is known of a target group before the rules are looked through.
struct Found<'a> {
    beside: String,
    registrations: usize,
    /// Load balancers that its own document names.
    named: Vec<&'a str>,
    /// Whether another is made beside it.
    by_weights: bool,
    workload: &'a str,
}

fn approach(
    group: &str,
    found: Found,
    (leads, owners): (&[Lead], &Owners),
    balancing: &Balancing,
    diags: &mut Diagnostics,
) -> Approach {
    let Found { beside, registrations, named, by_weights, workload } = found;
    let mut balancers: Vec<String> = named.into_iter().map(str::to_owned).collect();
    let (mut forwards, mut by_hand) = (Vec::new(), 0);
    for lead in leads {
        match lead.way_to(group, owners) {
            Way::None => continue,
            _ if !by_weights => {}
            Way::Weights(forward) => forwards.push(forward),
            Way::ByHand(at, what) => {
                let mut finding = left_to_a_person(at, &what, (group, &beside));
                finding.workload = Some(workload.to_owned());
                diags.tell(finding);
                by_hand += 1;
            }
        }
        balancers.push(balancer_of(&lead.arn.value));
    }
    let own = balancing.load_balancers.iter().filter_map(|it| it.value.as_ref());
    let own = own.filter(|it| balancers.contains(&it.arn.value));
    let mut security_groups: Vec<Traced<String>> =
        own.flat_map(|it| it.security_groups.clone()).map(Spanned::traced).collect();
    security_groups.sort_by(|a, b| a.value.cmp(&b.value));
    security_groups.dedup_by(|a, b| a.value == b.value);
    let target_group = group.to_owned();
    Approach { target_group, beside, registrations, security_groups, forwards, by_hand }
}

fn left_to_a_person(at: At, what: &str, (group, beside): (&str, &str)) -> Finding {
    let group = short_group(group);
    Finding::new(Code::WeightsByHand, at, format!("{what} leads to target group `{group}`, and is left to a person"))
        .label("not in the files of weights")
        .kubernetes(format!(
            "until `{beside}` stands beside `{group}` there, with a weight, no request that it takes reaches a pod"
        ))
        .help(format!(
            "add `{beside}` with weight 0 to this action where the rule is kept, and shift its weight with the others"
        ))
}

/// `…:listener-rule/app/NAME/ID/…` and `…:listener/app/NAME/ID/…` belong to `…:loadbalancer/app/NAME/ID`.
fn balancer_of(arn: &str) -> String {
    let Some((head, path)) = arn.split_once(":listener-rule/").or_else(|| arn.split_once(":listener/")) else {
        return arn.to_owned();
    };
    let path: Vec<&str> = path.split('/').take(3).collect();
    format!("{head}:loadbalancer/{}", path.join("/"))
}

/// A name for a target group beside another; a name that is too long, or taken, gets a hash.
fn beside(arn: &str, taken: &mut Vec<String>) -> String {
    let old = short_group(arn);
    let mut name = format!("{old}{SUFFIX}");
    if name.len() > NAME || taken.contains(&name) {
        name = format!("{}{SUFFIX}", names::hashed(old, NAME - SUFFIX.len(), arn));
    }
    taken.push(name.clone());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_32_characters_at_most_and_is_not_taken() {
        let arn = |name: &str| format!("arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/{name}/0123");
        let mut taken = vec!["api-eks".to_owned()];
        assert_eq!(beside(&arn("web"), &mut taken), "web-eks");
        let second = beside(&arn("api"), &mut taken);
        assert!(second.starts_with("api-") && second.ends_with("-eks") && second != "api-eks");
        let long = beside(&arn("a-target-group-of-32-characters-"), &mut taken);
        assert!(long.len() <= NAME && long.ends_with("-eks"), "{long}");
    }
}
