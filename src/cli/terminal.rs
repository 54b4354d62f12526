//! Standard output and standard error: results on the one, speech on the other.

use std::io::{IsTerminal as _, Write as _};

use super::args::{Colour, Global};

/// Where a command speaks.
#[derive(Debug)]
pub(crate) struct Terminal {
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
    /// Whether speech may be coloured.
    pub(crate) colour: bool,
    /// Whether whoever read the results has gone.
    closed: bool,
}

impl Terminal {
    pub(crate) fn new(global: &Global) -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = match global.color {
            Colour::Always => !refused,
            Colour::Never => false,
            Colour::Auto => !refused && std::io::stderr().is_terminal(),
        };
        Terminal { quiet: global.quiet, verbose: global.verbose, colour, closed: false }
    }

    /// Prints a result. A reader that has gone (`| head`) is a quiet end.
    pub(crate) fn print(&mut self, text: &str) {
        if !self.closed {
            self.closed = std::io::stdout().lock().write_all(text.as_bytes()).is_err();
        }
    }

    /// Says something that must be said.
    pub(crate) fn say(&mut self, text: &str) {
        // Who listens to nothing cannot be told so.
        let _unheard = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Says something unless `--quiet`.
    pub(crate) fn tell(&mut self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }
}
