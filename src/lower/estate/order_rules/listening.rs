//! What was read of listeners, before it is arranged: rules in their order, and what each of them does.

use super::keep_listeners::Kept;
use super::match_requests::Matching;
use crate::diagnostics::Finding;
use crate::ir::{Traced, plan};
use crate::source::{At, Leaf};

/// A listener, or several that do the same.
pub(super) struct Listening {
    /// The listeners' own documents.
    pub(super) documents: Vec<At>,
    /// Protocol and port.
    pub(super) listeners: Vec<Traced<(String, i64)>>,
    pub(super) tls: Tls,
    pub(super) kept: Kept,
    pub(super) steps: Vec<Step>,
    pub(super) default: Option<Deed>,
}

/// What an HTTPS listener shows.
pub(super) struct Tls {
    pub(super) certificates: Vec<Traced<String>>,
    pub(super) policy: Option<Traced<String>>,
}

/// A rule.
pub(super) struct Step {
    pub(super) priority: i64,
    pub(super) from: Vec<Leaf>,
    pub(super) matching: Matching,
    pub(super) deed: Deed,
}

/// What a rule or a default does: who may come in, and where requests go.
#[derive(Clone)]
pub(super) struct Deed {
    pub(super) guard: Option<plan::Guard>,
    pub(super) aim: Aim,
}

/// Where a rule or a default leads.
#[derive(Clone)]
pub(super) enum Aim {
    Workload(Lead),
    /// An action of the load balancer's own.
    Answer(Traced<String>),
    /// An action that waits for something: it stands ready and is not written out.
    Held(Held),
    /// Nothing is written, and its place is kept.
    Gap(Finding),
}

/// Ports of one workload's Service.
#[derive(Clone)]
pub(super) struct Lead {
    /// Index among the drafts.
    pub(super) draft: usize,
    pub(super) service: String,
    pub(super) namespace: String,
    pub(super) port: String,
    pub(super) target_groups: Vec<String>,
    /// The action, where it says more than that port.
    pub(super) action: Option<String>,
    pub(super) from: Vec<Leaf>,
}

/// An action that waits.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) action: Traced<String>,
    /// That of the Services to which it leads.
    pub(super) namespace: Option<String>,
    /// The workloads to which it leads.
    pub(super) workloads: Vec<String>,
    pub(super) target_groups: Vec<String>,
    /// Whether its requests are refused until it is there.
    pub(super) closed: bool,
}

impl Deed {
    /// An answer to everybody.
    pub(super) fn answer(action: Traced<String>) -> Self {
        Deed { guard: None, aim: Aim::Answer(action) }
    }
}
