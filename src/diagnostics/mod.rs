//! What the tool tells its user, and what it says of each field that does not reach the output.
//!
//! Invariant: knows places in texts, and no word of ECS or Kubernetes beyond the codes' names.
//! Only [`Diagnostics::error`] makes a [`Reported`], so that nothing can fail without having said why.

mod codes;
mod hide;

pub use codes::{Code, RETIRED, Severity};
pub use hide::{Hidden, Masked};

use std::collections::BTreeSet;

use crate::source::{At, Span};

/// One thing to tell: what stands there, what it will mean, what to do.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What kind of thing it is; the page under this name says more.
    pub code: Code,
    /// How bad it is for the output. That of the code, unless an error was accepted.
    pub severity: Severity,
    /// The node it is about. The ledger holds it against every leaf in that node.
    pub at: At,
    /// Further nodes that it is about.
    pub also: Vec<At>,
    /// One line: what stands there.
    pub message: String,
    /// A few words under the excerpt.
    pub label: Option<String>,
    /// One line: what it will mean on Kubernetes.
    pub kubernetes: Option<String>,
    /// One line: what to do.
    pub help: Option<String>,
    /// The workload that it concerns; `None` where it is about a file, or about a document that several share.
    pub workload: Option<String>,
}

impl Finding {
    /// A finding of the code's own severity.
    pub fn new(code: Code, at: At, message: impl Into<String>) -> Self {
        Finding {
            code,
            severity: code.severity(),
            at,
            also: Vec::new(),
            message: message.into(),
            label: None,
            kubernetes: None,
            help: None,
            workload: None,
        }
    }

    /// Adds the words under the excerpt.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = Some(text.into());
        self
    }

    /// Adds further nodes that it is about.
    #[must_use]
    pub fn also(mut self, more: impl IntoIterator<Item = At>) -> Self {
        self.also.extend(more);
        self
    }

    /// Adds what it will mean on Kubernetes.
    #[must_use]
    pub fn kubernetes(mut self, text: impl Into<String>) -> Self {
        self.kubernetes = Some(text.into());
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// Proof that an error has been reported, with its code.
#[derive(Debug, Clone, Copy)]
pub struct Reported(Code);

impl Reported {
    /// The code of the error that was reported.
    #[must_use]
    pub fn code(self) -> Code {
        self.0
    }
}

/// Leaves that have no meaning on the target, with the reason.
#[derive(Debug, Clone, Copy)]
pub struct Ignored {
    /// The node; all leaves in it are meant.
    pub at: At,
    /// Why it has no meaning there: half a sentence for the ledger.
    pub reason: &'static str,
}

/// Leaves that were never looked at, because something around them was refused.
#[derive(Debug, Clone, Copy)]
pub struct Refused {
    /// The node; all leaves in it are meant that nothing else was said of.
    pub at: At,
    /// The code of the error that refused it.
    pub code: Code,
}

/// Everything that was said in a run, in the order in which it was said.
#[derive(Debug, Default, Clone)]
pub struct Diagnostics {
    findings: Vec<Finding>,
    ignored: Vec<Ignored>,
    refused: Vec<Refused>,
    accepted: BTreeSet<Code>,
}

impl Diagnostics {
    /// Diagnostics under which the acceptable errors in `accepted` are warnings.
    #[must_use]
    pub fn accepting(accepted: BTreeSet<Code>) -> Self {
        Diagnostics { accepted, ..Diagnostics::default() }
    }

    /// An empty set that accepts the same codes, for a pass that may run beside others.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Diagnostics::accepting(self.accepted.clone())
    }

    /// Tells something that does not stop the output. For an error's code use [`Diagnostics::error`].
    pub fn tell(&mut self, finding: Finding) {
        debug_assert_ne!(finding.severity, Severity::Error, "{:?} is an error", finding.code);
        self.findings.push(finding);
    }

    /// Tells that something cannot be written.
    #[must_use]
    pub fn error(&mut self, finding: Finding) -> Reported {
        debug_assert_eq!(finding.severity, Severity::Error, "{:?} is no error", finding.code);
        let code = finding.code;
        self.findings.push(finding);
        Reported(code)
    }

    /// Tells of an error that the user may accept; then it is a warning and the output is written.
    ///
    /// # Errors
    /// The proof of the error, unless its code was accepted.
    pub fn error_unless_accepted(&mut self, finding: Finding) -> Result<(), Reported> {
        self.unless_accepted("nothing to do", finding)
    }

    /// As `error_unless_accepted`, for what is right under a condition only, which nobody but the person who accepts it knows.
    ///
    /// # Errors
    /// The proof of the error, unless its code was accepted.
    pub fn error_unless_accepted_where(&mut self, condition: &str, finding: Finding) -> Result<(), Reported> {
        self.unless_accepted(&format!("nothing to do where {condition}"), finding)
    }

    fn unless_accepted(&mut self, then: &str, mut finding: Finding) -> Result<(), Reported> {
        debug_assert!(finding.code.acceptable(), "{:?} cannot be accepted", finding.code);
        if self.accepted.contains(&finding.code) {
            finding.severity = Severity::Warning;
            finding.help = Some(format!("{then}: it was accepted with `--accept {}`", finding.code.slug()));
            self.findings.push(finding);
            return Ok(());
        }
        Err(self.error(finding))
    }

    /// Says that a node has no meaning on the target, and why.
    pub fn ignore(&mut self, at: At, reason: &'static str) {
        self.ignored.push(Ignored { at, reason });
    }

    /// Says that what lies in a node was not looked at because of an error.
    pub fn refuse_rest(&mut self, at: At, because: Reported) {
        self.refused.push(Refused { at, code: because.0 });
    }

    /// Takes over what another set says, all of it about one workload.
    pub fn absorb(&mut self, other: Diagnostics, workload: &str) {
        let Diagnostics { findings, ignored, refused, accepted: _ } = other;
        self.findings.extend(findings.into_iter().map(|mut finding| {
            finding.workload.get_or_insert_with(|| workload.to_owned());
            finding
        }));
        self.ignored.extend(ignored);
        self.refused.extend(refused);
    }

    /// What was found, in the order of finding.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings, to be named or sorted before they are shown.
    pub fn findings_mut(&mut self) -> &mut Vec<Finding> {
        &mut self.findings
    }

    /// What has no meaning on the target.
    #[must_use]
    pub fn ignored(&self) -> &[Ignored] {
        &self.ignored
    }

    /// What was not looked at.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }
}

/// A place for something that is about a text as a whole.
#[must_use]
pub fn start_of(file: u32) -> At {
    At { span: Span { file, start: 0, end: 0 }, first: 0, past: 0 }
}
