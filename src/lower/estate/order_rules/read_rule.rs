//! One rule of a listener, and what a listener does where none matches.

use super::act;
use super::listening::{Aim, Deed, Step};
use super::match_requests;
use super::read_listener::{Here, Reader};
use super::state_today;
use super::tell_rules::Remains;
use crate::ir::ecs::{Action, Actions, Conditions, Rule};
use crate::ir::today;
use crate::source::{At, Leaf};

impl Reader<'_> {
    /// A rule is one step, or two where a part of a redirect loops; none where nothing of it remains.
    pub(super) fn rule(&mut self, priority: i64, rule: Rule, here: &Here) -> Vec<Step> {
        let Rule { at, arn, priority: written, mut conditions, actions, transforms, untranslated } = rule;
        self.diags.ignore(arn.at, "identity of the rule that ECS uses; the one for EKS is new");
        let from: Vec<Leaf> = written.iter().map(|written| written.leaf()).collect();
        let name = format!("rule {priority} of listener {}", here.label());
        let mut says = today::Rule {
            at,
            priority,
            conditions: state_today::conditions(&conditions),
            transforms: state_today::transforms(&transforms),
            outcome: state_today::outcome(actions.as_ref(), self.owners),
        };
        let (deed, all) = match actions {
            Some(actions) if untranslated.is_empty() => {
                let all = self.without_loops(&actions, &mut conditions, at, &name, here);
                if all.is_empty() {
                    self.says(says);
                    return Vec::new();
                }
                (self.deed(actions, here.is_secure(), at, &name), all)
            }
            actions => (self.leave_out(actions, &untranslated, at, &name), vec![conditions]),
        };
        let redirects = matches!(says.outcome.does, today::Does::Redirect(_));
        says.outcome.fate = state_today::fate(&deed, &says.outcome);
        let mut steps = Vec::new();
        let all = all.into_iter().flat_map(|conditions| match_requests::with_room(conditions, redirects));
        for conditions in all {
            says.conditions = state_today::conditions(&conditions);
            self.says(says.clone());
            let matching = match_requests::place(conditions, transforms.clone(), redirects);
            self.tell_many_values(&matching, at, &name);
            steps.push(Step { priority, from: from.clone(), matching, deed: deed.clone() });
        }
        steps
    }

    fn says(&mut self, rule: today::Rule) {
        self.today.last_mut().into_iter().for_each(|listener| listener.rules.push(rule.clone()));
    }

    /// The conditions under which a rule is written: none where a redirect does nothing but loop, two sets where a part of
    /// it does.
    fn without_loops(
        &mut self,
        actions: &Actions,
        conditions: &mut Conditions,
        at: At,
        name: &str,
        here: &Here,
    ) -> Vec<Conditions> {
        let Some(Action::Redirect(redirect)) = &actions.routing else { return vec![conditions.clone()] };
        let found = act::unloop(redirect, conditions, here.protocol(), here.port);
        match self.tell_loop(found, at, name) {
            Remains::Nothing => Vec::new(),
            Remains::One => vec![conditions.clone()],
            Remains::Two(rest) => vec![conditions.clone(), rest],
        }
    }

    /// What stands in place of a rule of which a part cannot be written.
    fn leave_out(&mut self, actions: Option<Actions>, untranslated: &[String], at: At, name: &str) -> Deed {
        let what = match untranslated {
            [] => "it has no action".to_owned(),
            several => format!("`{}` is not translated", several.join("`, `")),
        };
        let finding = self.not_written(at, name, &what);
        let asks = actions.as_ref().is_some_and(asks);
        match actions.and_then(|actions| actions.routing) {
            Some(Action::Forward(forward)) => {
                self.left_out.extend(forward.targets.into_iter().map(|target| target.target_group.value));
            }
            Some(Action::Untranslated(untranslated)) => self.left_out.extend(untranslated.target_groups),
            Some(Action::Redirect(_) | Action::Respond(_)) | None => {}
        }
        if asks {
            // An unknown condition would be lost, and the answer would be given to more requests than the rule takes:
            // that shuts out, and lets nobody in.
            self.tell_refused(finding, !untranslated.is_empty());
            return Deed::answer(act::refuse());
        }
        Deed { guard: None, aim: Aim::Gap(finding) }
    }

    /// The listener's own default actions, else those of its default rule.
    pub(super) fn default_actions(&mut self, own: Option<Actions>, rule: Option<Rule>) -> Option<Actions> {
        match (own, rule) {
            (Some(own), Some(rule)) => {
                self.diags.ignore(rule.at, "repeats the listener's default action");
                Some(own)
            }
            (Some(own), None) => Some(own),
            (None, Some(rule)) => {
                let Rule { at: _, arn, priority, conditions: _, actions, transforms: _, untranslated: _ } = rule;
                self.diags.ignore(arn.at, "identity of the rule that ECS uses; the one for EKS is new");
                priority
                    .iter()
                    .for_each(|priority| self.diags.ignore(priority.at, "the listener's default has no priority"));
                actions
            }
            (None, None) => None,
        }
    }

    /// What a listener does where no rule matches.
    pub(super) fn default(&mut self, own: Option<Actions>, rule: Option<Rule>, here: &Here) -> Option<Deed> {
        let actions = self.default_actions(own, rule)?;
        let at = actions.at;
        let mut outcome = state_today::outcome(Some(&actions), self.owners);
        let deed = self.deed(actions, here.is_secure(), at, &format!("the default of listener {}", here.label()));
        outcome.fate = state_today::fate(&deed, &outcome);
        if let Some(today) = self.today.last_mut() {
            today.default = Some(outcome);
        }
        Some(deed)
    }
}

/// Whether a list of actions asks who makes a request, or may do so.
fn asks(actions: &Actions) -> bool {
    let strange = matches!(&actions.routing, Some(Action::Untranslated(_)));
    strange || !actions.guards.is_empty() || !actions.unknown.is_empty()
}
