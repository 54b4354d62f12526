//! What one listener of a Network Load Balancer leads to: the ports of a Service, and the settings of its target group.
//!
//! Elastic Load Balancing: a listener of `TCP_UDP` takes both on one port, and so does its target group ("Listeners for
//! your Network Load Balancers"). Kubernetes: a port of a Service is of TCP or of UDP; the controller joins two of one
//! number where the Service asks for it ("Service annotations", guide of the controller).

use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::Spanned;
use crate::ir::ecs::{Action, Attribute, Forward, TargetGroup};
use crate::ir::plan::ServicePort;
use crate::lower::estate::order_rules::gather::Listened;
use crate::lower::estate::order_rules::own_targets::{Owner, Owners};
use crate::lower::estate::order_rules::read_action::short_group;
use crate::lower::estate::{Balancing, Draft, State};
use crate::lower::workload::listener_port;
use crate::source::{At, Leaf};

/// A listener that leads to a workload.
pub(super) struct Heard {
    pub(super) at: At,
    pub(super) port: Spanned<i64>,
    /// In the API's words.
    pub(super) protocol: Spanned<String>,
    pub(super) ports: Vec<ServicePort>,
    pub(super) certificates: Vec<Spanned<String>>,
    pub(super) ssl_policy: Option<Spanned<String>>,
    pub(super) alpn: Option<Spanned<String>>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) target_group: String,
    /// `None` where its document is not among the inputs.
    pub(super) group: Option<TargetGroup>,
}

pub(super) struct Reader<'a> {
    pub(super) owners: &'a Owners,
    pub(super) drafts: &'a [Draft],
    pub(super) balancing: &'a Balancing,
    /// The load balancer's name.
    pub(super) balancer: &'a str,
    pub(super) diags: &'a mut Diagnostics,
}

/// Target groups to which a listener leads.
pub(super) fn groups(listened: &Listened) -> Vec<String> {
    let of_rules = listened.rules.iter().filter_map(|rule| rule.actions.as_ref());
    let mut groups = Vec::new();
    let all = of_rules.chain(&listened.own.default_actions).filter_map(|actions| actions.routing.as_ref());
    for action in all {
        match action {
            Action::Forward(forward) => {
                groups.extend(forward.targets.iter().map(|target| target.target_group.value.clone()));
            }
            Action::Untranslated(untranslated) => groups.extend(untranslated.target_groups.iter().cloned()),
            Action::Redirect(_) | Action::Respond(_) => {}
        }
    }
    groups
}

/// Whether an Application Load Balancer is the target.
pub(super) fn leads_to_application(arn: &str, balancing: &Balancing) -> bool {
    let group = balancing.target_groups.iter().find(|group| group.key == arn);
    let kind = group.and_then(|group| group.value.as_ref()?.target_type.as_ref());
    kind.is_some_and(|kind| kind.value == "alb")
}

/// Spellings of a listener's protocol as protocols of a Service.
fn of_service(protocol: &str) -> &'static [&'static str] {
    match protocol {
        "UDP" | "QUIC" => &["UDP"],
        "TCP_UDP" | "TCP_QUIC" => &["TCP", "UDP"],
        _ => &["TCP"],
    }
}

/// A forward to one target group.
struct OneTarget {
    target_group: Spanned<String>,
    repeated: Vec<Spanned<String>>,
}

/// How many there are where it is not one.
fn one_target(forward: Forward) -> Result<OneTarget, usize> {
    let count = forward.targets.len();
    let mut targets = forward.targets.into_iter();
    match (targets.next(), count) {
        (Some(target), 1) => Ok(OneTarget { target_group: target.target_group, repeated: forward.repeated }),
        (_, _) => Err(count),
    }
}

impl Reader<'_> {
    /// The workload to which it leads, by its index among the drafts; else what is to be told.
    pub(super) fn listener(&mut self, listened: Listened) -> Result<(usize, Heard), Box<Finding>> {
        let Listened { own, rules } = listened;
        let at = own.at;
        let (Some(port), Some(protocol)) = (own.port, own.protocol) else {
            return Err(self.left(at, "a listener", "it names no protocol or no port"));
        };
        let name = format!("listener {}:{}", protocol.value, port.value);
        let mut actions = own.default_actions;
        for rule in rules {
            self.diags.ignore(rule.at, "repeats the listener's default action, which is all that a listener of it has");
            actions = actions.or(rule.actions);
        }
        let forward = match actions.and_then(|actions| actions.routing) {
            Some(Action::Forward(forward)) => match one_target(forward) {
                Ok(forward) => forward,
                Err(count) => {
                    let what = format!("a forward to {count} target groups by weight");
                    return Err(self.shared(at, &name, &what));
                }
            },
            Some(Action::Untranslated(other)) => return Err(self.shared(at, &name, &other.what)),
            Some(Action::Redirect(_) | Action::Respond(_)) | None => {
                return Err(self.left(at, &name, "it leads to no target group"));
            }
        };
        let owner = self.owner(&forward, at, &name)?;
        let group = self.group(owner.draft, &forward.target_group.value);
        let ports = self.ports(owner, &forward, (&port, &protocol), at)?;
        let draft = owner.draft;
        self.diags.ignore(own.arn.at, "identity of the listener that ECS uses; the one for EKS is new");
        self.diags.ignore(own.load_balancer.at, "names the load balancer that it belongs to");
        let heard = Heard {
            at,
            port,
            protocol,
            ports,
            certificates: own.certificates,
            ssl_policy: own.ssl_policy,
            alpn: own.alpn_policy,
            attributes: own.attributes,
            target_group: forward.target_group.value,
            group,
        };
        Ok((draft, heard))
    }

    /// The one registration behind a target group.
    fn owner(&self, forward: &OneTarget, at: At, name: &str) -> Result<&Owner, Box<Finding>> {
        let arn = &forward.target_group.value;
        let short = short_group(arn);
        match self.owners.get(arn) {
            [owner] => Ok(owner),
            [] if leads_to_application(arn, self.balancing) => Err(Box::new(
                Finding::new(Code::NetworkLoadBalancer, at, format!("{name} of Network Load Balancer `{}` leads to an Application Load Balancer", self.balancer))
                    .kubernetes("it is not written; the controller makes such a pair where an Ingress of the Application Load Balancer asks for it")
                    .help(format!("add to one Ingress of that load balancer `alb.ingress.kubernetes.io/enable-frontend-nlb: \"true\"`, `…/frontend-nlb-scheme`, `…/frontend-nlb-subnets`, `…/frontend-nlb-listener-port-mapping` and the health check of target group `{short}` as `…/frontend-nlb-healthcheck-*`")),
            )),
            [] => Err(self.left(at, name, &format!("no workload that is written here stands behind target group `{short}`"))),
            several => {
                let mut names: Vec<&str> = several.iter().map(|owner| owner.workload.as_str()).collect();
                names.sort_unstable();
                names.dedup();
                let names = names.join("`, `");
                Err(self.left(at, name, &format!("more than one registration stands behind target group `{short}` (`{names}`)")))
            }
        }
    }

    /// What the workload knows of the target group.
    fn group(&self, draft: usize, arn: &str) -> Option<TargetGroup> {
        let State::Ready(task) = &self.drafts.get(draft)?.state else { return None };
        task.targets.iter().flatten().find(|group| group.arn.value == arn).cloned()
    }

    fn ports(
        &self,
        owner: &Owner,
        forward: &OneTarget,
        (port, protocol): (&Spanned<i64>, &Spanned<String>),
        at: At,
    ) -> Result<Vec<ServicePort>, Box<Finding>> {
        let names = self.drafts.get(owner.draft).and_then(|draft| match &draft.state {
            State::Ready(task) => Some(&task.ports),
            State::Failed | State::Skipped => None,
        });
        let also = std::iter::once(&forward.target_group).chain(&forward.repeated).map(Spanned::leaf);
        let from: Vec<Leaf> = also.chain(owner.from.iter().copied()).collect();
        let all = of_service(&protocol.value);
        let mut ports = Vec::new();
        for word in all {
            let target = names.and_then(|names| names.get(&owner.container, owner.container_port, *word == "UDP"));
            let Some(target) = target else {
                let label = format!("listener {}:{}", protocol.value, port.value);
                let what = format!(
                    "container `{}` of `{}` has no {word} port {}",
                    owner.container, owner.workload, owner.container_port
                );
                return Err(self.left(at, &label, &what));
            };
            // The name tells a TLS port from a plain one; for both protocols on one port it tells those apart.
            let name = if all.len() > 1 { *word } else { &protocol.value };
            let number = port.with(i32::try_from(port.value).unwrap_or(0)).and(from.iter().copied());
            let name = format!("{}-{}", name.to_lowercase(), port.value);
            ports.push(listener_port(name, number, target.to_owned(), protocol.with((*word).to_owned())));
        }
        Ok(ports)
    }

    /// Shares of several target groups: the controller knows them, under an annotation of their own.
    fn shared(&self, at: At, name: &str, what: &str) -> Box<Finding> {
        let key = name.trim_start_matches("listener ").replace(':', "-");
        let finding = self.left(at, name, &format!("its action is {what}"));
        Box::new(finding.help(format!("while both target groups are in use, move it when one of them is not; or write `service.beta.kubernetes.io/actions.{key}` with `baseServiceWeight` on a Service of `type: LoadBalancer` in a file `templates/custom-nlb.yaml`")))
    }

    fn left(&self, at: At, name: &str, why: &str) -> Box<Finding> {
        Box::new(
            Finding::new(Code::NetworkLoadBalancer, at, format!("{name} of Network Load Balancer `{}` is not written: {why}", self.balancer))
                .kubernetes("no load balancer that is written takes its connections")
                .help("add a port for it to a Service of `type: LoadBalancer` in a file `templates/custom-nlb.yaml` of the workload's chart"),
        )
    }
}
