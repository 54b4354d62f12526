//! What the run book must know of a workload.

use super::join_balancer::Joined;
use super::on_fargate::Needs;
use crate::back::iam::Written;
use crate::ir::plan::{Controller, MetricKind, Route, RouteMatch, RoutePath, RouteRule, VolumeSource, Workload};
use crate::settings::{Layout, Settings, Target};

/// One workload.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(super) namespace: String,
    pub(super) kind: &'static str,
    /// Chart and further arguments of `helm upgrade --install`.
    pub(super) chart: String,
    /// Cluster and service on ECS, where it is a service.
    pub(super) ecs: Option<(String, String)>,
    scaling: String,
    /// Hosts and paths, as far as rules name them.
    pub(super) routes: Vec<String>,
    /// Whether conditions of rules name more than those.
    further: bool,
    /// Whether a load balancer's default leads to it.
    pub(super) default: bool,
    /// Class of the load balancers that lead to it.
    pub(super) classes: Vec<String>,
    /// Target groups of the old load balancer in which its pods stand.
    pub(super) joined: Vec<Joined>,
    /// The user's own values.
    pub(super) overrides: String,
    /// Services that make a Network Load Balancer.
    pub(super) network: Vec<String>,
    /// Role and file of the statement for it.
    pub(super) trust: Option<(String, String)>,
    /// Account, repository and file of the statement for it.
    pub(super) pulls: Vec<(String, String, String)>,
    pub(super) secrets: usize,
    /// Whether its pods have security groups of their own.
    pub(super) security_groups: bool,
    /// What must be there before a storage class that its pods need; empty where nothing must.
    pub(super) storage_class: Option<&'static str>,
    /// Whether something was written for the cluster's log agent.
    pub(crate) logs: bool,
    /// Whether its output goes to a service of AWS.
    pub(crate) writes: bool,
    /// What it needs on EKS Fargate, if it runs there.
    pub(crate) on_fargate: Option<Needs>,
    /// Whether it registers in target groups, whatever of them is converted.
    registered: bool,
    /// Whether its number of tasks follows its load.
    pub(super) scaled: bool,
}

impl Entry {
    pub(crate) fn of(plan: &Workload, registered: bool, settings: &Settings) -> Self {
        let name = plan.names.workload.value.clone();
        let (mut chart, folder) = match settings.layout {
            Layout::SelfContained => (format!("charts/{name}"), "charts"),
            Layout::Shared => (format!("charts/ecs-workload -f workloads/{name}/values.yaml"), "workloads"),
        };
        let overrides = format!("{folder}/{name}/values.override.yaml");
        let joined = Joined::all(plan);
        // Without the ARN that stands there nothing is registered.
        if joined.iter().any(|it| it.is_new) {
            chart = format!("{chart} -f {overrides}");
        }
        let ingresses = plan.ingresses.iter().map(|ingress| &ingress.place.class);
        let gateways = plan.routes.iter().map(|route| &route.gateway);
        let mut classes: Vec<String> = ingresses.chain(gateways).map(|class| class.value.clone()).collect();
        classes.sort();
        classes.dedup();
        let mut pulls: Vec<_> = plan
            .duties
            .pulls
            .iter()
            .map(|pull| {
                let file = crate::back::iam::repository_file(&pull.account, &pull.repository);
                (pull.account.clone(), pull.repository.clone(), file)
            })
            .collect();
        pulls.dedup();
        let role = plan.identity.role.as_ref().map(|role| role.value.clone());
        Entry {
            namespace: plan.names.namespace.value.clone(),
            kind: plan.controller.kind(),
            chart,
            ecs: ecs_names(plan),
            scaling: scaling(plan),
            routes: routes(plan),
            further: further(plan),
            default: plan.ingresses.iter().any(|ingress| ingress.default_backend.is_some())
                || route_rules(plan).any(|(_, rule)| rule.name.value == "default"),
            classes,
            joined,
            overrides,
            network: plan.network_load_balancers.iter().map(|it| it.name.clone()).collect(),
            trust: role.zip(plan.identity.trust_file.clone()),
            pulls,
            security_groups: !plan.security_groups.is_empty(),
            storage_class: storage_class(plan, settings.target),
            logs: !plan.logs.is_empty(),
            writes: plan.logs.iter().any(|route| Written::by(route.plugin.value.clone(), route).is_some()),
            on_fargate: None,
            registered,
            scaled: plan.scaling.is_some(),
            secrets: plan.secrets.iter().map(|set| set.items.len()).sum(),
            name,
        }
    }

    /// Whether users reach it, whatever of that was converted.
    pub(super) fn has_traffic(&self) -> bool {
        !self.classes.is_empty() || !self.network.is_empty() || self.registered
    }

    /// How its pods stand in the old load balancer.
    fn joined_by(&self) -> Option<String> {
        if self.joined.is_empty() {
            return None;
        }
        let names: Vec<&str> = self.joined.iter().map(|it| it.name.as_str()).collect();
        let shared = if self.joined.iter().all(|it| it.is_new) {
            ""
        } else {
            ", shared with the tasks from the first healthy pod on"
        };
        Some(format!("on the load balancer of ECS, by target group `{}`{shared}", names.join("`, `")))
    }

    /// One line: what scales it and what reaches it. `waiting` are load balancers of which nothing but rules that wait
    /// leads to it.
    pub(super) fn summary(&self, waiting: &[&str]) -> String {
        let mut ways: Vec<String> = self.routes.iter().map(|route| format!("`{route}`")).collect();
        if self.further {
            ways.push("further conditions of its rules".to_owned());
        }
        if self.default {
            ways.push("the default".to_owned());
        }
        let mut traffic = Vec::new();
        if !self.classes.is_empty() {
            traffic.push(format!("{} on load balancer `{}`", ways.join(", "), self.classes.join("`, `")));
        }
        if !waiting.is_empty() {
            traffic.push(format!("rules of load balancer `{}` that wait to be turned on", waiting.join("`, `")));
        }
        if !self.network.is_empty() {
            traffic.push(format!("on a Network Load Balancer of its own (`{}`)", self.network.join("`, `")));
        }
        traffic.extend(self.joined_by());
        let traffic = match traffic.as_slice() {
            [] if self.registered => "through a load balancer of which nothing is converted".to_owned(),
            [] => "none from outside".to_owned(),
            ways => ways.join("; "),
        };
        format!("{}. {}. Traffic: {traffic}.", self.kind, self.scaling)
    }
}

/// EKS Auto Mode brings its driver.
fn storage_class(plan: &Workload, target: Target) -> Option<&'static str> {
    let driver = match target {
        Target::Ec2 | Target::Fargate => "install the EBS CSI driver, then ",
        Target::AutoMode => "",
    };
    plan.pod.volumes.iter().any(|volume| matches!(volume.source, VolumeSource::Ebs(_))).then_some(driver)
}

/// From the service's ARN, whose long form names the cluster.
fn ecs_names(plan: &Workload) -> Option<(String, String)> {
    let source = &plan.provenance.source.as_ref()?.value;
    let (_, path) = source.split_once(":service/")?;
    let (cluster, service) = path.split_once('/')?;
    Some((cluster.to_owned(), service.to_owned()))
}

fn scaling(plan: &Workload) -> String {
    if let Some(scaling) = &plan.scaling {
        let metrics: Vec<&str> = scaling
            .metrics
            .iter()
            .map(|metric| match metric.kind {
                MetricKind::Cpu => "CPU",
                MetricKind::Memory => "memory",
            })
            .collect();
        return format!("Scaling: {} to {} on {}", scaling.min.value, scaling.max.value, metrics.join(" and "));
    }
    match &plan.controller {
        Controller::Deployment { replicas, .. } if replicas.count.value == 1 => "Scaling: 1 pod".to_owned(),
        Controller::Deployment { replicas, .. } => format!("Scaling: {} pods", replicas.count.value),
        Controller::DaemonSet(_) => "Scaling: one pod a node".to_owned(),
        Controller::Job { .. } => "Scaling: runs once".to_owned(),
    }
}

fn routes(plan: &Workload) -> Vec<String> {
    let rules = plan.ingresses.iter().flat_map(|ingress| &ingress.rules);
    let mut routes: Vec<String> = rules
        .map(|rule| {
            let part =
                |part: &Option<crate::ir::Traced<String>>| part.as_ref().map_or("", |part| &part.value).to_owned();
            format!("{}{}", part(&rule.host), part(&rule.path))
        })
        .filter(|route| !route.is_empty())
        .collect();
    routes.extend(route_rules(plan).filter(|(_, rule)| rule.name.value != "default").flat_map(shown));
    routes.dedup();
    routes
}

fn route_rules(plan: &Workload) -> impl Iterator<Item = (&Route, &RouteRule)> {
    plan.routes.iter().flat_map(|route| route.rules.iter().map(move |rule| (route, rule)))
}

/// Hosts and paths of a rule.
fn shown((route, rule): (&Route, &RouteRule)) -> Vec<String> {
    let paths = || {
        rule.matches.iter().map(|part| match &part.path.value {
            RoutePath::Exact(path) => path.clone(),
            RoutePath::Prefix(path) => format!("{}/*", path.trim_end_matches('/')),
        })
    };
    match route.hosts.as_slice() {
        [] => paths().collect(),
        hosts => hosts.iter().flat_map(|host| paths().map(|path| format!("{}{path}", host.value))).collect(),
    }
}

/// Whether rules ask for more than hosts and paths.
fn further(plan: &Workload) -> bool {
    let beyond = |rule: &RouteRule| {
        let more = |part: &RouteMatch| !part.headers.is_empty() || !part.queries.is_empty() || part.method.is_some();
        !rule.sources.is_empty() || rule.matches.iter().any(more)
    };
    plan.ingresses.iter().flat_map(|ingress| &ingress.rules).any(|rule| rule.conditions.is_some())
        || route_rules(plan).any(|(_, rule)| beyond(rule))
}
