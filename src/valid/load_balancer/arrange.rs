//! The arranged rules as the controller would find them in a cluster.

use std::collections::{BTreeMap, BTreeSet};

use super::Behind;
use crate::controller::{
    Account, Backend, Certificate, ClassParams, Cluster, Ingress, ListenerParams, Path, PathType, Port, Rules, Service,
    ServicePort, Subnet,
};
use crate::ir::{Traced, plan};

const PREFIX: &str = "alb.ingress.kubernetes.io/";

/// Which rules of the load balancer's own stand in the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// As they are installed: what waits is not there, or answers what it answers until then.
    Installed,
    /// When everything that waits has been turned on.
    TurnedOn,
}

/// Everything of one load balancer. What the plan leaves to the account (subnets, certificates) is taken to be there: a
/// plan says nothing of it.
pub(super) fn cluster(edge: &plan::Edge, behind: &Behind, state: State) -> Cluster {
    let mut cluster = Cluster::default();
    cluster.classes.insert(edge.class.value.clone(), class(edge));
    for (namespace, plan) in behind.ingresses {
        let mut ingress = ingress(namespace, &plan.name, &plan.place);
        ingress.rules = plan.rules.iter().map(|plan| rule(plan, &mut ingress.annotations)).collect();
        let default = plan.default_backend.as_ref();
        ingress.default_backend = default.map(|plan| backend(plan, "default", &mut ingress.annotations));
        let backends = plan.rules.iter().map(|rule| &rule.backend).chain(&plan.default_backend);
        serve(backends, namespace, behind, &mut cluster);
        cluster.ingresses.push(ingress);
    }
    for plan in &edge.rules {
        own(edge, plan, (behind, state), &mut cluster);
    }
    cluster.account = account(&edge.settings, &cluster.ingresses);
    cluster
}

/// A rule of the load balancer's own, as far as it is there.
fn own(edge: &plan::Edge, plan: &plan::EdgeRule, (behind, state): (&Behind, State), cluster: &mut Cluster) {
    let mut plan = plan.clone();
    match (&plan.state, state) {
        (plan::EdgeState::Held, State::Installed) => return,
        (plan::EdgeState::Closed(answer), State::Installed) => {
            plan.rule.backend = Traced::implied(plan::Backend::Action(answer.clone()));
            plan.place.guard = None;
        }
        (plan::EdgeState::Enabled, _) | (plan::EdgeState::Held | plan::EdgeState::Closed(_), State::TurnedOn) => {}
    }
    let name = format!("{}-{}", edge.class.value, plan.rule.name);
    let namespace = plan.namespace.as_ref().unwrap_or(&edge.namespace.value);
    if let Some(client) = plan.place.guard.as_ref().and_then(|guard| guard.client.as_ref()) {
        let keys = [("clientID", client.id.as_str()), ("clientSecret", "given by hand")];
        let keys = keys.map(|(key, value)| (key.to_owned(), value.to_owned()));
        cluster.secrets.insert((namespace.clone(), client.secret.clone()), keys.into());
    }
    let mut ingress = ingress(namespace, &name, &plan.place);
    if plan.is_default {
        ingress.default_backend = Some(backend(&plan.rule.backend, &plan.rule.name, &mut ingress.annotations));
    } else {
        ingress.rules = vec![rule(&plan.rule, &mut ingress.annotations)];
    }
    serve([&plan.rule.backend].into_iter(), namespace, behind, cluster);
    cluster.ingresses.push(ingress);
}

fn values(all: &[Traced<String>]) -> Vec<String> {
    all.iter().map(|one| one.value.clone()).collect()
}

fn class(edge: &plan::Edge) -> ClassParams {
    let settings = &edge.settings;
    ClassParams {
        group: Some(edge.class.value.clone()),
        scheme: Some(settings.scheme.value.clone()),
        ip_address_type: settings.ip_address_type.as_ref().map(|it| it.value.clone()),
        ssl_policy: settings.ssl_policy.as_ref().map(|it| it.value.clone()),
        certificates: values(&settings.certificates),
        subnets: values(&settings.subnets),
        load_balancer_attributes: texts(&settings.attributes),
        listeners: settings.listeners.iter().map(listener).collect(),
        tags: texts(&settings.tags),
        ..ClassParams::default()
    }
}

fn texts(pairs: &[(String, Traced<String>)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, it)| (key.clone(), it.value.clone())).collect()
}

fn listener(plan: &plan::ListenerSettings) -> ListenerParams {
    ListenerParams { protocol: plan.protocol.clone(), port: plan.port, attributes: texts(&plan.attributes) }
}

fn ingress(namespace: &str, name: &str, place: &plan::Place) -> Ingress {
    let entry = |listener: &Traced<(String, i64)>| serde_json::json!({ &listener.value.0: listener.value.1 });
    let listeners: serde_json::Value = place.listeners.iter().map(entry).collect();
    let mut own = vec![("group.order", place.order.value.to_string()), ("listen-ports", listeners.to_string())];
    own.extend(place.ssl_policy.as_ref().map(|policy| ("ssl-policy", policy.value.clone())));
    own.extend(place.mutual_authentication.as_ref().map(|it| ("mutual-authentication", it.value.clone())));
    if !place.throughout.tags.is_empty() {
        let tags = place.throughout.tags.iter().map(|(key, it)| format!("{key}={}", it.value.replace(',', "\\,")));
        own.push(("tags", tags.collect::<Vec<_>>().join(",")));
    }
    if !place.certificates.is_empty() {
        own.push(("certificate-arn", values(&place.certificates).join(",")));
    }
    if !place.security_groups.is_empty() {
        own.push(("security-groups", values(&place.security_groups).join(",")));
        own.push(("manage-backend-security-group-rules", "true".to_owned()));
    }
    own.extend(place.guard.iter().flat_map(asked));
    Ingress {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        annotations: own.into_iter().map(|(key, value)| (format!("{PREFIX}{key}"), value)).collect(),
        class: place.class.value.clone(),
        default_backend: None,
        rules: Vec::new(),
        tls_hosts: Vec::new(),
    }
}

/// What is asked of whoever makes a request.
fn asked(plan: &plan::Guard) -> Vec<(&'static str, String)> {
    let provider = plan.provider.value.clone();
    let (word, key) = match plan.kind {
        plan::GuardKind::Oidc => ("oidc", "auth-idp-oidc"),
        plan::GuardKind::Cognito => ("cognito", "auth-idp-cognito"),
        plan::GuardKind::Jwt => return vec![("jwt-validation", provider)],
    };
    let session = [
        ("auth-scope", &plan.scope),
        ("auth-session-cookie", &plan.session_cookie),
        ("auth-session-timeout", &plan.session_timeout),
        ("auth-on-unauthenticated-request", &plan.on_unauthenticated),
    ];
    let session = session.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?.value.clone())));
    [("auth-type", word.to_owned()), (key, provider)].into_iter().chain(session).collect()
}

fn rule(plan: &plan::IngressRule, annotations: &mut BTreeMap<String, String>) -> Rules {
    if let Some(conditions) = &plan.conditions {
        annotations.insert(format!("{PREFIX}conditions.{}", plan.name), conditions.value.clone());
    }
    if let Some(transforms) = &plan.transforms {
        annotations.insert(format!("{PREFIX}transforms.{}", plan.name), transforms.value.clone());
    }
    let path = Path {
        path: plan.path.as_ref().map(|path| path.value.clone()).unwrap_or_default(),
        path_type: PathType::ImplementationSpecific,
        backend: backend(&plan.backend, &plan.name, annotations),
    };
    Rules { host: plan.host.as_ref().map(|host| host.value.clone()), paths: vec![path] }
}

fn backend(plan: &Traced<plan::Backend>, name: &str, annotations: &mut BTreeMap<String, String>) -> Backend {
    if let Some((name, port)) = plain(&plan.value) {
        return Backend::Service { name, port: Port::Name(port) };
    }
    if let plan::Backend::Action(action) = &plan.value {
        annotations.insert(format!("{PREFIX}actions.{name}"), action.clone());
    }
    Backend::Service { name: name.to_owned(), port: Port::Name("use-annotation".to_owned()) }
}

/// Service and port of a plain forward. It is looked at part by part: taken apart whole it is where it is written.
fn plain(backend: &plan::Backend) -> Option<(String, String)> {
    let plan::Backend::Service { name, .. } = backend else { return None };
    let plan::Backend::Service { port, .. } = backend else { return None };
    Some((name.clone(), port.clone()))
}

/// The Services to which rules lead, where they stand, with the ports that the rules name: that these are the Services' own
/// is settled where rules get their owners.
fn serve<'a>(
    backends: impl Iterator<Item = &'a Traced<plan::Backend>>,
    namespace: &str,
    behind: &Behind,
    cluster: &mut Cluster,
) {
    let mut named: BTreeSet<(String, String)> = BTreeSet::new();
    for backend in backends {
        named.extend(target(&backend.value));
    }
    for (service, port) in named {
        if behind.homes.get(service.as_str()) != Some(&namespace) {
            continue;
        }
        let key = (namespace.to_owned(), service);
        let annotations = BTreeMap::from([(format!("{PREFIX}target-type"), "ip".to_owned())]);
        let service = cluster.services.entry(key).or_insert_with(|| Service { annotations, ports: Vec::new() });
        let number = 80;
        if !service.ports.iter().any(|one| one.name.as_deref() == Some(port.as_str())) {
            let (target_port, node_port) = (Port::Number(number), None);
            service.ports.push(ServicePort { name: Some(port), port: number, target_port, node_port });
        }
    }
}

/// Service and port of a forward, be it plain or an action.
fn target(backend: &plan::Backend) -> Vec<(String, String)> {
    let action = match backend {
        plan::Backend::Service { .. } => return plain(backend).into_iter().collect(),
        plan::Backend::Action(action) => action,
    };
    let action: serde_json::Value = serde_json::from_str(action).unwrap_or_default();
    let groups = action.pointer("/forwardConfig/targetGroups").and_then(serde_json::Value::as_array);
    let text = |group: &serde_json::Value, key: &str| Some(group.get(key)?.as_str()?.to_owned());
    let groups = groups.into_iter().flatten();
    groups.filter_map(|group| Some((text(group, "serviceName")?, text(group, "servicePort")?))).collect()
}

fn account(settings: &plan::LoadBalancerSettings, ingresses: &[Ingress]) -> Account {
    let public = settings.scheme.value == "internet-facing";
    let subnet = |name: &str| Subnet { id: name.to_owned(), name: name.to_owned(), public, ipv6: true };
    let hosts = ingresses.iter().flat_map(|ingress| &ingress.rules).filter_map(|entry| entry.host.clone());
    Account {
        subnets: vec![subnet("one"), subnet("another")],
        certificates: vec![Certificate { arn: "found by host".to_owned(), domains: hosts.collect() }],
        target_groups: BTreeMap::new(),
    }
}
