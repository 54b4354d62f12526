//! The command line: files, terminal, exit codes. The only layer that touches any of them.
//!
//! Invariant: translates nothing.

mod args;
mod check;
mod choices;
mod codes;
mod completions;
mod convert;
mod diff;
mod eject;
mod explain;
mod inputs;
mod man;
mod out;
mod report;
mod schema;
mod scope;
mod templates;
mod terminal;
mod work;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};
use terminal::Terminal;

/// How a command ended (README, "Exit codes").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// The output would change, and nothing else is wrong.
    WouldChange,
    /// A workload failed, a finding was denied, or a hand-edited file was refused.
    Failed,
    /// Usage, unreadable input, or a fault of the disk.
    Unusable,
}

impl Exit {
    fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Unusable => 2,
            Exit::WouldChange => 3,
        }
    }
}

/// A message for the user, where a command cannot go on.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Stop(String);

impl From<out::OutError> for Stop {
    fn from(error: out::OutError) -> Self {
        Stop(error.to_string())
    }
}

/// Runs the program on the process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors: clap says which stream and which code belong to what it has to say.
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            let closed = |error: &std::io::Error| error.kind() == std::io::ErrorKind::BrokenPipe;
            let said = error.print().or_else(|error| if closed(&error) { Ok(()) } else { Err(error) });
            return said.map_or(ExitCode::from(2), |()| ExitCode::from(code));
        }
    };
    let mut terminal = Terminal::new(&cli.global);
    let exit = match run(cli.command, &mut terminal) {
        Ok(exit) => exit,
        Err(Stop(message)) => {
            terminal.say(&format!("error: {message}\n"));
            Exit::Unusable
        }
    };
    ExitCode::from(exit.code())
}

fn run(command: Command, terminal: &mut Terminal) -> Result<Exit, Stop> {
    match command {
        Command::Convert(args) => convert::run(args, terminal),
        Command::Check(args) => check::run(args, terminal),
        Command::Diff(args) => diff::run(&args, terminal),
        Command::Report(args) => report::run(args, terminal),
        Command::Explain(args) => explain::run(&args, terminal),
        Command::Codes => codes::run(terminal),
        Command::Eject(args) => eject::run(&args, terminal),
        Command::Templates(args) => templates::run(&args, terminal),
        Command::Schema(args) => schema::run(&args, terminal),
        Command::Completions(args) => completions::run(&args, terminal),
        Command::Man => man::run(terminal),
    }
}
