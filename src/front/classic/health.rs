//! The health check of a Classic Load Balancer: `HTTP:80/ping`, `TCP:80`, and its times and counts.
//!
//! Elastic Load Balancing: an answer of 200 alone is healthy ("Health checks for your Classic Load Balancer"). A target group
//! of an Application Load Balancer is asked over HTTP only, and none is asked for a TLS handshake ("CreateTargetGroup").

use super::{Family, word};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::front::object::Object;
use crate::front::tree::Node;
use crate::ir::Spanned;

pub(super) struct HealthCheck {
    target: Spanned<String>,
    /// Under the names that a target group has for them.
    numbers: Vec<(&'static str, Node)>,
}

const NUMBERS: [(&str, &str); 4] = [
    ("Interval", "HealthCheckIntervalSeconds"),
    ("Timeout", "HealthCheckTimeoutSeconds"),
    ("HealthyThreshold", "HealthyThresholdCount"),
    ("UnhealthyThreshold", "UnhealthyThresholdCount"),
];

/// Reads it.
pub(super) fn health_check(it: &mut Object, diags: &mut Diagnostics) -> Result<HealthCheck, Reported> {
    let target = it.required_string("Target", diags)?;
    let numbers = NUMBERS.iter().filter_map(|(key, name)| Some((*name, it.take(key, diags)?))).collect();
    Ok(HealthCheck { target, numbers })
}

impl HealthCheck {
    /// As a target group has it that takes `instance_port`.
    pub(super) fn respell(
        &self,
        family: Family,
        instance_port: i64,
        name: &str,
        diags: &mut Diagnostics,
    ) -> Vec<(&'static str, Node)> {
        let HealthCheck { target, numbers } = self;
        let (protocol, rest) = target.value.split_once(':').unwrap_or(("TCP", &target.value));
        let (port, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let by_http = protocol.to_ascii_uppercase().starts_with("HTTP");
        let text = |text: &str| word(target.at, text);
        let (protocol, path, codes) = match family {
            _ if by_http => (protocol.to_ascii_uppercase(), path, "200"),
            Family::Application => ("HTTP".to_owned(), "/", "200-499"),
            Family::Network => ("TCP".to_owned(), "", ""),
        };
        self.tell_other(by_http, family, name, diags);
        let port = if port == instance_port.to_string() { "traffic-port" } else { port };
        let mut all = vec![("HealthCheckProtocol", text(&protocol)), ("HealthCheckPort", text(port))];
        if by_http || family == Family::Application {
            let matcher = super::map(target.at, vec![("HttpCode", text(codes))]);
            all.extend([("HealthCheckPath", text(path)), ("Matcher", matcher)]);
        }
        all.extend(numbers.iter().cloned());
        all
    }

    /// Tells a check that has no successor of its kind.
    fn tell_other(&self, by_http: bool, family: Family, name: &str, diags: &mut Diagnostics) {
        let becomes = match family {
            _ if by_http => return,
            Family::Application => {
                "an Application Load Balancer asks over HTTP only: it asks for `/`, and any answer from 200 to 499 is healthy"
            }
            Family::Network if self.target.value.to_ascii_uppercase().starts_with("SSL") => {
                "a Network Load Balancer asks for no TLS handshake: a connection is enough"
            }
            Family::Network => return,
        };
        diags.tell(
            Finding::new(
                Code::ClassicLoadBalancer,
                self.target.at,
                format!("Classic Load Balancer `{name}` checks health by `{}`", self.target.value),
            )
            .label("no such check in the new one")
            .kubernetes(becomes)
            .help("choose a path that says whether the program is well, in `values.override.yaml`"),
        );
    }
}
