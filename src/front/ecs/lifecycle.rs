//! `essential`, `dependsOn`, `startTimeout`, `stopTimeout` and `restartPolicy` of a container definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object, whole_number};
use crate::front::tree::Node;
use crate::ir::ecs::{Condition, Dependency, Lifecycle, RestartPolicy};

/// Reads when a container starts and stops.
pub(super) fn lifecycle(it: &mut Object, diags: &mut Diagnostics) -> Result<Lifecycle, Reported> {
    Ok(Lifecycle {
        essential: it.boolean("essential", diags)?,
        depends_on: it.list("dependsOn", diags, dependency)?,
        start_timeout: it.integer_within("startTimeout", 0..=86_400, diags)?,
        stop_timeout: it.integer_within("stopTimeout", 0..=86_400, diags)?,
        restart: it.child("restartPolicy", diags, restart_policy)?,
    })
}

fn restart_policy(it: &mut Object, diags: &mut Diagnostics) -> Result<RestartPolicy, Reported> {
    Ok(RestartPolicy {
        at: it.at(),
        enabled: it.boolean("enabled", diags)?,
        ignored_exit_codes: it.list("ignoredExitCodes", diags, whole_number)?,
        attempt_period: it.integer_within("restartAttemptPeriod", 60..=1_800, diags)?,
    })
}

fn dependency(node: Node, diags: &mut Diagnostics) -> Result<Dependency, Reported> {
    const CONDITIONS: &[(&str, Condition)] = &[
        ("START", Condition::Start),
        ("COMPLETE", Condition::Complete),
        ("SUCCESS", Condition::Success),
        ("HEALTHY", Condition::Healthy),
    ];
    object(node, diags, |it, diags| {
        Ok(Dependency {
            container_name: it.required_string("containerName", diags)?,
            condition: match it.one_of("condition", CONDITIONS, diags)? {
                Some(condition) => condition,
                None => return Err(it.missing("condition", diags)),
            },
        })
    })
}
