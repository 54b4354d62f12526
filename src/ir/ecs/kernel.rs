//! What a container asks of the kernel of the machine that it runs on.

use crate::ir::Spanned;
use crate::source::At;

/// Limits and settings of the kernel.
#[derive(Debug, Clone)]
pub(crate) struct Kernel {
    pub(crate) linux: Option<LinuxParameters>,
    pub(crate) ulimits: Vec<Ulimit>,
    pub(crate) system_controls: Vec<SystemControl>,
}

/// `linuxParameters`.
#[derive(Debug, Clone)]
pub(crate) struct LinuxParameters {
    pub(crate) at: At,
    pub(crate) add_capabilities: Vec<Spanned<String>>,
    pub(crate) drop_capabilities: Vec<Spanned<String>>,
    /// MiB of `/dev/shm`.
    pub(crate) shared_memory_size: Option<Spanned<i64>>,
    pub(crate) init_process: Option<Spanned<bool>>,
    pub(crate) devices: Vec<Device>,
    pub(crate) tmpfs: Vec<Tmpfs>,
    /// MiB of swap beyond the memory limit.
    pub(crate) max_swap: Option<Spanned<i64>>,
    pub(crate) swappiness: Option<Spanned<i64>>,
}

/// A device of the instance that the container may use.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    pub(crate) at: At,
    pub(crate) host_path: Spanned<String>,
    pub(crate) container_path: Option<Spanned<String>>,
    /// `read`, `write` and `mknod`; all three where none is written.
    pub(crate) permissions: Vec<Spanned<String>>,
}

/// A folder in memory.
#[derive(Debug, Clone)]
pub(crate) struct Tmpfs {
    pub(crate) container_path: Spanned<String>,
    /// MiB.
    pub(crate) size: Spanned<i64>,
    pub(crate) mount_options: Vec<Spanned<String>>,
}

/// A limit of a process; -1 is none.
#[derive(Debug, Clone)]
pub(crate) struct Ulimit {
    pub(crate) at: At,
    pub(crate) name: Spanned<String>,
    pub(crate) soft: Spanned<i64>,
    pub(crate) hard: Spanned<i64>,
}

/// A kernel parameter (`sysctl`).
#[derive(Debug, Clone)]
pub(crate) struct SystemControl {
    pub(crate) name: Spanned<String>,
    pub(crate) value: Spanned<String>,
}
