//! As whom a container runs, and what it may do.

use crate::ir::Traced;

/// Security settings of a container: only what ECS said.
#[derive(Debug, Clone)]
pub(crate) struct Security {
    pub(crate) user: Option<Traced<i64>>,
    pub(crate) group: Option<Traced<i64>>,
    pub(crate) privileged: Option<Traced<bool>>,
    pub(crate) read_only_root: Option<Traced<bool>>,
    pub(crate) add_capabilities: Vec<Traced<String>>,
    pub(crate) drop_capabilities: Vec<Traced<String>>,
}
