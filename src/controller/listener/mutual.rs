//! Client certificates: `mutual-authentication`, a JSON list with an entry for each port. An entry for a port on which the
//! Ingress does not listen is passed over.

use std::collections::BTreeMap;

use crate::controller::annotations::Annotations;
use crate::controller::built::MutualAuthentication;
use crate::controller::fault::Fault;
use crate::controller::json::{self, Object};

pub(super) fn by_port(annotations: &Annotations) -> Result<BTreeMap<i64, MutualAuthentication>, Fault> {
    let Some(value) = annotations.json("mutual-authentication")? else { return Ok(BTreeMap::new()) };
    json::list(&value)?.into_iter().map(one).collect()
}

/// Only `verify` has a trust store, and must have one; whether an expired certificate will do is `false` there where
/// nothing is said.
fn one(entry: Object) -> Result<(i64, MutualAuthentication), Fault> {
    let port = entry.integer("port")?.ok_or_else(|| Fault::build("`mutual-authentication`: `port` is missing"))?;
    let mode = entry.required("mode")?;
    let store = entry.text("trustStore")?;
    let expiry = entry.flag("ignoreClientCertificateExpiry")?;
    let advertise = entry.text("advertiseTrustStoreCaNames")?;
    let plain = store.is_none() && expiry.is_none() && advertise.is_none();
    let fits = match mode.as_str() {
        "verify" => store.is_some(),
        "off" | "passthrough" => plain,
        _ => false,
    };
    if !fits {
        return Err(Fault::build(format!("`mutual-authentication` of mode `{mode}` for port {port}")));
    }
    let own = MutualAuthentication {
        ignore_client_certificate_expiry: (mode == "verify").then_some(expiry.unwrap_or(false)),
        mode,
        trust_store_arn: store,
        advertise_trust_store_ca_names: advertise,
    };
    Ok((port, own))
}
