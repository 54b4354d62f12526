//! `ecs2eks eject`: a generated file becomes the user's for good.

use camino::Utf8Path;

use super::terminal::Terminal;
use super::{Exit, Stop, args, out};

pub(crate) fn run(args: &args::Eject, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let file = &args.file;
    let root = file.ancestors().skip(1).find(|folder| {
        let folder = if folder.as_str().is_empty() { Utf8Path::new(".") } else { folder };
        folder.join(".ecs2eks.lock").is_file()
    });
    let Some(root) = root else {
        return Err(Stop(format!("`{file}` lies in no output of ecs2eks: no folder above it has a .ecs2eks.lock")));
    };
    let path = file.strip_prefix(root).unwrap_or(file);
    let root = if root.as_str().is_empty() { Utf8Path::new(".") } else { root };
    out::eject(root, path.as_str())?;
    terminal.tell(&format!("{path} is yours: no run will write, compare or delete it\n"));
    Ok(Exit::Done)
}
