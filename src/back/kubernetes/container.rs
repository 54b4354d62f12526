//! A container of a pod.

use k8s_openapi::api::core::v1 as core;

use super::trace::Below;
use super::{environment, health_check, port, resources, security, volume};
use crate::ir::Traced;
use crate::ir::plan::{AfterEnd, Container, Image, Process, Role};

/// Writes a container. `key` names it in targets; remarks for the values file go to `remark` by the container's key.
pub(super) fn container(
    plan: Container,
    pod: &mut Below,
    remark: &mut dyn FnMut(&str, &str, String),
) -> core::Container {
    let Container {
        name,
        role,
        final_codes,
        process,
        environment,
        resources,
        probes,
        ports,
        mounts,
        security,
        pre_stop,
        pre_stop_sum,
    } = plan;
    let list = if matches!(role, Role::Sidecar(_) | Role::Init { .. }) { "initContainers" } else { "containers" };
    let key = name.value.clone();
    let mut out = pod.below(&format!("{list}[{key}]"));
    let mut container = core::Container { name: out.put("name", name), ..core::Container::default() };
    (container.restart_policy, container.restart_policy_rules) = restarts(role, final_codes, &mut out);
    run(process, &mut container, &mut out);
    environment::environment(environment, &mut container, &mut out);
    if !resources.remark.is_empty() {
        remark(&key, "resources", resources.remark.clone());
    }
    container.resources = resources::container(resources, &mut out);
    if probes.startup.is_some() {
        let text = match (&probes.liveness, &probes.readiness) {
            // A check of the container's own is asked for as long as it runs.
            (Some(_), Some(_)) => {
                "From the ECS health check: gates the start, then liveness restarts. Traffic is gated by readiness."
            }
            (Some(_), None) => "From the ECS health check: gates the start, then liveness restarts.",
            (None, Some(_)) => {
                "From the target group's health check, for as long as the ECS grace period lets it start."
            }
            (None, None) => "From the ECS health check: gates the start.",
        };
        remark(&key, "startupProbe", text.to_owned());
    }
    (container.startup_probe, container.liveness_probe, container.readiness_probe) =
        health_check::probes(probes, &mut out);
    container.ports = some_if_any(ports.into_iter().map(|plan| port::container_port(plan, &mut out)).collect());
    container.volume_mounts = some_if_any(mounts.into_iter().map(|plan| volume::mount(plan, &mut out)).collect());
    container.security_context = security::container(security, &mut out);
    if let Some(seconds) = pre_stop {
        remark(&key, "lifecycle", pre_stop_sum);
        let sleep = core::SleepAction { seconds: out.put("lifecycle.preStop.sleep.seconds", seconds) };
        let pre_stop = core::LifecycleHandler { sleep: Some(sleep), ..core::LifecycleHandler::default() };
        container.lifecycle = Some(core::Lifecycle { pre_stop: Some(pre_stop), ..core::Lifecycle::default() });
    }
    container
}

type Restarts = (Option<String>, Option<Vec<core::ContainerRestartRule>>);

fn restarts(role: Role, final_codes: Vec<Traced<i32>>, out: &mut Below) -> Restarts {
    let (from, policy) = match role {
        Role::Main(after) => (Traced::implied(()), (after == AfterEnd::EndOfPod).then_some("Never")),
        Role::Sidecar(from) => (from, Some("Always")),
        // What it ends with was settled in its command.
        Role::Init { from, once, any_end: _ } | Role::Helper { from, once } => (from, once.then_some("Never")),
    };
    // Where no policy is written, the place among init containers is what the wish of others came out as.
    let key = if policy.is_some() { "restartPolicy" } else { "name" };
    out.put(key, from);
    if final_codes.is_empty() {
        return (policy.map(str::to_owned), None);
    }
    let values = out.put_all("restartPolicyRules[0].exitCodes.values", final_codes);
    let exit_codes = core::ContainerRestartRuleOnExitCodes { operator: "NotIn".to_owned(), values: Some(values) };
    let rule = core::ContainerRestartRule { action: "Restart".to_owned(), exit_codes: Some(exit_codes) };
    (Some("Never".to_owned()), Some(vec![rule]))
}

fn run(process: Process, container: &mut core::Container, out: &mut Below) {
    let Process { image, entry_point, command, working_directory, interactive, pseudo_terminal } = process;
    let Image { reference, version: _, always_pull } = image;
    container.image = Some(out.put("image", reference));
    container.image_pull_policy = always_pull.then(|| "Always".to_owned());
    container.command = some_if_any(out.put_all("command", entry_point));
    container.args = some_if_any(out.put_all("args", command));
    container.working_dir = out.put_option("workingDir", working_directory);
    container.stdin = out.put_option("stdin", interactive);
    container.tty = out.put_option("tty", pseudo_terminal);
}

/// Kubernetes leaves an empty list out.
pub(super) fn some_if_any<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}
