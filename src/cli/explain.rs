//! `ecs2eks explain`: the page of a code, or what becomes of a field.

use super::terminal::Terminal;
use super::{Exit, Stop, args};
use crate::diagnostics::{Code, RETIRED};
use crate::guide::{self, Found};

pub(crate) fn run(args: &args::Explain, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let name = args.name.as_str();
    let code = find(name);
    let field = guide::find(name);
    let mut parts: Vec<String> = code.iter().map(|code| code.page().to_owned()).collect();
    match (field, code) {
        (Found::Rows(rows, also), _) => {
            parts.extend(rows.into_iter().map(guide::print));
            parts.extend((!also.is_empty()).then(|| format!("also: {}\n", also.join(", "))));
        }
        (Found::Near(_), Ok(_)) => {}
        (Found::Near(near), Err(why)) => return Err(Stop(format!("`{name}`: {}", nothing(name, &near, &why)))),
    }
    // A code and a field may have one name, such as `privileged`, and a name may be that of several fields.
    terminal.print(&parts.join("\n"));
    Ok(Exit::Done)
}

/// A name with a capital or a dot is meant as a field's: codes have neither.
fn nothing(name: &str, near: &[String], why: &str) -> String {
    let as_field = name.contains(|c: char| c.is_uppercase() || ['.', '[', '/', '_'].contains(&c));
    match near {
        [] if as_field => {
            "no field of a task definition; those of a service have no pages yet: `--ledger FILE` says what became of each"
                .to_owned()
        }
        [] => why.replace("no such code;", "neither such a code nor such a field;"),
        near => {
            let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
            format!("there is no such field; did you mean {}?", near.join(" or "))
        }
    }
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
