//! The typed objects of Gateway API, and those that the AWS Load Balancer Controller adds to it, as far as they are written
//! here.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::Serialize;

use super::edge_objects::Attribute;

/// `apiVersion` of Gateway API.
pub(crate) const GATEWAY_API: &str = "gateway.networking.k8s.io/v1";
/// `apiVersion` of the controller's kinds. Controller 3.5.0 serves `v1` beside it; all before, from 2.14, serve this alone.
pub(crate) const CONTROLLER_API: &str = "gateway.k8s.aws/v1beta1";

/// An object with a spec and nothing beside.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Object<T> {
    pub(crate) metadata: ObjectMeta,
    pub(crate) spec: T,
}

pub(crate) type GatewayClass = Object<GatewayClassSpec>;
pub(crate) type Gateway = Object<GatewaySpec>;
pub(crate) type LoadBalancerConfiguration = Object<LoadBalancerConfigurationSpec>;
pub(crate) type TargetGroupConfiguration = Object<TargetGroupConfigurationSpec>;
pub(crate) type ListenerRuleConfiguration = Object<ListenerRuleConfigurationSpec>;
pub(crate) type HttpRoute = Object<HttpRouteSpec>;

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GatewayClassSpec {
    pub(crate) controller_name: &'static str,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GatewaySpec {
    pub(crate) gateway_class_name: String,
    pub(crate) infrastructure: Infrastructure,
    pub(crate) listeners: Vec<Listener>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Infrastructure {
    pub(crate) parameters_ref: Reference,
}

/// An object of the controller's, beside the one that names it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Reference {
    pub(crate) group: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) name: String,
}

impl Reference {
    pub(super) fn to(kind: &'static str, name: String) -> Self {
        Reference { group: "gateway.k8s.aws", kind, name }
    }
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listener {
    pub(crate) name: String,
    pub(crate) port: i64,
    pub(crate) protocol: String,
    pub(crate) allowed_routes: AllowedRoutes,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct AllowedRoutes {
    pub(crate) namespaces: RouteNamespaces,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct RouteNamespaces {
    pub(crate) from: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) selector: Option<LabelSelector>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LoadBalancerConfigurationSpec {
    pub(crate) scheme: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ip_address_type: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) load_balancer_subnets: Vec<Subnet>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) security_groups: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) manage_backend_security_group_rules: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) load_balancer_attributes: Vec<Attribute>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) listener_configurations: Vec<ListenerConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) minimum_load_balancer_capacity: Option<Capacity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) customer_owned_ipv4_pool: Option<String>,
    #[serde(rename = "ipv4IPAMPoolId", skip_serializing_if = "Option::is_none")]
    pub(crate) ipam_pool: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) shield_configuration: Option<ShieldConfiguration>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tags: BTreeMap<String, String>,
    #[serde(rename = "wafV2", skip_serializing_if = "Option::is_none")]
    pub(crate) web_acl: Option<WebAcl>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Capacity {
    pub(crate) capacity_units: i64,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct ShieldConfiguration {
    pub(crate) enabled: bool,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct WebAcl {
    #[serde(rename = "webACL")]
    pub(crate) arn: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Subnet {
    pub(crate) identifier: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListenerConfiguration {
    /// `HTTPS:443`.
    pub(crate) protocol_port: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) default_certificate: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) certificates: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ssl_policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mutual_authentication: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) listener_attributes: Vec<Attribute>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TargetGroupConfigurationSpec {
    pub(crate) target_reference: TargetReference,
    pub(crate) default_configuration: TargetGroupProps,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct TargetReference {
    pub(crate) name: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TargetGroupProps {
    pub(crate) target_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) protocol: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) protocol_version: Option<String>,
    pub(crate) health_check_config: HealthCheckConfig,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) target_group_attributes: Vec<Attribute>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tags: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) target_control_port: Option<i64>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HealthCheckConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) health_check_protocol: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) health_check_port: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) health_check_path: Option<String>,
    pub(crate) health_check_interval: i64,
    pub(crate) health_check_timeout: i64,
    pub(crate) healthy_threshold_count: i64,
    pub(crate) unhealthy_threshold_count: i64,
    /// `httpCode` or `grpcCode`.
    pub(crate) matcher: BTreeMap<&'static str, String>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct ListenerRuleConfigurationSpec {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) conditions: Vec<RuleCondition>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) actions: Vec<RuleAction>,
}

impl ListenerRuleConfigurationSpec {
    pub(super) fn is_empty(&self) -> bool {
        self.conditions.is_empty() && self.actions.is_empty()
    }
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct RuleCondition {
    pub(crate) field: &'static str,
    #[serde(rename = "sourceIPConfig")]
    pub(crate) source_ip_config: Values,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Values {
    pub(crate) values: Vec<String>,
}

/// An action: what an HTTPRoute has no words for.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type")]
pub(crate) enum RuleAction {
    #[serde(rename = "forward", rename_all = "camelCase")]
    Forward { forward_config: ForwardConfig },
    #[serde(rename = "redirect", rename_all = "camelCase")]
    Redirect { redirect_config: RedirectConfig },
    #[serde(rename = "fixed-response", rename_all = "camelCase")]
    FixedResponse { fixed_response_config: FixedResponseConfig },
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ForwardConfig {
    pub(crate) target_group_stickiness_config: Stickiness,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Stickiness {
    pub(crate) enabled: bool,
    pub(crate) duration_seconds: i64,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct RedirectConfig {
    pub(crate) query: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FixedResponseConfig {
    pub(crate) status_code: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message_body: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HttpRouteSpec {
    pub(crate) parent_refs: Vec<ParentRef>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) hostnames: Vec<String>,
    pub(crate) rules: Vec<HttpRouteRule>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ParentRef {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<String>,
    pub(crate) section_name: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HttpRouteRule {
    pub(crate) name: String,
    pub(crate) matches: Vec<HttpRouteMatch>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) filters: Vec<HttpRouteFilter>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) backend_refs: Vec<BackendRef>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HttpRouteMatch {
    pub(crate) path: PathMatch,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) headers: Vec<NamedValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) query_params: Vec<NamedValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) method: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct PathMatch {
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) value: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct NamedValue {
    pub(crate) name: String,
    pub(crate) value: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type")]
pub(crate) enum HttpRouteFilter {
    #[serde(rename_all = "camelCase")]
    RequestRedirect { request_redirect: RequestRedirect },
    #[serde(rename_all = "camelCase")]
    ExtensionRef { extension_ref: Reference },
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestRedirect {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scheme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hostname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) port: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<FullPath>,
    pub(crate) status_code: i64,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FullPath {
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) replace_full_path: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct BackendRef {
    pub(crate) name: String,
    pub(crate) port: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) weight: Option<i64>,
}

/// Routes, with what their rules name beside them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Routes {
    pub(crate) routes: Vec<HttpRoute>,
    pub(crate) rule_configurations: Vec<ListenerRuleConfiguration>,
}

/// All objects of one load balancer.
#[derive(Debug, Clone)]
pub(crate) struct GatewayObjects {
    /// Name of the chart and of its release: `edge-<load balancer>`.
    pub(crate) name: String,
    /// Name of the Gateway, of its class and of its settings, and what the names of the routes begin with.
    pub(crate) gateway_name: String,
    /// Lowest Kubernetes minor version that has every feature used.
    pub(crate) minimum_minor: u32,
    /// Such as `load balancer shop-public`.
    pub(crate) origin: String,
    /// Half a sentence for the chart's description.
    pub(crate) description: String,
    pub(crate) class: GatewayClass,
    pub(crate) gateway: Gateway,
    pub(crate) configuration: LoadBalancerConfiguration,
    pub(crate) routes: Routes,
}
