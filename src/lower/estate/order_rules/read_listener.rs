//! What one listener does with requests: its rules in the order of their priorities, and its default.
//!
//! Elastic Load Balancing: rules are asked in the order of their priority, the lowest number first, and the first that
//! matches decides; then the default action does ("Listener rules for your Application Load Balancer"). What cannot be
//! written keeps its place free, so that a person can put it there, and is told.

use std::collections::BTreeSet;

use super::act;
use super::gather::Listened;
use super::keep_listeners::{self, Kept, Which};
use super::match_requests::{self, Matching};
use super::own_targets::Owners;
use super::state_today;
use super::tell_rules::Remains;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Action, Forward, Listener, Rule, Untranslated};
use crate::ir::{Traced, today};
use crate::settings::Target;
use crate::source::{At, Leaf};

/// What the load balancer's own row says of leaves that show in the charts of workloads.
pub(super) const IN_CHARTS: &str = "stands in the charts of the workloads to which the load balancer leads";

/// A listener, or several that do the same.
pub(super) struct Listening {
    /// The listeners' own documents.
    pub(super) documents: Vec<At>,
    /// Protocol and port.
    pub(super) listeners: Vec<Traced<(String, i64)>>,
    pub(super) tls: Tls,
    pub(super) kept: Kept,
    pub(super) steps: Vec<Step>,
    pub(super) default: Option<Aim>,
}

/// What an HTTPS listener shows.
pub(super) struct Tls {
    pub(super) certificates: Vec<Traced<String>>,
    pub(super) policy: Option<Traced<String>>,
}

/// A rule.
pub(super) struct Step {
    pub(super) priority: i64,
    pub(super) from: Vec<Leaf>,
    pub(super) matching: Matching,
    pub(super) aim: Aim,
}

/// Where a rule or a default leads.
#[derive(Clone)]
pub(super) enum Aim {
    Workload(Lead),
    /// An action of the load balancer's own.
    Answer(Traced<String>),
    /// An action that waits for something: it stands ready and is not written out.
    Held(Traced<String>),
    /// Nothing is written, and its place is kept.
    Gap(Finding),
}

/// A port of a workload's Service.
#[derive(Clone)]
pub(super) struct Lead {
    /// Index among the drafts.
    pub(super) draft: usize,
    pub(super) service: String,
    pub(super) port: String,
    pub(super) target_group: String,
    pub(super) from: Vec<Leaf>,
}

pub(super) struct Reader<'a> {
    pub(super) owners: &'a Owners,
    /// The load balancer's name.
    pub(super) balancer: &'a str,
    pub(super) target: Target,
    /// Target groups to which something leads that is not written.
    pub(super) left_out: &'a mut BTreeSet<String>,
    /// What the listeners that were read do today.
    pub(super) today: Vec<today::Listener>,
    pub(super) diags: &'a mut Diagnostics,
}

/// The listener that is being read.
pub(super) struct Here {
    protocol: String,
    pub(super) port: i64,
}

impl Reader<'_> {
    /// `None` where the listener cannot be written at all.
    pub(super) fn listener(&mut self, listened: Listened) -> Option<Listening> {
        let Listened { own, rules } = listened;
        let Listener {
            at,
            arn,
            load_balancer,
            port,
            protocol,
            certificates,
            all_certificates: _,
            ssl_policy,
            mutual_authentication,
            attributes,
            default_action,
        } = own;
        self.diags.ignore(arn.at, "identity of the listener that ECS uses; the one for EKS is new");
        self.diags.ignore(load_balancer.at, "names the load balancer that it belongs to");
        let (Some(port), Some(protocol)) = (port, protocol) else {
            let finding = Finding::new(
                Code::RuleNotWritten,
                at,
                format!(
                    "a listener of load balancer `{}` names no protocol or no port, and nothing of it is written",
                    self.balancer
                ),
            )
            .label("`Protocol` or `Port` is missing")
            .help("export it again with `aws elbv2 describe-listeners`");
            self.diags.tell(finding);
            rules.iter().for_each(|rule| self.diags.ignore(rule.at, "a rule of a listener that is not written"));
            return None;
        };
        // They show in the charts of the workloads; the load balancer's own row in the ledger needs a word as well.
        for at in [protocol.at, port.at].into_iter().chain(certificates.iter().chain(&ssl_policy).map(|it| it.at)) {
            self.diags.ignore(at, IN_CHARTS);
        }
        let here = Here { protocol: protocol.value.clone(), port: port.value };
        if rules.is_empty() {
            self.tell_no_rules(&here, at, &arn.value);
        }
        self.today.push(today::Listener {
            at,
            protocol: protocol.value.clone(),
            port: port.value,
            certificates: certificates.iter().map(|certificate| certificate.value.clone()).collect(),
            ssl_policy: ssl_policy.as_ref().map(|policy| policy.value.clone()),
            rules: Vec::new(),
            default: None,
        });
        let tls = Tls {
            certificates: certificates.into_iter().map(crate::ir::Spanned::traced).collect(),
            // API reference, "CreateListener": the policy of an HTTPS listener that names none.
            policy: (here.protocol == "HTTPS").then(|| {
                let implied = || Traced::implied("ELBSecurityPolicy-2016-08".to_owned());
                ssl_policy.map_or_else(implied, crate::ir::Spanned::traced)
            }),
        };
        let which = Which { balancer: self.balancer, protocol: &here.protocol, port: here.port };
        let kept = keep_listeners::keep(attributes, mutual_authentication, &which, self.target, self.diags);
        let (numbered, default_rule) = self.in_order(rules, &here);
        let steps = numbered.into_iter().flat_map(|(priority, rule)| self.rule(priority, rule, &here)).collect();
        let default = self.default(default_action, default_rule, &here);
        let from = vec![protocol.leaf(), port.leaf()];
        Some(Listening {
            documents: vec![at],
            listeners: vec![Traced::new((protocol.value, port.value), from)],
            tls,
            kept,
            steps,
            default,
        })
    }

    /// The rules by priority, and the rule that repeats the listener's default action.
    fn in_order(&mut self, rules: Vec<Rule>, here: &Here) -> (Vec<(i64, Rule)>, Option<Rule>) {
        let mut numbered = Vec::new();
        let mut default = None;
        for rule in rules {
            let priority = rule.priority.as_ref().map_or("", |priority| priority.value.as_str());
            match priority.parse() {
                Ok(number) => numbered.push((number, rule)),
                Err(_) if priority == "default" => default = Some(rule),
                Err(_) => {
                    let what = format!(
                        "its priority is {}",
                        if priority.is_empty() { "missing".to_owned() } else { format!("`{priority}`, no number") }
                    );
                    let finding = self.not_written(rule.at, &format!("a rule of listener {}", here.label()), &what);
                    self.diags.tell(finding);
                }
            }
        }
        numbered.sort_by(|a, b| (a.0, &a.1.arn.value).cmp(&(b.0, &b.1.arn.value)));
        (numbered, default)
    }

    /// A rule is one step, or two where a part of a redirect loops; none where nothing of it remains.
    fn rule(&mut self, priority: i64, rule: Rule, here: &Here) -> Vec<Step> {
        let Rule { at, arn, priority: written, mut conditions, action, untranslated } = rule;
        self.diags.ignore(arn.at, "identity of the rule that ECS uses; the one for EKS is new");
        let from: Vec<Leaf> = written.iter().map(|written| written.leaf()).collect();
        let name = format!("rule {priority} of listener {}", here.label());
        let mut second = None;
        if let (Some(Action::Redirect(redirect)), true) = (&action, untranslated.is_empty()) {
            match self.tell_loop(act::unloop(redirect, &mut conditions, &here.protocol, here.port), at, &name) {
                Remains::Nothing => return Vec::new(),
                Remains::One => {}
                Remains::Two(rest) => second = Some(rest),
            }
        }
        let own = action.as_ref().and_then(state_today::own);
        let aim = match action {
            Some(action) if untranslated.is_empty() => self.aim(action, at, &name),
            action => {
                self.note_left_out(action.as_ref());
                let what = match untranslated.as_slice() {
                    [] => "it has no action".to_owned(),
                    several => format!("`{}` is not translated yet", several.join("`, `")),
                };
                Aim::Gap(self.not_written(at, &name, &what))
            }
        };
        let mut steps = Vec::new();
        for conditions in std::iter::once(conditions).chain(second) {
            if let (Some(does), Some(today)) = (state_today::does(own.clone(), &aim), self.today.last_mut()) {
                today.rules.push(state_today::rule(at, priority, &conditions, does));
            }
            let matching = match_requests::place(conditions);
            self.tell_many_values(&matching, at, &name);
            steps.push(Step { priority, from: from.clone(), matching, aim: aim.clone() });
        }
        steps
    }

    /// The listener's own default action, else that of its default rule.
    fn default(&mut self, own: Option<Action>, rule: Option<Rule>, here: &Here) -> Option<Aim> {
        let action = match (own, rule) {
            (Some(own), Some(rule)) => {
                self.diags.ignore(rule.at, "repeats the listener's default action");
                own
            }
            (Some(own), None) => own,
            (None, Some(rule)) => {
                let Rule { at: _, arn, priority, conditions: _, action, untranslated: _ } = rule;
                self.diags.ignore(arn.at, "identity of the rule that ECS uses; the one for EKS is new");
                priority
                    .iter()
                    .for_each(|priority| self.diags.ignore(priority.at, "the listener's default has no priority"));
                action?
            }
            (None, None) => return None,
        };
        let at = match &action {
            Action::Forward(forward) => forward.at,
            Action::Redirect(redirect) => redirect.at,
            Action::Respond(respond) => respond.at,
            Action::Untranslated(untranslated) => untranslated.at,
        };
        let own = state_today::own(&action);
        let aim = self.aim(action, at, &format!("the default of listener {}", here.label()));
        if let Some(today) = self.today.last_mut() {
            today.default = state_today::does(own, &aim);
        }
        Some(aim)
    }

    fn aim(&mut self, action: Action, at: At, name: &str) -> Aim {
        match action {
            Action::Redirect(redirect) => Aim::Answer(act::redirect(redirect)),
            Action::Respond(respond) => Aim::Answer(act::respond(respond)),
            Action::Forward(forward) => self.forward(forward, at, name),
            Action::Untranslated(Untranslated { at: _, what, target_groups }) => {
                self.left_out.extend(target_groups);
                if guards(&what) {
                    self.tell_guarded(at, name, &what);
                    return Aim::Answer(act::refuse());
                }
                Aim::Gap(self.not_written(at, name, &format!("`{what}` is not translated yet")))
            }
        }
    }

    fn forward(&mut self, forward: Forward, at: At, name: &str) -> Aim {
        let Forward { at: _, target_group, repeated } = forward;
        let mut from: Vec<Leaf> = std::iter::once(&target_group).chain(&repeated).map(|group| group.leaf()).collect();
        let short = short_group(&target_group.value);
        let what = match self.owners.get(&target_group.value) {
            [] => {
                self.diags.tell(self.elsewhere(at, name, short));
                return Aim::Held(Traced::new(act::forward_outside(&target_group.value), from));
            }
            [owner] => {
                if let Some(port) = &owner.port {
                    self.diags.ignore(at, IN_CHARTS);
                    from.extend(&owner.from);
                    return Aim::Workload(Lead {
                        draft: owner.draft,
                        service: owner.workload.clone(),
                        port: port.clone(),
                        target_group: target_group.value.clone(),
                        from,
                    });
                }
                match owner.container_port {
                    0 => format!("the registration of `{}` says no port", owner.workload),
                    port => format!("container `{}` of `{}` has no port {port}", owner.container, owner.workload),
                }
            }
            several => {
                let names: BTreeSet<&str> = several.iter().map(|owner| owner.workload.as_str()).collect();
                let names: Vec<&str> = names.into_iter().collect();
                format!("more than one registration stands behind target group `{short}` (`{}`)", names.join("`, `"))
            }
        };
        let gap = self.not_written(at, name, &what);
        self.left_out.insert(target_group.value);
        Aim::Gap(gap)
    }

    fn note_left_out(&mut self, action: Option<&Action>) {
        match action {
            Some(Action::Forward(forward)) => drop(self.left_out.insert(forward.target_group.value.clone())),
            Some(Action::Untranslated(untranslated)) => self.left_out.extend(untranslated.target_groups.clone()),
            Some(Action::Redirect(_) | Action::Respond(_)) | None => {}
        }
    }
}

/// Whether an action keeps requests out. A rule with one must not let its requests go on to rules without.
fn guards(what: &str) -> bool {
    what.starts_with("authenticate-") || what == "jwt-validation"
}

impl Here {
    pub(super) fn label(&self) -> String {
        format!("{}:{}", self.protocol, self.port)
    }
}

/// `web` of `arn:…:targetgroup/web/0123456789abcdef`.
pub(super) fn short_group(arn: &str) -> &str {
    arn.rsplit(':').next().and_then(|resource| resource.split('/').nth(1)).unwrap_or(arn)
}
