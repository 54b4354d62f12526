//! Annotations of the controller on one object.

use std::collections::BTreeMap;

use crate::back::kubernetes::trace::Trace;
use crate::ir::Traced;

const PREFIX: &str = "alb.ingress.kubernetes.io/";
/// What external-dns must not find, in its older and in its newer spelling: it passes over what another controller has.
const DNS_CONTROLLERS: [&str; 2] =
    ["external-dns.alpha.kubernetes.io/controller", "external-dns.kubernetes.io/controller"];
const HOLD: &str = "ecs2eks-hold";

/// Annotations of one object.
pub(in crate::back::kubernetes) struct Annotations<'a> {
    pub(super) object: &'a str,
    /// What keys begin with.
    prefix: &'static str,
    pub(in crate::back::kubernetes) all: BTreeMap<String, String>,
}

impl<'a> Annotations<'a> {
    pub(super) fn of(object: &'a str) -> Self {
        Annotations::below(PREFIX, object)
    }

    pub(in crate::back::kubernetes) fn below(prefix: &'static str, object: &'a str) -> Self {
        Annotations { object, prefix, all: BTreeMap::new() }
    }

    /// Keeps external-dns from making records.
    pub(in crate::back::kubernetes) fn hold_dns(&mut self) {
        self.all.extend(hold_dns());
    }

    /// Under a key of the controller's.
    pub(in crate::back::kubernetes) fn put(&mut self, key: &str, value: Traced<String>, trace: &mut Trace) {
        let key = format!("{}{key}", self.prefix);
        let value = trace.put(self.object, &format!("metadata.annotations[{key}]"), value);
        self.all.insert(key, value);
    }

    pub(in crate::back::kubernetes) fn put_option(
        &mut self,
        key: &str,
        value: Option<Traced<String>>,
        trace: &mut Trace,
    ) {
        if let Some(value) = value {
            self.put(key, value, trace);
        }
    }

    /// A list with commas; nothing for an empty one.
    pub(in crate::back::kubernetes) fn put_list(&mut self, key: &str, values: Vec<Traced<String>>, trace: &mut Trace) {
        if !values.is_empty() {
            self.put(key, joined(values, |values| values.join(",")), trace);
        }
    }

    /// A list of pairs. A comma parts them; inside of one it is escaped.
    pub(in crate::back::kubernetes) fn put_pairs(
        &mut self,
        key: &str,
        pairs: Vec<(String, Traced<String>)>,
        trace: &mut Trace,
    ) {
        self.put_list(key, pairs.into_iter().map(pair).collect(), trace);
    }
}

pub(in crate::back::kubernetes) fn joined<T>(
    values: Vec<Traced<T>>,
    join: impl FnOnce(Vec<T>) -> String,
) -> Traced<String> {
    let mut from = Vec::new();
    let mut all = Vec::with_capacity(values.len());
    for value in values {
        from.extend(value.from);
        all.push(value.value);
    }
    Traced::new(join(all), from)
}

/// A pair of such a list.
pub(in crate::back::kubernetes) fn pair((key, value): (String, Traced<String>)) -> Traced<String> {
    value.map(|value| format!("{key}={}", value.replace(',', "\\,")))
}

/// What makes external-dns pass over an object.
pub(in crate::back::kubernetes) fn hold_dns() -> BTreeMap<String, String> {
    DNS_CONTROLLERS.map(|key| (key.to_owned(), HOLD.to_owned())).into()
}
