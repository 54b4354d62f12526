//! The rules of one listener for Gateway API: what each asks for, and what it does.
//!
//! Elastic Load Balancing: "Listener rules for your Application Load Balancer". Gateway API: "HTTPRoute"; a fixed response,
//! stickiness, a source address and the query of a redirect stand in a `ListenerRuleConfiguration` of the controller's
//! ("ListenerRuleConfiguration", AWS Load Balancer Controller). A rule that has no words there stops its load balancer: with
//! one rule less the others take its requests, and nobody asked for that. One that no Ingress could say either, such as a
//! forward to a target group of somebody else, is left out and told of; so is a forward over several workloads, since an
//! HTTPRoute wants the numbers of their ports, which are those of other charts.

use super::super::gather::Listened;
use super::super::read_action::{Reached, stickiness};
use super::super::read_listener::{Heard, IN_CHARTS, Reader};
use super::read_matches::{self, Fault, Matching};
use super::say_action;
use crate::diagnostics::{Code, Finding};
use crate::ir::ecs::{Action, Actions, Forward, Rule};
use crate::ir::plan::{GatewayListener, RouteBackend, RouteDoes};
use crate::ir::{Spanned, Traced};
use crate::lower::estate::order_rules::guard;
use crate::source::{At, Leaf};

/// A listener, or several that do the same.
pub(super) struct Side {
    pub(super) documents: Vec<At>,
    pub(super) listeners: Vec<GatewayListener>,
    /// In the order of their priorities, the default last.
    pub(super) steps: Vec<Step>,
}

/// A rule, or the default.
pub(super) struct Step {
    pub(super) at: At,
    /// `r20`, or `default`.
    pub(super) name: Traced<String>,
    /// In words.
    pub(super) words: String,
    pub(super) matching: Matching,
    /// Index among the drafts; `None` is the load balancer itself.
    pub(super) draft: Option<usize>,
    pub(super) target_groups: Vec<String>,
    pub(super) does: RouteDoes,
    /// What it does, to tell whether two do the same.
    pub(super) signature: String,
}

/// What a rule does, and who does it.
struct Deed {
    draft: Option<usize>,
    target_groups: Vec<String>,
    does: RouteDoes,
}

/// Why a rule is not written.
enum Not {
    /// It has no words in Gateway API: nothing of the load balancer is written.
    Expressible(Fault),
    /// It cannot be written by any means; a finding says so.
    Known(String),
}

impl Reader<'_> {
    /// A listener; `refused` gets what has no words.
    pub(super) fn side(&mut self, listened: Listened, refused: &mut Vec<Finding>) -> Option<Side> {
        let Listened { own, rules } = listened;
        let Heard { at, here, protocol, port, certificates, ssl_policy, kept, default_actions } =
            self.hear(own, &rules)?;
        let super::super::listening::Tls { certificates, policy } = Heard::tls(certificates, ssl_policy, &here);
        let from = vec![protocol.leaf(), port.leaf()];
        let listens = Traced::new((protocol.value, port.value), from);
        let (numbered, default_rule) = self.in_order(rules, &here);
        let mut steps: Vec<Step> = Vec::new();
        for (priority, rule) in numbered {
            let words = format!("rule {priority} of listener {}", here.label());
            steps.extend(self.route_rule(priority, rule, words, refused));
        }
        let words = format!("the default of listener {}", here.label());
        steps.extend(self.route_default(default_actions, default_rule, words, &steps, refused));
        let attributes = kept.attributes.into_iter().flat_map(|own| own.attributes).collect();
        // The port is that of the configuration in which it stands.
        let mutual = kept.mutual.into_iter().next().map(|mutual| {
            mutual.map(|mut fields| {
                fields.as_object_mut().into_iter().for_each(|fields| drop(fields.shift_remove("port")));
                fields
            })
        });
        let listener = GatewayListener { listens, certificates, ssl_policy: policy, attributes, mutual };
        Some(Side { documents: vec![at], listeners: vec![listener], steps })
    }

    fn route_rule(&mut self, priority: i64, rule: Rule, words: String, refused: &mut Vec<Finding>) -> Option<Step> {
        let at = rule.at;
        self.diags.ignore(rule.arn.at, "identity of the rule that ECS uses; the one for EKS is new");
        let name = Traced::new(format!("r{priority}"), rule.priority.iter().map(Spanned::leaf).collect());
        let Some(actions) = rule.actions.filter(|_| rule.untranslated.is_empty()) else {
            let what = match rule.untranslated.as_slice() {
                [] => "it has no action".to_owned(),
                several => format!("`{}` is not translated", several.join("`, `")),
            };
            refused.push(self.not_expressible(at, &words, &what));
            return None;
        };
        let rewrites = rule.transforms.first().and_then(|transform| transform.rewrites.first());
        if let Some(rewrite) = rewrites {
            refused.push(self.not_expressible(
                rewrite.regex.at,
                &words,
                "it rewrites requests by a regular expression",
            ));
            return None;
        }
        let matching = match read_matches::read(rule.conditions) {
            Ok(matching) => matching,
            Err((place, what)) => {
                refused.push(self.not_expressible(place, &words, &what));
                return None;
            }
        };
        self.step((at, name, words), matching, actions, refused)
    }

    /// The listener's own default actions, else those of its default rule. A rule that takes every request leaves it none.
    fn route_default(
        &mut self,
        own: Option<Actions>,
        rule: Option<Rule>,
        words: String,
        steps: &[Step],
        refused: &mut Vec<Finding>,
    ) -> Option<Step> {
        let actions = self.default_actions(own, rule)?;
        let at = actions.at;
        if steps.iter().any(|step| step.matching.is_everything()) {
            self.diags.ignore(at, "a rule takes every request before the default");
            return None;
        }
        self.step((at, Traced::implied("default".to_owned()), words), Matching::everything(), actions, refused)
    }

    fn step(
        &mut self,
        (at, name, words): (At, Traced<String>, String),
        matching: Matching,
        actions: Actions,
        refused: &mut Vec<Finding>,
    ) -> Option<Step> {
        match self.route_deed(actions) {
            Ok(Deed { draft, target_groups, does }) => {
                if draft.is_some() {
                    self.diags.ignore(at, IN_CHARTS);
                }
                let signature = say_action::signature(&does);
                Some(Step { at, name, words, matching, draft, target_groups, does, signature })
            }
            Err(Not::Expressible((place, what))) => {
                refused.push(self.not_expressible(place, &words, &what));
                None
            }
            Err(Not::Known(what)) => {
                let finding = self.not_written(at, &words, &what);
                self.diags.tell(finding.help(format!(
                    "make it by hand: an HTTPRoute whose `parentRefs` name Gateway `{}`, where it comes in the right place by its host and path",
                    self.balancer
                )));
                None
            }
        }
    }

    fn route_deed(&mut self, actions: Actions) -> Result<Deed, Not> {
        let of_its_own = |does| Deed { draft: None, target_groups: Vec::new(), does };
        match actions.routing {
            Some(_) if !actions.guards.is_empty() || !actions.unknown.is_empty() => {
                let place = actions.guards.first().map_or(actions.at, guard::place_of);
                Err(Not::Expressible((place, "it asks for a log-in or a token".to_owned())))
            }
            Some(Action::Forward(forward)) => self.route_forward(&forward),
            Some(Action::Redirect(redirect)) => {
                say_action::redirect(redirect).map(of_its_own).map_err(Not::Expressible)
            }
            Some(Action::Respond(respond)) => say_action::respond(respond).map(of_its_own).map_err(Not::Expressible),
            Some(Action::Untranslated(untranslated)) => {
                Err(Not::Expressible((untranslated.at, format!("`{}` is not translated", untranslated.what))))
            }
            None => Err(Not::Expressible((actions.at, "it has no action that routes".to_owned()))),
        }
    }

    fn route_forward(&mut self, forward: &Forward) -> Result<Deed, Not> {
        let targets = forward.targets.iter().map(|target| target.target_group.value.clone());
        let reached = self.reach(forward).and_then(|reached| one_workload(reached, forward));
        let (draft, backends) = match reached {
            Ok(found) => found,
            Err(what) => {
                self.left_out.extend(targets);
                return Err(Not::Known(what));
            }
        };
        let stickiness = stickiness(forward).filter(|_| backends.len() > 1).map(Traced::implied);
        let does = RouteDoes::Forward { backends, stickiness };
        Ok(Deed { draft: Some(draft), target_groups: targets.collect(), does })
    }

    fn not_expressible(&self, at: At, words: &str, what: &str) -> Finding {
        let balancer = self.balancer;
        Finding::new(Code::GatewayNotExpressible, at, format!("{words} of load balancer `{balancer}` cannot be said in Gateway API: {what}"))
            .label("no words for this")
            .kubernetes("nothing of this load balancer is written, since without the rule others would take its requests; the workloads behind it are written without routes")
            .help("`--expose ingress` writes such a rule as it stands")
    }
}

/// Target groups to which a listener leads.
pub(super) fn target_groups(listened: &Listened) -> Vec<String> {
    let rules = listened.rules.iter().map(|rule| rule.actions.as_ref());
    let actions = rules.chain([listened.own.default_actions.as_ref()]).flatten();
    actions.filter_map(|actions| actions.routing.as_ref()).flat_map(groups).collect()
}

fn groups(action: &Action) -> Vec<String> {
    match action {
        Action::Forward(forward) => forward.targets.iter().map(|target| target.target_group.value.clone()).collect(),
        Action::Untranslated(untranslated) => untranslated.target_groups.clone(),
        Action::Redirect(_) | Action::Respond(_) => Vec::new(),
    }
}

/// The one workload behind a forward, and its ports with their weights.
fn one_workload(reached: Reached, forward: &Forward) -> Result<(usize, Vec<RouteBackend>), String> {
    let Reached { owned, outside, from, .. } = reached;
    if let Some(group) = outside.first() {
        return Err(format!(
            "no service registers in target group `{}` that is written here",
            super::short_group(group)
        ));
    }
    let first = owned.first().map(|lead| (lead.draft, lead.service.clone()));
    let Some((draft, service)) = first else { return Err("it leads nowhere".to_owned()) };
    if let Some(other) = owned.iter().find(|lead| lead.draft != draft) {
        return Err(format!("it spreads requests over `{service}` and `{}`", other.service));
    }
    let several = owned.len() > 1;
    let backend = |(lead, target): (super::super::listening::Lead, &crate::ir::ecs::ForwardTarget)| {
        let weight = target.weight.as_ref();
        let weight = weight.map_or_else(|| Traced::implied(1), |weight| weight.clone().traced());
        let from: Vec<Leaf> = from.clone();
        RouteBackend { to: Traced::new((lead.service, lead.port), from), weight: several.then_some(weight) }
    };
    Ok((draft, owned.into_iter().zip(&forward.targets).map(backend).collect()))
}
