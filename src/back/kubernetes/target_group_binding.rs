//! Bindings of the workload's Service to target groups of a load balancer that is there already.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

use super::trace::{Below, Trace};
use crate::ir::{Traced, plan};

/// `elbv2.k8s.aws/v1beta1` TargetGroupBinding, as far as it is written here; that of EKS Auto Mode has the same fields.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TargetGroupBinding {
    pub(crate) api_version: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) metadata: ObjectMeta,
    pub(crate) spec: TargetGroupBindingSpec,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TargetGroupBindingSpec {
    #[serde(rename = "targetGroupARN")]
    pub(crate) target_group_arn: String,
    pub(crate) target_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) multi_cluster_target_group: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) iam_role_arn_to_assume: Option<String>,
    pub(crate) service_ref: ServiceRef,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) networking: Option<Networking>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct ServiceRef {
    pub(crate) name: String,
    pub(crate) port: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Networking {
    pub(crate) ingress: Vec<NetworkingRule>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct NetworkingRule {
    pub(crate) from: Vec<Peer>,
    pub(crate) ports: Vec<NetworkingPort>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Peer {
    pub(crate) security_group: PeerGroup,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct PeerGroup {
    #[serde(rename = "groupID")]
    pub(crate) group_id: String,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct NetworkingPort {
    pub(crate) port: i64,
    pub(crate) protocol: &'static str,
}

/// Writes one binding.
pub(super) fn binding(
    plan: plan::TargetGroupBinding,
    labels: &BTreeMap<String, String>,
    trace: &mut Trace,
) -> TargetGroupBinding {
    let plan::TargetGroupBinding {
        name,
        target_group,
        by_auto_mode,
        shared,
        role,
        service,
        port,
        admitted,
        // The writer of `platform/` has it.
        made: _,
    } = plan;
    let object = format!("TargetGroupBinding/{name}");
    let mut out = trace.at(&object, "spec");
    let spec = TargetGroupBindingSpec {
        target_group_arn: out.put("targetGroupARN", target_group),
        target_type: "ip",
        multi_cluster_target_group: out.put_option("multiClusterTargetGroup", shared),
        iam_role_arn_to_assume: role,
        service_ref: ServiceRef { name: service, port: out.put("serviceRef.port", port) },
        networking: admitted.map(|plan| networking(plan, &mut out)),
    };
    let metadata = ObjectMeta { name: Some(name), labels: Some(labels.clone()), ..ObjectMeta::default() };
    let api_version = if by_auto_mode { "eks.amazonaws.com/v1" } else { "elbv2.k8s.aws/v1beta1" };
    TargetGroupBinding { api_version, kind: "TargetGroupBinding", metadata, spec }
}

fn networking(plan: plan::Admitted, out: &mut Below) -> Networking {
    let plan::Admitted { from, ports } = plan;
    let mut out = out.below("networking.ingress");
    let peer = |group_id| Peer { security_group: PeerGroup { group_id } };
    let from = out.put_all("from", from).into_iter().map(peer).collect();
    let mut port =
        |(protocol, port): (&'static str, Traced<i64>)| NetworkingPort { port: out.put("ports", port), protocol };
    let ports = ports.into_iter().map(&mut port).collect();
    Networking { ingress: vec![NetworkingRule { from, ports }] }
}
