//! A rule of a listener: which requests it takes.

use super::Actions;
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
    pub(crate) actions: Option<Actions>,
    /// How the request is rewritten before it is forwarded.
    pub(crate) transforms: Vec<Transform>,
    /// Parts of the rule that AWS has no words for in an Ingress: with one of them it cannot be written, since it would
    /// match more, or do something else, than on ECS.
    pub(crate) untranslated: Vec<String>,
}

/// The conditions of a rule; all must hold, one value of each is enough.
#[derive(Debug, Clone)]
pub(crate) struct Conditions {
    /// Patterns of the one `host-header` condition.
    pub(crate) hosts: Vec<Spanned<String>>,
    /// Patterns of the one `path-pattern` condition.
    pub(crate) paths: Vec<Spanned<String>>,
    /// Every other condition, hosts and paths by regular expression among them.
    pub(crate) others: Vec<RuleCondition>,
}

/// One condition beyond host and path.
#[derive(Debug, Clone)]
pub(crate) struct RuleCondition {
    pub(crate) field: ConditionField,
    /// The name of an `http-header`.
    pub(crate) header: Option<Spanned<String>>,
    pub(crate) values: Vec<Spanned<String>>,
    /// Of a `query-string`.
    pub(crate) pairs: Vec<QueryPair>,
    /// Regular expressions in place of values.
    pub(crate) regexes: Vec<Spanned<String>>,
}

/// What a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConditionField {
    HostHeader,
    PathPattern,
    HttpHeader,
    HttpRequestMethod,
    QueryString,
    SourceIp,
}

/// A pair of a query string; without a key the value may stand under any.
#[derive(Debug, Clone)]
pub(crate) struct QueryPair {
    pub(crate) key: Option<Spanned<String>>,
    pub(crate) value: Spanned<String>,
}

/// A rewriting of the request.
#[derive(Debug, Clone)]
pub(crate) struct Transform {
    pub(crate) kind: TransformKind,
    pub(crate) rewrites: Vec<Rewrite>,
}

/// What of the request is rewritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TransformKind {
    UrlRewrite,
    HostHeaderRewrite,
}

/// One rewriting: a regular expression, and what stands in place of what it finds.
#[derive(Debug, Clone)]
pub(crate) struct Rewrite {
    pub(crate) regex: Spanned<String>,
    pub(crate) replace: Option<Spanned<String>>,
}
