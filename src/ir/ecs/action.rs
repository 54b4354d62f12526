//! What a listener or a rule does with a request.

use super::Guard;
use crate::ir::Spanned;
use crate::source::At;

/// A list of actions: who may come in, then where the request goes.
#[derive(Debug, Clone)]
pub(crate) struct Actions {
    pub(crate) at: At,
    /// What is asked of whoever makes the request, before anything is done with it.
    pub(crate) guards: Vec<Guard>,
    /// Actions of a kind that is not known, beside one that routes: they may ask for something as well.
    pub(crate) unknown: Vec<Untranslated>,
    /// `None` where the list has no action that routes.
    pub(crate) routing: Option<Action>,
}

/// What is done with a request.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    Forward(Forward),
    Redirect(Redirect),
    Respond(Respond),
    Untranslated(Untranslated),
}

/// An action of a kind that is not known, or one that its settings do not fit.
#[derive(Debug, Clone)]
pub(crate) struct Untranslated {
    pub(crate) at: At,
    /// What it is, in the API's words.
    pub(crate) what: String,
    /// Target groups to which it leads.
    pub(crate) target_groups: Vec<String>,
}

/// A forward.
#[derive(Debug, Clone)]
pub(crate) struct Forward {
    pub(crate) at: At,
    /// Those that get requests; more than one by weight. Never empty.
    pub(crate) targets: Vec<ForwardTarget>,
    /// The one target group once more, in the action's other form.
    pub(crate) repeated: Vec<Spanned<String>>,
    /// For how many seconds a client stays with its target group; only where several get requests.
    pub(crate) stickiness: Option<GroupStickiness>,
}

/// A target group of a forward.
#[derive(Debug, Clone)]
pub(crate) struct ForwardTarget {
    pub(crate) target_group: Spanned<String>,
    /// 1 to 999; its share is this among all weights. 1 where it is not written.
    pub(crate) weight: Option<Spanned<i64>>,
}

/// Stickiness between the target groups of a forward.
#[derive(Debug, Clone)]
pub(crate) struct GroupStickiness {
    pub(crate) enabled: Spanned<bool>,
    /// Seconds, 1 to 604800.
    pub(crate) duration: Option<Spanned<i64>>,
}

/// A redirect, with the API's placeholders (`#{path}`).
#[derive(Debug, Clone)]
pub(crate) struct Redirect {
    pub(crate) at: At,
    pub(crate) protocol: Option<Spanned<String>>,
    pub(crate) port: Option<Spanned<String>>,
    pub(crate) host: Option<Spanned<String>>,
    pub(crate) path: Option<Spanned<String>>,
    pub(crate) query: Option<Spanned<String>>,
    /// `HTTP_301` or `HTTP_302`.
    pub(crate) status_code: Spanned<String>,
}

/// An answer that the load balancer gives itself.
#[derive(Debug, Clone)]
pub(crate) struct Respond {
    pub(crate) at: At,
    pub(crate) status_code: Spanned<String>,
    pub(crate) content_type: Option<Spanned<String>>,
    pub(crate) message_body: Option<Spanned<String>>,
}
