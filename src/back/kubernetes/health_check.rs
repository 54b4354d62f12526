//! Probes of a container.

use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::trace::Below;
use crate::ir::plan::{Handler, Probe, Probes};

type Three = (Option<core::Probe>, Option<core::Probe>, Option<core::Probe>);

/// Writes the start-up, the liveness and the readiness probe.
pub(super) fn probes(plan: Probes, out: &mut Below) -> Three {
    let Probes { startup, liveness, readiness } = plan;
    (
        startup.map(|plan| probe(plan, &mut out.below("startupProbe"))),
        liveness.map(|plan| probe(plan, &mut out.below("livenessProbe"))),
        readiness.map(|plan| probe(plan, &mut out.below("readinessProbe"))),
    )
}

fn probe(plan: Probe, out: &mut Below) -> core::Probe {
    let Probe { handler, period, timeout, failure_threshold } = plan;
    let mut probe = core::Probe {
        period_seconds: Some(out.put("periodSeconds", period)),
        timeout_seconds: Some(out.put("timeoutSeconds", timeout)),
        failure_threshold: Some(out.put("failureThreshold", failure_threshold)),
        ..core::Probe::default()
    };
    match handler {
        Handler::Exec(command) => {
            probe.exec = Some(core::ExecAction { command: Some(out.put_all("exec.command", command)) });
        }
        Handler::Http { path, port, https } => {
            probe.http_get = Some(core::HTTPGetAction {
                path: Some(out.put("httpGet.path", path)),
                port: number_or_name(out.put("httpGet.port", port)),
                scheme: https.then(|| "HTTPS".to_owned()),
                ..core::HTTPGetAction::default()
            });
        }
        Handler::Tcp { port } => {
            probe.tcp_socket =
                Some(core::TCPSocketAction { port: number_or_name(out.put("tcpSocket.port", port)), host: None });
        }
    }
    probe
}

/// A port by its number, or by its name.
pub(super) fn number_or_name(port: String) -> IntOrString {
    port.parse().map_or(IntOrString::String(port), IntOrString::Int)
}
