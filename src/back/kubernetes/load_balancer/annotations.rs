//! Annotations of the controller on one object.

use std::collections::BTreeMap;

use crate::back::kubernetes::trace::Trace;
use crate::ir::Traced;

const PREFIX: &str = "alb.ingress.kubernetes.io/";

/// Annotations of one object.
pub(super) struct Annotations<'a> {
    pub(super) object: &'a str,
    pub(super) all: BTreeMap<String, String>,
}

impl<'a> Annotations<'a> {
    pub(super) fn of(object: &'a str) -> Self {
        Annotations { object, all: BTreeMap::new() }
    }

    /// Under a key of the controller's.
    pub(super) fn put(&mut self, key: &str, value: Traced<String>, trace: &mut Trace) {
        let key = format!("{PREFIX}{key}");
        let value = trace.put(self.object, &format!("metadata.annotations[{key}]"), value);
        self.all.insert(key, value);
    }

    pub(super) fn put_option(&mut self, key: &str, value: Option<Traced<String>>, trace: &mut Trace) {
        if let Some(value) = value {
            self.put(key, value, trace);
        }
    }

    /// A list with commas; nothing for an empty one.
    pub(super) fn put_list(&mut self, key: &str, values: Vec<Traced<String>>, trace: &mut Trace) {
        if !values.is_empty() {
            self.put(key, joined(values, |values| values.join(",")), trace);
        }
    }

    /// A list of pairs. A comma parts them; inside of one it is escaped.
    pub(super) fn put_pairs(&mut self, key: &str, pairs: Vec<(String, Traced<String>)>, trace: &mut Trace) {
        let pair =
            |(key, value): (String, Traced<String>)| value.map(|value| format!("{key}={}", value.replace(',', "\\,")));
        self.put_list(key, pairs.into_iter().map(pair).collect(), trace);
    }
}

pub(super) fn joined<T>(values: Vec<Traced<T>>, join: impl FnOnce(Vec<T>) -> String) -> Traced<String> {
    let mut from = Vec::new();
    let mut all = Vec::with_capacity(values.len());
    for value in values {
        from.extend(value.from);
        all.push(value.value);
    }
    Traced::new(join(all), from)
}
