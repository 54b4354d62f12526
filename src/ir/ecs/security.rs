//! As whom a container runs, and what it may do.

use crate::ir::Spanned;

/// User and rights of a container.
#[derive(Debug, Clone)]
pub(crate) struct Security {
    /// `uid`, `uid:gid`, `user`, `user:group`, or a mix.
    pub(crate) user: Option<Spanned<String>>,
    pub(crate) privileged: Option<Spanned<bool>>,
    pub(crate) read_only_root: Option<Spanned<bool>>,
    pub(crate) add_capabilities: Vec<Spanned<String>>,
    pub(crate) drop_capabilities: Vec<Spanned<String>>,
    /// MiB of `/dev/shm`.
    pub(crate) shared_memory_size: Option<Spanned<i64>>,
    pub(crate) init_process: Option<Spanned<bool>>,
}
