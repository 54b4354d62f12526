//! Which leaf of the input came out where: data, never a warning.

use crate::ir::Traced;
use crate::source::Leaf;

/// A place in the output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Target(String);

impl Target {
    /// A file that is no object, such as one of `iam/`.
    pub(crate) fn file(path: &str) -> Self {
        Target(path.to_owned())
    }

    /// Such as `Deployment/web:spec.replicas`.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// Collects origins while objects are built.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    pub(crate) origins: Vec<(Leaf, Target)>,
}

impl Trace {
    /// Takes a value out of its origin, and records where it goes.
    pub(crate) fn put<T>(&mut self, object: &str, path: &str, value: Traced<T>) -> T {
        let Traced { value, from } = value;
        if !from.is_empty() {
            let target = Target(format!("{object}:{path}"));
            self.origins.extend(from.into_iter().map(|leaf| (leaf, target.clone())));
        }
        value
    }

    /// The same for a value that may be absent.
    pub(crate) fn put_option<T>(&mut self, object: &str, path: &str, value: Option<Traced<T>>) -> Option<T> {
        value.map(|value| self.put(object, path, value))
    }

    /// A view on one object, below a path.
    pub(crate) fn at<'a>(&'a mut self, object: &'a str, path: impl Into<String>) -> Below<'a> {
        Below { trace: self, object, path: path.into() }
    }
}

/// A part of one object.
#[derive(Debug)]
pub(crate) struct Below<'a> {
    trace: &'a mut Trace,
    object: &'a str,
    path: String,
}

impl Below<'_> {
    /// Takes a value out, and records that it goes to `key` below this path.
    pub(crate) fn put<T>(&mut self, key: &str, value: Traced<T>) -> T {
        let path = self.join(key);
        self.trace.put(self.object, &path, value)
    }

    /// The same for a value that may be absent.
    pub(crate) fn put_option<T>(&mut self, key: &str, value: Option<Traced<T>>) -> Option<T> {
        value.map(|value| self.put(key, value))
    }

    /// The same for each value of a list.
    pub(crate) fn put_all<T>(&mut self, key: &str, values: Vec<Traced<T>>) -> Vec<T> {
        values.into_iter().map(|value| self.put(key, value)).collect()
    }

    /// A part further down.
    pub(crate) fn below(&mut self, key: &str) -> Below<'_> {
        let path = self.join(key);
        Below { trace: self.trace, object: self.object, path }
    }

    fn join(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}
