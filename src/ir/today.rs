//! What a load balancer does today: the measure for what is made of it.

use serde_json::Value;

use crate::source::At;

/// A load balancer.
#[derive(Debug, Clone)]
pub(crate) struct LoadBalancer {
    pub(crate) name: String,
    pub(crate) settings: Vec<Setting>,
    pub(crate) listeners: Vec<Listener>,
}

/// A target group to which a rule leads that is written.
#[derive(Debug, Clone)]
pub(crate) struct TargetGroup {
    pub(crate) at: At,
    pub(crate) arn: String,
    /// Name of the port of the workload's Service that stands for it.
    pub(crate) port: String,
    pub(crate) settings: Vec<Setting>,
}

/// A setting, by the API's name for it.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub(crate) at: At,
    pub(crate) name: String,
    pub(crate) value: String,
    /// What a new one has where nobody asks for it; `None` where it is always asked for.
    pub(crate) fresh: Option<String>,
}

/// A listener.
#[derive(Debug, Clone)]
pub(crate) struct Listener {
    pub(crate) at: At,
    pub(crate) protocol: String,
    pub(crate) port: i64,
    /// The default first; empty where none is known.
    pub(crate) certificates: Vec<String>,
    /// Of an HTTPS listener.
    pub(crate) ssl_policy: Option<String>,
    /// Its attributes, and what it asks of clients' certificates.
    pub(crate) settings: Vec<Setting>,
    /// In the order in which they are asked.
    pub(crate) rules: Vec<Rule>,
    pub(crate) default: Option<Outcome>,
}

/// A rule.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) at: At,
    pub(crate) priority: i64,
    /// All must hold; none is every request.
    pub(crate) conditions: Vec<Condition>,
    pub(crate) transforms: Vec<Transform>,
    pub(crate) outcome: Outcome,
}

/// A condition; one value is enough.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    /// `host-header`, `path-pattern`, …
    pub(crate) field: &'static str,
    /// The name of an `http-header`.
    pub(crate) header: Option<String>,
    /// Values, those of a query string with their key.
    pub(crate) values: Vec<(Option<String>, String)>,
    pub(crate) regexes: Vec<String>,
}

/// A rewriting of the request: pairs of a regular expression and what stands in its place.
#[derive(Debug, Clone)]
pub(crate) struct Transform {
    /// `url-rewrite` or `host-header-rewrite`.
    pub(crate) kind: &'static str,
    pub(crate) rewrites: Vec<(String, String)>,
}

/// What becomes of a request, and of the rule that says so.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    /// What is asked first.
    pub(crate) guard: Option<Guard>,
    pub(crate) does: Does,
    pub(crate) fate: Fate,
}

/// What is asked of whoever makes a request.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    /// `authenticate-oidc`, `authenticate-cognito` or `jwt-validation`.
    pub(crate) kind: &'static str,
    /// As the API writes it, with the API's defaults, and without a client's secret.
    pub(crate) config: Value,
}

/// What the arrangement makes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Written,
    /// It stands ready, and is not there before somebody turns it on.
    Held,
    /// The same; until then its requests are refused.
    Closed,
    /// Its requests are refused, since nothing else would ask what it asks.
    Refused,
    /// A finding says why.
    NotWritten,
}

/// What is done with a request.
#[derive(Debug, Clone)]
pub(crate) enum Does {
    Forward(Forward),
    Redirect(Redirect),
    Respond(Respond),
    /// Something that has no words here.
    Unknown,
}

/// A forward.
#[derive(Debug, Clone)]
pub(crate) struct Forward {
    pub(crate) shares: Vec<Share>,
    /// For how many seconds a client stays with its target group; `None` where it does not.
    pub(crate) stickiness: Option<i64>,
}

/// What one target group gets.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    pub(crate) to: To,
    pub(crate) weight: i64,
}

/// Who stands behind a target group.
#[derive(Debug, Clone)]
pub(crate) enum To {
    /// A port of a workload's Service.
    Workload { workload: String, port: String },
    /// Somebody else, by the ARN.
    TargetGroup(String),
}

/// A redirect; what is `None` stays as it is.
#[derive(Debug, Clone)]
pub(crate) struct Redirect {
    pub(crate) protocol: Option<String>,
    pub(crate) port: Option<String>,
    pub(crate) host: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) query: Option<String>,
    pub(crate) status_code: String,
}

/// An answer of the load balancer's own.
#[derive(Debug, Clone)]
pub(crate) struct Respond {
    pub(crate) status_code: String,
    pub(crate) content_type: Option<String>,
    pub(crate) message_body: Option<String>,
}
