//! The typed objects of one load balancer: what belongs to it and to no single workload.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::{Ingress, IngressClass, IngressClassParametersReference, IngressClassSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::Serialize;

use crate::settings::Target;

/// What makes the load balancers of Ingresses. AWS's two have kinds of their own, which differ in group and in fields
/// ("Create an IngressClass to configure an Application Load Balancer", EKS User Guide).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Maker {
    /// The AWS Load Balancer Controller.
    Controller,
    /// The controller that EKS Auto Mode runs outside of the cluster.
    AutoMode,
}

impl Maker {
    pub(super) fn of(target: Target) -> Self {
        match target {
            Target::Ec2 | Target::Fargate => Maker::Controller,
            Target::AutoMode => Maker::AutoMode,
        }
    }

    /// The class, with its parameters under that name.
    pub(super) fn class_spec(self, params: String) -> IngressClassSpec {
        let (controller, group) = match self {
            Maker::Controller => ("ingress.k8s.aws/alb", "elbv2.k8s.aws"),
            Maker::AutoMode => ("eks.amazonaws.com/alb", "eks.amazonaws.com"),
        };
        IngressClassSpec {
            controller: Some(controller.to_owned()),
            parameters: Some(IngressClassParametersReference {
                api_group: Some(group.to_owned()),
                kind: "IngressClassParams".to_owned(),
                name: params,
                namespace: None,
                scope: None,
            }),
        }
    }

    /// `apiVersion` of IngressClassParams.
    pub(crate) fn api_version(self) -> &'static str {
        match self {
            Maker::Controller => "elbv2.k8s.aws/v1beta1",
            Maker::AutoMode => "eks.amazonaws.com/v1",
        }
    }
}

/// IngressClassParams of either group, as far as it is written here.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct IngressClassParams {
    pub(crate) metadata: ObjectMeta,
    pub(crate) spec: IngressClassParamsSpec,
}

#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IngressClassParamsSpec {
    /// The load balancer: every Ingress of the class joins this group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) group: Option<IngressGroup>,
    /// `internal` or `internet-facing`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scheme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) load_balancer_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ip_address_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ipam_configuration: Option<IpamConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) target_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ssl_policy: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) certificate_arn: Vec<String>,
    /// What EKS Auto Mode calls `certificateArn`.
    #[serde(rename = "certificateARNs", skip_serializing_if = "Vec::is_empty")]
    pub(crate) certificate_arns: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) subnets: Option<SubnetSelector>,
    #[serde(rename = "inboundCIDRs", skip_serializing_if = "Vec::is_empty")]
    pub(crate) inbound_cidrs: Vec<String>,
    #[serde(rename = "prefixListsIDs", skip_serializing_if = "Vec::is_empty")]
    pub(crate) prefix_lists: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) load_balancer_attributes: Vec<Attribute>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) listeners: Vec<ListenerAttributes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) minimum_load_balancer_capacity: Option<Capacity>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<Attribute>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) wafv2_acl_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) namespace_selector: Option<LabelSelector>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct IngressGroup {
    pub(crate) name: String,
}

/// Subnets by id.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SubnetSelector {
    pub(crate) ids: Vec<String>,
}

/// The pool of VPC IP Address Manager that gives public addresses.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct IpamConfiguration {
    #[serde(rename = "ipv4IPAMPoolId")]
    pub(crate) ipv4_ipam_pool_id: String,
}

/// Capacity that is reserved.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Capacity {
    pub(crate) capacity_units: i64,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Attribute {
    pub(crate) key: String,
    pub(crate) value: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListenerAttributes {
    pub(crate) protocol: String,
    pub(crate) port: i64,
    pub(crate) listener_attributes: Vec<Attribute>,
}

/// A rule that stands with its load balancer.
#[derive(Debug, Clone)]
pub(crate) struct EdgeRule {
    /// Such as `r20`; the Ingress is named `<load balancer>-<rule>`, its action `<rule>`.
    pub(crate) name: String,
    pub(crate) state: RuleState,
    pub(crate) ingress: Ingress,
}

/// Whether a rule is installed.
#[derive(Debug, Clone)]
pub(crate) enum RuleState {
    Enabled,
    /// It stands in the values and not in `rendered/`.
    Held,
    /// The same; until it is turned on this takes its place.
    Closed(Box<Ingress>),
}

impl EdgeRule {
    /// What is installed of it.
    pub(crate) fn installed(&self) -> Option<&Ingress> {
        match &self.state {
            RuleState::Enabled => Some(&self.ingress),
            RuleState::Held => None,
            RuleState::Closed(closed) => Some(closed),
        }
    }
}

/// All objects of one load balancer, and the remarks that its values file carries.
#[derive(Debug, Clone)]
pub(crate) struct EdgeObjects {
    /// Name of the chart and of its release: `edge-<load balancer>`.
    pub(crate) name: String,
    /// Name of the IngressClass, of its IngressClassParams, and what the names of the Ingresses begin with.
    pub(crate) load_balancer: String,
    pub(crate) maker: Maker,
    /// Lowest Kubernetes minor version that has every feature used.
    pub(crate) minimum_minor: u32,
    /// Such as `load balancer shop-public`.
    pub(crate) origin: String,
    /// Half a sentence for the chart's description.
    pub(crate) description: String,
    pub(crate) class: IngressClass,
    pub(crate) params: IngressClassParams,
    pub(crate) rules: Vec<EdgeRule>,
    /// Remarks by the key of the values file over which they stand (`rules.r20`).
    pub(crate) remarks: BTreeMap<String, String>,
}
