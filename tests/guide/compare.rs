//! Two outputs, compared: the places that differ, in the words of the guide.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::tree::Tree;

/// What differs.
pub(crate) struct Difference {
    pub(crate) places: BTreeSet<String>,
    pub(crate) codes: BTreeSet<String>,
}

/// Compares two outputs whose inputs differ in one value.
pub(crate) fn compare(before: &Tree, after: &Tree, at: &str, values: &[&Value]) -> Difference {
    let (old, new) = (before.findings(at, values), after.findings(at, values));
    let differ = old.keys().chain(new.keys()).filter(|code| old.get(*code) != new.get(*code));
    if after.written() {
        return Difference { places: places(before, after), codes: differ.cloned().collect() };
    }
    // Of a workload that is refused nothing is left, and what was said of it either: the error is what counts.
    let codes = differ.filter(|code| after.is_error(code)).cloned().collect();
    Difference { places: BTreeSet::new(), codes }
}

fn places(before: &Tree, after: &Tree) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    let (old, new) = (objects(before), objects(after));
    let kinds: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for kind in kinds {
        objects_of_kind(kind, (old.get(kind), new.get(kind)), &mut places);
    }
    let rendered = !places.is_empty();
    let paths: BTreeSet<&String> = before.files.keys().chain(after.files.keys()).collect();
    for path in paths.into_iter().filter(|path| before.files.get(*path) != after.files.get(*path)) {
        let derived = path.starts_with("charts/") || path.starts_with("platform/") && path.ends_with(".yaml");
        // Values and platform files say what the manifests say; alone they may differ in a comment.
        if path.starts_with("rendered/") || derived && rendered {
            continue;
        }
        places.insert(general(path));
    }
    places
}

/// `iam/press-task.trust.json` as `iam/*.trust.json`: names are the document's own.
fn general(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let named = |ending: &str| format!("{folder}/*{ending}");
    match name {
        _ if folder == "iam" || folder == "platform/logging" => {
            let dot = name.find('.').expect("an ending");
            named(&name[dot..])
        }
        _ if folder.starts_with("charts/") => format!("charts/*/{name}"),
        _ => path.to_owned(),
    }
}

type Objects = BTreeMap<String, Vec<Value>>;

/// The objects of all manifests by kind; whatever runs pods is a `Workload`.
fn objects(tree: &Tree) -> Objects {
    let mut objects = Objects::new();
    for (_, text) in tree.files.iter().filter(|(path, _)| path.starts_with("rendered/")) {
        for document in serde_yaml::Deserializer::from_str(text) {
            let object: Value = serde::Deserialize::deserialize(document).expect("YAML");
            let Some(kind) = object["kind"].as_str() else { continue };
            let kind = if object["spec"]["template"]["spec"]["containers"].is_array() { "Workload" } else { kind };
            objects.entry(kind.to_owned()).or_default().push(object);
        }
    }
    objects
}

/// Objects of one kind belong together by name; where names differ, in their order.
fn objects_of_kind(kind: &str, (old, new): (Option<&Vec<Value>>, Option<&Vec<Value>>), places: &mut BTreeSet<String>) {
    let (old, new) = (old.map_or(&[][..], Vec::as_slice), new.map_or(&[][..], Vec::as_slice));
    let name = |object: &Value| object["metadata"]["name"].clone();
    if old.len() != new.len() {
        places.insert(kind.to_owned());
        for object in old {
            if let Some(same) = new.iter().find(|other| name(other) == name(object)) {
                values(kind, "", (object, same), places);
            }
        }
        return;
    }
    old.iter().zip(new).for_each(|pair| values(kind, "", pair, places));
}

fn values(kind: &str, path: &str, (old, new): (&Value, &Value), places: &mut BTreeSet<String>) {
    if old == new {
        return;
    }
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for key in keys {
                let below = step(path, key);
                values(
                    kind,
                    &below,
                    (old.get(key).unwrap_or(&Value::Null), new.get(key).unwrap_or(&Value::Null)),
                    places,
                );
            }
        }
        (Value::Array(old), Value::Array(new)) => items(kind, path, (old, new), places),
        _ => {
            places.insert(name(kind, path));
        }
    }
}

/// Keys of labels and the like are names, not fields.
fn step(path: &str, key: &str) -> String {
    const NAMES: [&str; 6] = ["labels", "annotations", "matchLabels", "nodeSelector", "limits", "requests"];
    let last = path.rsplit('.').next().unwrap_or_default();
    match (path.is_empty(), NAMES.contains(&last) && !["cpu", "memory"].contains(&key)) {
        (true, _) => key.to_owned(),
        (false, true) => format!("{path}[{key}]"),
        (false, false) => format!("{path}.{key}"),
    }
}

/// Items belong together by name, else by place.
fn items(kind: &str, path: &str, (old, new): (&[Value], &[Value]), places: &mut BTreeSet<String>) {
    let path = format!("{path}[]");
    let key = ["mountPath", "name"].into_iter().find(|key| old.iter().chain(new).all(|item| item[*key].is_string()));
    let by = |list: &[Value], key: &str| -> BTreeMap<String, Value> {
        list.iter().map(|item| (item[key].to_string(), item.clone())).collect()
    };
    match key {
        Some(key) => {
            let order = |list: &[Value]| list.iter().map(|item| item[key].clone()).collect::<Vec<_>>();
            if order(old) != order(new) {
                places.insert(name(kind, &format!("{path}.{key}")));
            }
            let new_items = by(new, key);
            for (item, before) in by(old, key) {
                if let Some(after) = new_items.get(&item) {
                    values(kind, &path, (&before, after), places);
                }
            }
        }
        _ if old.len() == new.len() && old.iter().chain(new).all(Value::is_object) => {
            old.iter().zip(new).for_each(|pair| values(kind, &path, pair, places));
        }
        _ => {
            places.insert(name(kind, &path));
        }
    }
}

fn name(kind: &str, path: &str) -> String {
    match path.strip_prefix("spec.template.") {
        Some(pod) if kind == "Workload" => format!("Pod:{pod}"),
        _ => format!("{kind}:{path}"),
    }
}

/// Whether a place is meant by one of a row's, where `*` stands for one key, or for every kind in front.
pub(crate) fn meant(place: &str, said: &str) -> bool {
    if let (Some(said), Some((_, path))) = (said.strip_prefix("*:"), place.split_once(':')) {
        return meant(path, said);
    }
    match said.split_once("[*]") {
        None => place == said,
        Some((head, tail)) => {
            place.strip_prefix(head).and_then(|rest| rest.strip_suffix(tail)).is_some_and(|key| key.starts_with('['))
        }
    }
}

/// What a row says and what is so, compared both ways.
pub(crate) fn faults(said: &[&str], so: &BTreeSet<String>) -> Vec<String> {
    let missing = so.iter().filter(|place| !said.iter().any(|said| meant(place, said)));
    let missing = missing.map(|place| format!("changes, and the row does not say so: {place}"));
    let false_ones = said.iter().filter(|said| !so.iter().any(|place| meant(place, said)));
    missing.chain(false_ones.map(|said| format!("the row says so, and no change shows it: {said}"))).collect()
}

#[test]
fn a_key_of_any_name_is_meant_by_a_star() {
    assert!(meant("Pod:metadata.annotations[a/b]", "Pod:metadata.annotations[*]"));
    assert!(!meant("Pod:metadata.annotations", "Pod:metadata.annotations[*]"));
    assert!(!meant("Pod:metadata.labels[a/b]", "Pod:metadata.annotations[*]"));
    let so = BTreeSet::from(["Pod:spec.hostname".to_owned()]);
    assert_eq!(faults(&["Pod:spec.hostname"], &so).len(), 0);
    assert_eq!(faults(&["Pod:spec.other"], &so).len(), 2, "one is missing, one is false");
}
