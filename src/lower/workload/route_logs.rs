//! Where output goes.
//!
//! ECS: each container names a log driver and its options ("LogConfiguration", API reference). Kubernetes: a container
//! writes to the node's disk, and an agent of the cluster carries it on; no field of a pod says where ("Logging
//! Architecture"). So the driver's target is named as something to set up, once for all containers that share it; what
//! only stayed on the instance needs nothing.

use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::Traced;
use crate::ir::ecs::LogConfiguration;

/// Tells where the agent must send the output; returns the log groups.
pub(super) fn route(configurations: Vec<LogConfiguration>, diags: &mut Diagnostics) -> Vec<Traced<String>> {
    let mut groups: Vec<Traced<String>> = Vec::new();
    let mut findings: Vec<(String, Finding)> = Vec::new();
    for configuration in configurations {
        let LogConfiguration { at, driver, options } = configuration;
        let option = |key: &str| options.iter().find(|(name, _)| name == key).map(|(_, value)| value);
        if matches!(driver.value.as_str(), "json-file" | "journald" | "none") {
            diags.ignore(at, "stays on the node, as it stayed on the instance");
            continue;
        }
        let group = option("awslogs-group").filter(|_| driver.value == "awslogs");
        if let Some(group) = group
            && !groups.iter().any(|known| known.value == group.value)
        {
            groups.push(group.with(group.value.clone()));
        }
        let target = match (driver.value.as_str(), group) {
            ("awslogs", Some(group)) => format!("the log group `{}`", group.value),
            (driver, _) => format!("the log driver `{driver}`"),
        };
        match findings.iter_mut().find(|(known, _)| *known == target) {
            Some((_, finding)) => finding.also.push(at),
            None => findings.push((target.clone(), finding(at, &target, &driver.value))),
        }
    }
    findings.into_iter().for_each(|(_, finding)| diags.tell(finding));
    groups
}

fn finding(at: crate::source::At, target: &str, driver: &str) -> Finding {
    let help = match driver {
        "awslogs" => {
            "let the cluster's log agent (Fluent Bit) write this workload's output there, raw, so that metric filters and queries go on"
        }
        "awsfirelens" => "give the cluster's log agent the same output; the log router's own container goes on running",
        _ => "give the cluster's log agent an output for the same target",
    };
    Finding::new(Code::LogRouting, at, format!("output went to {target}"))
        .kubernetes("a pod cannot say where its output goes; an agent of the cluster decides that")
        .help(help)
}
