//! `ecs2eks completions`: a script for a shell.

use clap::CommandFactory as _;

use super::terminal::Terminal;
use super::{Exit, Stop, args};

pub(crate) fn run(args: &args::Completions, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut args::Cli::command(), "ecs2eks", &mut script);
    terminal.print(&String::from_utf8_lossy(&script));
    Ok(Exit::Done)
}
