//! `ecs2eks check`: writes nothing, and says whether `convert` would.

use std::collections::BTreeSet;

use super::args;
use super::convert::{files, templates_version};
use super::out::{self, State};
use super::scope::Scope;
use super::terminal::Terminal;
use super::work::{self, Work};
use super::{Exit, Stop};

pub(crate) fn run(args: args::Check, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let args::Check { inputs, out, choices } = args;
    let chosen = choices.resolve()?;
    let Work { mut run, mut exit } = work::run(&inputs.inputs, &chosen, terminal)?;
    work::tell_findings(&run, &chosen, terminal);
    if run.places.is_empty() && exit == Exit::Unusable {
        return Ok(exit);
    }
    let mut files = files(&mut run, &chosen);
    let scope = Scope::of(&run, &mut files, &chosen.choices)?;
    let version = templates_version();
    let templates = (!chosen.choices.no_templates).then_some(version.as_str());
    let keep = |path: &str| scope.keeps(path);
    let comparison = out::compare(&out, &files, out::Scope { keep: &keep, templates })?;
    let mut changed: BTreeSet<String> = BTreeSet::new();
    for (path, state) in comparison.states() {
        if matches!(state, State::Unchanged | State::Shifted | State::Kept) {
            continue;
        }
        // A template is the same for every chart: its name says enough.
        match files.get(path) {
            Some(file) if file.template => terminal.print(&format!("--- {path}\n")),
            _ => terminal.print(&comparison.diff(path)?),
        }
        changed.insert(super::scope::workload_of(path).unwrap_or(path).to_owned());
    }
    if comparison.would_change() {
        for name in &changed {
            terminal.print(&format!("changed: {name}\n"));
        }
        if changed.is_empty() {
            terminal.print("changed: .ecs2eks.lock\n");
        }
        exit = exit.max(Exit::WouldChange);
    }
    Ok(exit)
}
