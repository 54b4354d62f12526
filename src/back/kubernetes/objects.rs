//! The typed objects of one workload: what `rendered/` is printed from and what the chart's values are taken from.

use std::collections::BTreeMap;

use k8s_openapi::api::apps::v1::{DaemonSet, Deployment};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::{ConfigMap, PersistentVolume, PersistentVolumeClaim, Service, ServiceAccount};
use k8s_openapi::api::networking::v1::{Ingress, NetworkPolicy};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use serde::Serialize;

use super::gateway_objects::{Routes, TargetGroupConfiguration};
use super::target_group_binding::TargetGroupBinding;

/// What runs the pods.
#[derive(Debug, Clone)]
pub(crate) enum Controller {
    Deployment(Box<Deployment>),
    DaemonSet(Box<DaemonSet>),
    Job(Box<Job>),
}

/// `external-secrets.io/v1` ExternalSecret, as far as it is written here.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExternalSecret {
    pub(crate) metadata: ObjectMeta,
    pub(crate) spec: ExternalSecretSpec,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExternalSecretSpec {
    /// Such as `15m`.
    pub(crate) refresh_interval: String,
    pub(crate) secret_store_ref: SecretStoreRef,
    pub(crate) target: ExternalSecretTarget,
    pub(crate) data: Vec<ExternalSecretData>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecretStoreRef {
    pub(crate) kind: String,
    pub(crate) name: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExternalSecretTarget {
    /// Name of the Secret that is made.
    pub(crate) name: String,
    pub(crate) creation_policy: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) template: Option<ExternalSecretTemplate>,
}

/// What the Secret is made of, where that is not each value under its key.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ExternalSecretTemplate {
    /// Type of the Secret.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Go templates over the values, by key of the Secret.
    pub(crate) data: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExternalSecretData {
    pub(crate) secret_key: String,
    pub(crate) remote_ref: RemoteRef,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RemoteRef {
    pub(crate) key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) property: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<String>,
}

/// All objects of one workload, and the remarks that its values file carries.
#[derive(Debug, Clone)]
pub(crate) struct Objects {
    /// Name of the workload, of its chart and of its release.
    pub(crate) name: String,
    /// Lowest Kubernetes minor version that has every feature used, such as 34.
    pub(crate) minimum_minor: u32,
    /// Tag or digest prefix of the main container's image; empty where it has none.
    pub(crate) app_version: String,
    /// Such as `ECS service prod/web, task definition web:42`.
    pub(crate) origin: String,
    /// Half a sentence for the chart's description.
    pub(crate) description: String,
    pub(crate) controller: Controller,
    pub(crate) service_account: ServiceAccount,
    pub(crate) service: Option<Service>,
    /// Further Services.
    pub(crate) services: Vec<Service>,
    pub(crate) ingresses: Vec<Ingress>,
    pub(crate) bindings: Vec<TargetGroupBinding>,
    pub(crate) routes: Routes,
    pub(crate) target_group: Option<TargetGroupConfiguration>,
    pub(crate) external_secrets: Vec<ExternalSecret>,
    pub(crate) autoscaler: Option<HorizontalPodAutoscaler>,
    pub(crate) disruption_budget: Option<PodDisruptionBudget>,
    pub(crate) network_policy: Option<NetworkPolicy>,
    pub(crate) volumes: Vec<PersistentVolume>,
    pub(crate) claims: Vec<PersistentVolumeClaim>,
    pub(crate) config_maps: Vec<ConfigMap>,
    /// Remarks by the key of the values file over which they stand (`terminationGracePeriodSeconds`,
    /// `containers.web.lifecycle`): where a value came from, only where that is not obvious.
    pub(crate) remarks: BTreeMap<String, String>,
}
