//! Values that know where they came from.

use crate::source::{At, Leaf};

/// A value as it was read, with its place: a later pass may have to point at it.
#[derive(Debug, Clone)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) at: At,
}

impl<T> Spanned<T> {
    pub(crate) fn new(value: T, at: At) -> Self {
        Spanned { value, at }
    }

    /// Another value that this one alone decided.
    pub(crate) fn with<U>(&self, value: U) -> Traced<U> {
        Traced { value, from: vec![self.at.leaf()] }
    }

    /// The value with its origin, for the plan.
    pub(crate) fn traced(self) -> Traced<T> {
        Traced { value: self.value, from: vec![self.at.leaf()] }
    }

    pub(crate) fn leaf(&self) -> Leaf {
        self.at.leaf()
    }
}

/// A value that was decided, with the leaves that decided it; none where a default of ECS did.
#[derive(Debug, Clone)]
pub(crate) struct Traced<T> {
    pub(crate) value: T,
    pub(crate) from: Vec<Leaf>,
}

impl<T> Traced<T> {
    /// A value that ECS applies without anything standing in the input.
    pub(crate) fn implied(value: T) -> Self {
        Traced { value, from: Vec::new() }
    }

    pub(crate) fn new(value: T, from: Vec<Leaf>) -> Self {
        Traced { value, from }
    }

    /// Another value with the same origin.
    pub(crate) fn map<U>(self, to: impl FnOnce(T) -> U) -> Traced<U> {
        Traced { value: to(self.value), from: self.from }
    }

    /// The same value, decided by `more` as well.
    pub(crate) fn and(mut self, more: impl IntoIterator<Item = Leaf>) -> Self {
        self.from.extend(more);
        self
    }
}
