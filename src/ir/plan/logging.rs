//! Where the cluster's log agent carries the output of a workload's containers.

use crate::ir::Traced;
use crate::source::At;

/// The way of one container's output.
#[derive(Debug, Clone)]
pub(crate) struct LogRoute {
    /// Where the log configuration stands.
    pub(crate) at: At,
    /// Name of the container in the pod.
    pub(crate) container: String,
    /// Matches the first line of a record, where one may have several lines.
    pub(crate) first_line: Option<Traced<String>>,
    pub(crate) steps: Vec<LogStep>,
    /// The agent's plugin that takes the output.
    pub(crate) plugin: Traced<String>,
    /// The plugin's settings in its own words, as FireLens's options are. Secrets are names of variables in them.
    pub(crate) settings: Vec<(String, Traced<String>)>,
}

/// What is done to a record on its way.
#[derive(Debug, Clone)]
pub(crate) enum LogStep {
    /// Only what matches goes on.
    Keep(Traced<String>),
    /// What matches does not.
    Drop(Traced<String>),
    /// The key `log_stream` is set to this and the pod's name.
    StreamOfPod(Traced<String>),
    /// The key `log_stream` is set to the container's id.
    StreamOfContainer,
    /// The first key gets the second name.
    Rename(&'static str, &'static str),
    /// A key is set.
    Add(String, Traced<String>),
}
