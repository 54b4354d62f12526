//! ExternalSecrets as values: references to secrets, by key of the Secret that is made of them.

use serde_json::Value;

use super::super::json::{Object, into_object, put, take_list, take_object, take_string, text};
use super::network::enabled;

pub(super) fn values(secrets: Vec<Object>, workload: &str, out: &mut Object) {
    let own = format!("{workload}-env");
    let mut further = Object::new();
    for secret in secrets {
        let name = text(&secret, &["metadata", "name"]).unwrap_or_default().to_owned();
        if name == own {
            out.insert("externalSecret".to_owned(), Value::Object(one(secret, &name, None)));
            continue;
        }
        let (key, explicit) = super::keyed_by_suffix(workload, &name);
        further.insert(key, Value::Object(one(secret, &name, explicit)));
    }
    put(out, "extraExternalSecrets", further);
}

fn one(mut all: Object, name: &str, explicit_name: Option<String>) -> Object {
    let mut metadata = take_object(&mut all, "metadata");
    let mut spec = take_object(&mut all, "spec");
    let mut target = take_object(&mut spec, "target");
    // The ordinary target has the name of its ExternalSecret, which owns it.
    target.retain(|field, value| {
        let ordinary = if field == "name" { name } else { "Owner" };
        value.as_str() != Some(ordinary)
    });
    let data = take_list(&mut spec, "data").into_iter().map(|item| {
        let mut item = into_object(item);
        (take_string(&mut item, "secretKey"), Value::Object(take_object(&mut item, "remoteRef")))
    });
    let mut out = enabled();
    put(&mut out, "name", explicit_name.unwrap_or_default());
    put(&mut out, "annotations", take_object(&mut metadata, "annotations"));
    out.extend(spec);
    put(&mut out, "target", target);
    out.insert("data".to_owned(), Value::Object(data.collect()));
    out
}
