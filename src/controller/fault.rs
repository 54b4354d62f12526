//! Why nothing is built, and who says so.

/// Who refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The API server: the Ingress is not stored.
    ApiServer,
    /// The controller's webhook: the Ingress is not stored.
    Webhook,
    /// The controller: the Ingress is stored, and no member of its group is built.
    Controller,
    /// The AWS API, after the controller has built its model.
    Aws,
}

/// A refusal.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// `Ingress/NAME`, or `group/NAME` where a whole group is refused.
    pub object: String,
    /// Who refuses.
    pub phase: Phase,
    /// The word of the API's answer or of the event on the Ingress; empty where there is none.
    pub reason: &'static str,
    /// What is wrong, in one line.
    pub message: String,
}

/// What stops a group.
#[derive(Debug)]
pub(super) struct Fault {
    phase: Phase,
    reason: &'static str,
    message: String,
}

impl Fault {
    /// The controller cannot make a model of the group.
    pub(super) fn build(message: impl Into<String>) -> Self {
        Fault { phase: Phase::Controller, reason: "FailedBuildModel", message: message.into() }
    }

    /// The controller cannot say which group an Ingress belongs to.
    pub(super) fn group(message: impl Into<String>) -> Self {
        Fault { phase: Phase::Controller, reason: "FailedLoadGroupID", message: message.into() }
    }

    /// The same fault, of which no event tells: only the controller's log does.
    pub(super) fn silent(self) -> Self {
        Fault { reason: "", ..self }
    }

    /// The same fault, with the place where it was found.
    pub(super) fn within(self, place: &str) -> Self {
        Fault { message: format!("{place}: {}", self.message), ..self }
    }

    /// The AWS API takes the model, or a part of it, not.
    pub(super) fn deploy(message: impl Into<String>) -> Self {
        Fault { phase: Phase::Aws, reason: "FailedDeployModel", message: message.into() }
    }

    pub(super) fn of_group(self, group: &str) -> Refusal {
        let Fault { phase, reason, message } = self;
        Refusal { object: format!("group/{group}"), phase, reason, message }
    }

    /// The same fault, refused by the webhook already.
    pub(super) fn of_webhook(self, ingress: &str) -> Refusal {
        Refusal {
            object: format!("Ingress/{ingress}"),
            phase: Phase::Webhook,
            reason: "Forbidden",
            message: self.message,
        }
    }
}
