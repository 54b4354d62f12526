//! `platform/`: what the cluster must have once, in the namespaces that are named here and never in a chart.

pub(crate) mod fargate_logging;
pub(crate) mod fargate_profile;
mod logging;
pub(crate) mod security_groups;
pub(crate) mod target_groups;

pub(crate) use logging::{Fragment, fragment};

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::shared::Shared;
use super::{File, Files, helm, iam};
use crate::ir::plan::StoreService;
use crate::settings::{Identity, Settings, Target};

/// Where storage classes stand.
pub(crate) const STORAGE_CLASSES: &str = "platform/storage-classes.yaml";

/// Writes every file of `platform/`, and `rendered/platform.yaml` with all of them.
pub(crate) fn write(shared: &Shared, settings: &Settings, balanced: bool) -> Files {
    let mut files = Files::default();
    let namespaces = namespaces(shared, balanced || shared.bound, settings.target);
    let stores = stores(shared, settings);
    let classes = classes(shared, settings.target);
    let mut put = |path: &str, objects: &[Value]| {
        if !objects.is_empty() {
            let text = helm::documents(objects.iter().cloned());
            files.put(path, File { text: text.into(), workload: None, template: false });
        }
    };
    put("platform/namespaces.yaml", &namespaces);
    put("platform/secret-stores.yaml", &stores);
    put(STORAGE_CLASSES, &classes);
    let router = fargate_logging::objects(&shared.on_fargate);
    put(fargate_logging::FILE, &router);
    let policies = security_groups::objects(&shared.security_groups);
    put(security_groups::FILE, &policies);
    let all: Vec<Value> = namespaces.into_iter().chain(stores).chain(classes).chain(router).chain(policies).collect();
    put("rendered/platform.yaml", &all);
    fargate_profile::write(shared, &mut files);
    for (path, text) in &shared.target_groups {
        files.put(path, File { text: text.as_str().into(), workload: None, template: false });
    }
    for (workload, Fragment { text, parsers }) in &shared.logs {
        for (path, text) in logging::paths(workload).into_iter().zip([text, parsers]) {
            if !text.is_empty() {
                let text = text.as_str().into();
                files.put(path, File { text, workload: Some(workload.clone()), template: false });
            }
        }
    }
    files
}

/// The label lets the load balancer controller hold a pod unready until the load balancer has found it healthy. The webhook
/// of EKS Auto Mode selects namespaces by a label of its own.
fn namespaces(shared: &Shared, balanced: bool, target: Target) -> Vec<Value> {
    let group = match target {
        Target::Ec2 | Target::Fargate => "elbv2.k8s.aws",
        Target::AutoMode => "eks.amazonaws.com",
    };
    let existing = |name: &&String| name.as_str() != "default";
    shared
        .namespaces
        .iter()
        .filter(existing)
        .map(|name| {
            let mut metadata = json!({"name": name});
            if balanced && let Some(metadata) = metadata.as_object_mut() {
                let label = format!("{group}/pod-readiness-gate-inject");
                metadata.insert("labels".to_owned(), json!({ label: "enabled" }));
            }
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata})
        })
        .collect()
}

/// Volumes are made in the zone where their pod was placed, and go with it. EKS Auto Mode attaches its own to its own nodes
/// only, so that a pod with one must not be placed on another ("Create a storage class", EKS User Guide).
fn classes(shared: &Shared, target: Target) -> Vec<Value> {
    let class = |(name, parameters): (&String, &BTreeMap<String, String>)| {
        let mut class = json!({
            "apiVersion": "storage.k8s.io/v1",
            "kind": "StorageClass",
            "metadata": {"name": name},
            "provisioner": "ebs.csi.aws.com",
            "parameters": parameters,
            "reclaimPolicy": "Delete",
            "volumeBindingMode": "WaitForFirstConsumer"
        });
        if let (Target::AutoMode, Some(class)) = (target, class.as_object_mut()) {
            class.insert("provisioner".to_owned(), json!("ebs.csi.eks.amazonaws.com"));
            let own = json!({"key": "eks.amazonaws.com/compute-type", "values": ["auto"]});
            class.insert("allowedTopologies".to_owned(), json!([{"matchLabelExpressions": [own]}]));
        }
        class
    };
    shared.classes.iter().map(class).collect()
}

/// A store for each AWS service and region, and the service account that reads from it.
fn stores(shared: &Shared, settings: &Settings) -> Vec<Value> {
    let mut objects = Vec::new();
    let mut readers: Vec<&str> = shared.stores.keys().map(|(namespace, _)| namespace.as_str()).collect();
    readers.dedup();
    for namespace in readers {
        let mut metadata = json!({"name": iam::READER, "namespace": namespace});
        if let (Identity::Irsa, Some(metadata)) = (settings.identity, metadata.as_object_mut()) {
            let role = iam::reader_role(shared);
            metadata.insert("annotations".to_owned(), json!({"eks.amazonaws.com/role-arn": role}));
        }
        objects.push(json!({
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": metadata,
            "automountServiceAccountToken": false
        }));
    }
    for ((namespace, name), (service, region)) in &shared.stores {
        let service = match service {
            StoreService::SecretsManager => "SecretsManager",
            StoreService::ParameterStore => "ParameterStore",
        };
        objects.push(json!({
            "apiVersion": "external-secrets.io/v1",
            "kind": "SecretStore",
            "metadata": {"name": name, "namespace": namespace},
            "spec": {"provider": {"aws": {
                "service": service,
                "region": region,
                "auth": {"jwt": {"serviceAccountRef": {"name": iam::READER}}}
            }}}
        }));
    }
    objects
}
