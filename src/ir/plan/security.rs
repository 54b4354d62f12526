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
    pub(crate) confinement: Confinement,
    /// Name of the credential specification of a Windows domain's account.
    pub(crate) gmsa: Option<Traced<String>>,
}

/// What keeps a container in, beyond the runtime's own defaults.
#[derive(Debug, Clone)]
pub(crate) struct Confinement {
    /// False: no process may gain rights that its parent does not have.
    pub(crate) escalation: Option<Traced<bool>>,
    pub(crate) apparmor: Option<Traced<Profile>>,
    pub(crate) seccomp: Option<Traced<Profile>>,
    pub(crate) selinux: Selinux,
}

/// A profile of AppArmor or seccomp.
#[derive(Debug, Clone)]
pub(crate) enum Profile {
    Unconfined,
    /// One that is loaded on the node, by name.
    Localhost(String),
}

/// A label of SELinux.
#[derive(Debug, Clone)]
pub(crate) struct Selinux {
    pub(crate) user: Option<Traced<String>>,
    pub(crate) role: Option<Traced<String>>,
    pub(crate) kind: Option<Traced<String>>,
    pub(crate) level: Option<Traced<String>>,
}
