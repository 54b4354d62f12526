//! What a listener has beside its rules and certificates: attributes, and what it asks of its clients' certificates.
//!
//! Elastic Load Balancing: `ModifyListenerAttributes`, "MutualAuthenticationAttributes" (API reference). The controller
//! takes attributes from the class, listener by listener, and manages those only that are listed; client certificates from
//! the annotation `mutual-authentication`, with an entry for each HTTPS port of the Ingress, in which two Ingresses must
//! not differ (measured with controller 3.5.0). EKS Auto Mode sets no listener attribute ("Create an IngressClass to
//! configure an Application Load Balancer", EKS User Guide).

use serde_json::{Value, json};

use super::listening::Listening;
use super::read_listener::IN_CHARTS;
use super::set_edge::beyond_defaults;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{Attribute, MutualAuthentication};
use crate::ir::{Spanned, Traced, plan};
use crate::settings::Target;

/// What is kept of a listener.
#[derive(Default)]
pub(super) struct Kept {
    /// What its listeners ask of clients' certificates, as the controller's annotation wants it: an object each.
    pub(super) mutual: Vec<Traced<Value>>,
    pub(super) attributes: Vec<plan::ListenerSettings>,
}

/// Which listener it is.
pub(super) struct Which<'a> {
    pub(super) balancer: &'a str,
    pub(super) protocol: &'a str,
    pub(super) port: i64,
}

/// Decides what is kept of one listener.
pub(super) fn keep(
    attributes: Vec<Attribute>,
    mutual: Option<MutualAuthentication>,
    which: &Which,
    target: Target,
    diags: &mut Diagnostics,
) -> Kept {
    let set = beyond_defaults(attributes.clone(), is_default, diags);
    let mutual = mutual.map(|mutual| self::mutual(mutual, which.port, diags)).into_iter().collect();
    if set.is_empty() {
        return Kept { mutual, attributes: Vec::new() };
    }
    if target == Target::AutoMode {
        let beyond = attributes.iter().filter(|it| !is_default(&it.key.value, &it.value.value));
        for attribute in beyond {
            tell_left_out(attribute, which, diags);
        }
        return Kept { mutual, attributes: Vec::new() };
    }
    let own = plan::ListenerSettings { protocol: which.protocol.to_owned(), port: which.port, attributes: set };
    Kept { mutual, attributes: vec![own] }
}

/// "Listener attributes for your Application Load Balancer", User Guide: the server header is sent, no header is added,
/// and those about TLS have the names that the keys say.
pub(super) fn is_default(key: &str, value: &str) -> bool {
    let header = key.strip_prefix("routing.http.request.").and_then(|rest| rest.strip_suffix(".header_name"));
    let named = value.to_ascii_lowercase().replace('-', "_");
    value.is_empty()
        || header == Some(named.as_str())
        || (key, value) == ("routing.http.response.server.enabled", "true")
}

fn tell_left_out(attribute: &Attribute, which: &Which, diags: &mut Diagnostics) {
    let Which { balancer, protocol, port } = which;
    diags.ignore(attribute.value.at, "told at its key");
    diags.tell(
        Finding::new(Code::LoadBalancerSetting, attribute.key.at, format!("listener {protocol}:{port} of load balancer `{balancer}` has `{}`", attribute.key.value))
            .label("not carried over")
            .kubernetes("EKS Auto Mode sets no attributes of listeners: the new one has Elastic Load Balancing's default")
            .help("let the workload do it (a header of the answer, for one), or set it with `aws elbv2 modify-listener-attributes` as soon as the listener is there"),
    );
}

fn mutual(mutual: MutualAuthentication, port: i64, diags: &mut Diagnostics) -> Traced<Value> {
    let MutualAuthentication { mode, trust_store, ignore_expiry, advertise_names } = mutual;
    let mut entry = json!({ "port": port, "mode": mode.value });
    let mut from = vec![mode.leaf()];
    diags.ignore(mode.at, IN_CHARTS);
    let verifies = mode.value == "verify";
    let text = |it: Spanned<String>| (it.at, it.leaf(), Value::from(it.value));
    let parts = [
        ("trustStore", trust_store.map(text)),
        ("ignoreClientCertificateExpiry", ignore_expiry.map(|it| (it.at, it.leaf(), Value::from(it.value)))),
        ("advertiseTrustStoreCaNames", advertise_names.map(text)),
    ];
    for (key, part) in parts {
        let Some((at, leaf, value)) = part else { continue };
        // The controller refuses them beside any other mode.
        diags.ignore(at, if verifies { IN_CHARTS } else { "counts only where client certificates are verified" });
        if let (true, Some(entry)) = (verifies, entry.as_object_mut()) {
            entry.insert(key.to_owned(), value);
            from.push(leaf);
        }
    }
    Traced::new(entry, from)
}

/// Takes the attributes of all listeners out, for the class.
pub(super) fn attributes(all: &mut [Listening]) -> Vec<plan::ListenerSettings> {
    all.iter_mut().flat_map(|one| std::mem::take(&mut one.kept.attributes)).collect()
}

/// How many listeners verify client certificates.
pub(super) fn verifying(all: &[Listening]) -> usize {
    let entries = all.iter().flat_map(|one| &one.kept.mutual);
    entries.filter(|entry| entry.value.get("mode").and_then(Value::as_str) == Some("verify")).count()
}

impl Kept {
    /// For a part of the same listener that stands on its own.
    pub(super) fn again(&self) -> Self {
        Kept { mutual: self.mutual.clone(), attributes: Vec::new() }
    }

    /// The annotation of an Ingress on these listeners.
    pub(super) fn annotation(&self) -> Option<Traced<String>> {
        let from = self.mutual.iter().flat_map(|entry| entry.from.clone()).collect();
        let entries: Value = self.mutual.iter().map(|entry| entry.value.clone()).collect();
        (!self.mutual.is_empty()).then(|| Traced::new(entries.to_string(), from))
    }
}
