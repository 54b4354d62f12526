//! `ecs2eks templates`: the embedded templates.
#![expect(clippy::disallowed_methods, reason = "writes them where the user asked")]

use super::terminal::Terminal;
use super::{Exit, Stop, args};
use crate::back::helm;

pub(crate) fn run(args: &args::Templates, terminal: &mut Terminal) -> Result<Exit, Stop> {
    for (path, text) in helm::templates() {
        let Some(out) = &args.out else {
            terminal.print(&format!("{path}\n"));
            continue;
        };
        let target = out.join(&path);
        let folder = target.parent().unwrap_or(out);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&target, text))
            .map_err(|error| Stop(format!("`{path}` cannot be written: {error}")))?;
    }
    Ok(Exit::Done)
}
