//! What the runners share: the cases, the program, its report and ledger, and the leaves of a document.
#![allow(dead_code, reason = "each test binary uses its own part of it")]

pub(crate) mod leaves;
pub(crate) mod program;
pub(crate) mod report;

use std::path::{Path, PathBuf};

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder of that name for one test, below `target/tmp`.
pub(crate) fn scratch(name: &str) -> PathBuf {
    empty(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name))
}

/// An empty folder of that name in the place where other tests look for it.
pub(crate) fn shared_scratch(name: &str) -> PathBuf {
    empty(root().join("target").join(name))
}

fn empty(folder: PathBuf) -> PathBuf {
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("an old folder of this test can be deleted");
    }
    std::fs::create_dir_all(&folder).expect("target/ can be written");
    folder
}

/// Entries of a folder, sorted by name; none if there is no such folder.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(found) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = found.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    paths
}

/// Every file below a folder, as paths below it with `/`, sorted.
pub(crate) fn files_below(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, root: &Path, files: &mut Vec<String>) {
        for path in entries(folder) {
            if path.is_dir() {
                walk(&path, root, files);
            } else {
                let below = path.strip_prefix(root).expect("it lies below the root");
                files.push(below.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    let mut files = Vec::new();
    walk(folder, folder, &mut files);
    files.sort();
    files
}

/// The text of a file that must be there.
pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A case of `testdata`: a claim, the input that it is about, and what must come of it.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    /// Further arguments, out of the file `options`.
    pub(crate) options: Vec<String>,
}

/// All cases, by name.
pub(crate) fn cases() -> Vec<Case> {
    let folders = entries(&root().join("testdata")).into_iter().filter(|folder| folder.join("input").is_dir());
    let cases: Vec<Case> = folders
        .map(|folder| Case {
            name: folder.file_name().expect("a name").to_string_lossy().into_owned(),
            options: std::fs::read_to_string(folder.join("options"))
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            folder,
        })
        .collect();
    assert!(!cases.is_empty(), "testdata/ holds no case");
    cases
}

/// The first of many faults: the others are mostly of the same cause.
pub(crate) fn first(faults: &[String]) -> String {
    let shown = faults.iter().take(6).map(String::as_str).collect::<Vec<_>>().join("\n");
    format!("{} faults:\n{shown}", faults.len())
}

/// Fails with everything that went wrong, one below the other.
pub(crate) fn report_all(what: &str, wrong: &[String]) {
    assert!(wrong.is_empty(), "{} {what}\n\n{}\n", wrong.len(), wrong.join("\n\n"));
}
