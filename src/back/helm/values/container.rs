//! One container as values: image, environment, ports and mounts get shapes that an override can change in one place.

use serde_json::Value;

use super::super::json::{Object, hand_over, into_object, keyed, put, take, take_list, take_object, take_string};
use super::super::order;

/// Name and values of a container.
pub(super) fn values(mut container: Object, workload: &str) -> (String, Object) {
    let name = take_string(&mut container, "name");
    let mut out = Object::new();
    let mut image = image(&take_string(&mut container, "image"));
    hand_over(&mut container, "imagePullPolicy", &mut image, "pullPolicy");
    out.insert("image".to_owned(), Value::Object(image));
    environment(take_list(&mut container, "env"), workload, &mut out);
    put(&mut out, "ports", keyed(take_list(&mut container, "ports"), "name"));
    put(&mut out, "volumeMounts", keyed(take_list(&mut container, "volumeMounts"), "mountPath"));
    out.extend(container);
    (name, order::container(out))
}

/// `repository:tag@digest`. A colon before the last slash belongs to the registry's port.
fn image(reference: &str) -> Object {
    let (named, digest) = reference.split_once('@').unwrap_or((reference, ""));
    let (repository, tag) = match named.rsplit_once(':') {
        Some((repository, tag)) if !tag.is_empty() && !tag.contains('/') => (repository, tag),
        Some(_) | None => (named, ""),
    };
    let parts = [("repository", repository), ("tag", tag), ("digest", digest)];
    parts.into_iter().map(|(key, part)| (key.to_owned(), Value::from(part))).collect()
}

/// Literal values, then keys of Secrets, each a map; from the first entry on that is out of that order, a list.
fn environment(list: Vec<Value>, workload: &str, out: &mut Object) {
    let default_secret = format!("{workload}-env");
    let (mut plain, mut secret, mut rest) = (Object::new(), Object::new(), Vec::new());
    for item in list {
        let name = item.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let value = item.get("value").and_then(Value::as_str);
        if let Some(value) = value.filter(|_| secret.is_empty() && rest.is_empty() && follows(&plain, &name)) {
            plain.insert(name, Value::from(value));
            continue;
        }
        match secret_key(&item, &default_secret) {
            Some(key) if rest.is_empty() && follows(&secret, &name) => {
                secret.insert(name, key);
            }
            Some(_) | None => rest.push(item),
        }
    }
    put(out, "env", plain);
    put(out, "secretEnv", secret);
    put(out, "extraEnv", rest);
}

/// Whether a name may be the next key: the templates go through maps in the order of their keys.
fn follows(map: &Object, name: &str) -> bool {
    map.keys().next_back().is_none_or(|last| last.as_str() < name)
}

/// The key of the Secret, or the Secret's name and the key where it is not the workload's own.
fn secret_key(item: &Value, default_secret: &str) -> Option<Value> {
    let mut source = into_object(item.get("valueFrom")?.clone());
    let mut reference = take_object(&mut source, "secretKeyRef");
    let secret = take_string(&mut reference, "name");
    let key = take(&mut reference, "key")?;
    if secret == default_secret && reference.is_empty() {
        return Some(key);
    }
    let mut out = Object::new();
    if secret != default_secret {
        put(&mut out, "secretName", secret);
    }
    out.insert("key".to_owned(), key);
    hand_over(&mut reference, "optional", &mut out, "optional");
    Some(Value::Object(out))
}
