//! A load balancer, its listeners and their rules.

use super::Attribute;
use crate::ir::Spanned;
use crate::source::At;

/// An Application or Network Load Balancer with its attributes.
#[derive(Debug, Clone)]
pub(crate) struct LoadBalancer {
    pub(crate) at: At,
    pub(crate) arn: Spanned<String>,
    pub(crate) name: Spanned<String>,
    pub(crate) kind: Option<Spanned<LoadBalancerType>>,
    pub(crate) scheme: Option<Spanned<Scheme>>,
    pub(crate) ip_address_type: Option<Spanned<String>>,
    pub(crate) security_groups: Vec<Spanned<String>>,
    pub(crate) subnets: Vec<Spanned<String>>,
    pub(crate) attributes: Vec<Attribute>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LoadBalancerType {
    Application,
    Network,
    Gateway,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    InternetFacing,
    Internal,
}

/// A listener. Its rules are documents of their own.
#[derive(Debug, Clone)]
pub(crate) struct Listener {
    pub(crate) at: At,
    pub(crate) arn: Spanned<String>,
    pub(crate) load_balancer: Spanned<String>,
    pub(crate) port: Option<Spanned<i64>>,
    /// `HTTP`, `HTTPS`, `TCP`, …
    pub(crate) protocol: Option<Spanned<String>>,
    pub(crate) certificates: Vec<Spanned<String>>,
    pub(crate) ssl_policy: Option<Spanned<String>>,
    /// `None` where the document leaves it to the default rule.
    pub(crate) default_action: Option<Action>,
}

/// A rule of a listener.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) at: At,
    pub(crate) arn: Spanned<String>,
    /// `1` to `50000`, or `default`.
    pub(crate) priority: Option<Spanned<String>>,
    pub(crate) conditions: Conditions,
    pub(crate) action: Option<Action>,
    /// Parts of the rule that are not translated yet, in the API's words: with one of them it cannot be written, since it
    /// would match more, or do something else, than on ECS.
    pub(crate) untranslated: Vec<String>,
}

/// The conditions of a rule; all must hold, one value of each is enough.
#[derive(Debug, Clone)]
pub(crate) struct Conditions {
    pub(crate) hosts: Vec<Spanned<String>>,
    pub(crate) paths: Vec<Spanned<String>>,
}

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
