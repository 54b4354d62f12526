//! What a listener or a rule does with a request.

use crate::ir::Spanned;
use crate::source::At;

/// What a listener or a rule does with a request.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    Forward(Forward),
    Redirect(Redirect),
    Respond(Respond),
    Untranslated(Untranslated),
}

/// An action, or a list of actions, that is not translated yet.
#[derive(Debug, Clone)]
pub(crate) struct Untranslated {
    pub(crate) at: At,
    /// What it is, in the API's words: `authenticate-oidc`.
    pub(crate) what: String,
    /// Target groups to which it leads.
    pub(crate) target_groups: Vec<String>,
}

/// A plain forward to one target group.
#[derive(Debug, Clone)]
pub(crate) struct Forward {
    pub(crate) at: At,
    pub(crate) target_group: Spanned<String>,
    /// The same target group once more, in the action's other form.
    pub(crate) repeated: Vec<Spanned<String>>,
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
