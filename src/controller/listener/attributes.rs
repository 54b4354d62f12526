//! Attributes of a listener: `listener-attributes.PROTOCOL-PORT`.

use std::collections::BTreeMap;

use crate::controller::balancer::tags::merged;
use crate::controller::fault::Fault;
use crate::controller::group::Member;

/// Those of all who listen on the port, put together key by key; a class's win over the annotation. They open no listener.
pub(super) fn of(members: &[Member], port: i64, protocol: &str) -> Result<BTreeMap<String, String>, Fault> {
    let mut all = Vec::new();
    for member in members {
        let written = member.annotations().map(&format!("listener-attributes.{protocol}-{port}"));
        let mut own = written.map_err(|fault| member.blame(fault))?;
        let mut of_class = member.class.listeners.iter();
        if let Some(listener) =
            of_class.find(|listener| (listener.port, listener.protocol.as_str()) == (port, protocol))
        {
            own.extend(listener.attributes.clone());
        }
        all.push(own);
    }
    merged(all, "listener attribute")
}
