//! A rule of a listener: which requests it takes.

use super::Action;
use crate::ir::Spanned;
use crate::source::At;

/// A rule of a listener.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) at: At,
    pub(crate) arn: Spanned<String>,
    /// `1` to `50000`, or `default`.
    pub(crate) priority: Option<Spanned<String>>,
    pub(crate) conditions: Conditions,
    pub(crate) action: Option<Action>,
    /// Parts of the rule that are not translated yet, in the API's words: with one of them it cannot be written, since it
    /// would match more, or do something else, than on ECS.
    pub(crate) untranslated: Vec<String>,
}

/// The conditions of a rule; all must hold, one value of each is enough.
#[derive(Debug, Clone)]
pub(crate) struct Conditions {
    pub(crate) hosts: Vec<Spanned<String>>,
    pub(crate) paths: Vec<Spanned<String>>,
}
