//! Services that make Network Load Balancers.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::load_balancer::{Annotations, joined, pair};
use super::port;
use super::trace::Trace;
use crate::ir::{Traced, plan};

const PREFIX: &str = "service.beta.kubernetes.io/aws-load-balancer-";

/// Writes one.
pub(super) fn service(
    plan: plan::NetworkLoadBalancer,
    metadata: &dyn Fn(&str) -> ObjectMeta,
    selector: &BTreeMap<String, String>,
    trace: &mut Trace,
) -> core::Service {
    let plan::NetworkLoadBalancer { name, class, ports, settings, listeners, targets, hold_dns } = plan;
    let object = format!("Service/{name}");
    let mut out = Annotations::below(PREFIX, &object);
    self::settings(settings, &mut out, trace);
    self::listeners(listeners, &mut out, trace);
    self::targets(targets, &mut out, trace);
    if hold_dns {
        out.hold_dns();
    }
    core::Service {
        spec: Some(core::ServiceSpec {
            type_: Some("LoadBalancer".to_owned()),
            load_balancer_class: Some(trace.put(&object, "spec.loadBalancerClass", class)),
            selector: Some(selector.clone()),
            ports: Some(ports.into_iter().map(|plan| port::service_port(plan, &object, trace)).collect()),
            ..core::ServiceSpec::default()
        }),
        metadata: ObjectMeta { annotations: Some(out.all), ..metadata(&name) },
        status: None,
    }
}

fn truth() -> String {
    "true".to_owned()
}

fn settings(plan: plan::NetworkSettings, out: &mut Annotations, trace: &mut Trace) {
    let plan::NetworkSettings {
        scheme,
        ip_address_type,
        subnets,
        security_groups,
        private_link_rules,
        ipv6_source_nat,
        attributes,
    } = plan;
    out.put("scheme", scheme, trace);
    out.put_option("ip-address-type", ip_address_type, trace);
    out.put_list("subnets", subnets, trace);
    if security_groups.is_empty() {
        out.put("disable-nlb-sg", Traced::implied(truth()), trace);
    } else {
        out.put_list("security-groups", security_groups, trace);
        // Without it nothing would let the load balancer reach the pods.
        out.put("manage-backend-security-group-rules", Traced::implied(truth()), trace);
    }
    out.put_option("inbound-sg-rules-on-private-link-traffic", private_link_rules, trace);
    out.put_option("enable-prefix-for-ipv6-source-nat", ipv6_source_nat, trace);
    out.put_list("attributes", attributes.into_iter().map(pair).collect(), trace);
}

fn listeners(plan: plan::NetworkListeners, out: &mut Annotations, trace: &mut Trace) {
    let plan::NetworkListeners { tls, joins_tcp_and_udp, quic, attributes } = plan;
    let ports = |ports: Vec<Traced<i64>>| ports.into_iter().map(|port| port.map(|port| port.to_string())).collect();
    if let Some(plan::NetworkTls { ports: of_tls, certificates, policy, alpn, to_pods }) = tls {
        out.put_list("ssl-cert", certificates, trace);
        out.put_list("ssl-ports", ports(of_tls), trace);
        out.put("ssl-negotiation-policy", policy, trace);
        out.put_option("alpn-policy", alpn, trace);
        out.put_option("backend-protocol", to_pods.map(|it| it.map(|()| "ssl".to_owned())), trace);
    }
    out.put_option("enable-tcp-udp-listener", joins_tcp_and_udp.map(|it| it.map(|()| truth())), trace);
    out.put_list("quic-enabled-ports", ports(quic), trace);
    for (listener, attributes) in attributes {
        out.put_pairs(&format!("listener-attributes.{listener}"), attributes, trace);
    }
}

fn targets(plan: plan::NetworkTargets, out: &mut Annotations, trace: &mut Trace) {
    let plan::NetworkTargets {
        target_type,
        health_protocol,
        health_port,
        health_path,
        health_interval,
        health_timeout,
        healthy_threshold,
        unhealthy_threshold,
        success_codes,
        attributes,
        attributes_of_port,
    } = plan;
    let text = |number: Traced<i64>| number.map(|number| number.to_string());
    out.put("nlb-target-type", target_type, trace);
    out.put("healthcheck-protocol", health_protocol, trace);
    out.put("healthcheck-port", health_port, trace);
    out.put_option("healthcheck-path", health_path, trace);
    out.put("healthcheck-interval", text(health_interval), trace);
    out.put("healthcheck-timeout", text(health_timeout), trace);
    out.put("healthcheck-healthy-threshold", text(healthy_threshold), trace);
    out.put("healthcheck-unhealthy-threshold", text(unhealthy_threshold), trace);
    out.put_option("healthcheck-success-codes", success_codes, trace);
    out.put_pairs("target-group-attributes", attributes, trace);
    for (port, attributes) in attributes_of_port {
        let value = joined(attributes.into_iter().map(pair).collect(), |pairs| pairs.join(","));
        out.put(&format!("target-group-attributes.{port}"), value, trace);
    }
}
