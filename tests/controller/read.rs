//! Objects in YAML, as the model takes them.

use std::collections::BTreeMap;
use std::path::Path as File;

use ecs2eks::controller::{
    Backend, ClassParams, Cluster, Ingress, ListenerParams, Path, PathType, Port, Rules, Service, ServicePort,
};
use serde::Deserialize as _;
use serde_json::Value;

use crate::support;

/// All documents of a file.
pub(crate) fn documents(file: &File) -> Vec<Value> {
    parse(&support::read(file))
}

pub(crate) fn parse(text: &str) -> Vec<Value> {
    let documents =
        serde_yaml::Deserializer::from_str(text).map(|document| Value::deserialize(document).expect("YAML"));
    documents.filter(|document| !document.is_null()).collect()
}

/// Adds objects to a cluster. What has no namespace stands in the one that is given.
pub(crate) fn add(cluster: &mut Cluster, objects: &[Value], namespace: &str) {
    for object in objects {
        let name = text(&object["metadata"]["name"]);
        let namespace = object["metadata"]["namespace"].as_str().unwrap_or(namespace).to_owned();
        match object["kind"].as_str().expect("a kind") {
            "Ingress" => cluster.ingresses.push(ingress(object, namespace)),
            "Service" => drop(cluster.services.insert((namespace, name), service(object))),
            "Secret" => drop(cluster.secrets.insert((namespace, name), map(&object["stringData"]))),
            "IngressClass" => drop(cluster.classes.entry(name).or_default()),
            "IngressClassParams" => drop(cluster.classes.insert(name, params(&object["spec"]))),
            _ => {}
        }
    }
}

fn ingress(object: &Value, namespace: String) -> Ingress {
    let spec = &object["spec"];
    let entry = |entry: &Value| Rules {
        host: entry["host"].as_str().map(str::to_owned),
        paths: list(&entry["http"]["paths"]).iter().map(path).collect(),
    };
    Ingress {
        namespace,
        name: text(&object["metadata"]["name"]),
        annotations: map(&object["metadata"]["annotations"]),
        class: text(&spec["ingressClassName"]),
        default_backend: spec.get("defaultBackend").map(backend),
        rules: list(&spec["rules"]).iter().map(entry).collect(),
        tls_hosts: list(&spec["tls"]).iter().flat_map(|tls| texts(&tls["hosts"])).collect(),
    }
}

fn path(object: &Value) -> Path {
    Path {
        path: object["path"].as_str().unwrap_or_default().to_owned(),
        path_type: match object["pathType"].as_str().expect("a type") {
            "Exact" => PathType::Exact,
            "Prefix" => PathType::Prefix,
            _ => PathType::ImplementationSpecific,
        },
        backend: backend(&object["backend"]),
    }
}

fn backend(object: &Value) -> Backend {
    let Some(service) = object.get("service") else { return Backend::Resource };
    let port = &service["port"];
    let port =
        port["name"].as_str().map(|name| Port::Name(name.to_owned())).unwrap_or_else(|| self::port(&port["number"]));
    Backend::Service { name: text(&service["name"]), port }
}

fn port(value: &Value) -> Port {
    value.as_i64().map_or_else(|| Port::Name(text(value)), Port::Number)
}

fn service(object: &Value) -> Service {
    let port = |it: &Value| ServicePort {
        name: it["name"].as_str().map(str::to_owned),
        port: it["port"].as_i64().expect("a number"),
        target_port: self::port(it.get("targetPort").unwrap_or(&it["port"])),
        node_port: it["nodePort"].as_i64(),
    };
    Service {
        annotations: map(&object["metadata"]["annotations"]),
        ports: list(&object["spec"]["ports"]).iter().map(port).collect(),
    }
}

fn params(spec: &Value) -> ClassParams {
    let option = |key: &str| spec[key].as_str().map(str::to_owned);
    let listener = |it: &Value| ListenerParams {
        protocol: text(&it["protocol"]),
        port: it["port"].as_i64().expect("a number"),
        attributes: pairs(&it["listenerAttributes"]),
    };
    ClassParams {
        scheme: option("scheme"),
        ip_address_type: option("ipAddressType"),
        group: spec["group"]["name"].as_str().map(str::to_owned),
        target_type: option("targetType"),
        load_balancer_name: option("loadBalancerName"),
        load_balancer_attributes: pairs(&spec["loadBalancerAttributes"]),
        certificates: texts(&spec["certificateArn"]),
        ssl_policy: option("sslPolicy"),
        ssl_redirect_port: option("sslRedirectPort"),
        inbound_cidrs: texts(&spec["inboundCIDRs"]),
        tags: pairs(&spec["tags"]),
        subnets: texts(&spec["subnets"]["ids"]),
        listeners: list(&spec["listeners"]).iter().map(listener).collect(),
        namespace_labels: map(&spec["namespaceSelector"]["matchLabels"]),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().map(str::to_owned).unwrap_or_else(|| panic!("a text is expected, not {value}"))
}

fn texts(value: &Value) -> Vec<String> {
    list(value).iter().map(text).collect()
}

fn map(value: &Value) -> BTreeMap<String, String> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), text(value))).collect()
}

/// A list of `key` and `value`.
fn pairs(value: &Value) -> BTreeMap<String, String> {
    list(value).iter().map(|pair| (text(&pair["key"]), text(&pair["value"]))).collect()
}
