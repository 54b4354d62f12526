//! Environment variables and secrets of a container.

use crate::ir::Spanned;

/// What a container finds in its environment.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    pub(crate) variables: Vec<Variable>,
    pub(crate) secrets: Vec<Secret>,
}

/// A variable with its value in clear.
#[derive(Debug, Clone)]
pub(crate) struct Variable {
    pub(crate) name: Spanned<String>,
    /// `None`: no value was written, which ECS reads as empty.
    pub(crate) value: Option<Spanned<String>>,
}

/// A variable whose value ECS fetches when a task starts.
#[derive(Debug, Clone)]
pub(crate) struct Secret {
    pub(crate) name: Spanned<String>,
    /// An ARN of Secrets Manager or of a parameter, or a parameter's name.
    pub(crate) value_from: Spanned<String>,
}
