//! `ecs2eks codes`: all codes with their severities.

use super::terminal::Terminal;
use super::{Exit, Stop};
use crate::diagnostics::Code;

pub(crate) fn run(terminal: &mut Terminal) -> Result<Exit, Stop> {
    let width = Code::ALL.iter().map(|code| code.slug().len()).max().unwrap_or(0);
    for code in Code::ALL {
        let acceptable = if code.acceptable() { " (may be accepted)" } else { "" };
        terminal.print(&format!("{:width$}  {}{acceptable}\n", code.slug(), code.severity().word()));
    }
    Ok(Exit::Done)
}
