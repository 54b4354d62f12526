//! Port mappings of a container.

use crate::ir::Spanned;

/// One entry of `portMappings`.
#[derive(Debug, Clone)]
pub(crate) struct Port {
    pub(crate) container_port: Spanned<i64>,
    /// 0 asks for a dynamic port in `bridge` mode.
    pub(crate) host_port: Option<Spanned<i64>>,
    pub(crate) protocol: Option<Spanned<Protocol>>,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) app_protocol: Option<Spanned<AppProtocol>>,
}

impl Port {
    pub(crate) fn new(
        container_port: Spanned<i64>,
        host_port: Option<Spanned<i64>>,
        protocol: Option<Spanned<Protocol>>,
        name: Option<Spanned<String>>,
        app_protocol: Option<Spanned<AppProtocol>>,
    ) -> Self {
        Port { container_port, host_port, protocol, name, app_protocol }
    }
}

/// One entry of `portMappings` with a range of ports.
#[derive(Debug, Clone)]
pub(crate) struct PortRange {
    /// The first port and the last.
    pub(crate) ports: Spanned<(i64, i64)>,
    pub(crate) protocol: Option<Spanned<Protocol>>,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) app_protocol: Option<Spanned<AppProtocol>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    Tcp,
    Udp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AppProtocol {
    Http,
    Http2,
    Grpc,
}
