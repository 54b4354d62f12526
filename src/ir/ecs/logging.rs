//! Where a container's output goes.

use crate::ir::Spanned;
use crate::source::At;

/// A log configuration.
#[derive(Debug, Clone)]
pub(crate) struct LogConfiguration {
    pub(crate) at: At,
    pub(crate) driver: Spanned<String>,
    /// The driver's options, in the order in which they were written.
    pub(crate) options: Vec<(String, Spanned<String>)>,
}
