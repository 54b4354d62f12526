//! The health check of a target group: what the load balancer asks, and the readiness probe that asks the same.
//!
//! Elastic Load Balancing counts an answer as healthy by its codes, `200` unless others are named ("Health checks for your
//! target groups"). The kubelet takes 200 to 399, and its gRPC probe only a health service that says SERVING ("Configure
//! Liveness, Readiness and Startup Probes"). Where it cannot judge as the load balancer does, it opens a connection, which
//! never keeps a pod out that the load balancer would take. `successThreshold` stays 1: the target group counts already.

use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{TargetHealthCheck, TargetProtocol};
use crate::ir::{Spanned, Traced, plan};
use crate::lower::workload::probe_health;

/// What the target group speaks to its targets.
pub(super) struct Speaks {
    pub(super) traffic: Option<TargetProtocol>,
    pub(super) grpc: bool,
}

/// A value that is not the default; the default is passed over.
pub(super) fn not_default(
    value: Option<Spanned<String>>,
    default: &str,
    reason: &'static str,
    diags: &mut Diagnostics,
) -> Option<Spanned<String>> {
    let value = value?;
    if value.value == default {
        diags.ignore(value.at, reason);
        return None;
    }
    Some(value)
}

pub(super) struct Check {
    pub(super) protocol: Option<Traced<String>>,
    pub(super) port: Option<Traced<String>>,
    pub(super) path: Option<Traced<String>>,
    pub(super) interval: Traced<i64>,
    pub(super) timeout: Traced<i64>,
    pub(super) healthy: Traced<i64>,
    pub(super) unhealthy: Traced<i64>,
    pub(super) codes: Option<Traced<String>>,
    pub(super) readiness: plan::Probe,
}

pub(super) fn judge(check: TargetHealthCheck, speaks: &Speaks, port_name: &str, diags: &mut Diagnostics) -> Check {
    let TargetHealthCheck { protocol, port, path, interval, timeout, healthy_threshold, unhealthy_threshold, matcher } =
        check;
    let asks = asks(protocol.as_ref(), speaks);
    let port =
        not_default(port, "traffic-port", "the port of the traffic, which is the controller's default as well", diags)
            .map(Spanned::traced);
    let path = path.map(Spanned::traced);
    // API reference, "CreateTargetGroup": 30 s, 5 s (10 s for TCP), 5 and 2 where nothing is set.
    let seconds = |written: Option<Spanned<i64>>, default| written.map_or(Traced::implied(default), Spanned::traced);
    let interval = seconds(interval, 30);
    let timeout = seconds(timeout, if asks == Asks::Connection { 10 } else { 5 });
    let unhealthy = seconds(unhealthy_threshold, 2);
    let handler = handler(asks, matcher.as_ref(), port.as_ref(), path.as_ref(), port_name, diags);
    // The reader has bounded them all to a few hundred.
    let small = |value: &Traced<i64>| value.clone().map(|value| i32::try_from(value).unwrap_or(i32::MAX));
    let readiness = probe_health::asking(handler, small(&interval), small(&timeout), small(&unhealthy));
    Check {
        protocol: health_protocol(protocol, speaks, diags),
        port,
        path,
        interval,
        timeout,
        healthy: seconds(healthy_threshold, 5),
        unhealthy,
        codes: matcher.map(Spanned::traced),
        readiness,
    }
}

/// How the load balancer asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    Http,
    Https,
    Grpc,
    Connection,
}

/// API reference, "CreateTargetGroup": HTTP is the default behind an Application Load Balancer, TCP behind a Network one.
fn asks(protocol: Option<&Spanned<TargetProtocol>>, speaks: &Speaks) -> Asks {
    match (protocol.map(|protocol| protocol.value), speaks.traffic) {
        _ if speaks.grpc => Asks::Grpc,
        (Some(TargetProtocol::Http), _) => Asks::Http,
        (Some(TargetProtocol::Https), _) => Asks::Https,
        (None, None | Some(TargetProtocol::Http | TargetProtocol::Https)) => Asks::Http,
        (Some(_), _) | (None, Some(_)) => Asks::Connection,
    }
}

/// The controller's default is the protocol of the traffic, ELB's is HTTP (measured with controller 3.5.0).
fn health_protocol(
    written: Option<Spanned<TargetProtocol>>,
    speaks: &Speaks,
    diags: &mut Diagnostics,
) -> Option<Traced<String>> {
    let traffic = speaks.traffic.unwrap_or(TargetProtocol::Http);
    let Some(written) = written else {
        return (traffic == TargetProtocol::Https).then(|| Traced::implied("HTTP".to_owned()));
    };
    if written.value == traffic {
        diags.ignore(written.at, "the protocol of the traffic, which is the controller's default as well");
        return None;
    }
    let word = match written.value {
        TargetProtocol::Http => "HTTP",
        TargetProtocol::Https => "HTTPS",
        TargetProtocol::Tcp
        | TargetProtocol::Tls
        | TargetProtocol::Udp
        | TargetProtocol::TcpUdp
        | TargetProtocol::Quic
        | TargetProtocol::TcpQuic => {
            diags.ignore(written.at, "only a Network Load Balancer opens a connection for a health check");
            return None;
        }
    };
    Some(written.with(word.to_owned()))
}

fn handler(
    asks: Asks,
    matcher: Option<&Spanned<String>>,
    port: Option<&Traced<String>>,
    path: Option<&Traced<String>>,
    port_name: &str,
    diags: &mut Diagnostics,
) -> plan::Handler {
    let port = port.cloned().unwrap_or_else(|| Traced::implied(port_name.to_owned()));
    let https = asks == Asks::Https;
    match (asks, matcher) {
        (Asks::Connection, _) => plan::Handler::Tcp { port },
        (Asks::Grpc, _) => {
            if let Some(matcher) = matcher {
                tell_connection_only(matcher, "gRPC codes", diags);
            }
            plan::Handler::Tcp { port }
        }
        (Asks::Http | Asks::Https, Some(matcher)) if !within_success(&matcher.value) => {
            tell_connection_only(matcher, "HTTP codes", diags);
            plan::Handler::Tcp { port }
        }
        (Asks::Http | Asks::Https, _) => {
            let path = path.cloned().unwrap_or_else(|| Traced::implied("/".to_owned()));
            plan::Handler::Http { path, port, https }
        }
    }
}

fn tell_connection_only(matcher: &Spanned<String>, what: &str, diags: &mut Diagnostics) {
    diags.tell(
        Finding::new(Code::ProbeConnectsOnly, matcher.at, format!("the target group takes the {what} `{}` for healthy", matcher.value))
            .kubernetes("the kubelet takes only 200 to 399 of HTTP, so that the readiness probe opens a connection; the load balancer still judges by the codes")
            .help(if what.starts_with("gRPC") {
                "nothing to do; where the program serves grpc.health.v1.Health, a `grpc` probe would be as strict as the load balancer"
            } else {
                "nothing to do; a path that answers 200 when the program is ready would make the probe as strict as the load balancer"
            }),
    );
}

/// Whether all codes (`200`, `200-299,301`) are ones that the kubelet takes.
fn within_success(codes: &str) -> bool {
    codes.split(',').all(|part| {
        let (low, high) = part.split_once('-').unwrap_or((part, part));
        let fits = |code: &str| code.trim().parse::<u16>().is_ok_and(|code| (200..400).contains(&code));
        fits(low) && fits(high)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_the_kubelet_takes() {
        for codes in ["200", "200-299", "200,301-302", "200-399"] {
            assert!(within_success(codes), "{codes}");
        }
        for codes in ["200-499", "401", "200,404", "abc", ""] {
            assert!(!within_success(codes), "{codes}");
        }
    }
}
