//! `ssl-redirect`: every listener of HTTP leads to one of HTTPS.

use std::collections::{BTreeMap, BTreeSet};

use super::Port;
use crate::controller::built::{Action, Redirect};
use crate::controller::fault::Fault;
use crate::controller::group::Group;

/// One member is enough for the whole group. Two ports, a port on which nobody listens, and one of HTTP are faults.
pub(super) fn to_https(group: &Group, ports: &BTreeMap<i64, Port>) -> Result<Option<Action>, Fault> {
    let mut asked = BTreeSet::new();
    for member in &group.members {
        let port = match &member.class.ssl_redirect_port {
            Some(port) => Some(port.parse().map_err(|_| Fault::build(format!("`sslRedirectPort` is `{port}`")))?),
            None => member.annotations().integer("ssl-redirect").map_err(|fault| member.blame(fault))?,
        };
        asked.extend(port);
    }
    let mut asked = asked.into_iter();
    let Some(number) = asked.next() else { return Ok(None) };
    if let Some(other) = asked.next() {
        return Err(Fault::build(format!("`ssl-redirect` leads to {number} and to {other}")));
    }
    match ports.get(&number) {
        Some(port) if port.protocol == "HTTPS" => {}
        Some(_) => return Err(Fault::build(format!("`ssl-redirect` leads to {number}, which is of HTTP"))),
        None => return Err(Fault::build(format!("`ssl-redirect` leads to {number}, where nobody listens"))),
    }
    let redirect_config = Redirect {
        protocol: Some("HTTPS".to_owned()),
        port: Some(number.to_string()),
        host: None,
        path: None,
        query: None,
        status_code: "HTTP_301".to_owned(),
    };
    Ok(Some(Action::Redirect { redirect_config }))
}
