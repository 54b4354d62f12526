//! The steps of one workload.

use std::collections::BTreeSet;

use super::edge::EdgeEntry;
use super::entry::Entry;
use super::{join_balancer, on_fargate, security_groups};
use crate::back::iam::LOG_AGENT_POLICY;

/// What to do, what to see, what else may happen, and how to undo it.
pub(super) type Step = [String; 4];

pub(super) fn step(parts: [&str; 4]) -> Step {
    parts.map(str::to_owned)
}

/// A table of steps, numbered within a section.
pub(super) fn table(section: usize, steps: &[Step]) -> String {
    let mut text = String::from("| # | do | see | otherwise | undo |\n|---|---|---|---|---|\n");
    for (number, step) in (1..).zip(steps) {
        // A bar in a path would begin a new cell.
        let cells: Vec<String> = step.iter().map(|cell| cell.replace('|', "\\|")).collect();
        text.push_str(&format!("| {section}.{number} | {} |\n", cells.join(" | ")));
    }
    text
}

/// What findings ask of a person, before anything else.
pub(super) fn settle(name: &str, open: &BTreeSet<&str>) -> Vec<Step> {
    if open.is_empty() {
        return Vec::new();
    }
    let codes: Vec<&str> = open.iter().copied().collect();
    vec![step([
        &format!("settle the actions of `{name}` in `report.json`: `{}`", codes.join("`, `")),
        "each is done, or known not to matter",
        "`ecs2eks explain CODE` says what each is about",
        "–",
    ])]
}

/// Load balancers that lead to a workload.
pub(super) fn edges_of<'a>(entry: &'a Entry, edges: &'a [EdgeEntry]) -> impl Iterator<Item = &'a EdgeEntry> {
    edges.iter().filter(|edge| entry.classes.contains(&edge.class) || edge.waits_for(&entry.name))
}

/// Those of which nothing but rules that wait leads to a workload.
pub(super) fn awaited_by<'a>(entry: &'a Entry, edges: &'a [EdgeEntry]) -> impl Iterator<Item = &'a EdgeEntry> {
    edges_of(entry, edges).filter(|edge| !entry.classes.contains(&edge.class))
}

/// What must be there before the first pod.
pub(super) fn prepare(entry: &Entry) -> Vec<Step> {
    let mut steps = Vec::new();
    if entry.namespace != "default" {
        steps.push(step([
            "`kubectl apply -f platform/namespaces.yaml`",
            &format!("`kubectl get namespace {}`", entry.namespace),
            "",
            "–",
        ]));
    }
    steps.extend(security_groups::prepare(entry));
    steps.extend(on_fargate::prepare(entry));
    if let Some((role, file)) = &entry.trust {
        let name = role.rsplit('/').next().unwrap_or(role);
        steps.push(step([
            &format!("append `{file}` to the trust policy of `{name}`; keep what stands there, and let no `REPLACE-WITH-…` stand in it"),
            &format!("`aws iam get-role --role-name {name} --query 'Role.AssumeRolePolicyDocument.Statement[].Sid'` names its `Sid`"),
            "a trust policy holds 2,048 characters: have the quota raised",
            "remove the statement",
        ]));
    }
    for (account, repository, file) in &entry.pulls {
        steps.push(step([
            &format!("add `{file}` to the policy of repository `{repository}` in account {account}"),
            "a pod pulls the image",
            "`no basic auth credentials` means this policy, not the login",
            "remove the statement",
        ]));
    }
    if entry.secrets > 0 {
        steps.push(step([
            "make the role `external-secrets-reader` with the policy `iam/external-secrets-reader.policy.json` and with `iam/external-secrets-reader.trust.json` as the statement of its trust policy; let no `REPLACE-WITH-…` stand in them nor in `platform/secret-stores.yaml`, then `kubectl apply -f platform/secret-stores.yaml`",
            &format!("`kubectl get secretstore -n {}` says `Valid`", entry.namespace),
            "`InvalidProviderConfig`: the role's trust or the reader's annotation",
            "`kubectl delete -f platform/secret-stores.yaml`",
        ]));
    }
    if let Some(driver) = entry.storage_class {
        steps.push(step([
            &format!("{driver}`kubectl apply -f platform/storage-classes.yaml`"),
            "`kubectl get storageclass` names them",
            "pods stay `Pending`: `kubectl describe pvc`",
            "`kubectl delete -f platform/storage-classes.yaml`",
        ]));
    }
    if entry.scaled {
        steps.push(step([
            "see that metrics-server runs; install the EKS add-on `metrics-server` where it does not",
            "`kubectl get apiservice v1beta1.metrics.k8s.io` says `True`",
            "without it the autoscaler changes nothing: `kubectl describe hpa` says `FailedGetResourceMetric`",
            "–",
        ]));
    }
    if entry.writes && entry.on_fargate.is_none() {
        steps.push(step([
            &format!("let no `REPLACE-WITH-…` stand in `{LOG_AGENT_POLICY}`, then add it to the role of the cluster's log agent"),
            "`aws iam list-role-policies --role-name` of that role names it",
            "`AccessDeniedException` in the agent's own output",
            "take it off again, when no other workload needs it",
        ]));
    }
    if entry.logs && entry.on_fargate.is_none() {
        steps.push(step([
            &format!(
                "include `platform/logging/{0}.conf` (and `{0}.parsers.conf`, where it is there) in the configuration of the cluster's log agent, as its first lines say",
                entry.name
            ),
            "after 2: its lines arrive where they did, once each",
            "lines arrive twice: the agent's own input still reads these files",
            "take it out again",
        ]));
    }
    steps.extend(join_balancer::prepare(entry));
    steps
}

/// Charts, and a first look.
pub(super) fn deploy(entry: &Entry, edges: &[EdgeEntry]) -> Vec<Step> {
    let mut steps = Vec::new();
    for edge in edges_of(entry, edges) {
        steps.push(edge.install());
    }
    let wait = if entry.kind == "Job" { " --wait --wait-for-jobs" } else { " --wait" };
    steps.push(step([
        &format!("`helm upgrade --install {} {} -n {}{wait}`", entry.name, entry.chart, entry.namespace),
        if entry.kind == "Job" { "the Job is complete" } else { "its pods are ready" },
        "`kubectl describe pod`: what it mounts and reads first, then pull, then probes",
        &format!("`helm uninstall {} -n {}`", entry.name, entry.namespace),
    ]));
    steps.extend(edges_of(entry, edges).flat_map(|edge| edge.turn_on(entry)));
    steps.extend(join_balancer::look(entry));
    let default = entry.default.then(|| "/".to_owned());
    if let Some(route) = entry.routes.first().cloned().or(default) {
        let (host, path) = route.split_once('/').unwrap_or((route.as_str(), ""));
        let header = if host.is_empty() { String::new() } else { format!(" -H 'Host: {host}'") };
        let path = path.trim_end_matches('*');
        let shown_by = edges_of(entry, edges)
            .find_map(EdgeEntry::shown_by)
            .unwrap_or_else(|| format!("ingress -n {}", entry.namespace));
        steps.push(step([
            &format!(
                "`kubectl get {shown_by}` names the new load balancer; `curl -ik{header} https://<its name>/{path}`",
            ),
            "the answer that ECS gives",
            "503: no pod is ready; 404: the rule is not there",
            "–",
        ]));
    }
    for service in &entry.network {
        steps.push(step([
            &format!("`kubectl get service {service} -n {}` names the new load balancer; connect to its ports", entry.namespace),
            "the answer that ECS gives",
            "no name: `kubectl describe service` says what the controller misses; no answer: no pod is healthy in its target group yet",
            "–",
        ]));
    }
    steps
}

/// What a soak must have seen.
pub(super) fn went_well(entry: &Entry) -> &'static str {
    match entry.on_fargate {
        None => "a peak, a nightly batch, a node rotation and a deploy have gone well",
        Some(_) => "a peak, a nightly batch, a pod made anew and a deploy have gone well",
    }
}

/// Both sides at work, where no record says which of them is.
pub(super) fn soak(entry: &Entry) -> Vec<Step> {
    if entry.ecs.is_none() {
        return Vec::new();
    }
    vec![step([
        "let both sides run for 72 hours; where work must not be done twice (a schedule, a singleton, a queue in order), stop the ECS side before 2 instead",
        went_well(entry),
        "",
        &format!("`helm uninstall {} -n {}`; ECS goes on", entry.name, entry.namespace),
    ])]
}

/// From ECS to pods: by the weights of the old load balancer, or from that to the new one by DNS.
pub(super) fn shift(entry: &Entry) -> Vec<Step> {
    if !entry.joined.is_empty() {
        return join_balancer::shift(entry);
    }
    vec![
        step([
            "lower the TTL of each record to 60 s, and wait for the old TTL to pass",
            "`dig` shows 60",
            "",
            "set it back",
        ]),
        step([
            "make the record of each host weighted: the old load balancer 100, the new one 0; then 10, 50, 100 on the new one, each for twice the deregistration delay",
            "no more errors than on ECS, no restarts",
            "errors: set the weight back to 0 at once, then look",
            "**the weight back to 0: this is the whole way back**",
        ]),
        step([
            "leave ECS running for 72 hours, at its usual number of tasks",
            went_well(entry),
            "",
            "the weight back to 0",
        ]),
    ]
}

/// The end of the ECS side.
pub(super) fn wind_down(entry: &Entry, traffic: bool) -> Vec<Step> {
    let Some((cluster, service)) = &entry.ecs else { return Vec::new() };
    let mut steps = Vec::new();
    // ECS: "The daemon scheduling strategy does not support a desired count for services".
    let daemon = entry.kind == "DaemonSet";
    if entry.scaled {
        let dimension = "--service-namespace ecs --scalable-dimension ecs:service:DesiredCount";
        steps.push(step([
            &format!("`aws application-autoscaling deregister-scalable-target {dimension} --resource-id service/{cluster}/{service}`"),
            "nothing brings the tasks back",
            "",
            "register it from the export, with its policies",
        ]));
    }
    if !daemon {
        let (otherwise, undo) = if !entry.joined.is_empty() {
            (
                "a caller that never went through the load balancer",
                "the former `--desired-count`, then the way back of 3",
            )
        } else if traffic {
            ("a caller that never went through the record", "the former `--desired-count`, and the weight back to 0")
        } else {
            ("a caller that found it by another name", "the former `--desired-count`")
        };
        let command = format!("`aws ecs update-service --cluster {cluster} --service {service} --desired-count 0`");
        steps.push(step([&command, "for 24 hours nobody misses it", otherwise, undo]));
    }
    steps.push(step([
        &format!(
            "`aws ecs delete-service --cluster {cluster} --service {service}{}`",
            if daemon { " --force" } else { "" }
        ),
        "",
        "",
        "create it from the export",
    ]));
    if let Some((role, _)) = &entry.trust {
        let name = role.rsplit('/').next().unwrap_or(role);
        steps.push(step([
            &format!("remove the statement for `ecs-tasks.amazonaws.com` from the trust policy of `{name}`, if no other service uses the role"),
            "",
            "",
            "add it again",
        ]));
    }
    steps
}
