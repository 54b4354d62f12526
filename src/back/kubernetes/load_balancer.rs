//! Ingresses, the target group's annotations on a Service, and what belongs to a load balancer alone: its class with its
//! parameters, and the rules that lead to no workload.

mod annotations;
mod params;

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::{
    HTTPIngressPath, HTTPIngressRuleValue, Ingress, IngressBackend, IngressClass, IngressRule, IngressServiceBackend,
    IngressSpec, ServiceBackendPort,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

pub(super) use self::annotations::{Annotations, hold_dns, joined, pair};
use self::params::params;
use super::edge_objects::{EdgeObjects, EdgeRule, IngressClassParams, Maker, RuleState};
use super::guard;
use super::trace::Trace;
use crate::ir::{Traced, plan};
use crate::settings::Target;

/// The oldest minor version that anything is written for; everything here is older.
pub(super) const MINIMUM_MINOR: u32 = 31;

/// Writes the rules of one workload.
pub(super) fn ingress(plan: plan::Ingress, labels: &BTreeMap<String, String>, trace: &mut Trace) -> Ingress {
    let plan::Ingress { name, place, rules, default_backend, control_ports } = plan;
    let object = format!("Ingress/{name}");
    let mut annotations = Annotations::of(&object);
    let class = self::place(place, &mut annotations, trace);
    for (target, port) in control_ports {
        annotations.put(&format!("target-control-port.{target}"), text(port), trace);
    }
    let rules = rules.into_iter().enumerate().map(|(index, plan)| rule(plan, index, &mut annotations, trace)).collect();
    let default_backend =
        default_backend.map(|plan| backend(plan, "default", "spec.defaultBackend", &mut annotations, trace));
    written(
        name.clone(),
        Some(labels.clone()),
        annotations.all,
        IngressSpec {
            ingress_class_name: Some(class),
            rules: Some(rules).filter(|rules: &Vec<IngressRule>| !rules.is_empty()),
            default_backend,
            tls: None,
        },
    )
}

fn written(
    name: String,
    labels: Option<BTreeMap<String, String>>,
    annotations: BTreeMap<String, String>,
    spec: IngressSpec,
) -> Ingress {
    let metadata = ObjectMeta { name: Some(name), labels, annotations: Some(annotations), ..ObjectMeta::default() };
    Ingress { metadata, spec: Some(spec), status: None }
}

/// Class, order and listeners; the name of the class is left, for the spec.
fn place(plan: plan::Place, annotations: &mut Annotations, trace: &mut Trace) -> String {
    let plan::Place {
        class,
        order,
        listeners,
        certificates,
        ssl_policy,
        mutual_authentication,
        throughout,
        security_groups,
        hold_dns,
        guard,
    } = plan;
    let class = trace.put(annotations.object, "spec.ingressClassName", class);
    annotations.put("group.order", order.map(|order| order.to_string()), trace);
    let listeners = joined(listeners, |all| {
        let entries = all.into_iter().map(|(protocol, port)| serde_json::json!({ protocol: port })).collect();
        serde_json::Value::Array(entries).to_string()
    });
    annotations.put("listen-ports", listeners, trace);
    annotations.put_list("certificate-arn", certificates, trace);
    annotations.put_option("ssl-policy", ssl_policy, trace);
    annotations.put_option("mutual-authentication", mutual_authentication, trace);
    self::throughout(throughout, annotations, trace);
    if !security_groups.is_empty() {
        annotations.put_list("security-groups", security_groups, trace);
        // Without it nothing would let the load balancer reach the pods.
        annotations.put("manage-backend-security-group-rules", Traced::implied("true".to_owned()), trace);
    }
    guard::annotate(guard, annotations, trace);
    if hold_dns {
        annotations.hold_dns();
    }
    class
}

fn throughout(plan: plan::Throughout, annotations: &mut Annotations, trace: &mut Trace) {
    let plan::Throughout { web_acl, shield, capacity, customer_owned_ipv4_pool, ipam_pool, tags } = plan;
    let capacity = capacity.map(|units| units.map(|units| format!("CapacityUnits={units}")));
    annotations.put_option("wafv2-acl-arn", web_acl, trace);
    annotations.put_option("shield-advanced-protection", shield, trace);
    annotations.put_option("minimum-load-balancer-capacity", capacity, trace);
    annotations.put_option("customer-owned-ipv4-pool", customer_owned_ipv4_pool, trace);
    annotations.put_option("ipam-ipv4-pool-id", ipam_pool, trace);
    annotations.put_pairs("tags", tags, trace);
}

fn text(number: Traced<i64>) -> Traced<String> {
    number.map(|number| number.to_string())
}

fn rule(plan: plan::IngressRule, index: usize, annotations: &mut Annotations, trace: &mut Trace) -> IngressRule {
    let plan::IngressRule { name, host, path, conditions, transforms, backend } = plan;
    let at = format!("spec.rules[{index}]");
    let in_path = format!("{at}.http.paths[0]");
    annotations.put_option(&format!("conditions.{name}"), conditions, trace);
    annotations.put_option(&format!("transforms.{name}"), transforms, trace);
    let path = HTTPIngressPath {
        path: trace.put_option(annotations.object, &format!("{in_path}.path"), path),
        path_type: "ImplementationSpecific".to_owned(),
        backend: self::backend(backend, &name, &format!("{in_path}.backend"), annotations, trace),
    };
    IngressRule {
        host: trace.put_option(annotations.object, &format!("{at}.host"), host),
        http: Some(HTTPIngressRuleValue { paths: vec![path] }),
    }
}

/// A Service by the name of its port, or an action by its own name.
fn backend(
    plan: Traced<plan::Backend>,
    name: &str,
    path: &str,
    annotations: &mut Annotations,
    trace: &mut Trace,
) -> IngressBackend {
    let Traced { value, from } = plan;
    let (service, port) = match value {
        plan::Backend::Service { name, port } => {
            let both = trace.put(annotations.object, &format!("{path}.service"), Traced::new((name, port), from));
            (both.0, both.1)
        }
        plan::Backend::Action(action) => {
            annotations.put(&format!("actions.{name}"), Traced::new(action, from), trace);
            (name.to_owned(), "use-annotation".to_owned())
        }
    };
    let port = ServiceBackendPort { name: Some(port), number: None };
    IngressBackend { service: Some(IngressServiceBackend { name: service, port: Some(port) }), resource: None }
}

/// Writes what a load balancer must know of the pods behind a Service.
pub(super) fn target_annotations(
    plan: plan::TargetSettings,
    object: &str,
    trace: &mut Trace,
) -> BTreeMap<String, String> {
    let plan::TargetSettings {
        protocol,
        protocol_version,
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
        tags,
        // It stands on the Ingresses.
        control_port: _,
    } = plan;
    let mut out = Annotations::of(object);
    out.put("target-type", target_type, trace);
    out.put_option("backend-protocol", protocol, trace);
    out.put_option("backend-protocol-version", protocol_version, trace);
    out.put_option("healthcheck-protocol", health_protocol, trace);
    out.put_option("healthcheck-port", health_port, trace);
    out.put_option("healthcheck-path", health_path, trace);
    out.put("healthcheck-interval-seconds", text(health_interval), trace);
    out.put("healthcheck-timeout-seconds", text(health_timeout), trace);
    out.put("healthy-threshold-count", text(healthy_threshold), trace);
    out.put("unhealthy-threshold-count", text(unhealthy_threshold), trace);
    out.put_option("success-codes", success_codes, trace);
    out.put_pairs("target-group-attributes", attributes, trace);
    out.put_pairs("tags", tags, trace);
    out.all
}

/// Writes a load balancer: its class, and the rules of its own.
pub(crate) fn edge(plan: plan::Edge, target: Target, trace: &mut Trace) -> EdgeObjects {
    let maker = Maker::of(target);
    let plan::Edge { name, origin, namespace, class, settings, rules } = plan;
    let class_name = class.value.clone();
    let namespace = trace.put(&format!("Namespace/{}", namespace.value), "metadata.name", namespace.clone());
    let labels = labels(&class_name, &name);
    let object = format!("IngressClassParams/{class_name}");
    let spec = params(settings, maker, &class_name, &object, trace);
    let metadata =
        || ObjectMeta { name: Some(class_name.clone()), labels: Some(labels.clone()), ..ObjectMeta::default() };
    let params_name = trace.put(&format!("IngressClass/{class_name}"), "metadata.name", class);
    let class = IngressClass { metadata: metadata(), spec: Some(maker.class_spec(params_name)) };
    EdgeObjects {
        minimum_minor: MINIMUM_MINOR,
        description: format!("What belongs to {origin} and to no single workload, in namespace {namespace}."),
        rules: rules.into_iter().map(|plan| edge_rule(plan, &class_name, &labels, trace)).collect(),
        params: IngressClassParams { metadata: metadata(), spec },
        remarks: BTreeMap::new(),
        load_balancer: class_name.clone(),
        maker,
        name,
        origin,
        class,
    }
}

/// A release is named as its chart.
pub(super) fn labels(class: &str, release: &str) -> BTreeMap<String, String> {
    [("instance", release), ("managed-by", "Helm"), ("name", class)]
        .map(|(key, value)| (format!("app.kubernetes.io/{key}"), value.to_owned()))
        .into()
}

fn edge_rule(plan: plan::EdgeRule, class: &str, labels: &BTreeMap<String, String>, trace: &mut Trace) -> EdgeRule {
    // The run book has the workloads.
    let plan::EdgeRule { mut place, namespace, mut rule, is_default, state, workloads: _ } = plan;
    let name = rule.name.clone();
    let put = |place, rule, trace: &mut Trace| {
        edge_ingress(place, rule, is_default, (class, namespace.clone(), labels), trace)
    };
    // What is held back comes out nowhere yet.
    let mut nowhere = Trace::default();
    let (trace, state) = match state {
        plan::EdgeState::Enabled => (trace, RuleState::Enabled),
        plan::EdgeState::Held => (&mut nowhere, RuleState::Held),
        plan::EdgeState::Closed(answer) => {
            let guarded = (place.clone(), rule.clone());
            place.guard = None;
            rule.backend = Traced::implied(plan::Backend::Action(answer));
            let closed = put(place, rule, trace);
            (place, rule) = guarded;
            (&mut nowhere, RuleState::Closed(Box::new(closed)))
        }
    };
    EdgeRule { name, state, ingress: put(place, rule, trace) }
}

/// The Ingress of one rule of the load balancer's own.
fn edge_ingress(
    place: plan::Place,
    rule: plan::IngressRule,
    is_default: bool,
    (class, namespace, labels): (&str, Option<String>, &BTreeMap<String, String>),
    trace: &mut Trace,
) -> Ingress {
    let name = format!("{class}-{}", rule.name);
    let object = format!("Ingress/{name}");
    let mut annotations = Annotations::of(&object);
    let class = self::place(place, &mut annotations, trace);
    let rule = self::rule(rule, 0, &mut annotations, trace);
    let (rules, default_backend) = if is_default {
        let paths = rule.http.map(|http| http.paths).unwrap_or_default();
        (None, paths.into_iter().next().map(|path| path.backend))
    } else {
        (Some(vec![rule]), None)
    };
    let spec = IngressSpec { ingress_class_name: Some(class), rules, default_backend, tls: None };
    let mut ingress = written(name, Some(labels.clone()), annotations.all, spec);
    ingress.metadata.namespace = namespace;
    ingress
}
