//! `.ecs2eks.lock`: the hash of every generated file, as `sha256sum -c` reads it.
//!
//! ```text
//! # ecs2eks lock 1
//! # templates 3f2a9c0d1e2b
//! # ejected charts/web/values.yaml
//! 0d5c…  charts/web/Chart.yaml
//! # template
//! 91be…  charts/web/templates/deployment.yaml
//! ```
//!
//! The mark of a static template is a line of its own before the file's: `sha256sum` skips it, and it survives a merge.
//! Invariant: no time and no path of a machine, so that equal files have equal locks.

use std::collections::{BTreeMap, BTreeSet};

use super::disk::{Disk, Kind};
use super::error::OutError;
use super::hash::Hash;
use super::path::{self, LOCK};

const FORMAT: &str = "1";
const FIRST: &str = "# ecs2eks lock ";

/// What a lock says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lock {
    /// The version of the template set; `None` where no template is written.
    pub(super) templates: Option<String>,
    /// Files that were handed to the user.
    pub(super) ejected: BTreeSet<String>,
    /// Generated files by path.
    pub(super) files: BTreeMap<String, Entry>,
}

/// A generated file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// Of its text.
    pub(super) hash: Hash,
    /// Whether it is a static template.
    pub(super) template: bool,
}

/// Reads the lock of OUT, with its text. `None`: there is none.
pub(super) fn read(disk: &Disk) -> Result<Option<(Lock, String)>, OutError> {
    match disk.kind(LOCK)? {
        Kind::Nothing => Ok(None),
        Kind::File => {
            let text = String::from_utf8(disk.read(LOCK)?).map_err(|_| damaged(1, "it is not UTF-8"))?;
            Ok(Some((Lock::parse(&text)?, text)))
        }
        Kind::Folder | Kind::Link | Kind::Other => Err(damaged(1, "it is not a file")),
    }
}

impl Lock {
    /// Reads what `text` wrote.
    pub(super) fn parse(text: &str) -> Result<Self, OutError> {
        let mut lines = text.lines();
        let first = lines.next().ok_or_else(|| damaged(1, "it is empty"))?;
        let format = first.strip_prefix(FIRST).ok_or_else(|| damaged(1, "it does not begin with `# ecs2eks lock`"))?;
        if format != FORMAT {
            return Err(newer_or_damaged(format));
        }
        let mut lock = Self::default();
        let mut template = false;
        for (number, line) in (2..).zip(lines) {
            if let Some(comment) = line.strip_prefix('#') {
                template |= lock.read_comment(comment.trim());
            } else {
                lock.read_file(line, template).map_err(|why| damaged(number, why))?;
                template = false;
            }
        }
        Ok(lock)
    }

    /// Takes in a line of comment; `true` for the mark of a template. Words of later versions are passed over.
    fn read_comment(&mut self, comment: &str) -> bool {
        if let Some(version) = comment.strip_prefix("templates ") {
            self.templates = Some(version.to_owned());
        } else if let Some(path) = comment.strip_prefix("ejected ") {
            self.ejected.insert(path.to_owned());
        }
        comment == "template"
    }

    fn read_file(&mut self, line: &str, template: bool) -> Result<(), &'static str> {
        let (digits, path) = line.split_once("  ").ok_or("it is not a hash, two spaces and a path")?;
        let hash = Hash::parse(digits).ok_or("its hash is not 64 hexadecimal digits")?;
        if path::objection(path).is_some() {
            return Err("no generated file can have that path");
        }
        match self.files.insert(path.to_owned(), Entry { hash, template }) {
            None => Ok(()),
            Some(_) => Err("the file was named before"),
        }
    }

    /// The lock as it stands on disk.
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.files.len() * 128);
        text.push_str(FIRST);
        text.push_str(FORMAT);
        text.push('\n');
        if let Some(version) = &self.templates {
            push_all(&mut text, &["# templates ", version, "\n"]);
        }
        for path in &self.ejected {
            push_all(&mut text, &["# ejected ", path, "\n"]);
        }
        for (path, entry) in &self.files {
            if entry.template {
                text.push_str("# template\n");
            }
            entry.hash.push_to(&mut text);
            push_all(&mut text, &["  ", path, "\n"]);
        }
        text
    }

    /// Whether this text of a file is the one that was generated.
    pub(super) fn knows(&self, path: &str, hash: Hash) -> bool {
        self.files.get(path).is_some_and(|entry| entry.hash == hash)
    }

    /// Says about a path what another lock says, be it nothing.
    pub(super) fn copy(&mut self, path: &str, other: &Self) {
        match other.files.get(path) {
            Some(entry) => self.files.insert(path.to_owned(), *entry),
            None => self.files.remove(path),
        };
    }
}

fn push_all(text: &mut String, parts: &[&str]) {
    for part in parts {
        text.push_str(part);
    }
}

fn newer_or_damaged(format: &str) -> OutError {
    if format.parse::<u32>().is_ok_and(|version| version > 1) {
        OutError::Newer { version: format.to_owned() }
    } else {
        damaged(1, "its format version is not a number")
    }
}

fn damaged(line: usize, why: &'static str) -> OutError {
    OutError::Lock { line, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Lock {
        let entry = |text: &str, template| Entry { hash: Hash::of(text.as_bytes()), template };
        Lock {
            templates: Some("3f2a9c0d1e2b".to_owned()),
            ejected: BTreeSet::from(["charts/a b/values.yaml".to_owned()]),
            files: BTreeMap::from([
                ("report.json".to_owned(), entry("r", false)),
                ("charts/web/templates/a.yaml".to_owned(), entry("a", true)),
                ("charts/web/Chart.yaml".to_owned(), entry("c", false)),
            ]),
        }
    }

    #[test]
    fn a_lock_reads_back_and_is_sorted() {
        let text = sample().text();
        assert_eq!(Lock::parse(&text).unwrap(), sample());
        assert_eq!(Lock::parse(&text.replace('\n', "\r\n")).unwrap(), sample());
        let paths: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).map(|line| &line[66..]).collect();
        assert_eq!(paths, ["charts/web/Chart.yaml", "charts/web/templates/a.yaml", "report.json"]);
    }

    #[test]
    fn a_damaged_lock_is_named_by_its_line() {
        let good = sample().text();
        let hash = Hash::of(b"x");
        let conflict = good.replace("# template\n", "<<<<<<< HEAD\n# template\n");
        for (text, line) in [
            (String::new(), 1),
            ("0000  x\n".to_owned(), 1),
            ("# ecs2eks lock one\n".to_owned(), 1),
            (good.replace("  report", " report"), 7),
            (conflict, 5),
            (format!("{good}{hash}  report.json\n"), 8),
            (format!("{good}{hash}  ../report.json\n"), 8),
            (format!("{good}{hash}  charts/web/values.override.yaml\n"), 8),
            (format!("{good}abc  x\n"), 8),
        ] {
            match Lock::parse(&text) {
                Err(OutError::Lock { line: found, .. }) => assert_eq!(found, line, "{text}"),
                other => panic!("{text}\n{other:?}"),
            }
        }
        assert!(matches!(Lock::parse("# ecs2eks lock 2\n"), Err(OutError::Newer { .. })));
    }
}
