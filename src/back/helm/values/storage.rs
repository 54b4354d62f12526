//! Volumes with their claims, and ConfigMaps, as values.

use serde_json::{Value, json};

use super::super::json::{Object, put, take, take_object, text};

pub(super) fn values(mut volumes: Vec<Object>, claims: Vec<Object>, workload: &str, out: &mut Object) {
    let mut persistence = Object::new();
    for claim in claims {
        let name = text(&claim, &["metadata", "name"]).unwrap_or_default().to_owned();
        let volume = text(&claim, &["spec", "volumeName"]).map(str::to_owned);
        let place =
            volumes.iter().position(|it| volume.is_some() && text(it, &["metadata", "name"]) == volume.as_deref());
        let (key, explicit) = super::keyed_by_suffix(workload, &name);
        let values = pair(claim, place.map(|place| volumes.remove(place)), explicit);
        persistence.insert(key, Value::Object(values));
    }
    debug_assert!(volumes.is_empty(), "a volume has no claim");
    put(out, "persistence", persistence);
}

pub(super) fn config_maps(maps: Vec<Object>, workload: &str, out: &mut Object) {
    let mut config_maps = Object::new();
    for mut map in maps {
        let mut metadata = take_object(&mut map, "metadata");
        let name = text(&metadata, &["name"]).unwrap_or_default();
        let (key, explicit) = super::keyed_by_suffix(workload, name);
        let mut values = Object::new();
        put(&mut values, "name", explicit.unwrap_or_default());
        put(&mut values, "annotations", take_object(&mut metadata, "annotations"));
        take(&mut map, "apiVersion");
        take(&mut map, "kind");
        values.extend(map);
        config_maps.insert(key, Value::Object(values));
    }
    put(out, "configMaps", config_maps);
}

/// A claim and its volume. What both say alike is said once.
fn pair(mut claim: Object, volume: Option<Object>, explicit_name: Option<String>) -> Object {
    let mut metadata = take_object(&mut claim, "metadata");
    let mut claim = take_object(&mut claim, "spec");
    let mut out = Object::new();
    put(&mut out, "claimName", explicit_name.unwrap_or_default());
    put(&mut out, "annotations", take_object(&mut metadata, "annotations"));
    let mut volume = volume.map(|mut volume| take_object(&mut volume, "spec"));
    if let Some(volume) = &mut volume {
        // The templates bind the two.
        take(volume, "claimRef");
        take(&mut claim, "volumeName");
    }
    size(&mut claim, volume.as_mut(), &mut out);
    for field in ["accessModes", "storageClassName", "volumeMode"] {
        if volume.as_ref().is_none_or(|volume| volume.get(field) == claim.get(field)) {
            volume.iter_mut().for_each(|volume| drop(take(volume, field)));
            out.extend(take(&mut claim, field).map(|value| (field.to_owned(), value)));
        }
    }
    put(&mut out, "volume", volume.unwrap_or_default());
    put(&mut out, "claim", claim);
    out
}

fn size(claim: &mut Object, volume: Option<&mut Object>, out: &mut Object) {
    let Some(size) = claim.get("resources").and_then(|it| it.pointer("/requests/storage")).cloned() else { return };
    if claim.get("resources") != Some(&json!({ "requests": { "storage": size } })) {
        return;
    }
    if let Some(volume) = volume {
        if volume.get("capacity") != Some(&json!({ "storage": size })) {
            return;
        }
        take(volume, "capacity");
    }
    take(claim, "resources");
    out.insert("size".to_owned(), size);
}
