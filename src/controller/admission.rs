//! Who looks at an Ingress before it is stored: the API server, then the controller's webhook.

use std::net::IpAddr;

use super::fault::{Phase, Refusal};
use super::group::annotations;
use super::objects::{Backend, Cluster, Ingress, Path, PathType};
use super::rule::conditions;

/// Most characters in the part of an annotation's key after the slash.
const MOST_KEY: usize = 63;
const CLASS: &str = "kubernetes.io/ingress.class";

/// Whether an Ingress is stored.
pub(super) fn admit(ingress: &Ingress, cluster: &Cluster) -> Result<(), Refusal> {
    if let Some(message) = api_server(ingress) {
        let object = format!("Ingress/{}", ingress.name);
        return Err(Refusal { object, phase: Phase::ApiServer, reason: "Invalid", message });
    }
    webhook(ingress, cluster)
}

/// What the API server finds wrong (measured with Kubernetes 1.36.4).
fn api_server(ingress: &Ingress) -> Option<String> {
    let long = |key: &&String| key.split('/').next_back().is_some_and(|name| name.len() > MOST_KEY);
    if let Some(key) = ingress.annotations.keys().find(long) {
        return Some(format!("annotation `{key}`: more than {MOST_KEY} characters after the slash"));
    }
    if ingress.annotations.get(CLASS).is_some_and(|class| *class != ingress.class) {
        return Some(format!("annotation `{CLASS}` and `ingressClassName` name two classes"));
    }
    let hosts = ingress.rules.iter().filter_map(|entry| entry.host.as_deref());
    if let Some(host) = hosts.into_iter().find(|host| !is_host(host)) {
        return Some(format!("`{host}` is no host"));
    }
    ingress.rules.iter().flat_map(|entry| &entry.paths).find_map(wrong_path)
}

/// A host is a lower-case DNS name, with `*` for its first label at most; an address is none.
fn is_host(host: &str) -> bool {
    let name = host.strip_prefix("*.").unwrap_or(host);
    name.len() <= 253 && host.parse::<IpAddr>().is_err() && name.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let inner = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-';
    (1..=63).contains(&label.len()) && label.chars().all(inner) && !label.starts_with('-') && !label.ends_with('-')
}

/// A path begins with a slash whatever its type is; an `Exact` or `Prefix` path has no `//`, `/./` or `/../` either. Only
/// one of type `ImplementationSpecific` may be empty.
fn wrong_path(path: &Path) -> Option<String> {
    const SEQUENCES: [&str; 5] = ["//", "/./", "/../", "%2f", "%2F"];
    let Path { path, path_type, backend } = path;
    if let Backend::Service { name, .. } = backend
        && !is_label(name)
    {
        return Some(format!("`{name}` is no name of a Service"));
    }
    let free = *path_type == PathType::ImplementationSpecific;
    if !(path.starts_with('/') || free && path.is_empty()) {
        return Some(format!("path `{path}` does not begin with `/`"));
    }
    let ends = ["/.", "/.."].iter().any(|end| path.ends_with(end));
    let wrong = !free && (ends || SEQUENCES.iter().any(|sequence| path.contains(sequence)));
    wrong.then(|| format!("path `{path}` is not normal"))
}

/// The webhook refuses a class that is not there, and conditions that it cannot read, of backends in `rules` only. A
/// backend that is no Service makes it crash, which is a refusal as well.
fn webhook(ingress: &Ingress, cluster: &Cluster) -> Result<(), Refusal> {
    let object = format!("Ingress/{}", ingress.name);
    if !cluster.classes.contains_key(&ingress.class) {
        let message = format!("there is no IngressClass `{}`", ingress.class);
        return Err(Refusal { object, phase: Phase::Webhook, reason: "Forbidden", message });
    }
    for path in ingress.rules.iter().flat_map(|entry| &entry.paths) {
        let Backend::Service { name, .. } = &path.backend else {
            let message = "a backend that is no Service".to_owned();
            return Err(Refusal { object, phase: Phase::Webhook, reason: "", message });
        };
        conditions::given(name, &annotations(ingress)).map_err(|fault| fault.of_webhook(&ingress.name))?;
    }
    Ok(())
}
