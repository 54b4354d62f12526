//! What is told of a service that registers in a target group to which no written rule leads.
//!
//! ECS: the service's load balancer is named nowhere in the service, only its target group; which load balancers lead to
//! that stands in the target group's own document ("TargetGroup", Elastic Load Balancing API reference).

use std::collections::{BTreeMap, BTreeSet};

use super::gather::Balancer;
use super::own_targets::Owners;
use super::read_action::short_group;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::Spanned;
use crate::ir::ecs::{CLASSIC, LoadBalancerType, Registration, TargetGroup};
use crate::lower::estate::{Balancing, Draft, State, Task};

/// What became of load balancers and target groups.
pub(super) struct Known {
    /// Load balancers by ARN: whether they are of the kind that is written.
    balancers: BTreeMap<String, bool>,
    /// Target groups to which something leads that is written.
    pub(super) served: BTreeSet<String>,
    /// Target groups to which something leads that is not written, and told of.
    pub(super) left_out: BTreeSet<String>,
}

impl Known {
    pub(super) fn new(balancers: &[Balancer]) -> Self {
        let written =
            |balancer: &Balancer| balancer.own.kind.as_ref().is_none_or(|kind| kind.value != LoadBalancerType::Gateway);
        let balancers = balancers.iter().map(|it| (it.own.arn.value.clone(), written(it))).collect();
        Known { balancers, served: BTreeSet::new(), left_out: BTreeSet::new() }
    }
}

/// Whether a workload's target group says that this load balancer leads to it.
pub(super) fn names_balancer(drafts: &[Draft], arn: &str) -> bool {
    let mut groups = drafts.iter().filter_map(ready).flat_map(|task| task.targets.iter().flatten());
    groups.any(|group| group.load_balancers.iter().any(|balancer| balancer.value == arn))
}

fn ready(draft: &Draft) -> Option<&Task> {
    match &draft.state {
        State::Ready(task) => Some(task),
        State::Failed | State::Skipped => None,
    }
}

/// Ignores the target groups in which no workload registers that is written.
pub(super) fn pass_over_foreign_groups(balancing: &Balancing, owners: &Owners, diags: &mut Diagnostics) {
    const REASON: &str = "no service that is written here registers in this target group";
    for group in &balancing.target_groups {
        if owners.get(&group.key).is_empty() {
            diags.ignore(group.at, REASON);
            let attributes = balancing.attributes.iter().filter(|(arn, _)| *arn == group.key);
            attributes.for_each(|(_, at)| diags.ignore(*at, REASON));
        }
    }
}

/// Tells each registration that no rule serves.
pub(super) fn cover(drafts: &[Draft], known: &Known, diags: &mut Diagnostics) {
    let mut told = BTreeSet::new();
    for draft in drafts {
        let Some(task) = ready(draft) else { continue };
        let registrations = task.service.iter().flat_map(|service| &service.registrations);
        for (registration, group) in registrations.zip(&task.targets) {
            if let Some(mut finding) = moved(registration, known).filter(|finding| told.insert(finding.at)) {
                finding.workload = Some(draft.names.workload.value.clone());
                diags.tell(finding);
            }
            if let Some(mut finding) = self::registration(registration, group.as_ref(), known, diags) {
                finding.workload = Some(draft.names.workload.value.clone());
                diags.tell(finding);
            }
        }
    }
}

fn registration(
    registration: &Registration,
    group: Option<&TargetGroup>,
    known: &Known,
    diags: &mut Diagnostics,
) -> Option<Finding> {
    if let Some(classic) = &registration.load_balancer {
        return Some(tell_classic(classic));
    }
    let arn = &registration.target_group.as_ref()?.value;
    if known.served.contains(arn) {
        return None;
    }
    if known.left_out.contains(arn) {
        diags.ignore(registration.at, "the rules that lead here are not written; their own findings say why");
        return None;
    }
    let balancers: Vec<&str> =
        group.iter().flat_map(|group| &group.load_balancers).map(|it| it.value.as_str()).collect();
    let short = short_group(arn);
    if balancers.iter().any(|arn| known.balancers.get(*arn).is_some_and(|written| !written)) {
        return Some(
            Finding::new(
                Code::NetworkLoadBalancer,
                registration.at,
                format!("a Gateway Load Balancer leads to target group `{short}`"),
            )
            .kubernetes("the workload gets a Service inside the cluster, and no load balancer")
            .help("bind the target group with `TargetGroupBinding`"),
        );
    }
    let missing: Vec<&str> = balancers.iter().copied().filter(|arn| !known.balancers.contains_key(*arn)).collect();
    let (what, help) = match (missing.as_slice(), balancers.as_slice()) {
        ([], [balancer, ..]) => (
            "no rule among the inputs leads to target group",
            format!(
                "for each of its listeners: aws elbv2 describe-listeners --load-balancer-arn {balancer}, then aws elbv2 describe-rules --listener-arn …"
            ),
        ),
        ([missing, ..], _) => (
            "the inputs lack the load balancer that leads to target group",
            format!(
                "aws elbv2 describe-load-balancers --load-balancer-arns {missing} > load-balancer.json; then describe-listeners, describe-rules and describe-load-balancer-attributes of it"
            ),
        ),
        ([], []) => (
            "the inputs have no load balancer that leads to target group",
            format!(
                "aws elbv2 describe-target-groups --target-group-arns {arn} > target-group.json; it names the load balancer, to be exported as well"
            ),
        ),
    };
    Some(
        Finding::new(Code::LoadBalancerMissing, registration.at, format!("{what} `{short}`"))
            .kubernetes("no Ingress is made for it: the workload is reached inside the cluster only")
            .help(help),
    )
}

/// What takes a Classic Load Balancer's place is another load balancer.
fn moved(registration: &Registration, known: &Known) -> Option<Finding> {
    let group = registration.target_group.as_ref().filter(|group| known.served.contains(&group.value))?;
    let path = group.value.strip_prefix(CLASSIC)?;
    let kind = if path.contains("/application/") { "an Application" } else { "a Network" };
    Some(
        Finding::new(
            Code::ClassicLoadBalancer,
            group.at,
            format!("the service registers in the Classic Load Balancer `{}`", short_group(&group.value)),
        )
        .label("a load balancer of the first generation")
        .kubernetes(format!(
            "{kind} Load Balancer takes its place, with another DNS name: no controller makes a Classic one"
        ))
        .help("compare what is written with the old one, then point the DNS records and the alarms at the new one"),
    )
}

/// Classic Load Balancers have listeners and instances, and no controller makes them.
fn tell_classic(name: &Spanned<String>) -> Finding {
    Finding::new(Code::ClassicLoadBalancer, name.at, format!("the service registers in the Classic Load Balancer `{}`", name.value))
        .label("a load balancer of the first generation")
        .kubernetes("nothing is written for it: no listener among the inputs leads to a port of the task")
        .help("export it (`aws elb describe-load-balancers`, `aws elb describe-load-balancer-attributes`) and convert again; or move it to an Application Load Balancer (HTTP) or a Network one (TCP) on ECS's side with the wizard of the EC2 console, and export again; or write the Ingress or the Service in a file `templates/custom-load-balancer.yaml` of its chart")
}
