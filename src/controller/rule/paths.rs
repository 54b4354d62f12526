//! Paths: their order in an entry, and the patterns that they become.

use crate::controller::fault::Fault;
use crate::controller::objects::{Path, PathType};

/// What a path matches.
pub(super) enum Patterns {
    Globs(Vec<String>),
    Regex(String),
}

/// Inside one entry of `rules`, and nowhere else: `Exact` first, then `Prefix` by the length of the text, the longest
/// first, then `ImplementationSpecific`; what is equal stays as it is written.
pub(super) fn sorted(paths: &[Path]) -> Vec<&Path> {
    let mut sorted: Vec<&Path> = paths.iter().collect();
    sorted.sort_by_key(|path| match path.path_type {
        PathType::Exact => (0, 0),
        PathType::Prefix => (1, usize::MAX - path.path.len()),
        PathType::ImplementationSpecific => (2, 0),
    });
    sorted
}

/// `Exact` is itself; `Prefix` is itself and what lies below it, without its last slash; both without wildcards.
/// `ImplementationSpecific` is passed on as it stands, or without its slash as a regular expression where the Ingress
/// says so.
pub(super) fn values(path: &Path, regex: bool) -> Result<Patterns, Fault> {
    let Path { path, path_type, backend: _ } = path;
    let wild = path.contains(['*', '?']);
    let globs = match path_type {
        PathType::Exact | PathType::Prefix if wild => {
            return Err(Fault::build(format!("path `{path}` of type {path_type:?} has a wildcard")));
        }
        PathType::ImplementationSpecific if path.is_empty() => Vec::new(),
        PathType::ImplementationSpecific if regex => {
            return Ok(Patterns::Regex(path.strip_prefix('/').unwrap_or(path).to_owned()));
        }
        PathType::Exact | PathType::ImplementationSpecific => vec![path.clone()],
        PathType::Prefix if path == "/" => vec!["/*".to_owned()],
        PathType::Prefix => {
            let path = path.strip_suffix('/').unwrap_or(path);
            vec![path.to_owned(), format!("{path}/*")]
        }
    };
    Ok(Patterns::Globs(globs))
}
