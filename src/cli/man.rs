//! `ecs2eks man`: the manual page.

use clap::CommandFactory as _;

use super::terminal::Terminal;
use super::{Exit, Stop, args};

pub(crate) fn run(terminal: &mut Terminal) -> Result<Exit, Stop> {
    let mut page = Vec::new();
    clap_mangen::Man::new(args::Cli::command())
        .render(&mut page)
        .map_err(|error| Stop(format!("the manual page cannot be made: {error}")))?;
    terminal.print(&String::from_utf8_lossy(&page));
    Ok(Exit::Done)
}
