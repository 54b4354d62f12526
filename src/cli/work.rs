//! What `convert`, `check`, `diff` and `report` have in common: inputs to a run, and what is said of it.

use super::choices::Chosen;
use super::inputs::{self, Texts};
use super::terminal::Terminal;
use super::{Exit, Stop};
use crate::diagnostics::{Code, Severity};
use crate::report::{self, Run};

/// From how many workloads on notes and actions are counted instead of shown.
const MANY: usize = 12;

/// A run over the inputs, with how badly reading them went.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) run: Run,
    pub(crate) exit: Exit,
}

/// Reads the inputs and translates them.
pub(crate) fn run(arguments: &[String], chosen: &Chosen, terminal: &mut Terminal) -> Result<Work, Stop> {
    let Texts { sources, unreadable } = inputs::read(arguments)?;
    let mut exit = Exit::Done;
    for message in &unreadable {
        terminal.say(&format!("error: {message}\n"));
        exit = Exit::Unusable;
    }
    let run = crate::convert(sources, &chosen.settings);
    if run.findings().iter().any(|finding| is_about_text(finding.code)) {
        exit = Exit::Unusable;
    }
    if run.failed() || run.findings().iter().any(|finding| chosen.policy.fails(finding)) {
        exit = exit.max(Exit::Failed);
    }
    if let Some(path) = &chosen.choices.ledger {
        super::convert::write_ledger(&run, path)?;
    }
    Ok(Work { run, exit })
}

/// Whether a code says that a text could not be read at all.
fn is_about_text(code: Code) -> bool {
    matches!(code, Code::BadJson | Code::BadYaml | Code::EmptyInput | Code::TooDeep | Code::TooLarge)
}

/// Says what was found; over many workloads only what went wrong, and counts of the rest.
pub(crate) fn tell_findings(run: &Run, chosen: &Chosen, terminal: &mut Terminal) {
    let least = match (terminal.quiet, terminal.verbose, run.outcomes.len()) {
        (true, ..) => Severity::Error,
        (_, true, _) => Severity::Note,
        (.., many) if many > MANY => Severity::Warning,
        _ => Severity::Note,
    };
    let policy = &chosen.policy;
    let shown = |finding: &crate::diagnostics::Finding| {
        let severity = policy.severity(finding)?;
        (severity >= least || policy.deny.contains(&finding.code)).then_some(severity)
    };
    let text = report::render(run.findings(), &run.sources, terminal.colour, shown);
    terminal.say(&text);
    let hidden = |wanted: Severity| {
        run.findings().iter().filter(|finding| policy.severity(finding) == Some(wanted) && wanted < least).count()
    };
    let (actions, notes) = (hidden(Severity::Action), hidden(Severity::Note));
    if actions + notes > 0 {
        terminal
            .tell(&format!("{actions} actions and {notes} notes are not shown: see report.json, or use --verbose\n\n"));
    }
}
