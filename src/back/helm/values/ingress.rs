//! Ingresses as values. A rule list keeps its order: a map of hosts stands for it only where both say the same.

use serde_json::{Value, json};

use super::super::json::{Object, ascending, into_object, put, take, take_list, take_object, take_string, text};
use super::network::enabled;
use crate::back::kubernetes::Objects;

/// The workload's own Service, as far as a backend can leave it out.
struct Target<'a> {
    service: &'a str,
    /// Name of its first port, which is where a path leads that names no port.
    first_port: Option<&'a str>,
}

pub(super) fn values(ingresses: Vec<Object>, objects: &Objects, out: &mut Object) {
    let named = |it: &Object| text(it, &["metadata", "name"]) == Some(&objects.name);
    let main = ingresses.iter().position(named).unwrap_or_default();
    let target = target(objects);
    let mut further = Object::new();
    for (place, ingress) in ingresses.into_iter().enumerate() {
        let name = text(&ingress, &["metadata", "name"]).unwrap_or_default().to_owned();
        if place == main {
            let explicit = Some(name).filter(|name| *name != objects.name);
            out.insert("ingress".to_owned(), Value::Object(one(ingress, explicit, &target)));
            continue;
        }
        let (key, explicit) = super::keyed_by_suffix(&objects.name, &name);
        further.insert(key, Value::Object(one(ingress, explicit, &target)));
    }
    put(out, "extraIngresses", further);
}

fn target(objects: &Objects) -> Target<'_> {
    let ports = objects.service.as_ref().and_then(|service| service.spec.as_ref()?.ports.as_ref()?.first());
    Target { service: &objects.name, first_port: ports.and_then(|port| port.name.as_deref()) }
}

fn one(mut all: Object, explicit_name: Option<String>, target: &Target<'_>) -> Object {
    let mut metadata = take_object(&mut all, "metadata");
    let mut spec = take_object(&mut all, "spec");
    let mut out = enabled();
    put(&mut out, "name", explicit_name.unwrap_or_default());
    out.extend(take(&mut spec, "ingressClassName").map(|class| ("className".to_owned(), class)));
    put(&mut out, "annotations", take_object(&mut metadata, "annotations"));
    let rules: Vec<Object> =
        take_list(&mut spec, "rules").into_iter().map(|rule| self::rule(into_object(rule), target)).collect();
    match by_host(&rules) {
        Some(hosts) => put(&mut out, "hosts", hosts),
        None => put(&mut out, "rules", rules.into_iter().map(Value::Object).collect::<Vec<_>>()),
    }
    if let Some(backend) = take(&mut spec, "defaultBackend") {
        let port = own_port(&backend, target).map(|port| json!({ "port": port }));
        out.insert("defaultBackend".to_owned(), port.unwrap_or(backend));
    }
    out.extend(spec);
    out
}

/// Host and paths of a rule; no host where the rule has none.
fn rule(mut rule: Object, target: &Target<'_>) -> Object {
    let mut http = take_object(&mut rule, "http");
    let paths: Vec<Value> =
        take_list(&mut http, "paths").into_iter().map(|it| Value::Object(path(into_object(it), target))).collect();
    let mut out = Object::new();
    put(&mut out, "host", take_string(&mut rule, "host"));
    out.insert("paths".to_owned(), Value::Array(paths));
    out
}

fn path(mut path: Object, target: &Target<'_>) -> Object {
    let mut out = Object::new();
    for field in ["path", "pathType"] {
        out.extend(take(&mut path, field).map(|value| (field.to_owned(), value)));
    }
    let backend = take(&mut path, "backend").unwrap_or_default();
    match own_port(&backend, target) {
        Some(port) if target.first_port.is_some() && port.as_str() == target.first_port => {}
        Some(port) => drop(out.insert("port".to_owned(), port)),
        None => drop(out.insert("backend".to_owned(), backend)),
    }
    out
}

/// The port of a backend that is the workload's own Service.
fn own_port(backend: &Value, target: &Target<'_>) -> Option<Value> {
    let service = backend.get("service")?;
    if service.get("name")?.as_str()? != target.service {
        return None;
    }
    let port = service.get("port")?;
    // An action may have the Service's name; it is not the Service.
    port.get("name").filter(|name| **name != "use-annotation").or_else(|| port.get("number")).cloned()
}

/// Rules as a map, if their hosts are distinct and sorted.
fn by_host(rules: &[Object]) -> Option<Object> {
    let hosts: Vec<&str> = rules.iter().map(|rule| rule.get("host")?.as_str()).collect::<Option<_>>()?;
    if !ascending(&hosts) {
        return None;
    }
    let pairs = rules.iter().map(|rule| {
        let mut rule = rule.clone();
        (take_string(&mut rule, "host"), Value::Object(rule))
    });
    Some(pairs.collect())
}
