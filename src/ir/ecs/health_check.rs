//! The health check of a container definition: a start gate and a killer, never a traffic gate.

use crate::ir::Spanned;
use crate::source::At;

/// A container health check. All times are seconds.
#[derive(Debug, Clone)]
pub(crate) struct HealthCheck {
    pub(crate) at: At,
    pub(crate) command: Vec<Spanned<String>>,
    pub(crate) interval: Option<Spanned<i64>>,
    pub(crate) timeout: Option<Spanned<i64>>,
    pub(crate) retries: Option<Spanned<i64>>,
    pub(crate) start_period: Option<Spanned<i64>>,
}
