//! All objects of one workload.

use std::collections::BTreeMap;

use k8s_openapi::api::apps::v1 as apps;
use k8s_openapi::api::batch::v1 as batch;
use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::gateway_objects::{Routes, TargetGroupConfiguration};
use super::objects::{self, Objects};
use super::task_definition::{self, Around};
use super::trace::Trace;
use super::{
    autoscaling, environment, gateway, load_balancer, network, network_load_balancer, port, target_group,
    target_group_binding,
};
use crate::ir::plan::{
    Controller, Daemon, Identity, Names, Provenance, Replicas, RollingUpdate, Route, SecretSet, ServiceObject, Workload,
};
use crate::valid::Facts;

/// Writes one workload.
pub(crate) fn workload(plan: Workload, facts: &Facts, trace: &mut Trace) -> Objects {
    let Workload {
        names,
        provenance,
        controller,
        pod,
        identity,
        service,
        ingresses,
        bindings,
        network_load_balancers,
        routes,
        scaling,
        disruption,
        isolation,
        secrets,
        // The writer of `platform/` has the ways of the logs.
        logs: _,
        // And the profiles of EKS Fargate.
        subnets: _,
        // The writer of `platform/` has the policy, which must be there before the pods.
        security_groups: _,
        // The writers of `iam/` have what is left of the execution role.
        duties: _,
    } = plan;
    let Names { workload: name, namespace } = names;
    let kind = controller.kind();
    let name_text = name.value.clone();
    let object = format!("{kind}/{name_text}");
    let name = trace.put(&object, "metadata.name", name);
    let namespace = trace.put(&format!("Namespace/{}", namespace.value), "metadata.name", namespace.clone());
    let selector = BTreeMap::from([
        ("app.kubernetes.io/instance".to_owned(), name.clone()),
        ("app.kubernetes.io/name".to_owned(), name.clone()),
    ]);
    let (labels, annotations, origin) = meta(provenance, &selector, &object, trace);
    let metadata =
        |name: &str| ObjectMeta { name: Some(name.to_owned()), labels: Some(labels.clone()), ..ObjectMeta::default() };
    let mut remarks = BTreeMap::new();
    let around = Around {
        controller: &object,
        namespace: &namespace,
        service_account: &identity.service_account,
        labels: &labels,
        selector: &selector,
        restart_policy: (kind == "Job").then_some("Never"),
    };
    let written = task_definition::pod(pod, &around, trace, &mut remarks);
    let of_controller = ObjectMeta { annotations: Some(annotations), ..metadata(&name) };
    let controller = make_controller(controller, of_controller, written.template, &selector, (&object, trace));
    let match_labels = LabelSelector { match_labels: Some(selector.clone()), match_expressions: None };
    let secret = |plan: SecretSet| (metadata(&plan.name), plan);
    let external_secrets =
        secrets.into_iter().map(secret).map(|(meta, plan)| environment::external_secret(plan, meta, trace)).collect();
    let (service, target_group, routes) = reached(service, routes, &metadata, &selector, trace);
    Objects {
        minimum_minor: facts.minimum_minor(),
        app_version: facts.app_version().to_owned(),
        description: format!("Runs {origin}."),
        service_account: service_account(identity, &metadata, trace),
        service,
        services: network_load_balancers
            .into_iter()
            .map(|plan| network_load_balancer::service(plan, &metadata, &selector, trace))
            .collect(),
        routes,
        target_group,
        ingresses: ingresses.into_iter().map(|plan| load_balancer::ingress(plan, &labels, trace)).collect(),
        bindings: bindings.into_iter().map(|plan| target_group_binding::binding(plan, &labels, trace)).collect(),
        external_secrets,
        autoscaler: scaling.map(|plan| autoscaling::autoscaler(plan, &name, metadata(&name), trace)),
        disruption_budget: disruption
            .map(|plan| autoscaling::disruption_budget(plan, &name, metadata(&name), match_labels.clone(), trace)),
        network_policy: isolation.map(|from| network::deny_all(from, metadata(&name), match_labels, trace)),
        volumes: written.volumes,
        claims: written.claims,
        config_maps: Vec::new(),
        origin,
        controller,
        remarks,
        name,
    }
}

type Meta = (BTreeMap<String, String>, BTreeMap<String, String>, String);

/// Labels of every object, and the annotations of the workload.
fn meta(plan: Provenance, selector: &BTreeMap<String, String>, object: &str, trace: &mut Trace) -> Meta {
    let Provenance { source, task_definition, service_name, tags, labels, origin } = plan;
    let mut all = selector.clone();
    all.insert("app.kubernetes.io/managed-by".to_owned(), "Helm".to_owned());
    for (key, value) in labels {
        let value = trace.put(object, &format!("metadata.labels[{key}]"), value);
        all.insert(key, value);
    }
    let mut annotations = BTreeMap::new();
    let mut out = trace.at(object, "metadata");
    let mut annotate = |name: &str, value: Option<crate::ir::Traced<String>>| {
        let key = format!("ecs2eks.dev/{name}");
        if let Some(value) = out.put_option(&format!("annotations[{key}]"), value) {
            annotations.insert(key, value);
        }
    };
    annotate("source", source);
    annotate("task-definition", Some(task_definition));
    annotate("service-name", service_name);
    if !tags.is_empty() {
        let from = tags.iter().flat_map(|(_, value)| value.from.clone()).collect();
        let map: serde_json::Map<String, serde_json::Value> =
            tags.into_iter().map(|(key, value)| (key, serde_json::Value::String(value.value))).collect();
        annotate("tags", Some(crate::ir::Traced::new(serde_json::Value::Object(map).to_string(), from)));
    }
    (all, annotations, origin)
}

fn number_or_percent(text: String) -> IntOrString {
    text.parse().map_or(IntOrString::String(text), IntOrString::Int)
}

fn make_controller(
    plan: Controller,
    metadata: ObjectMeta,
    template: core::PodTemplateSpec,
    selector: &BTreeMap<String, String>,
    (object, trace): (&str, &mut Trace),
) -> objects::Controller {
    let selector = LabelSelector { match_labels: Some(selector.clone()), match_expressions: None };
    let mut out = trace.at(object, "spec");
    match plan {
        Controller::Deployment { replicas, update } => {
            let Replicas { count, scaled } = replicas;
            let RollingUpdate { max_surge, max_unavailable, progress_deadline, min_ready } = update;
            let rolling = apps::RollingUpdateDeployment {
                max_surge: Some(number_or_percent(out.put("strategy.rollingUpdate.maxSurge", max_surge))),
                max_unavailable: Some(number_or_percent(
                    out.put("strategy.rollingUpdate.maxUnavailable", max_unavailable),
                )),
            };
            let strategy =
                apps::DeploymentStrategy { type_: Some("RollingUpdate".to_owned()), rolling_update: Some(rolling) };
            let spec = apps::DeploymentSpec {
                replicas: Some(out.put(if scaled { "values.replicaCount" } else { "replicas" }, count)),
                progress_deadline_seconds: out.put_option("progressDeadlineSeconds", progress_deadline),
                min_ready_seconds: out.put_option("minReadySeconds", min_ready),
                strategy: Some(strategy),
                selector,
                template,
                ..apps::DeploymentSpec::default()
            };
            objects::Controller::Deployment(Box::new(apps::Deployment { metadata, spec, status: None }))
        }
        Controller::DaemonSet(Daemon { max_unavailable, min_ready }) => {
            let rolling = apps::RollingUpdateDaemonSet {
                max_unavailable: Some(number_or_percent(
                    out.put("updateStrategy.rollingUpdate.maxUnavailable", max_unavailable),
                )),
                max_surge: None,
            };
            let strategy = apps::DaemonSetUpdateStrategy {
                type_: Some("RollingUpdate".to_owned()),
                rolling_update: Some(rolling),
            };
            let spec = apps::DaemonSetSpec {
                min_ready_seconds: out.put_option("minReadySeconds", min_ready),
                update_strategy: Some(strategy),
                selector,
                template,
                ..apps::DaemonSetSpec::default()
            };
            objects::Controller::DaemonSet(Box::new(apps::DaemonSet { metadata, spec, status: None }))
        }
        Controller::Job { backoff_limit, ttl_seconds } => {
            let spec = batch::JobSpec {
                backoff_limit: Some(backoff_limit),
                ttl_seconds_after_finished: Some(ttl_seconds),
                template,
                ..batch::JobSpec::default()
            };
            objects::Controller::Job(Box::new(batch::Job { metadata, spec: Some(spec), status: None }))
        }
    }
}

fn service_account(plan: Identity, metadata: &dyn Fn(&str) -> ObjectMeta, trace: &mut Trace) -> core::ServiceAccount {
    // The statement stands in `iam/`.
    let Identity { service_account: name, role, trust_file: _ } = plan;
    const ROLE: &str = "eks.amazonaws.com/role-arn";
    let object = format!("ServiceAccount/{name}");
    let role = trace.put_option(&object, &format!("metadata.annotations[{ROLE}]"), role);
    let annotations = role.map(|role| BTreeMap::from([(ROLE.to_owned(), role)]));
    core::ServiceAccount {
        metadata: ObjectMeta { annotations, ..metadata(&name) },
        automount_service_account_token: Some(false),
        ..core::ServiceAccount::default()
    }
}

type Reached = (Option<core::Service>, Option<TargetGroupConfiguration>, Routes);

/// The Service, and by which routes a Gateway leads to it. Then the target group's settings stand apart.
fn reached(
    mut service: Option<ServiceObject>,
    plans: Vec<Route>,
    metadata: &dyn Fn(&str) -> ObjectMeta,
    selector: &BTreeMap<String, String>,
    trace: &mut Trace,
) -> Reached {
    let ports = service.iter().flat_map(|service| &service.ports);
    let ports = ports.map(|port| (port.name.clone(), port.number.value)).collect();
    let settings = service.as_mut().filter(|_| !plans.is_empty()).and_then(|service| service.target.take());
    let name = service.as_ref().map_or_else(String::new, |service| service.name.clone());
    let target_group = settings.map(|plan| target_group::configuration(plan, metadata(&name), &name, trace));
    let mut routes = Routes::default();
    plans.into_iter().for_each(|plan| gateway::route(plan, metadata, &ports, &mut routes, trace));
    (service.map(|plan| service_object(plan, metadata, selector, trace)), target_group, routes)
}

fn service_object(
    plan: ServiceObject,
    metadata: &dyn Fn(&str) -> ObjectMeta,
    selector: &BTreeMap<String, String>,
    trace: &mut Trace,
) -> core::Service {
    let ServiceObject { name, ports, target } = plan;
    let object = format!("Service/{name}");
    let annotations = target.map(|plan| load_balancer::target_annotations(plan, &object, trace));
    let ports = ports.into_iter().map(|plan| port::service_port(plan, &object, trace)).collect();
    core::Service {
        metadata: ObjectMeta { annotations, ..metadata(&name) },
        spec: Some(core::ServiceSpec {
            type_: Some("ClusterIP".to_owned()),
            selector: Some(selector.clone()),
            ports: Some(ports),
            ..core::ServiceSpec::default()
        }),
        status: None,
    }
}
