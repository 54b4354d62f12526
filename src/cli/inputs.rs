//! From arguments to texts: files, folders, globs and standard input, under names that no machine's paths show in.
#![expect(clippy::disallowed_methods, reason = "this is where files are read")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use camino::{Utf8Path, Utf8PathBuf};
use globset::GlobBuilder;

use super::Stop;
use crate::source::Sources;

/// What was read, and what could not be.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pub(crate) sources: Sources,
    /// A message for each file that could not be read.
    pub(crate) unreadable: Vec<String>,
}

/// Endings of files that a folder is searched for.
const ENDINGS: [&str; 3] = ["json", "yaml", "yml"];

/// A file with the shortest name that it may bear, and the longer ones.
struct Found {
    path: Utf8PathBuf,
    /// Folders above it that may come before the name, the nearest last.
    above: Vec<String>,
    name: String,
}

/// Reads all inputs, in the order of their names.
pub(crate) fn read(arguments: &[String]) -> Result<Texts, Stop> {
    let mut found: BTreeMap<Utf8PathBuf, Found> = BTreeMap::new();
    let mut texts = Texts::default();
    let mut stdin = None;
    for argument in arguments {
        if argument == "-" {
            stdin = Some(read_stdin()?);
            continue;
        }
        for file in expand(argument, &mut texts.unreadable)? {
            let canonical = file.path.canonicalize_utf8().unwrap_or_else(|_| file.path.clone());
            found.entry(canonical).or_insert(file);
        }
    }
    let mut named = name(found.into_values().collect());
    named.sort();
    if let Some(text) = stdin {
        texts.sources.add("stdin", text);
    }
    for (name, path) in named {
        match read_text(&path) {
            Ok(text) => {
                texts.sources.add(name, text);
            }
            Err(why) => texts.unreadable.push(format!("{name}: {why}")),
        }
    }
    Ok(texts)
}

/// The text of a file, without a byte order mark.
pub(crate) fn read_text(path: &Utf8Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("cannot be read: {}", reason(&error)))?;
    decode(bytes)
}

fn decode(bytes: Vec<u8>) -> Result<String, String> {
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if utf16 {
        return Err("is UTF-16: save it as UTF-8 (PowerShell: `| Out-File -Encoding utf8`)".to_owned());
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let line =
                error.as_bytes().iter().take(error.utf8_error().valid_up_to()).filter(|byte| **byte == b'\n').count()
                    + 1;
            Err(format!("is no UTF-8 text (line {line}): save it as UTF-8"))
        }
    }
}

fn reason(error: &std::io::Error) -> String {
    if error.kind() == std::io::ErrorKind::NotFound { "there is no such file".to_owned() } else { error.to_string() }
}

fn read_stdin() -> Result<String, Stop> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Stop(format!("standard input: {error}")))?;
    decode(bytes).map_err(|why| Stop(format!("standard input {why}")))
}

fn expand(argument: &str, unreadable: &mut Vec<String>) -> Result<Vec<Found>, Stop> {
    let path = Utf8Path::new(argument);
    if path.is_dir() {
        return Ok(folder(path, unreadable));
    }
    if path.exists() || !argument.contains(['*', '?', '[']) {
        return Ok(vec![file(path)]);
    }
    // As in a shell: `*` stays in its folder, `**` does not.
    let glob = GlobBuilder::new(argument).literal_separator(true).build();
    let glob = glob.map_err(|error| Stop(format!("`{argument}`: {error}")))?.compile_matcher();
    let fixed: Utf8PathBuf = path.components().take_while(|part| !part.as_str().contains(['*', '?', '['])).collect();
    let root = if fixed.as_str().is_empty() { Utf8Path::new(".") } else { fixed.as_path() };
    let below = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_map(Result::ok);
    let matching: Vec<Found> = below
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| Utf8PathBuf::from_path_buf(entry.into_path()).ok())
        .filter(|path| glob.is_match(path.strip_prefix("./").unwrap_or(path)))
        .map(|path| file(&path))
        .collect();
    if matching.is_empty() { Err(Stop(format!("`{argument}` matches no file"))) } else { Ok(matching) }
}

fn file(path: &Utf8Path) -> Found {
    let absolute = path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned());
    let parts: Vec<String> = absolute.components().map(|part| part.as_str().to_owned()).collect();
    let above = parts.split_last().map(|(_, above)| above.to_vec()).unwrap_or_default();
    Found { path: path.to_owned(), above, name: path.file_name().unwrap_or(path.as_str()).to_owned() }
}

/// Files below a folder. Hidden ones, and what an earlier run wrote, are no inputs.
fn folder(root: &Utf8Path, unreadable: &mut Vec<String>) -> Vec<Found> {
    let visible = |entry: &walkdir::DirEntry| {
        let hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
        let output = entry.file_type().is_dir() && entry.path().join(".ecs2eks.lock").exists();
        !hidden && !output
    };
    let above = file(root);
    let mut above_parts = above.above;
    above_parts.push(above.name);
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(visible) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let place =
                    error.path().and_then(|path| path.strip_prefix(root).ok()).map(|path| path.display().to_string());
                unreadable.push(format!("{}: cannot be read", place.unwrap_or_default()));
                continue;
            }
        };
        let Ok(path) = Utf8PathBuf::from_path_buf(entry.path().to_owned()) else { continue };
        let ending = path.extension().is_some_and(|ending| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()));
        if !entry.file_type().is_file() || !ending {
            continue;
        }
        let name = path.strip_prefix(root).unwrap_or(&path).as_str().replace('\\', "/");
        files.push(Found { path, above: above_parts.clone(), name });
    }
    files
}

/// The shortest names that tell all files apart.
fn name(files: Vec<Found>) -> Vec<(String, Utf8PathBuf)> {
    let mut depth = vec![0usize; files.len()];
    let with = |file: &Found, depth: usize| {
        let from = file.above.len().saturating_sub(depth);
        let mut parts: Vec<&str> = file.above.get(from..).unwrap_or(&[]).iter().map(String::as_str).collect();
        parts.push(&file.name);
        parts.join("/")
    };
    loop {
        let names: Vec<String> = files.iter().zip(&depth).map(|(file, depth)| with(file, *depth)).collect();
        let mut seen = BTreeSet::new();
        let doubled: BTreeSet<&String> = names.iter().filter(|name| !seen.insert(name.as_str())).collect();
        let longer = files.iter().zip(&depth).zip(&names);
        let may_grow =
            longer.into_iter().any(|((file, depth), name)| doubled.contains(name) && *depth < file.above.len());
        if !may_grow {
            return names.into_iter().zip(files).map(|(name, file)| (name, file.path)).collect();
        }
        for (index, depth) in depth.iter_mut().enumerate() {
            if names.get(index).is_some_and(|name| doubled.contains(name)) {
                *depth += 1;
            }
        }
    }
}
