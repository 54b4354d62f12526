//! Where output goes.
//!
//! ECS: each container names a log driver and its options ("LogConfiguration", API reference). Kubernetes: a container
//! writes to the node's disk, and an agent of the cluster carries it on; no field of a pod says where ("Logging
//! Architecture"). So the agent, Fluent Bit, gets a fragment of its configuration for each workload, which keeps the
//! target, its names and the raw line; a person includes it. What only stayed on the instance needs nothing. On EKS
//! Fargate the router that each pod has is that agent.

mod awslogs;
mod collectors;
mod firelens;
mod on_fargate;
mod options;
mod record_starts;
mod splunk;

use options::Options;

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::Traced;
use crate::ir::ecs::LogConfiguration;
use crate::ir::plan::{LogRoute, LogStep};
use crate::settings::Target;
use crate::source::At;

/// What a container says of its output.
pub(super) struct Said {
    /// Its name in the pod.
    pub(super) container: String,
    pub(super) ecs_name: String,
    pub(super) configuration: LogConfiguration,
}

/// What log routers add to records, where one was there.
#[derive(Debug, Clone)]
pub(super) struct Metadata {
    /// Keys and values that are the same for every record of the task.
    pub(super) constants: Vec<(String, Traced<String>)>,
    /// Whether the router was Fluentd, whose plugins the agent does not have.
    pub(super) fluentd: bool,
}

/// What the configurations came to.
pub(super) struct Routed {
    pub(super) routes: Vec<LogRoute>,
    /// Log groups that are written to.
    pub(super) groups: Vec<Traced<String>>,
}

/// The file that holds the workload's routes.
pub(super) fn file(workload: &str) -> String {
    format!("platform/logging/{workload}.conf")
}

/// One way out of the cluster, before it belongs to a container.
#[derive(Debug)]
struct Way {
    first_line: Option<Traced<String>>,
    steps: Vec<LogStep>,
    plugin: Traced<String>,
    settings: Vec<(String, Traced<String>)>,
    /// Such as "the log group `/ecs/web`".
    target: String,
}

/// Decides the ways of all containers, and tells what a person must do for them.
pub(super) fn route(said: Vec<Said>, metadata: Option<&Metadata>, cx: &Context, diags: &mut Diagnostics) -> Routed {
    let mut routed = Routed { routes: Vec::new(), groups: Vec::new() };
    let mut findings: Vec<(String, Finding)> = Vec::new();
    for Said { container, ecs_name, configuration } in said {
        let LogConfiguration { at, driver, options, secret_options } = configuration;
        if matches!(driver.value.as_str(), "json-file" | "journald" | "none") {
            diags.ignore(at, "stays on the node, as it stayed on the instance");
            continue;
        }
        let workload = &cx.names.workload.value;
        let lossless = match cx.settings.target {
            Target::Ec2 => "raise containerLogMaxSize of the kubelet",
            Target::Fargate => "let the program send by itself",
            Target::AutoMode => {
                "have the program send its lines itself: the kubelet of EKS Auto Mode cannot be configured"
            }
        };
        let mut options = Options::new(options, secret_options, &driver, (workload, &container), lossless);
        let made = match driver.value.as_str() {
            "awslogs" => awslogs::way(&driver, &mut options, &ecs_name, cx),
            "splunk" => splunk::way(&driver, &mut options),
            "fluentd" => collectors::fluentd(&driver, &mut options),
            "gelf" => collectors::gelf(&driver, &mut options),
            "syslog" => collectors::syslog(&driver, &mut options),
            "awsfirelens" => firelens::way(&driver, &mut options, &ecs_name, metadata),
            _ => Err("the agent has no output for it that would be the same".to_owned()),
        };
        let made = if cx.windows { Err("the agent on Windows nodes has other paths".to_owned()) } else { made };
        let made = made.and_then(|way| options.check().map(|()| way));
        let made = if cx.on_fargate() { made.and_then(on_fargate::fit) } else { made };
        let way = match made {
            Ok(way) => way,
            Err(why) => {
                let target = format!("the log driver `{}`", driver.value);
                let by_hand = if cx.on_fargate() { on_fargate::lost } else { by_hand };
                merge(&mut findings, format!("{target}: {why}"), at, || by_hand(at, &target, &why));
                continue;
            }
        };
        options.tell(diags);
        let group = way.settings.iter().find(|(key, _)| driver.value == "awslogs" && key == "log_group_name");
        if let Some((_, group)) = group
            && !routed.groups.iter().any(|known| known.value == group.value)
        {
            routed.groups.push(group.clone());
        }
        let told = if cx.on_fargate() { on_fargate::routed(at, &way.target) } else { generated(at, &way.target, cx) };
        merge(&mut findings, way.target.clone(), at, || told);
        let Way { first_line, steps, plugin, settings, target: _ } = way;
        routed.routes.push(LogRoute { at, container, first_line, steps, plugin, settings });
    }
    findings.into_iter().for_each(|(_, finding)| diags.tell(finding));
    routed
}

/// One finding for all containers that share a target.
fn merge(findings: &mut Vec<(String, Finding)>, target: String, at: At, finding: impl FnOnce() -> Finding) {
    match findings.iter_mut().find(|(known, _)| *known == target) {
        Some((_, finding)) => finding.also.push(at),
        None => findings.push((target, finding())),
    }
}

fn generated(at: At, target: &str, cx: &Context) -> Finding {
    let file = file(&cx.names.workload.value);
    Finding::new(Code::LogRouting, at, format!("output goes to {target} by the cluster's log agent, with `{file}`"))
        .kubernetes("a pod cannot say where its output goes; an agent of the cluster decides that")
        .help("include the file in Fluent Bit's configuration, and give its other inputs the `Exclude_Path` that its first lines name")
}

fn by_hand(at: At, target: &str, why: &str) -> Finding {
    Finding::new(Code::LogRouting, at, format!("output went to {target}"))
        .kubernetes(format!("a pod cannot say where its output goes, and nothing is written for the agent: {why}"))
        .help("give the cluster's log agent (Fluent Bit) an output for the same target")
}
