//! What a container finds in its environment, and where secrets come from.

use crate::ir::Traced;

/// Environment of a container, its variables and secrets sorted by name.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    pub(crate) variables: Vec<Variable>,
    pub(crate) secrets: Vec<SecretVariable>,
    /// Names of Secrets all of whose keys are variables; of two that set one, the later counts.
    pub(crate) files: Vec<Traced<String>>,
}

/// A variable with a literal value, escaped for the kubelet.
#[derive(Debug, Clone)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) value: Traced<String>,
}

/// A variable that is filled from a Secret of the cluster.
#[derive(Debug, Clone)]
pub(crate) struct SecretVariable {
    pub(crate) name: String,
    /// Name of the Secret.
    pub(crate) secret: String,
    /// Key in the Secret.
    pub(crate) key: Traced<String>,
}

/// A Secret of the cluster, filled from one store.
#[derive(Debug, Clone)]
pub(crate) struct SecretSet {
    /// Name of the Secret and of what fills it.
    pub(crate) name: String,
    /// Name of the store.
    pub(crate) store: String,
    pub(crate) service: StoreService,
    pub(crate) region: String,
    pub(crate) items: Vec<SecretItem>,
    /// Where it holds the credentials of registries: their keys in Docker's configuration.
    pub(crate) registries: Vec<String>,
}

/// The AWS service that holds the secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StoreService {
    SecretsManager,
    ParameterStore,
}

/// One key of a Secret.
#[derive(Debug, Clone)]
pub(crate) struct SecretItem {
    pub(crate) key: String,
    /// ARN, or the name of a parameter.
    pub(crate) remote: Traced<String>,
    /// Key within a JSON secret, escaped for the store's query language.
    pub(crate) property: Option<String>,
    /// Version stage, or `uuid/<version id>`.
    pub(crate) version: Option<String>,
}
