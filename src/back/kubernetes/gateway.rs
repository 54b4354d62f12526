//! A Gateway with its settings, and the routes of a workload.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement, ObjectMeta};

use super::edge_objects::Attribute;
use super::gateway_objects::{
    AllowedRoutes, BackendRef, Capacity, FixedResponseConfig, ForwardConfig, FullPath, GatewayClassSpec,
    GatewayObjects, GatewaySpec, HttpRouteFilter, HttpRouteMatch, HttpRouteRule, HttpRouteSpec, Infrastructure,
    Listener, ListenerConfiguration, ListenerRuleConfigurationSpec, LoadBalancerConfigurationSpec, NamedValue, Object,
    ParentRef, PathMatch, RedirectConfig, Reference, RequestRedirect, RouteNamespaces, Routes, RuleAction,
    RuleCondition, ShieldConfiguration, Stickiness, Subnet, Values, WebAcl,
};
use super::load_balancer::{MINIMUM_MINOR, hold_dns, labels};
use super::trace::{Below, Trace};
use crate::ir::{Traced, plan};

/// Numbers of ports by their names: an HTTPRoute takes no name.
pub(super) type Ports = BTreeMap<String, i32>;

/// Writes a load balancer: its Gateway, and the routes of its own.
pub(crate) fn gateway(plan: plan::Gateway, trace: &mut Trace) -> GatewayObjects {
    let plan::Gateway {
        name,
        origin,
        namespace,
        gateway,
        settings,
        throughout,
        security_groups,
        listeners,
        from_namespaces,
        routes,
    } = plan;
    let gateway_name = gateway.value.clone();
    let namespace = trace.put(&format!("Namespace/{}", namespace.value), "metadata.name", namespace.clone());
    let labels = labels(&gateway_name, &name);
    let metadata =
        |name: &str| ObjectMeta { name: Some(name.to_owned()), labels: Some(labels.clone()), ..ObjectMeta::default() };
    let class_name = trace.put(&format!("GatewayClass/{gateway_name}"), "metadata.name", gateway);
    let configuration = configuration((settings, throughout), security_groups, &listeners, &gateway_name, trace);
    let parameters_ref = Reference::to("LoadBalancerConfiguration", gateway_name.clone());
    let spec = GatewaySpec {
        gateway_class_name: class_name,
        infrastructure: Infrastructure { parameters_ref },
        listeners: listeners.into_iter().map(|plan| listener(plan, &from_namespaces, &gateway_name, trace)).collect(),
    };
    let mut own = Routes::default();
    for mut plan in routes {
        plan.name = format!("{gateway_name}-{}", plan.name);
        // None of them leads to a Service.
        route(plan, &metadata, &Ports::new(), &mut own, trace);
    }
    GatewayObjects {
        minimum_minor: MINIMUM_MINOR,
        description: format!("What belongs to {origin} and to no single workload, in namespace {namespace}."),
        class: Object {
            metadata: metadata(&gateway_name),
            spec: GatewayClassSpec { controller_name: "gateway.k8s.aws/alb" },
        },
        gateway: Object { metadata: metadata(&gateway_name), spec },
        configuration: Object { metadata: metadata(&gateway_name), spec: configuration },
        routes: own,
        gateway_name,
        name,
        origin,
    }
}

fn listener(plan: plan::GatewayListener, from: &[String], gateway: &str, trace: &mut Trace) -> Listener {
    // The settings of the load balancer have the rest.
    let listens = plan.listens;
    let name = plan::GatewayListener::section(&listens.value.0, listens.value.1);
    let (protocol, port) = trace.put(&format!("Gateway/{gateway}"), &format!("spec.listeners[{name}]"), listens);
    let named = LabelSelectorRequirement {
        // Kubernetes gives every namespace this label.
        key: "kubernetes.io/metadata.name".to_owned(),
        operator: "In".to_owned(),
        values: Some(from.to_vec()),
    };
    let namespaces = if from.is_empty() {
        RouteNamespaces { from: "Same", selector: None }
    } else {
        let selector = LabelSelector { match_expressions: Some(vec![named]), match_labels: None };
        RouteNamespaces { from: "Selector", selector: Some(selector) }
    };
    Listener { name, port, protocol, allowed_routes: AllowedRoutes { namespaces } }
}

fn configuration(
    (plan, throughout): (plan::LoadBalancerSettings, plan::Throughout),
    security_groups: Vec<Traced<String>>,
    listeners: &[plan::GatewayListener],
    gateway: &str,
    trace: &mut Trace,
) -> LoadBalancerConfigurationSpec {
    let object = format!("LoadBalancerConfiguration/{gateway}");
    // Its certificates and its policy are those of the listeners.
    let mut out = trace.at(&object, "spec");
    let security_groups = out.put_all("securityGroups", security_groups);
    let tags = plan.tags.into_iter().chain(throughout.tags);
    let web_acl = out.put_option("wafV2.webACL", plan.web_acl.or(throughout.web_acl));
    let capacity = out.put_option("minimumLoadBalancerCapacity.capacityUnits", plan.capacity.or(throughout.capacity));
    LoadBalancerConfigurationSpec {
        scheme: out.put("scheme", plan.scheme),
        ip_address_type: out.put_option("ipAddressType", plan.ip_address_type),
        load_balancer_subnets: out
            .put_all("loadBalancerSubnets", plan.subnets)
            .into_iter()
            .map(|identifier| Subnet { identifier })
            .collect(),
        // Without it nothing would let the load balancer reach the pods.
        manage_backend_security_group_rules: (!security_groups.is_empty()).then_some(true),
        security_groups,
        load_balancer_attributes: attributes(plan.attributes, "loadBalancerAttributes", &mut out),
        listener_configurations: listeners.iter().filter_map(|it| configured(it, &mut out)).collect(),
        minimum_load_balancer_capacity: capacity.map(|capacity_units| Capacity { capacity_units }),
        customer_owned_ipv4_pool: out.put_option("customerOwnedIpv4Pool", throughout.customer_owned_ipv4_pool),
        ipam_pool: out.put_option("ipv4IPAMPoolId", plan.ipam_pool.or(throughout.ipam_pool)),
        shield_configuration: out
            .put_option("shieldConfiguration.enabled", throughout.shield)
            .map(|word| ShieldConfiguration { enabled: word == "true" }),
        tags: tags.map(|(key, value)| (key.clone(), out.put(&format!("tags[{key}]"), value))).collect(),
        web_acl: web_acl.map(|arn| WebAcl { arn }),
    }
}

fn attributes(pairs: Vec<(String, Traced<String>)>, below: &str, out: &mut Below) -> Vec<Attribute> {
    let one = |(key, value): (String, Traced<String>)| {
        let value = out.put(&format!("{below}[{key}]"), value);
        Attribute { key, value }
    };
    pairs.into_iter().map(one).collect()
}

/// What a listener has beside its port; nothing where it has nothing.
fn configured(plan: &plan::GatewayListener, out: &mut Below) -> Option<ListenerConfiguration> {
    let plan::GatewayListener { listens, certificates, ssl_policy, attributes, mutual } = plan;
    if ssl_policy.is_none() && attributes.is_empty() {
        return None;
    }
    let (protocol, port) = &listens.value;
    let mut out = out.below(&format!("listenerConfigurations[{protocol}:{port}]"));
    let mut certificates = certificates.iter().cloned();
    Some(ListenerConfiguration {
        protocol_port: format!("{protocol}:{port}"),
        default_certificate: out.put_option("defaultCertificate", certificates.next()),
        certificates: out.put_all("certificates", certificates.collect()),
        ssl_policy: out.put_option("sslPolicy", ssl_policy.clone()),
        mutual_authentication: out.put_option("mutualAuthentication", mutual.clone()),
        listener_attributes: self::attributes(attributes.clone(), "listenerAttributes", &mut out),
    })
}

/// Writes a route, and what its rules name beside it.
pub(super) fn route(
    plan: plan::Route,
    metadata: &dyn Fn(&str) -> ObjectMeta,
    ports: &Ports,
    all: &mut Routes,
    trace: &mut Trace,
) {
    let plan::Route { name, gateway, gateway_namespace, listeners, hosts, rules, hold_dns: hold } = plan;
    let object = format!("HTTPRoute/{name}");
    let mut out = trace.at(&object, "spec");
    let gateway = out.put("parentRefs", gateway);
    let parent = |listens: Traced<(String, i64)>, out: &mut Below| {
        let section = listens.map(|(protocol, port)| plan::GatewayListener::section(&protocol, port));
        ParentRef {
            name: gateway.clone(),
            namespace: gateway_namespace.clone(),
            section_name: out.put("parentRefs.sectionName", section),
        }
    };
    let parent_refs = listeners.into_iter().map(|listens| parent(listens, &mut out)).collect();
    let hostnames = out.put_all("hostnames", hosts);
    let mut written = Vec::new();
    for rule in rules {
        let (rule, configuration) = self::rule(rule, &name, ports, &mut out);
        written.push(rule);
        if let Some((name, spec)) = configuration {
            all.rule_configurations.push(Object { metadata: metadata(&name), spec });
        }
    }
    let mut metadata = metadata(&name);
    metadata.annotations = hold.then(hold_dns);
    all.routes.push(Object { metadata, spec: HttpRouteSpec { parent_refs, hostnames, rules: written } });
}

type Written = (HttpRouteRule, Option<(String, ListenerRuleConfigurationSpec)>);

fn rule(plan: plan::RouteRule, route: &str, ports: &Ports, out: &mut Below) -> Written {
    let plan::RouteRule { name, matches, sources, does } = plan;
    let mut out = out.below(&format!("rules[{}]", name.value));
    let name = out.put("name", name);
    let matches = matches.into_iter().map(|plan| route_match(plan, &mut out)).collect();
    let mut beside = ListenerRuleConfigurationSpec::default();
    let sources = out.put_all("filters.extensionRef", sources);
    if !sources.is_empty() {
        let source_ip_config = Values { values: sources };
        beside.conditions.push(RuleCondition { field: "source-ip", source_ip_config });
    }
    let (mut filters, mut backend_refs) = (Vec::new(), Vec::new());
    match does {
        plan::RouteDoes::Forward { backends, stickiness } => {
            backend_refs.extend(backends.into_iter().map(|plan| backend(plan, ports, &mut out)));
            if let Some(duration_seconds) = out.put_option("filters.extensionRef", stickiness) {
                let sticky = Stickiness { enabled: true, duration_seconds };
                let forward_config = ForwardConfig { target_group_stickiness_config: sticky };
                beside.actions.push(RuleAction::Forward { forward_config });
            }
        }
        plan::RouteDoes::Redirect(plan) => {
            let (request_redirect, query) = redirect(plan, &mut out);
            filters.push(HttpRouteFilter::RequestRedirect { request_redirect });
            beside
                .actions
                .extend(query.map(|query| RuleAction::Redirect { redirect_config: RedirectConfig { query } }));
        }
        plan::RouteDoes::Respond { status_code, content_type, message_body } => {
            let fixed_response_config = FixedResponseConfig {
                status_code: out.put("filters.extensionRef", status_code),
                content_type: out.put_option("filters.extensionRef", content_type),
                message_body: out.put_option("filters.extensionRef", message_body),
            };
            beside.actions.push(RuleAction::FixedResponse { fixed_response_config });
        }
    }
    // A route of one rule bears its name already.
    let named = if route.ends_with(&format!("-{name}")) { route.to_owned() } else { format!("{route}-{name}") };
    let configuration = (!beside.is_empty()).then_some((named, beside));
    if let Some((name, _)) = &configuration {
        let extension_ref = Reference::to("ListenerRuleConfiguration", name.clone());
        filters.push(HttpRouteFilter::ExtensionRef { extension_ref });
    }
    (HttpRouteRule { name, matches, filters, backend_refs }, configuration)
}

fn route_match(plan: plan::RouteMatch, out: &mut Below) -> HttpRouteMatch {
    let plan::RouteMatch { path, headers, queries, method } = plan;
    let named = |pairs: Vec<Traced<(String, String)>>, key: &str, out: &mut Below| {
        let pairs = out.put_all(key, pairs).into_iter();
        pairs.map(|(name, value)| NamedValue { name, value }).collect()
    };
    let (kind, value) = match out.put("matches.path", path) {
        plan::RoutePath::Exact(path) => ("Exact", path),
        plan::RoutePath::Prefix(path) => ("PathPrefix", path),
    };
    HttpRouteMatch {
        path: PathMatch { kind, value },
        headers: named(headers, "matches.headers", out),
        query_params: named(queries, "matches.queryParams", out),
        method: out.put_option("matches.method", method),
    }
}

fn backend(plan: plan::RouteBackend, ports: &Ports, out: &mut Below) -> BackendRef {
    let plan::RouteBackend { to, weight } = plan;
    let (name, port) = out.put("backendRefs", to);
    let weight = out.put_option("backendRefs.weight", weight);
    // A rule leads to ports that the Service has, and the Service has them all.
    BackendRef { name, port: ports.get(&port).copied().unwrap_or_default(), weight }
}

/// The filter, and the query that it has no field for.
fn redirect(plan: plan::RouteRedirect, out: &mut Below) -> (RequestRedirect, Option<String>) {
    let plan::RouteRedirect { scheme, port, host, path, query, status_code } = plan;
    let mut out = out.below("filters.requestRedirect");
    let full = |replace_full_path| FullPath { kind: "ReplaceFullPath", replace_full_path };
    let filter = RequestRedirect {
        scheme: out.put_option("scheme", scheme),
        hostname: out.put_option("hostname", host),
        port: out.put_option("port", port),
        path: out.put_option("path", path).map(full),
        status_code: out.put("statusCode", status_code),
    };
    (filter, out.put_option("query", query))
}
