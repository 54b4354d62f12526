//! The user's say in what findings mean: `--deny`, `--warn`, `--allow`, `--fail-on`.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Finding, Severity};

/// Settings for findings. They change what is shown and the exit code, never what is written.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    pub(crate) deny: BTreeSet<Code>,
    pub(crate) warn: BTreeSet<Code>,
    pub(crate) allow: BTreeSet<Code>,
    pub(crate) fail_on: Severity,
}

impl Policy {
    /// How bad a finding is under these settings; `None` where it is silenced, which an error never is.
    pub(crate) fn severity(&self, finding: &Finding) -> Option<Severity> {
        if finding.severity == Severity::Error {
            return Some(Severity::Error);
        }
        // What is named twice is taken at its worst.
        if self.deny.contains(&finding.code) {
            return Some(finding.severity);
        }
        if self.warn.contains(&finding.code) {
            return Some(Severity::Warning);
        }
        (!self.allow.contains(&finding.code)).then_some(finding.severity)
    }

    /// Whether a finding makes the run fail.
    pub(crate) fn fails(&self, finding: &Finding) -> bool {
        self.deny.contains(&finding.code) || self.severity(finding).is_some_and(|severity| severity >= self.fail_on)
    }
}
