//! Where a container's output goes.

use super::Secret;
use crate::ir::Spanned;
use crate::source::At;

/// What a container says about logs.
#[derive(Debug, Clone)]
pub(crate) struct Logging {
    pub(crate) configuration: Option<LogConfiguration>,
    /// Set where the container is the log router of its task.
    pub(crate) router: Option<Firelens>,
}

/// A log configuration.
#[derive(Debug, Clone)]
pub(crate) struct LogConfiguration {
    pub(crate) at: At,
    pub(crate) driver: Spanned<String>,
    /// The driver's options, in the order in which they were written.
    pub(crate) options: Vec<(String, Spanned<String>)>,
    /// Options whose values are secrets that ECS looks up.
    pub(crate) secret_options: Vec<Secret>,
}

/// `firelensConfiguration`.
#[derive(Debug, Clone)]
pub(crate) struct Firelens {
    pub(crate) at: At,
    /// Where the container stands that has it.
    pub(crate) container: At,
    pub(crate) kind: Spanned<RouterKind>,
    pub(crate) options: Vec<(String, Spanned<String>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RouterKind {
    Fluentd,
    FluentBit,
}
