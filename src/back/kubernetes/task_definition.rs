//! The pod.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};

use super::container::{container, some_if_any};
use super::trace::{Below, Trace};
use super::{affinity, isolation, network, resources, volume};
use crate::ir::Traced;
use crate::ir::plan::{GracePeriod, Pod, PodMetadata, Sysctl, Volume};

/// What a pod must know of its workload.
pub(super) struct Around<'a> {
    /// The object that makes the pods, such as `Deployment/web`.
    pub(super) controller: &'a str,
    pub(super) namespace: &'a str,
    pub(super) service_account: &'a str,
    pub(super) labels: &'a BTreeMap<String, String>,
    pub(super) selector: &'a BTreeMap<String, String>,
    /// `Never` for a Job.
    pub(super) restart_policy: Option<&'a str>,
}

/// A pod template, with what stands behind its volumes.
pub(super) struct Written {
    pub(super) template: core::PodTemplateSpec,
    pub(super) volumes: Vec<core::PersistentVolume>,
    pub(super) claims: Vec<core::PersistentVolumeClaim>,
}

/// Writes the pod template.
pub(super) fn pod(plan: Pod, around: &Around, trace: &mut Trace, remarks: &mut BTreeMap<String, String>) -> Written {
    let Pod {
        init_containers,
        containers,
        volumes: pod_volumes,
        resources,
        grace_period,
        node_labels,
        operating_system,
        network: pod_network,
        metadata,
        pull_secrets,
        affinity: node_affinity,
        isolation: namespaces,
        sysctls,
        tolerations,
        spread,
    } = plan;
    let (mounted, volumes, claims) = write_volumes(pod_volumes, around, trace);
    let mut out = trace.at(around.controller, "spec.template.spec");
    let mut note = |list: &str, name: &str, key: &str, text: String| {
        remarks.insert(format!("{list}.{name}.{key}"), text);
    };
    let init = init_containers
        .into_iter()
        .map(|plan| container(plan, &mut out, &mut |name, key, text| note("initContainers", name, key, text)))
        .collect();
    let main = containers
        .into_iter()
        .map(|plan| container(plan, &mut out, &mut |name, key, text| note("containers", name, key, text)))
        .collect();
    let GracePeriod { seconds, sum } = grace_period;
    remarks.insert("terminationGracePeriodSeconds".to_owned(), sum);
    let grace = out.put("terminationGracePeriodSeconds", seconds);
    let resources = resources.and_then(|plan| {
        remarks.insert("podResources".to_owned(), plan.remark.clone());
        resources::pod(plan, &mut out)
    });
    let spread = out.put_all("topologySpreadConstraints", spread);
    let nodes = node_selector(node_labels, &mut out);
    let mut spec = core::PodSpec {
        init_containers: some_if_any(init),
        containers: main,
        volumes: some_if_any(mounted),
        resources,
        termination_grace_period_seconds: Some(grace),
        node_selector: nodes,
        os: out.put_option("os.name", operating_system).map(|name| core::PodOS { name }),
        tolerations: some_if_any(tolerations.into_iter().map(whatever_its_value).collect()),
        topology_spread_constraints: some_if_any(spread.into_iter().map(|key| over(key, around.selector)).collect()),
        service_account_name: Some(around.service_account.to_owned()),
        // An ECS task has no token of the API server, and no variables for every Service around it.
        automount_service_account_token: Some(false),
        enable_service_links: Some(false),
        restart_policy: around.restart_policy.map(str::to_owned),
        affinity: node_affinity.map(|plan| affinity::affinity(plan, &mut out)),
        ..core::PodSpec::default()
    };
    let default_seccomp = isolation::isolation(namespaces, &mut spec, &mut out);
    spec.security_context = security_context(default_seccomp, sysctls, &mut out);
    if default_seccomp {
        remarks.insert(
            "podSecurityContext".to_owned(),
            "Docker's default profile, which ECS applies without saying so.".to_owned(),
        );
    }
    let pull_secrets = out.put_all("imagePullSecrets", pull_secrets);
    spec.image_pull_secrets =
        some_if_any(pull_secrets.into_iter().map(|name| core::LocalObjectReference { name }).collect());
    network::network(pod_network, &mut spec, &mut out);
    let metadata = pod_metadata(metadata, around, trace);
    let template = core::PodTemplateSpec { metadata: Some(metadata), spec: Some(spec) };
    Written { template, volumes, claims }
}

type Volumes = (Vec<core::Volume>, Vec<core::PersistentVolume>, Vec<core::PersistentVolumeClaim>);

fn write_volumes(plans: Vec<Volume>, around: &Around, trace: &mut Trace) -> Volumes {
    let (mut mounted, mut volumes, mut claims) = (Vec::new(), Vec::new(), Vec::new());
    for plan in plans {
        let written = volume::volume(plan, around.namespace, around.labels, around.controller, trace);
        mounted.push(written.volume);
        if let Some((persistent, claim)) = written.persistent {
            volumes.push(persistent);
            claims.push(claim);
        }
    }
    (mounted, volumes, claims)
}

fn pod_metadata(plan: PodMetadata, around: &Around, trace: &mut Trace) -> ObjectMeta {
    let PodMetadata { annotations, labels } = plan;
    let mut out = trace.at(around.controller, "spec.template.metadata");
    let mut all = around.selector.clone();
    for (key, value) in labels {
        let value = out.put(&format!("labels[{key}]"), value);
        all.insert(key, value);
    }
    let annotations: BTreeMap<String, String> = annotations
        .into_iter()
        .map(|(key, value)| {
            let value = out.put(&format!("annotations[{key}]"), value);
            (key, value)
        })
        .collect();
    let annotations = (!annotations.is_empty()).then_some(annotations);
    ObjectMeta { labels: Some(all), annotations, ..ObjectMeta::default() }
}

fn node_selector(labels: Vec<(String, Traced<String>)>, out: &mut Below) -> Option<BTreeMap<String, String>> {
    let put = |(label, value): (String, Traced<String>)| {
        let value = out.put(&format!("nodeSelector[{label}]"), value);
        (label, value)
    };
    let nodes: BTreeMap<String, String> = labels.into_iter().map(put).collect();
    (!nodes.is_empty()).then_some(nodes)
}

fn security_context(default_seccomp: bool, sysctls: Vec<Sysctl>, out: &mut Below) -> Option<core::PodSecurityContext> {
    let put = |plan: Sysctl| {
        let Sysctl { name, value, since: _ } = plan;
        let value = out.put(&format!("securityContext.sysctls[{name}]"), value);
        core::Sysctl { name, value }
    };
    let sysctls = sysctls.into_iter().map(put).collect();
    let default = || core::SeccompProfile { type_: "RuntimeDefault".to_owned(), localhost_profile: None };
    let context = core::PodSecurityContext {
        seccomp_profile: default_seccomp.then(default),
        sysctls: some_if_any(sysctls),
        ..core::PodSecurityContext::default()
    };
    (context != core::PodSecurityContext::default()).then_some(context)
}

fn whatever_its_value(key: String) -> core::Toleration {
    core::Toleration {
        key: Some(key),
        operator: Some("Exists".to_owned()),
        effect: Some("NoSchedule".to_owned()),
        ..core::Toleration::default()
    }
}

fn over(key: String, selector: &BTreeMap<String, String>) -> core::TopologySpreadConstraint {
    core::TopologySpreadConstraint {
        max_skew: 1,
        topology_key: key,
        when_unsatisfiable: "ScheduleAnyway".to_owned(),
        label_selector: Some(LabelSelector { match_labels: Some(selector.clone()), match_expressions: None }),
        ..core::TopologySpreadConstraint::default()
    }
}
