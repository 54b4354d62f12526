//! `ecs2eks explain`: the page of a code.

use super::terminal::Terminal;
use super::{Exit, Stop, args};
use crate::diagnostics::{Code, RETIRED};

pub(crate) fn run(args: &args::Explain, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let code = find(&args.code).map_err(|why| Stop(format!("`{}`: {why}", args.code)))?;
    terminal.print(code.page());
    Ok(Exit::Done)
}

/// The code of that name, or what may have been meant.
pub(crate) fn find(slug: &str) -> Result<Code, String> {
    if let Some(code) = Code::from_slug(slug) {
        return Ok(code);
    }
    if RETIRED.contains(&slug) {
        return Err("this code is no longer produced".to_owned());
    }
    let near = Code::ALL.iter().map(|code| (strsim::osa_distance(code.slug(), slug), code.slug())).min();
    Err(match near {
        Some((distance, near)) if distance * 2 <= near.len() => {
            format!("there is no such code; did you mean `{near}`?")
        }
        _ => "there is no such code; `ecs2eks codes` lists them".to_owned(),
    })
}
