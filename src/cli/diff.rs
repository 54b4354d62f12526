//! `ecs2eks diff`: what two inputs would render.

use std::collections::BTreeSet;

use super::args;
use super::out;
use super::terminal::Terminal;
use super::work::{self, Work};
use super::{Exit, Stop};

pub(crate) fn run(args: &args::Diff, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let chosen = args.choices.clone().resolve()?;
    let Work { run: before, exit: first } = work::run(std::slice::from_ref(&args.before), &chosen, terminal)?;
    let Work { run: after, exit: second } = work::run(std::slice::from_ref(&args.after), &chosen, terminal)?;
    work::tell_findings(&after, &chosen, terminal);
    let rendered = |path: &str| path.starts_with("rendered/") || path.starts_with("iam/");
    let both = before.files().iter().chain(after.files().iter());
    let paths: BTreeSet<&str> = both.map(|(path, _)| path).filter(|path| rendered(path)).collect();
    let mut exit = first.max(second);
    for path in paths {
        let text = |run: &'_ crate::Run| run.files().get(path).map_or_else(String::new, |file| file.text.to_string());
        let (old, new) = (text(&before), text(&after));
        if old != new {
            terminal.print(&out::unified(path, &old, &new));
            exit = exit.max(Exit::WouldChange);
        }
    }
    Ok(exit)
}
