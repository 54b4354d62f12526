//! What a load balancer must know of the pods behind a Service, for a Gateway.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::edge_objects::Attribute;
use super::gateway_objects::{
    HealthCheckConfig, Object, TargetGroupConfiguration, TargetGroupConfigurationSpec, TargetGroupProps,
    TargetReference,
};
use super::trace::{Below, Trace};
use crate::ir::{Traced, plan};

/// Writes the target group's settings of a Service of that name.
pub(super) fn configuration(
    plan: plan::TargetSettings,
    metadata: ObjectMeta,
    service: &str,
    trace: &mut Trace,
) -> TargetGroupConfiguration {
    let object = format!("TargetGroupConfiguration/{service}");
    let mut out = trace.at(&object, "spec.defaultConfiguration");
    let spec = TargetGroupConfigurationSpec {
        target_reference: TargetReference { name: service.to_owned() },
        default_configuration: props(plan, &mut out),
    };
    Object { metadata, spec }
}

fn props(plan: plan::TargetSettings, out: &mut Below) -> TargetGroupProps {
    let grpc = plan.protocol_version.as_ref().is_some_and(|version| version.value == "GRPC");
    // Elastic Load Balancing's defaults: of a Gateway the controller takes 200 to 399 for well.
    let (key, default) = if grpc { ("grpcCode", "12") } else { ("httpCode", "200") };
    let codes = plan.success_codes.unwrap_or_else(|| Traced::implied(default.to_owned()));
    let mut check = out.below("healthCheckConfig");
    let health_check_config = HealthCheckConfig {
        health_check_protocol: check.put_option("healthCheckProtocol", plan.health_protocol),
        health_check_port: check.put_option("healthCheckPort", plan.health_port),
        health_check_path: check.put_option("healthCheckPath", plan.health_path),
        health_check_interval: check.put("healthCheckInterval", plan.health_interval),
        health_check_timeout: check.put("healthCheckTimeout", plan.health_timeout),
        healthy_threshold_count: check.put("healthyThresholdCount", plan.healthy_threshold),
        unhealthy_threshold_count: check.put("unhealthyThresholdCount", plan.unhealthy_threshold),
        matcher: BTreeMap::from([(key, check.put("matcher", codes))]),
    };
    let attribute = |(key, value): (String, Traced<String>)| {
        let value = out.put(&format!("targetGroupAttributes[{key}]"), value);
        Attribute { key, value }
    };
    let target_group_attributes = plan.attributes.into_iter().map(attribute).collect();
    let tag = |(key, value): (String, Traced<String>)| {
        let value = out.put(&format!("tags[{key}]"), value);
        (key, value)
    };
    let tags = plan.tags.into_iter().map(tag).collect();
    TargetGroupProps {
        tags,
        target_control_port: out.put_option("targetControlPort", plan.control_port),
        target_type: out.put("targetType", plan.target_type),
        protocol: out.put_option("protocol", plan.protocol),
        protocol_version: out.put_option("protocolVersion", plan.protocol_version),
        health_check_config,
        target_group_attributes,
    }
}
