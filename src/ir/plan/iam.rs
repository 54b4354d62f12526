//! Who may do what in AWS: the role of the pods, and what becomes of the execution role.

use crate::ir::Traced;
use crate::source::At;

/// The AWS identity of a workload's pods.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    /// Name of the service account.
    pub(crate) service_account: String,
    /// ARN of the task role; `None` where there was none.
    pub(crate) role: Option<Traced<String>>,
    /// Path below OUT of the statement by which the role trusts the service account; `None` where there is no role.
    pub(crate) trust_file: Option<String>,
}

/// What the execution role did for this task definition.
#[derive(Debug, Clone)]
pub(crate) struct ExecutionDuties {
    pub(crate) pulls: Vec<Pull>,
    pub(crate) secrets: Vec<SecretRead>,
}

/// A pull from a private registry of ECR in another account.
#[derive(Debug, Clone)]
pub(crate) struct Pull {
    pub(crate) account: String,
    pub(crate) repository: String,
    /// Where the image stands.
    pub(crate) image: At,
    /// The account whose nodes pull; `None` where no ARN told it.
    pub(crate) puller: Option<String>,
}

/// A secret or parameter that was read.
#[derive(Debug, Clone)]
pub(crate) struct SecretRead {
    /// ARN as far as it is known, else the parameter's name.
    pub(crate) resource: Traced<String>,
    pub(crate) parameter: bool,
}
