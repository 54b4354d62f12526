//! What a load balancer does today, as far as it is written: the measure for what is made of it.
//!
//! What is not written as it stands on ECS does not stand here either: its finding says so.

use crate::source::At;

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
    /// In the order in which they are asked.
    pub(crate) rules: Vec<Rule>,
    pub(crate) default: Option<Does>,
}

/// A rule.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) at: At,
    pub(crate) priority: i64,
    pub(crate) hosts: Vec<String>,
    pub(crate) paths: Vec<String>,
    pub(crate) does: Does,
}

/// What is done with a request.
#[derive(Debug, Clone)]
pub(crate) enum Does {
    /// It goes to a port of a workload.
    Forward {
        workload: String,
        port: String,
    },
    Redirect(Redirect),
    Respond(Respond),
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
