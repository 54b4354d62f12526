//! What a container may use.

use crate::ir::Spanned;

/// Container-level resources.
#[derive(Debug, Clone)]
pub(crate) struct Resources {
    /// CPU units (1,024 are one CPU): a weight and a reservation, no limit.
    pub(crate) cpu: Option<Spanned<i64>>,
    /// Hard limit in MiB.
    pub(crate) memory: Option<Spanned<i64>>,
    /// Soft limit in MiB, used for placement.
    pub(crate) memory_reservation: Option<Spanned<i64>>,
}
