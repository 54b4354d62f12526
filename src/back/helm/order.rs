//! The order in which people expect keys and documents. Changes no value.

use serde::Serialize;
use serde_json::Value;

use super::json::{Object, object};

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

/// A typed object with its keys in the conventional order.
pub(super) fn typed(typed: &impl Serialize) -> Object {
    conventional(object(typed))
}

/// An object with its keys, and those of all that it holds, in the conventional order.
pub(super) fn conventional(object: Object) -> Object {
    sorted("", "", object)
}

/// A container with its keys in the conventional order; what it holds stays as it is.
pub(super) fn container(object: Object) -> Object {
    by_table(object, &CONTAINER)
}

/// The place of a kind in the order of installation.
pub(super) fn install_order(kind: &str) -> usize {
    let kinds = KINDS.iter().chain(&LATE_KINDS);
    kinds.clone().position(|known| *known == kind).unwrap_or(kinds.count())
}

/// `field` holds the object, `above` holds that field.
fn sorted(above: &str, field: &str, object: Object) -> Object {
    let object = match field {
        "labels" | "matchLabels" => by_table(object, &LABELS),
        "containers" | "initContainers" => by_table(object, &CONTAINER),
        "spec" if above == "template" => by_table(object, &POD),
        _ if USER_MAPS.contains(&field) && !object.values().any(Value::is_object) => object,
        _ => by_table(object, &GENERAL),
    };
    object.into_iter().map(|(name, value)| (name.clone(), sorted_value(field, &name, value))).collect()
}

fn sorted_value(above: &str, field: &str, value: Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(sorted(above, field, object)),
        Value::Array(items) => items.into_iter().map(|item| sorted_value(above, field, item)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

/// Known keys by the table, the others after them as they stood.
fn by_table(mut object: Object, table: &[&str]) -> Object {
    let known: Object =
        table.iter().filter_map(|name| Some(((*name).to_owned(), object.shift_remove(*name)?))).collect();
    known.into_iter().chain(object).collect()
}
