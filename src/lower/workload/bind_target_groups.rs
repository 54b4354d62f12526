//! In which target groups of the old load balancer the pods stand.
//!
//! ECS: each entry of `loadBalancers` registers one port of one container in one target group ("LoadBalancer", API
//! reference). AWS Load Balancer Controller: a TargetGroupBinding registers the pods behind one port of a Service in a target
//! group that is there already, and takes the target group for its own: whatever else stands in it is taken out at the first pass,
//! unless `multiClusterTargetGroup` is true ("TargetGroupBinding", its guide). So each registration gets a binding, on a new
//! target group beside that of ECS; on that of ECS itself only where the user asks for it.
//!
//! The binding stands in the chart, though the controller gives a readiness gate only to pods that are made when their binding is
//! there, and Helm installs a kind that it does not know after Deployments. The first pods of a release miss the gate without
//! harm: the weight of their target group is 0. RUNBOOK.md makes them anew before the weight is raised, and every later pod has
//! it. In `platform/` the binding would have no Service yet, and no chart to be removed with.

mod make_beside;

use super::Context;
use super::reach_targets;
use super::register_targets::{Reached, registered_port};
use super::take_service_apart::Around;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::{Container, TargetGroup, TargetProtocol};
use crate::ir::{Spanned, Traced, plan};
use crate::lower::arn::Arn;
use crate::lower::estate::{Approach, PortNames};

/// What a registration says.
struct Registered<'a> {
    arn: &'a Spanned<String>,
    group: &'a TargetGroup,
    approach: &'a Approach,
    container: String,
    /// Number and name of the container's port.
    number: Traced<i64>,
    port: String,
}

/// Decides the bindings, and what their target groups ask of the pods. `guarded`: the pods have security groups of their own.
pub(super) fn bind(
    around: &Around,
    approaches: &[Approach],
    (containers, ports): (&[Container], &PortNames),
    guarded: bool,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<(Option<Reached>, Vec<plan::TargetGroupBinding>), Reported> {
    let mut reached = Reached { settings: None, readiness: Vec::new(), delays: Vec::new() };
    let mut bindings: Vec<plan::TargetGroupBinding> = Vec::new();
    for (registration, group) in around.registrations.iter().zip(&around.targets) {
        let Some(port) = registered_port(registration, containers, ports, diags)? else { continue };
        let (Some(arn), Some(number)) = (&registration.target_group, &registration.container_port) else { continue };
        let Some(approach) = approaches.iter().find(|it| it.target_group == arn.value) else { continue };
        let Some(group) = group else {
            diags.tell(undescribed(arn));
            continue;
        };
        let container = registration.container_name.as_ref().map_or_else(String::new, |name| name.value.clone());
        let from = registration.container_name.iter().map(Spanned::leaf);
        let number = number.clone().traced().and(from);
        let registered = Registered { arn, group, approach, container, number, port };
        let attributes = ask(&registered, &mut reached, diags);
        bindings.push(binding(&registered, &bindings, attributes, guarded, (cx, diags))?);
    }
    if let Some(word) = around.moves_traffic.as_ref().filter(|_| !bindings.is_empty()) {
        diags.tell(frozen(word));
    }
    Ok(((!bindings.is_empty()).then_some(reached), bindings))
}

type Attributes = Vec<(String, Traced<String>)>;

/// Takes the probe and the draining time from a target group. What else it says stays with the load balancer.
fn ask(registered: &Registered, reached: &mut Reached, diags: &mut Diagnostics) -> Attributes {
    const STAYS: &str = "the target group of ECS stays as it is";
    let Registered { arn, group, approach: _, container, number: _, port } = registered;
    diags.ignore(arn.at, "says which target group it is");
    let attributes = group.attributes.iter().flat_map(|it| [it.key.at, it.value.at]);
    attributes.chain([group.at]).for_each(|at| diags.ignore(at, STAYS));
    // What it says of leaves is about a load balancer that the controller makes.
    let mut aside = diags.fresh();
    let found = reach_targets::reach((*group).clone(), port, &mut aside);
    aside.findings().iter().for_each(|finding| diags.tell(finding.clone()));
    reached.delays.push(found.deregistration_delay);
    if !reached.readiness.iter().any(|(name, _)| name == container) {
        reached.readiness.push((container.clone(), found.readiness));
    }
    found.settings.attributes
}

fn binding(
    registered: &Registered,
    others: &[plan::TargetGroupBinding],
    attributes: Attributes,
    guarded: bool,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<plan::TargetGroupBinding, Reported> {
    let Registered { arn, group, approach, container: _, number, port } = registered;
    let workload = &cx.names.workload.value;
    let same = others.iter().filter(|it| it.port.value == *port).count();
    let further = if same == 0 { String::new() } else { format!("-{}", same + 1) };
    let name = format!("{workload}-{port}{further}");
    let (target_group, made) = if cx.settings.multi_cluster_target_group {
        refuse_instances(group, diags)?;
        diags.tell(dangers(registered, cx));
        ((*arn).clone().traced(), None)
    } else {
        let made = make_beside::make(registered, attributes);
        let key = format!("{port}{further}");
        make_beside::tell(registered, &made, &key, diags);
        (arn.with(made.arn.clone()), Some(made))
    };
    let several = approach.registrations > 1 || cx.settings.multi_cluster_target_group;
    Ok(plan::TargetGroupBinding {
        name,
        target_group,
        by_auto_mode: cx.auto_mode(),
        shared: several.then(|| Traced::implied(true)),
        role: role(arn, cx, diags),
        service: workload.clone(),
        port: number.clone().map(|_| port.clone()),
        admitted: admitted(registered, guarded, cx, diags),
        made,
    })
}

/// Pods have addresses of their own, which a target group of instances does not take.
fn refuse_instances(group: &TargetGroup, diags: &mut Diagnostics) -> Result<(), Reported> {
    match group.target_type.as_ref().filter(|kind| kind.value == "instance") {
        None => Ok(()),
        Some(kind) => Err(diags.error(
            Finding::new(Code::TargetGroupOfInstances, kind.at, "the target group takes instances, and pods have addresses of their own")
                .label("its type never changes")
                .kubernetes("no pod can be registered in it; the controller refuses the TargetGroupBinding")
                .help("leave `--multi-cluster-target-group` out: then a new target group of type `ip` stands beside it in the same rules"),
        )),
    }
}

fn dangers(registered: &Registered, cx: &Context) -> Finding {
    let name = make_beside::short(&registered.arn.value);
    // "Configure multi-cluster target groups", EKS User Guide.
    let whose = if cx.auto_mode() { "eks" } else { "aws" };
    Finding::new(Code::SharedTargetGroup, registered.arn.at, format!("pods join the target group `{name}` beside the tasks of ECS"))
        .label("shared from the first pod on")
        .kubernetes("without `multiClusterTargetGroup: true` at its first pass the controller takes every task out, so never change it; shares follow the numbers of tasks and pods only, and metrics, minimum counts and scaling by requests see both")
        .help(format!("try it on a copy first; keep the ConfigMap `{whose}-lbc-targets-…`, since without it addresses of pods stay behind; or leave `--multi-cluster-target-group` out, for a target group of their own"))
}

fn undescribed(arn: &Spanned<String>) -> Finding {
    Finding::new(Code::TargetGroupMissing, arn.at, "the service registers in a target group that is not among the inputs")
        .label("nothing more is known of it")
        .kubernetes("nothing is written for it: no request of this load balancer reaches a pod")
        .help(format!("aws elbv2 describe-target-groups --target-group-arns {} > target-group.json, describe-target-group-attributes of it as well, and convert again", arn.value))
}

fn frozen(word: &Spanned<String>) -> Finding {
    Finding::new(Code::DeploymentMovesWeights, word.at, format!("each deployment on ECS ({}) writes the weights of the production rule anew", word.value))
        .kubernetes("a deployment during the shift sends every request back to ECS, or takes the pods' target group out of the rule")
        .help("let nothing be deployed on ECS from the first weight to the end of the soak, or take a rolling update there before")
}

/// A target group of another account is reached by a role of that account.
fn role(arn: &Spanned<String>, cx: &Context, diags: &mut Diagnostics) -> Option<String> {
    let parts = Arn::parse(&arn.value)?;
    let own = cx.home.account.as_ref().filter(|own| !parts.account.is_empty() && **own != parts.account)?;
    diags.tell(
        Finding::new(Code::TargetGroupRole, arn.at, format!("the target group belongs to account {}, the service to {own}", parts.account))
            .kubernetes("the controller registers pods there with a role of that account, whose name ECS does not know")
            .help("make a role there that the controller's own may assume and that may register targets, and put its ARN for `iamRoleArnToAssume` into values.override.yaml"),
    );
    Some(format!("arn:{}:iam::{}:role/REPLACE-WITH-ROLE", parts.partition, parts.account))
}

/// Whom the rules of the pods' security group have to admit. EKS Auto Mode does not take it ("TargetGroupBinding", EKS User
/// Guide), and the rules of groups that pods brought along are as they were on ECS.
fn admitted(registered: &Registered, guarded: bool, cx: &Context, diags: &mut Diagnostics) -> Option<plan::Admitted> {
    let Registered { arn, group, approach, container: _, number, port: _ } = registered;
    if guarded {
        return None;
    }
    let ports = open_ports(group, number);
    if !approach.security_groups.is_empty() && !cx.auto_mode() {
        return Some(plan::Admitted { from: approach.security_groups.clone(), ports });
    }
    let groups: Vec<String> = approach.security_groups.iter().map(|it| format!("`{}`", it.value)).collect();
    let whom = if groups.is_empty() { "the load balancer".to_owned() } else { groups.join(", ") };
    let why = if groups.is_empty() {
        "the security groups of its load balancer are not among the inputs, or it has none"
    } else {
        "EKS Auto Mode takes no rules from a TargetGroupBinding"
    };
    let ports: Vec<String> = ports.iter().map(|(protocol, port)| format!("{protocol} {}", port.value)).collect();
    diags.tell(
        Finding::new(Code::TargetAccess, arn.at, format!("nothing admits the load balancer to the pods: {why}"))
            .kubernetes("without a rule in the security group of the nodes, or of the pods, its health checks time out")
            .help(format!("admit {whom} there on {}", ports.join(" and "))),
    );
    None
}

type Ports = Vec<(&'static str, Traced<i64>)>;

/// The port of the traffic, and that of the health check where it is another one.
fn open_ports(group: &TargetGroup, number: &Traced<i64>) -> Ports {
    let protocols: &[&str] = match group.protocol.as_ref().map(|protocol| protocol.value) {
        Some(TargetProtocol::Udp | TargetProtocol::Quic) => &["UDP"],
        Some(TargetProtocol::TcpUdp | TargetProtocol::TcpQuic) => &["TCP", "UDP"],
        Some(TargetProtocol::Http | TargetProtocol::Https | TargetProtocol::Tcp | TargetProtocol::Tls) | None => {
            &["TCP"]
        }
    };
    let mut all: Ports = protocols.iter().map(|protocol| (*protocol, number.clone())).collect();
    let check = group.health_check.port.as_ref().and_then(|port| Some(port.with(port.value.parse().ok()?)));
    let check = check.or_else(|| (!protocols.contains(&"TCP")).then(|| number.clone()));
    all.extend(check.filter(|check| !protocols.contains(&"TCP") || check.value != number.value).map(|it| ("TCP", it)));
    all
}
