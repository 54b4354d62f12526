//! What one listener does with requests: its rules in the order of their priorities, and its default.
//!
//! Elastic Load Balancing: rules are asked in the order of their priority, the lowest number first, and the first that
//! matches decides; then the default action does ("Listener rules for your Application Load Balancer"). What cannot be
//! written keeps its place free, so that a person can put it there, and is told.

use std::collections::BTreeSet;

use super::gather::Listened;
use super::keep_listeners::{self, Kept, Which};
use super::listening::{Listening, Tls};
use super::own_targets::Owners;
use super::state_settings;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Actions, Listener, Rule};
use crate::ir::{Spanned, Traced, today};
use crate::settings::Target;
use crate::source::At;

/// What the load balancer's own row says of leaves that show in the charts of workloads.
pub(super) const IN_CHARTS: &str = "stands in the charts of the workloads to which the load balancer leads";

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

/// What a listener says of itself.
pub(super) struct Heard {
    pub(super) at: At,
    pub(super) here: Here,
    pub(super) protocol: Spanned<String>,
    pub(super) port: Spanned<i64>,
    pub(super) certificates: Vec<Spanned<String>>,
    pub(super) ssl_policy: Option<Spanned<String>>,
    pub(super) kept: Kept,
    pub(super) default_actions: Option<Actions>,
}

impl Heard {
    pub(super) fn tls(certificates: Vec<Spanned<String>>, ssl_policy: Option<Spanned<String>>, here: &Here) -> Tls {
        Tls {
            certificates: certificates.into_iter().map(Spanned::traced).collect(),
            // API reference, "CreateListener": the policy of an HTTPS listener that names none.
            policy: (here.protocol == "HTTPS").then(|| {
                let implied = || Traced::implied("ELBSecurityPolicy-2016-08".to_owned());
                ssl_policy.map_or_else(implied, Spanned::traced)
            }),
        }
    }
}

impl Reader<'_> {
    /// `None` where the listener cannot be written at all.
    pub(super) fn hear(&mut self, own: Listener, rules: &[Rule]) -> Option<Heard> {
        let Listener {
            at,
            arn,
            load_balancer,
            port,
            protocol,
            certificates,
            all_certificates: _,
            ssl_policy,
            alpn_policy,
            mutual_authentication,
            attributes,
            default_actions,
        } = own;
        alpn_policy.iter().for_each(|it| self.diags.ignore(it.at, "only a TLS listener has one"));
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
        let which = Which { balancer: self.balancer, protocol: &here.protocol, port: here.port };
        let kept = keep_listeners::keep(attributes, mutual_authentication, &which, self.target, self.diags);
        Some(Heard { at, here, protocol, port, certificates, ssl_policy, kept, default_actions })
    }

    /// `None` where the listener cannot be written at all.
    pub(super) fn listener(&mut self, listened: Listened) -> Option<Listening> {
        let Listened { own, rules } = listened;
        let settings = state_settings::listener(&own, self.target);
        let Heard { at, here, protocol, port, certificates, ssl_policy, kept, default_actions } =
            self.hear(own, &rules)?;
        self.today.push(today::Listener {
            at,
            protocol: protocol.value.clone(),
            port: port.value,
            certificates: certificates.iter().map(|certificate| certificate.value.clone()).collect(),
            ssl_policy: ssl_policy.as_ref().map(|policy| policy.value.clone()),
            settings,
            rules: Vec::new(),
            default: None,
        });
        let tls = Heard::tls(certificates, ssl_policy, &here);
        let (numbered, default_rule) = self.in_order(rules, &here);
        let steps = numbered.into_iter().flat_map(|(priority, rule)| self.rule(priority, rule, &here)).collect();
        let default = self.default(default_actions, default_rule, &here);
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
    pub(super) fn in_order(&mut self, rules: Vec<Rule>, here: &Here) -> (Vec<(i64, Rule)>, Option<Rule>) {
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
}

impl Here {
    pub(super) fn label(&self) -> String {
        format!("{}:{}", self.protocol, self.port)
    }

    pub(super) fn protocol(&self) -> &str {
        &self.protocol
    }

    /// Whether it is a listener of HTTPS, which alone may ask who makes a request.
    pub(super) fn is_secure(&self) -> bool {
        self.protocol == "HTTPS"
    }
}
