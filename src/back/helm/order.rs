//! The order in which people expect keys and documents. Changes no value.

use std::sync::LazyLock;

use indexmap::IndexSet;
use serde::Serialize;
use serde_json::{Value, json};

use super::json::{Object, into_object, object};

/// Helm installs in this order; what it does not know comes last.
const KINDS: [&str; 34] = [
    "PriorityClass",
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "PodSecurityPolicy",
    "PodDisruptionBudget",
    "ServiceAccount",
    "Secret",
    "SecretList",
    "ConfigMap",
    "StorageClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleList",
    "ClusterRoleBinding",
    "ClusterRoleBindingList",
    "Role",
    "RoleList",
    "RoleBinding",
    "RoleBindingList",
    "Service",
    "DaemonSet",
    "Pod",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "StatefulSet",
    "Job",
    "CronJob",
    "IngressClass",
];
const LATE_KINDS: [&str; 2] = ["Ingress", "APIService"];

/// Of a container, and of a container in the values.
const CONTAINER: [&str; 27] = [
    "name",
    "image",
    "imagePullPolicy",
    "restartPolicy",
    "restartPolicyRules",
    "command",
    "args",
    "workingDir",
    "env",
    "secretEnv",
    "extraEnv",
    "envFrom",
    "ports",
    "resources",
    "resizePolicy",
    "volumeMounts",
    "volumeDevices",
    "startupProbe",
    "livenessProbe",
    "readinessProbe",
    "lifecycle",
    "terminationMessagePath",
    "terminationMessagePolicy",
    "securityContext",
    "stdin",
    "stdinOnce",
    "tty",
];

const POD: [&str; 26] = [
    "serviceAccountName",
    "automountServiceAccountToken",
    "enableServiceLinks",
    "restartPolicy",
    "terminationGracePeriodSeconds",
    "imagePullSecrets",
    "hostNetwork",
    "hostPID",
    "hostIPC",
    "shareProcessNamespace",
    "hostname",
    "subdomain",
    "dnsPolicy",
    "dnsConfig",
    "hostAliases",
    "runtimeClassName",
    "priorityClassName",
    "nodeSelector",
    "affinity",
    "tolerations",
    "securityContext",
    "topologySpreadConstraints",
    "resources",
    "initContainers",
    "containers",
    "volumes",
];

const LABELS: [&str; 3] = ["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/managed-by"];

/// Anywhere else.
const GENERAL: [&str; 95] = [
    "apiVersion",
    "apiGroup",
    "kind",
    "metadata",
    "name",
    "generateName",
    "namespace",
    "labels",
    "annotations",
    // Workloads, autoscalers and the rest, each from the outside in.
    "scaleTargetRef",
    "replicas",
    "minReplicas",
    "maxReplicas",
    "metrics",
    "behavior",
    "scaleUp",
    "scaleDown",
    "stabilizationWindowSeconds",
    "policies",
    "minReadySeconds",
    "progressDeadlineSeconds",
    "revisionHistoryLimit",
    "strategy",
    "updateStrategy",
    "parallelism",
    "completions",
    "activeDeadlineSeconds",
    "backoffLimit",
    "ttlSecondsAfterFinished",
    "type",
    "rollingUpdate",
    "minAvailable",
    "maxSurge",
    "maxUnavailable",
    "selector",
    "template",
    // Pairs, and what stands like them.
    "secretKey",
    "remoteRef",
    "key",
    "operator",
    "values",
    "property",
    "version",
    "value",
    "valueFrom",
    // Probes: what is asked before how often.
    "exec",
    "httpGet",
    "tcpSocket",
    "grpc",
    "host",
    "path",
    "pathType",
    "initialDelaySeconds",
    "periodSeconds",
    "timeoutSeconds",
    "successThreshold",
    "failureThreshold",
    // Ports.
    "port",
    "group",
    "scheme",
    "containerPort",
    "hostPort",
    "targetPort",
    "nodePort",
    "protocol",
    "appProtocol",
    // Ingresses and secrets.
    "ingressClassName",
    "defaultBackend",
    "rules",
    "http",
    "paths",
    "backend",
    "refreshInterval",
    "secretStoreRef",
    "target",
    // Volumes and policies.
    "capacity",
    "accessModes",
    "storageClassName",
    "persistentVolumeReclaimPolicy",
    "mountOptions",
    "csi",
    "driver",
    "volumeHandle",
    "volumeAttributes",
    "claimRef",
    "mountPath",
    "subPath",
    "weight",
    "podAffinityTerm",
    "maxSkew",
    "topologyKey",
    "whenUnsatisfiable",
    "requests",
    "limits",
    "ip",
];

/// Maps whose keys users made: their order is nobody's business.
pub(super) const USER_MAPS: [&str; 17] = [
    "annotations",
    "workloadAnnotations",
    "podAnnotations",
    "labels",
    "podLabels",
    "commonLabels",
    "matchLabels",
    "selector",
    "nodeSelector",
    "data",
    "binaryData",
    "stringData",
    "env",
    "secretEnv",
    "hosts",
    "volumeMounts",
    "volumeAttributes",
];

/// A table in which a key's place is found without a search.
type Ranks = IndexSet<&'static str>;

static CONTAINER_RANKS: LazyLock<Ranks> = LazyLock::new(|| ranks(&CONTAINER));
static POD_RANKS: LazyLock<Ranks> = LazyLock::new(|| ranks(&POD));
static LABEL_RANKS: LazyLock<Ranks> = LazyLock::new(|| ranks(&LABELS));
static GENERAL_RANKS: LazyLock<Ranks> = LazyLock::new(|| ranks(&GENERAL));

fn ranks(table: &[&'static str]) -> Ranks {
    table.iter().copied().collect()
}

/// A typed object with its keys in the conventional order.
pub(super) fn typed(typed: &impl Serialize) -> Object {
    conventional(object(typed))
}

/// A custom resource, whose type carries no `apiVersion` and `kind`.
pub(super) fn custom(api_version: &str, kind: &str, typed: &impl Serialize) -> Object {
    let mut all = into_object(json!({ "apiVersion": api_version, "kind": kind }));
    all.extend(object(typed));
    conventional(all)
}

/// An object with its keys, and those of all that it holds, in the conventional order.
pub(super) fn conventional(object: Object) -> Object {
    sorted("", "", object)
}

/// A container with its keys in the conventional order; what it holds stays as it is.
pub(super) fn container(object: Object) -> Object {
    by_table(object, &CONTAINER_RANKS)
}

/// The place of a kind in the order of installation.
pub(super) fn install_order(kind: &str) -> usize {
    let kinds = KINDS.iter().chain(&LATE_KINDS);
    kinds.clone().position(|known| *known == kind).unwrap_or(kinds.count())
}

/// `field` holds the object, `above` holds that field.
fn sorted(above: &str, field: &str, object: Object) -> Object {
    let ranks = match field {
        "labels" | "matchLabels" => Some(&LABEL_RANKS),
        "containers" | "initContainers" => Some(&CONTAINER_RANKS),
        "spec" if above == "template" => Some(&POD_RANKS),
        _ if USER_MAPS.contains(&field) && !object.values().any(Value::is_object) => None,
        _ => Some(&GENERAL_RANKS),
    };
    let sorted = object.into_iter().map(|(name, value)| {
        let value = sorted_value(field, &name, value);
        (name, value)
    });
    match ranks {
        Some(ranks) => by_table(sorted, ranks),
        None => sorted.collect(),
    }
}

fn sorted_value(above: &str, field: &str, value: Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(sorted(above, field, object)),
        Value::Array(items) => items.into_iter().map(|item| sorted_value(above, field, item)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

/// Known keys by the table, the others after them as they stood.
fn by_table(fields: impl IntoIterator<Item = (String, Value)>, ranks: &Ranks) -> Object {
    let rank = |name: &str| ranks.get_index_of(name).unwrap_or(ranks.len());
    let mut ranked: Vec<(usize, (String, Value))> = fields.into_iter().map(|field| (rank(&field.0), field)).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, field)| field).collect()
}
