//! How annotations are read: those of a Service before those of an Ingress, key by key, where both count.

use std::collections::BTreeMap;

use serde_json::Value;

use super::fault::Fault;

/// What the controller's own keys begin with. A key that it does not know is passed over in silence.
pub(super) const PREFIX: &str = "alb.ingress.kubernetes.io/";

/// Annotations of one object, or of several, the stronger first.
pub(super) struct Annotations<'a>(pub(super) Vec<&'a BTreeMap<String, String>>);

impl<'a> Annotations<'a> {
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        let key = format!("{PREFIX}{key}");
        self.0.iter().find_map(|all| all.get(&key)).map(String::as_str)
    }

    /// Parts between commas, without the spaces around them; `None` where nothing is left.
    pub(super) fn list(&self, key: &str) -> Option<Vec<String>> {
        let parts = self.text(key)?.split(',').map(str::trim).filter(|part| !part.is_empty());
        Some(parts.map(str::to_owned).collect()).filter(|all: &Vec<String>| !all.is_empty())
    }

    /// `key=value` between commas; a comma in a value is written `\,`.
    pub(super) fn map(&self, key: &str) -> Result<BTreeMap<String, String>, Fault> {
        let mut map = BTreeMap::new();
        for part in split_unescaped(self.text(key).unwrap_or_default()) {
            let Some((name, value)) = part.split_once('=') else {
                return Err(Fault::build(format!("`{key}`: `{part}` has no `=`")));
            };
            map.insert(name.trim().to_owned(), value.trim().to_owned());
        }
        Ok(map)
    }

    pub(super) fn integer(&self, key: &str) -> Result<Option<i64>, Fault> {
        let number = |text: &str| text.parse::<i32>().map(i64::from);
        let number = self.text(key).map(number).transpose();
        number.map_err(|error| Fault::build(format!("`{key}` is no number: {error}")))
    }

    pub(super) fn flag(&self, key: &str) -> Result<Option<bool>, Fault> {
        let flag = self.text(key).map(str::parse::<bool>).transpose();
        flag.map_err(|error| Fault::build(format!("`{key}`: {error}")))
    }

    pub(super) fn json(&self, key: &str) -> Result<Option<Value>, Fault> {
        let value = self.text(key).map(serde_json::from_str).transpose();
        value.map_err(|error| Fault::build(format!("`{key}` is no JSON: {error}")))
    }
}

fn split_unescaped(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = character == '\\' && characters.next_if_eq(&',').is_some();
        match (character, parts.last_mut()) {
            (',', _) => parts.push(String::new()),
            (_, Some(part)) => part.push(if escaped { ',' } else { character }),
            (_, None) => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}
