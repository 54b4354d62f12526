//! A target group for pods, beside that of ECS and like it.
//!
//! Elastic Load Balancing: type, protocol and VPC of a target group never change, and one of type `instance` takes no address of a
//! pod ("CreateTargetGroup", API reference). So the new one is of type `ip`, and everything else is as it was, value by value.
//! Its ARN ends with what Elastic Load Balancing makes up: a placeholder until it is there.

use super::Registered;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{TargetGroup, TargetHealthCheck};
use crate::ir::plan::{ID_PLACEHOLDER, Member, NewTargetGroup};
use crate::ir::{Spanned, Traced};

/// Seconds for which a client stays with its target where nothing is set ("Target group attributes").
const STICKY: i64 = 86_400;

/// The name in a target group's ARN.
pub(super) fn short(arn: &str) -> &str {
    arn.rsplit(':').next().and_then(|resource| resource.split('/').nth(1)).unwrap_or(arn)
}

/// Decides the target group.
pub(super) fn make(registered: &Registered, attributes: Vec<(String, Traced<String>)>) -> NewTargetGroup {
    let Registered { arn, group, approach, container: _, number, port: _ } = registered;
    let head = arn.value.rsplit_once(":targetgroup/").map_or(arn.value.as_str(), |(head, _)| head);
    NewTargetGroup {
        name: approach.beside.clone(),
        arn: format!("{head}:targetgroup/{}/{ID_PLACEHOLDER}", approach.beside),
        beside: arn.value.clone(),
        members: members(group, &approach.beside, number),
        sticky: sticky(&attributes),
        attributes,
        forwards: approach.forwards.clone(),
    }
}

/// Every value that stands there. What does not stand is Elastic Load Balancing's default for both.
fn members(group: &TargetGroup, name: &str, number: &Traced<i64>) -> Vec<(&'static str, Traced<Member>)> {
    let grpc = group.protocol_version.as_ref().is_some_and(|version| version.value == "GRPC");
    let name = text(name);
    let name = group.name.as_ref().map_or_else(|| Traced::implied(name.clone()), |old| old.with(name.clone()));
    let port = group.port.as_ref().map_or_else(|| number.clone().map(Member::Number), written_number);
    let vpc = group.vpc.as_ref().map_or_else(|| Traced::implied(text("REPLACE-WITH-VPC")), written);
    let kind = group.target_type.as_ref().map_or_else(|| Traced::implied(text("ip")), |kind| kind.with(text("ip")));
    let mut all = vec![("Name", name)];
    all.extend(group.protocol.as_ref().map(|it| ("Protocol", it.with(text(it.value.word())))));
    all.extend(group.protocol_version.as_ref().map(|it| ("ProtocolVersion", written(it))));
    all.extend([("Port", port), ("VpcId", vpc)]);
    all.extend(checks(&group.health_check, grpc));
    all.push(("TargetType", kind));
    all
}

fn checks(check: &TargetHealthCheck, grpc: bool) -> Vec<(&'static str, Traced<Member>)> {
    let codes = if grpc { "GrpcCode" } else { "HttpCode" };
    let all = [
        ("HealthCheckProtocol", check.protocol.as_ref().map(|it| it.with(text(it.value.word())))),
        ("HealthCheckPort", check.port.as_ref().map(written)),
        ("HealthCheckPath", check.path.as_ref().map(written)),
        ("HealthCheckIntervalSeconds", check.interval.as_ref().map(written_number)),
        ("HealthCheckTimeoutSeconds", check.timeout.as_ref().map(written_number)),
        ("HealthyThresholdCount", check.healthy_threshold.as_ref().map(written_number)),
        ("UnhealthyThresholdCount", check.unhealthy_threshold.as_ref().map(written_number)),
        ("Matcher", check.matcher.as_ref().map(|it| it.with(Member::Matcher(codes, it.value.clone())))),
    ];
    all.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}

fn text(value: &str) -> Member {
    Member::Text(value.to_owned())
}

fn written(value: &Spanned<String>) -> Traced<Member> {
    value.with(Member::Text(value.value.clone()))
}

fn written_number(value: &Spanned<i64>) -> Traced<Member> {
    value.with(Member::Number(value.value))
}

/// A client that stays with its target must stay with the target's group: the cookie of one means nothing to the other.
fn sticky(attributes: &[(String, Traced<String>)]) -> Option<i64> {
    let value = |key: &str| attributes.iter().find(|(known, _)| known == key).map(|(_, value)| value.value.as_str());
    value("stickiness.enabled").filter(|it| *it == "true")?;
    let kind = value("stickiness.type").unwrap_or("lb_cookie");
    Some(value(&format!("stickiness.{kind}.duration_seconds")).and_then(|it| it.parse().ok()).unwrap_or(STICKY))
}

/// Tells what has to be made, and rules that are not known.
pub(super) fn tell(registered: &Registered, made: &NewTargetGroup, key: &str, diags: &mut Diagnostics) {
    let Registered { arn, group: _, approach, container: _, number: _, port: _ } = registered;
    let (name, old) = (&made.name, short(&arn.value));
    diags.tell(
        Finding::new(Code::TargetGroupBinding, arn.at, format!("pods join the load balancer of `{old}` by a target group of their own, `{name}`"))
            .label("stays with ECS")
            .kubernetes(format!("its ARN ends with `{ID_PLACEHOLDER}` until it is made: until then the controller refuses the TargetGroupBinding"))
            .help(format!("follow RUNBOOK.md: make it from platform/target-groups/{name}.json, and put its ARN for `targetGroupBindings.{key}.targetGroupARN` into values.override.yaml")),
    );
    if approach.forwards.is_empty() && approach.by_hand == 0 {
        diags.tell(
            Finding::new(Code::WeightsByHand, arn.at, format!("no rule among the inputs leads to target group `{old}`"))
                .kubernetes(format!("no file says where `{name}` has to stand beside it, with a weight"))
                .help("for each listener of its load balancer: aws elbv2 describe-listeners, and aws elbv2 describe-rules --listener-arn …; convert again"),
        );
    }
}
