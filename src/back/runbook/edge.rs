//! What the run book must know of a load balancer, and the steps that turn its waiting rules on.

use super::entry::Entry;
use super::steps::{Step, step};
use crate::ir::plan::{Edge, EdgeState, Gateway, Guard, GuardClient};

/// A load balancer.
#[derive(Debug, Clone)]
pub(crate) struct EdgeEntry {
    pub(super) name: String,
    pub(super) namespace: String,
    pub(super) class: String,
    /// Whether it is a Gateway, which nothing has proven.
    pub(super) gateway: bool,
    waiting: Vec<Waiting>,
}

/// A rule that somebody turns on.
#[derive(Debug, Clone)]
struct Waiting {
    rule: String,
    namespace: String,
    /// Those that must be installed first; empty where it leads to none.
    workloads: Vec<String>,
    /// Name of the Secret that must be there first, and the id of the client in it.
    secret: Option<(String, String)>,
}

impl EdgeEntry {
    pub(crate) fn of(plan: &Edge) -> Self {
        let waits = plan.rules.iter().filter(|rule| !matches!(rule.state, EdgeState::Enabled));
        let waiting = waits.map(|rule| Waiting {
            rule: rule.rule.name.clone(),
            namespace: rule.namespace.as_ref().unwrap_or(&plan.namespace.value).clone(),
            workloads: rule.workloads.clone(),
            secret: client(rule.place.guard.as_ref()),
        });
        EdgeEntry {
            waiting: waiting.collect(),
            name: plan.name.clone(),
            namespace: plan.namespace.value.clone(),
            class: plan.class.value.clone(),
            gateway: false,
        }
    }

    pub(crate) fn of_gateway(plan: &Gateway) -> Self {
        EdgeEntry {
            waiting: Vec::new(),
            name: plan.name.clone(),
            namespace: plan.namespace.value.clone(),
            class: plan.gateway.value.clone(),
            gateway: true,
        }
    }

    /// Whether a rule that waits leads to a workload.
    pub(super) fn waits_for(&self, workload: &str) -> bool {
        self.waiting.iter().any(|rule| rule.workloads.iter().any(|name| name == workload))
    }

    /// What `kubectl` shows of a Gateway.
    pub(super) fn shown_by(&self) -> Option<String> {
        self.gateway.then(|| format!("gateway {} -n {}", self.class, self.namespace))
    }

    /// Installs its chart. What somebody turned on stays on.
    pub(super) fn install(&self) -> Step {
        let EdgeEntry { name, namespace, class, gateway: _, waiting } = self;
        let keep = if waiting.is_empty() { "" } else { " --reset-then-reuse-values" };
        step([
            &format!("`helm upgrade --install {name} charts/{name} -n {namespace}{keep}`"),
            &self
                .shown_by()
                .map_or_else(|| format!("`kubectl get ingressclass {class}`"), |it| format!("`kubectl get {it}`")),
            "",
            &format!("`helm uninstall {name} -n {namespace}`"),
        ])
    }

    /// Turns on what waits for a workload, or for nothing but its Secret.
    pub(super) fn turn_on(&self, entry: &Entry) -> Vec<Step> {
        let mine = |rule: &&Waiting| {
            rule.workloads.contains(&entry.name) || rule.workloads.is_empty() && rule.secret.is_some()
        };
        self.waiting.iter().filter(mine).flat_map(|rule| self.turn_on_one(rule)).collect()
    }

    fn turn_on_one(&self, waiting: &Waiting) -> Vec<Step> {
        let EdgeEntry { name, namespace, class: _, gateway: _, waiting: _ } = self;
        let Waiting { rule, namespace: beside, workloads, secret } = waiting;
        let mut steps = Vec::new();
        if let Some((secret, client)) = secret {
            steps.push(step([
                &format!("write the client's secret into a file, then `kubectl create secret generic {secret} -n {beside} --from-literal=clientID={client} --from-file=clientSecret=FILE`, and delete the file; register `https://<host>/oauth2/idpresponse` of each host at the provider"),
                &format!("`kubectl describe secret {secret} -n {beside}` names both keys"),
                "",
                &format!("`kubectl delete secret {secret} -n {beside}`, once the rule is off"),
            ]));
        }
        let first = match workloads.as_slice() {
            [] => String::new(),
            [one] => format!("once `{one}` is installed: "),
            several => format!("once `{}` are all installed: ", several.join("`, `")),
        };
        let upgrade = format!("helm upgrade {name} charts/{name} -n {namespace} --reset-then-reuse-values");
        steps.push(step([
            &format!("{first}`{upgrade} --set rules.{rule}.enabled=true`"),
            &format!("`kubectl get ingress -n {beside}` names the load balancer beside it"),
            "`kubectl describe ingress`: `FailedBuildModel` stops the whole load balancer; turn it off again",
            &format!("`{upgrade} --set rules.{rule}.enabled=false`, always before what it leads to is uninstalled"),
        ]));
        steps
    }
}

fn client(guard: Option<&Guard>) -> Option<(String, String)> {
    let GuardClient { secret, id } = guard?.client.as_ref()?;
    Some((secret.clone(), id.clone()))
}
