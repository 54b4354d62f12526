//! Environment variables and secrets of a container.

use crate::ir::Spanned;

/// What a container finds in its environment.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    pub(crate) variables: Vec<Variable>,
    pub(crate) secrets: Vec<Secret>,
    /// The first of them that sets a variable counts.
    pub(crate) files: Vec<EnvironmentFile>,
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

/// A file of variables that is read when a task starts.
#[derive(Debug, Clone)]
pub(crate) struct EnvironmentFile {
    /// ARN of the object.
    pub(crate) value: Spanned<String>,
    pub(crate) store: Option<Spanned<FileStore>>,
}

/// Where the file is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileStore {
    S3,
}
