//! `ecs2eks report`: the findings, without writing anything.

use super::args::{self, Format};
use super::terminal::Terminal;
use super::work::{self, Work};
use super::{Exit, Stop};
use crate::report;

pub(crate) fn run(args: args::Report, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let args::Report { inputs, choices, format } = args;
    let chosen = choices.resolve()?;
    let Work { run, exit } = work::run(&inputs.inputs, &chosen, terminal)?;
    match format {
        Format::Text => {
            let colour = terminal.colour;
            let text = report::render(run.findings(), &run.sources, colour, |finding| chosen.policy.severity(finding));
            terminal.print(&text);
            terminal.print(&report::balancers(&run));
            terminal.print(&report::table(&run, &chosen.policy));
        }
        Format::Json => {
            let text = serde_json::to_string_pretty(&report::report(&run, &chosen.policy)).unwrap_or_default();
            terminal.print(&format!("{text}\n"));
        }
    }
    Ok(exit)
}
