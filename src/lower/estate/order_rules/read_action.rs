//! Where the actions of a rule or of a default lead.
//!
//! Elastic Load Balancing: a forward leads to one target group, or to several by weight ("Actions", User Guide for
//! Application Load Balancers). The controller looks up a Service in the Ingress's own namespace; one that is not there yet
//! becomes an answer of 503 in a plain forward, and stops the whole load balancer in a forward over several (measured with
//! controller 3.5.0: `alb-facts` 123, 124). So a forward to one workload stands in its chart, where its Service is; one
//! over several workloads waits in the load balancer's own chart until all of them are installed.

use std::collections::BTreeSet;

use super::act::{self, Share};
use super::guard;
use super::listening::{Aim, Deed, Held, Lead};
use super::own_targets::Owner;
use super::read_listener::{IN_CHARTS, Reader};
use crate::diagnostics::{Code, Finding, Reported};
use crate::ir::ecs::{Action, Actions, Forward, ForwardTarget, GroupStickiness, Untranslated};
use crate::ir::{Spanned, Traced};
use crate::source::{At, Leaf};

/// For how many seconds a client stays with its target group, where it does.
pub(super) fn stickiness(forward: &Forward) -> Option<i64> {
    let sticky = forward.stickiness.as_ref()?;
    sticky.duration.as_ref().filter(|_| sticky.enabled.value).map(|duration| duration.value)
}

/// Whom a forward reaches.
pub(super) struct Reached {
    pub(super) owned: Vec<Lead>,
    namespaces: BTreeSet<String>,
    pub(super) outside: Vec<String>,
    pub(super) from: Vec<Leaf>,
}

impl Reader<'_> {
    /// What the actions do. `secure` is whether the listener is one of HTTPS.
    pub(super) fn deed(&mut self, actions: Actions, secure: bool, at: At, name: &str) -> Deed {
        let Actions { at: _, mut guards, unknown, routing } = actions;
        let strange = match &routing {
            Some(Action::Untranslated(action)) => Some(action),
            Some(Action::Forward(_) | Action::Redirect(_) | Action::Respond(_)) | None => unknown.first(),
        };
        if let Some(action) = strange {
            // Whatever it is, it may be what keeps requests out.
            let finding = self.not_written(at, name, &format!("`{}` is not translated", action.what));
            self.left_out.extend(strange_groups(&unknown, routing.as_ref()));
            self.tell_refused(finding, false);
            return Deed::answer(act::refuse());
        }
        let aim = match routing {
            Some(action) => self.aim(action, !guards.is_empty(), at, name),
            None => Aim::Gap(self.not_written(at, name, "it has no action that routes")),
        };
        let Some(guard) = guards.pop() else {
            self.note_chart(&aim, at);
            return Deed { guard: None, aim };
        };
        let fault = match &aim {
            _ if !secure => {
                Some(self.not_written(at, name, "only a listener of HTTPS can ask for a log-in or a token"))
            }
            _ if !guards.is_empty() => {
                Some(self.not_written(at, name, "the controller cannot ask for two things at once"))
            }
            Aim::Gap(finding) => Some(finding.clone()),
            Aim::Workload(_) | Aim::Answer(_) | Aim::Held(_) => None,
        };
        if let Some(finding) = fault {
            self.left_out.extend(groups_of(&aim));
            self.tell_refused(finding, false);
            return Deed::answer(act::refuse());
        }
        let place = guard::place_of(&guard);
        let guard = guard::plan(guard, self.balancer);
        let aim = match (&guard.client, aim) {
            (Some(client), aim) => {
                self.tell_oidc(at, place, name, &client.secret);
                closed(aim)
            }
            (None, Aim::Held(held)) => Aim::Held(Held { closed: true, ..held }),
            (None, aim) => aim,
        };
        self.note_chart(&aim, at);
        Deed { guard: Some(guard), aim }
    }

    fn note_chart(&mut self, aim: &Aim, at: At) {
        if matches!(aim, Aim::Workload(_)) {
            self.diags.ignore(at, IN_CHARTS);
        }
    }

    fn aim(&mut self, action: Action, asks: bool, at: At, name: &str) -> Aim {
        match action {
            Action::Redirect(redirect) => Aim::Answer(act::redirect(redirect)),
            Action::Respond(respond) => Aim::Answer(act::respond(respond)),
            Action::Forward(forward) => self.forward(forward, asks, at, name),
            Action::Untranslated(Untranslated { at: _, what, target_groups: _ }) => {
                Aim::Gap(self.not_written(at, name, &format!("`{what}` is not translated")))
            }
        }
    }

    fn forward(&mut self, forward: Forward, asks: bool, at: At, name: &str) -> Aim {
        let reached = match self.reach(&forward) {
            Ok(reached) => reached,
            Err(what) => {
                self.left_out.extend(forward.targets.into_iter().map(|target| target.target_group.value));
                return Aim::Gap(self.not_written(at, name, &what));
            }
        };
        let Reached { owned, namespaces, outside, from } = reached;
        let shares = shares(&forward, &owned, &outside);
        let action = act::forward(&shares, stickiness(&forward));
        let plain = shares.len() == 1;
        let workloads: BTreeSet<String> = owned.iter().map(|lead| lead.service.clone()).collect();
        let target_groups: Vec<String> = owned.iter().flat_map(|lead| lead.target_groups.clone()).collect();
        let mut owned = owned.into_iter();
        match (owned.next(), workloads.len()) {
            (Some(lead), 1) if outside.is_empty() => {
                Aim::Workload(Lead { target_groups, action: (!plain).then_some(action), from, ..lead })
            }
            (_, 2..) if namespaces.len() > 1 => {
                self.left_out.extend(target_groups);
                Aim::Gap(self.over_namespaces(at, name, &namespaces))
            }
            (_, _) => {
                match outside.first() {
                    Some(group) => self.diags.tell(self.elsewhere(at, name, short_group(group), asks)),
                    None => self.tell_several_workloads(at, name, &workloads, asks),
                }
                Aim::Held(Held {
                    action: Traced::new(action, from),
                    namespace: namespaces.into_iter().next(),
                    workloads: workloads.into_iter().collect(),
                    target_groups,
                    closed: false,
                })
            }
        }
    }

    /// Who stands behind the target groups of a forward; what keeps it from being written where one is not clear.
    pub(super) fn reach(&self, forward: &Forward) -> Result<Reached, String> {
        let Forward { at: _, targets, repeated, stickiness } = forward;
        let mut from: Vec<Leaf> = repeated.iter().map(Spanned::leaf).collect();
        if let Some(GroupStickiness { enabled, duration }) = stickiness {
            from.push(enabled.leaf());
            from.extend(duration.as_ref().map(|duration| duration.leaf()));
        }
        let mut reached = Reached { owned: Vec::new(), namespaces: BTreeSet::new(), outside: Vec::new(), from };
        for ForwardTarget { target_group, weight } in targets {
            reached.from.push(target_group.leaf());
            reached.from.extend(weight.as_ref().map(|weight| weight.leaf()));
            match self.owners.get(&target_group.value) {
                [] => reached.outside.push(target_group.value.clone()),
                [owner] => {
                    let lead = lead(owner, &target_group.value)?;
                    reached.namespaces.insert(owner.namespace.clone());
                    reached.from.extend(&owner.from);
                    reached.owned.push(lead);
                }
                several => return Err(shared(several, &target_group.value)),
            }
        }
        Ok(reached)
    }

    fn over_namespaces(&mut self, at: At, name: &str, namespaces: &BTreeSet<String>) -> Finding {
        let names: Vec<&str> = namespaces.iter().map(String::as_str).collect();
        let names = names.join("`, `");
        let finding = Finding::new(Code::ForwardOverNamespaces, at, format!("{name} of load balancer `{}` spreads requests over workloads in several namespaces: `{names}`", self.balancer))
            .label("one forward, several namespaces")
            .kubernetes("an Ingress reaches Services of its own namespace only, so the rule cannot be written")
            .help("convert the clusters with one `--namespace`, or take one side out of the forward on ECS; `--accept forward-over-namespaces` leaves the rule out");
        // The rest of the load balancer is written either way, and the rule's place stays free.
        let _: Result<(), Reported> = self.diags.error_unless_accepted(finding);
        self.not_written(at, name, &format!("its workloads stand in the namespaces `{names}`"))
    }
}

/// Target groups of a list of actions of which one is not known.
fn strange_groups(unknown: &[Untranslated], routing: Option<&Action>) -> Vec<String> {
    let mut all: Vec<String> = unknown.iter().flat_map(|action| action.target_groups.clone()).collect();
    match routing {
        Some(Action::Forward(forward)) => {
            all.extend(forward.targets.iter().map(|target| target.target_group.value.clone()));
        }
        Some(Action::Untranslated(action)) => all.extend(action.target_groups.clone()),
        Some(Action::Redirect(_) | Action::Respond(_)) | None => {}
    }
    all
}

/// Nothing of it is there before it is turned on.
fn closed(aim: Aim) -> Aim {
    match aim {
        Aim::Workload(Lead { draft: _, service, namespace, port, target_groups, action, from }) => {
            let plain = || act::forward(&[(Share::Service { name: &service, port: &port }, None)], None);
            Aim::Held(Held {
                action: Traced::new(action.unwrap_or_else(plain), from),
                namespace: Some(namespace),
                workloads: vec![service],
                target_groups,
                closed: true,
            })
        }
        Aim::Answer(action) => {
            Aim::Held(Held { action, namespace: None, workloads: Vec::new(), target_groups: Vec::new(), closed: true })
        }
        Aim::Held(held) => Aim::Held(Held { closed: true, ..held }),
        gap @ Aim::Gap(_) => gap,
    }
}

fn groups_of(aim: &Aim) -> Vec<String> {
    match aim {
        Aim::Workload(lead) => lead.target_groups.clone(),
        Aim::Held(held) => held.target_groups.clone(),
        Aim::Answer(_) | Aim::Gap(_) => Vec::new(),
    }
}

/// In the order in which ECS has them.
fn shares<'a>(forward: &Forward, owned: &'a [Lead], outside: &'a [String]) -> Vec<(Share<'a>, Option<i64>)> {
    let share = |target: &ForwardTarget| {
        let arn = &target.target_group.value;
        let weight = target.weight.as_ref().map(|weight| weight.value);
        let mine = owned.iter().find(|lead| lead.target_groups.contains(arn));
        let share = match mine {
            Some(lead) => Share::Service { name: &lead.service, port: &lead.port },
            None => Share::Outside { arn: outside.iter().find(|other| *other == arn)? },
        };
        Some((share, weight))
    };
    forward.targets.iter().filter_map(share).collect()
}

fn lead(owner: &Owner, target_group: &str) -> Result<Lead, String> {
    let Some(port) = &owner.port else {
        return Err(match owner.container_port {
            0 => format!("the registration of `{}` says no port", owner.workload),
            port => format!("container `{}` of `{}` has no port {port}", owner.container, owner.workload),
        });
    };
    Ok(Lead {
        draft: owner.draft,
        service: owner.workload.clone(),
        namespace: owner.namespace.clone(),
        port: port.clone(),
        target_groups: vec![target_group.to_owned()],
        action: None,
        from: Vec::new(),
    })
}

fn shared(owners: &[Owner], target_group: &str) -> String {
    let names: BTreeSet<&str> = owners.iter().map(|owner| owner.workload.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let short = short_group(target_group);
    format!("more than one registration stands behind target group `{short}` (`{}`)", names.join("`, `"))
}

/// `web` of `arn:…:targetgroup/web/0123456789abcdef`.
pub(super) fn short_group(arn: &str) -> &str {
    arn.rsplit(':').next().and_then(|resource| resource.split('/').nth(1)).unwrap_or(arn)
}
