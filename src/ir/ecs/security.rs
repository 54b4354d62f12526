//! As whom a container runs, and what it may do.

use crate::ir::Spanned;

/// User and rights of a container.
#[derive(Debug, Clone)]
pub(crate) struct Security {
    /// `uid`, `uid:gid`, `user`, `user:group`, or a mix.
    pub(crate) user: Option<Spanned<String>>,
    pub(crate) privileged: Option<Spanned<bool>>,
    pub(crate) read_only_root: Option<Spanned<bool>>,
    /// Such as `no-new-privileges` or `apparmor:PROFILE`.
    pub(crate) options: Vec<Spanned<String>>,
    /// `credentialspec:ARN` or `credentialspecdomainless:ARN`: a group managed service account of a domain.
    pub(crate) credential_specs: Vec<Spanned<String>>,
}
