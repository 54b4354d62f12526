//! `ecs2eks convert`: writes everything.

use std::io::Write as _;

use camino::Utf8Path;

use super::args;
use super::choices::Chosen;
use super::out::{self, Options, Outcome, Why};
use super::scope::Scope;
use super::terminal::Terminal;
use super::work::{self, Work};
use super::{Exit, Stop};
use crate::back::{File, Files};
use crate::report::{self, Run};

pub(crate) fn run(args: args::Convert, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let args::Convert { inputs, out, choices, force, prune } = args;
    let chosen = choices.resolve()?;
    let Work { mut run, mut exit } = work::run(&inputs.inputs, &chosen, terminal)?;
    work::tell_findings(&run, &chosen, terminal);
    if run.places.is_empty() && exit == Exit::Unusable {
        terminal.say("nothing could be read, and nothing was written\n");
        return Ok(exit);
    }
    let mut files = files(&mut run, &chosen);
    let scope = Scope::of(&run, &mut files, &chosen.choices)?;
    let version = templates_version();
    let templates = (!chosen.choices.no_templates).then_some(version.as_str());
    let keep = |path: &str| scope.keeps(path);
    let written = out::write(&out, &files, out::Scope { keep: &keep, templates }, Options { force, prune })?;
    for (path, outcome) in &written.outcomes {
        match outcome {
            Outcome::Refused(why) => {
                exit = exit.max(Exit::Failed);
                refused(path, *why, &written.comparison, terminal);
            }
            Outcome::Vanished => terminal.tell(&format!("no input makes {path} any more; `--prune` deletes it\n")),
            Outcome::Pruned => terminal.tell(&format!("deleted {path}\n")),
            Outcome::Unchanged | Outcome::Created | Outcome::Replaced | Outcome::Overwritten | Outcome::Kept => {}
        }
    }
    if written.finished_earlier {
        terminal.tell("an earlier run was interrupted; its work is finished\n");
    }
    summary(&run, &chosen, &out, terminal);
    Ok(exit)
}

/// The files of a run, `report.json` among them.
pub(crate) fn files(run: &mut Run, chosen: &Chosen) -> Files {
    let report = serde_json::to_string_pretty(&report::report(run, &chosen.policy)).unwrap_or_default();
    let mut files = std::mem::take(&mut run.files);
    files.put("report.json", File { text: format!("{report}\n").into(), workload: None, template: false });
    if chosen.choices.no_templates {
        files.retain(|_, file| !file.template);
    }
    files
}

/// The version of the embedded templates: a hash of all of them.
pub(crate) fn templates_version() -> String {
    let all: String =
        crate::back::helm::templates().into_iter().map(|(path, text)| format!("{path}\n{text}\n")).collect();
    out::version_of(&all)
}

fn refused(path: &str, why: Why, comparison: &out::Comparison, terminal: &mut Terminal) {
    let words = match why {
        Why::Edited => "was edited by hand after it was generated",
        Why::Foreign => "is not ecs2eks's own file",
        Why::Link => "is a link",
        Why::NotAFile => "is no file",
    };
    terminal.say(&format!(
        "refused: {path} {words}; put changes into values.override.yaml or templates/custom-*.yaml, \
         or `ecs2eks eject` it, or use `--force`\n"
    ));
    if matches!(why, Why::Edited | Why::Foreign)
        && let Ok(diff) = comparison.diff(path)
    {
        terminal.tell(&diff);
    }
}

fn summary(run: &Run, chosen: &Chosen, out: &Utf8Path, terminal: &mut Terminal) {
    if run.outcomes.is_empty() {
        terminal.print("no workload: nothing in the inputs is a task definition or a service\n");
        return;
    }
    let table = report::table(run, &chosen.policy);
    if terminal.quiet {
        return;
    }
    terminal.print(&table);
    let charts = run.outcomes.iter().filter(|outcome| outcome.status == crate::translate::Status::Written).count();
    let word = if charts == 1 { "chart" } else { "charts" };
    let out = out.as_str().trim_end_matches('/');
    terminal.print(&format!(
        "\n  {charts} {word} in {out}/charts, manifests to review in {out}/rendered, findings in {out}/report.json\n"
    ));
}

/// Streams the ledger to a file.
pub(crate) fn write_ledger(run: &Run, path: &Utf8Path) -> Result<(), Stop> {
    let failed = |error: std::io::Error| Stop(format!("the ledger `{path}` cannot be written: {error}"));
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).map_err(failed)?);
    let mut first_error = None;
    run.ledger(|row| {
        let line = serde_json::to_string(&row).unwrap_or_default();
        if let (Err(error), None) = (writeln!(file, "{line}"), &first_error) {
            first_error = Some(error);
        }
    });
    first_error.map_or_else(|| file.flush(), Err).map_err(failed)
}
