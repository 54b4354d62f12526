//! Health checks: the defaults are the controller's, not those of Elastic Load Balancing.

use super::{one_of, ports};
use crate::controller::annotations::Annotations;
use crate::controller::built::Matcher;
use crate::controller::fault::Fault;
use crate::controller::objects::{Port, Service};

/// How targets are asked whether they are well.
pub(super) struct HealthCheck {
    pub(super) protocol: String,
    pub(super) port: String,
    pub(super) path: String,
    pub(super) interval: i64,
    pub(super) timeout: i64,
    pub(super) healthy: i64,
    pub(super) unhealthy: i64,
    pub(super) matcher: Matcher,
}

/// The protocol follows the one in which requests are passed on. A timeout that is not below the interval gets as far as
/// the AWS API, which refuses it.
pub(super) fn check(
    annotations: &Annotations,
    service: &Service,
    target_type: &str,
    protocol: &str,
    version: &str,
) -> Result<HealthCheck, Fault> {
    let grpc = version == "GRPC";
    let text = |key: &str, default: &str| annotations.text(key).unwrap_or(default).to_owned();
    let number = |key: &str, default: i64| Ok::<_, Fault>(annotations.integer(key)?.unwrap_or(default));
    let path = if grpc { "/AWS.ALB/healthcheck" } else { "/" };
    let codes = text("success-codes", if grpc { "12" } else { "200" });
    let (interval, timeout) = (number("healthcheck-interval-seconds", 15)?, number("healthcheck-timeout-seconds", 5)?);
    if timeout >= interval {
        return Err(Fault::deploy(format!(
            "a health check's timeout of {timeout} is not below its interval of {interval}"
        )));
    }
    Ok(HealthCheck {
        protocol: one_of(&text("healthcheck-protocol", protocol), "healthcheck-protocol", &["HTTP", "HTTPS"])?,
        port: port(&text("healthcheck-port", "traffic-port"), service, target_type)?,
        path: text("healthcheck-path", path),
        interval,
        timeout,
        healthy: number("healthy-threshold-count", 2)?,
        unhealthy: number("unhealthy-threshold-count", 2)?,
        matcher: if grpc { Matcher::GrpcCode(codes) } else { Matcher::HttpCode(codes) },
    })
}

/// A name is that of a port of the Service, whose own target must be a number then.
fn port(written: &str, service: &Service, target_type: &str) -> Result<String, Fault> {
    if written == "traffic-port" || written.parse::<u16>().is_ok() {
        return Ok(written.to_owned());
    }
    let found = ports::find(service, &Port::Name(written.to_owned()))?;
    match ports::reached(found, target_type)? {
        Port::Number(number) => Ok(number.to_string()),
        Port::Name(name) => Err(Fault::build(format!("`healthcheck-port` leads to `{name}`, a port by name"))),
    }
}
