//! What people may rely on, tried on a real folder.

#![expect(clippy::disallowed_methods, reason = "tests play the user, who edits files")]

#[cfg(unix)]
mod harm;
mod kill;
mod scope;

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::TempDir;

use super::apply::{Options, Outcome, write};
use super::compare::{Comparison, Scope, State, Why, compare};
use super::disk::Disk;
use super::eject::eject;
use super::error::OutError;
use crate::back::{File, Files};

const FORCE: Options = Options { force: true, prune: false };
const PRUNE: Options = Options { force: false, prune: true };
const BOTH: Options = Options { force: true, prune: true };
const PLAIN: Options = Options { force: false, prune: false };

/// Everything that an ordinary run writes.
fn all() -> Scope<'static> {
    Scope { keep: &|_| false, templates: Some("3f2a9c0d1e2b") }
}

struct Place {
    _folder: TempDir,
    out: Utf8PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let out = Utf8PathBuf::from_path_buf(folder.path().join("out")).unwrap();
        Self { _folder: folder, out }
    }

    fn holding(files: &Files) -> Self {
        let place = Self::new();
        place.write(files, PLAIN);
        place
    }

    fn write(&self, files: &Files, options: Options) -> BTreeMap<String, Outcome> {
        write(&self.out, files, all(), options).unwrap().outcomes
    }

    fn compare<'a>(&self, files: &'a Files) -> Comparison<'a> {
        compare(&self.out, files, all()).unwrap()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.out.join(path)).unwrap()
    }

    fn edit(&self, path: &str, text: &str) {
        fs::create_dir_all(self.out.join(path).parent().unwrap()).unwrap();
        fs::write(self.out.join(path), text).unwrap();
    }

    fn has(&self, path: &str) -> bool {
        self.out.join(path).symlink_metadata().is_ok()
    }

    fn sha256sum(&self) -> bool {
        let checked = Command::new("sha256sum")
            .args(["--check", "--strict", "--quiet", ".ecs2eks.lock"])
            .current_dir(&self.out)
            .output();
        checked.is_ok_and(|output| output.status.success() && output.stderr.is_empty())
    }
}

/// Files by path; what lies under `templates/` is a template.
fn files(texts: &[(&str, &str)]) -> Files {
    let mut files = Files::default();
    for (path, text) in texts {
        let template = path.contains("/templates/");
        files.put(*path, File { text: (*text).into(), workload: None, template });
    }
    files
}

fn two_workloads() -> Files {
    files(&[
        ("charts/api/Chart.yaml", "name: api\n"),
        ("charts/web/Chart.yaml", "name: web\n"),
        ("charts/web/templates/deployment.yaml", "kind: Deployment\n"),
        ("charts/web/values.yaml", "replicas: 1\n"),
        ("rendered/api.yaml", "api\n"),
        ("rendered/web.yaml", "web 1\n"),
        ("report.json", "{\"findings\":[{\"line\":3,\"column\":9}]}\n"),
    ])
}

fn with(texts: &[(&str, &str)]) -> Files {
    let mut all = two_workloads();
    all.absorb(files(texts));
    all
}

fn without(prefix: &str) -> Files {
    let mut all = two_workloads();
    all.retain(|path, _| !path.contains(prefix));
    all
}

/// All files below a folder with their bytes, following no link.
fn tree(out: &Utf8Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(out: &Utf8Path, folder: &Utf8Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in folder.read_dir_utf8().unwrap().map(Result::unwrap) {
            let path = entry.path().strip_prefix(out).unwrap().to_string();
            if entry.file_type().unwrap().is_dir() {
                walk(out, entry.path(), found);
            } else {
                found.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(out, out, &mut found);
    found
}

fn states(comparison: &Comparison<'_>, state: State) -> Vec<String> {
    comparison.states().filter(|(_, found)| *found == state).map(|(path, _)| path.to_owned()).collect()
}

fn paths(outcomes: &BTreeMap<String, Outcome>, outcome: Outcome) -> Vec<&str> {
    outcomes.iter().filter(|(_, found)| **found == outcome).map(|(path, _)| path.as_str()).collect()
}

#[test]
fn the_first_run_writes_all_and_the_second_touches_nothing() {
    let place = Place::new();
    let wanted = two_workloads();
    assert!(place.compare(&wanted).would_change());
    assert!(!place.has(""), "comparing created the folder");

    let outcomes = place.write(&wanted, PLAIN);
    assert_eq!(paths(&outcomes, Outcome::Created).len(), 7);
    for (path, file) in wanted.iter() {
        assert_eq!(place.read(path), &*file.text);
    }
    assert!(!place.has(".ecs2eks.staging"));

    let times = || {
        tree(&place.out)
            .into_keys()
            .map(|path| (fs::metadata(place.out.join(&path)).unwrap().modified().unwrap(), path))
            .collect::<Vec<_>>()
    };
    let before = times();
    std::thread::sleep(std::time::Duration::from_millis(20));
    assert!(!place.compare(&wanted).would_change());
    let outcomes = place.write(&wanted, BOTH);
    assert_eq!(paths(&outcomes, Outcome::Unchanged).len(), 7);
    assert_eq!(times(), before);
}

#[test]
fn a_change_touches_only_its_own_files() {
    let place = Place::holding(&two_workloads());
    let modified = |path: &str| fs::metadata(place.out.join(path)).unwrap().modified().unwrap();
    let before = modified("charts/web/Chart.yaml");
    std::thread::sleep(std::time::Duration::from_millis(20));
    let wanted = with(&[("charts/web/values.yaml", "replicas: 2\n"), ("charts/web/templates/hpa.yaml", "hpa\n")]);
    assert_eq!(states(&place.compare(&wanted), State::Changed), ["charts/web/values.yaml"]);
    let outcomes = place.write(&wanted, PLAIN);
    assert_eq!(paths(&outcomes, Outcome::Replaced), ["charts/web/values.yaml"]);
    assert_eq!(paths(&outcomes, Outcome::Created), ["charts/web/templates/hpa.yaml"]);
    assert_eq!(place.read("charts/web/values.yaml"), "replicas: 2\n");
    assert_eq!(modified("charts/web/Chart.yaml"), before);
}

#[test]
fn sha256sum_accepts_the_lock() {
    if Command::new("sha256sum").arg("--version").output().is_err() {
        return;
    }
    let place = Place::holding(&two_workloads());
    assert!(place.sha256sum());
    place.edit("rendered/web.yaml", "mine\n");
    assert!(!place.sha256sum());
}

#[test]
fn an_edited_file_is_refused_and_the_rest_is_written() {
    let place = Place::holding(&two_workloads());
    place.edit("charts/web/values.yaml", "replicas: 9\n");
    let wanted = with(&[("charts/web/values.yaml", "replicas: 2\n"), ("rendered/web.yaml", "web 2\n")]);
    let comparison = place.compare(&wanted);
    assert_eq!(states(&comparison, State::Refused(Why::Edited)), ["charts/web/values.yaml"]);
    let diff = comparison.diff("charts/web/values.yaml").unwrap();
    assert_eq!(
        diff,
        "--- charts/web/values.yaml\n+++ charts/web/values.yaml\n@@ -1 +1 @@\n-replicas: 9\n+replicas: 2\n"
    );

    for _ in 0..2 {
        let outcomes = place.write(&wanted, PLAIN);
        assert_eq!(paths(&outcomes, Outcome::Refused(Why::Edited)), ["charts/web/values.yaml"]);
        assert_eq!(place.read("charts/web/values.yaml"), "replicas: 9\n");
        assert_eq!(place.read("rendered/web.yaml"), "web 2\n");
    }
    assert_eq!(paths(&place.write(&wanted, FORCE), Outcome::Overwritten), ["charts/web/values.yaml"]);
    assert_eq!(place.read("charts/web/values.yaml"), "replicas: 2\n");
    assert!(!place.compare(&wanted).would_change());
}

#[test]
fn an_edit_that_agrees_with_the_new_text_is_no_conflict() {
    let place = Place::holding(&two_workloads());
    place.edit("rendered/web.yaml", "web 2\n");
    let wanted = with(&[("rendered/web.yaml", "web 2\n")]);
    let comparison = place.compare(&wanted);
    assert!(comparison.stale_lock && comparison.would_change());
    assert_eq!(states(&comparison, State::Unchanged).len(), 7);
    place.write(&wanted, PLAIN);
    assert!(!place.compare(&wanted).would_change());
}

#[test]
fn a_file_that_no_run_wrote_is_refused() {
    let place = Place::new();
    place.edit("charts/web/values.yaml", "somebody's\n");
    let outcomes = place.write(&two_workloads(), PLAIN);
    assert_eq!(paths(&outcomes, Outcome::Refused(Why::Foreign)), ["charts/web/values.yaml"]);
    assert_eq!(place.read("charts/web/values.yaml"), "somebody's\n");
    assert!(!place.read(".ecs2eks.lock").contains("charts/web/values.yaml"));
}

#[test]
fn files_of_people_are_not_even_read() {
    let place = Place::holding(&two_workloads());
    let mine =
        ["charts/web/values-prod.override.yaml", "charts/web/templates/custom-x.yaml", "charts/notes.txt", "README.md"];
    for path in mine {
        // What is not UTF-8, or cannot be read at all, is no reason to stop.
        place.edit(path, "");
        fs::write(place.out.join(path), [0xff, 0xfe]).unwrap();
    }
    let names = |comparison: &Comparison<'_>| comparison.states().any(|(path, _)| mine.contains(&path));
    assert!(!names(&place.compare(&two_workloads())));
    place.write(&with(&[("charts/web/templates/hpa.yaml", "hpa\n")]), BOTH);
    place.write(&without("web"), BOTH);
    for path in mine {
        assert_eq!(fs::read(place.out.join(path)).unwrap(), [0xff, 0xfe]);
    }
}

#[test]
fn git_attributes_are_written_once() {
    let place = Place::holding(&two_workloads());
    assert!(place.read(".gitattributes").contains("/charts/*/templates/** linguist-generated\n"));
    place.edit(".gitattributes", "mine\n");
    place.write(&without("api"), BOTH);
    assert_eq!(place.read(".gitattributes"), "mine\n");
    fs::remove_file(place.out.join(".gitattributes")).unwrap();
    place.write(&two_workloads(), BOTH);
    assert!(!place.has(".gitattributes"), "whoever deletes it has a reason");

    let place = Place::new();
    place.edit(".gitattributes", "earlier\n");
    place.write(&two_workloads(), FORCE);
    assert_eq!(place.read(".gitattributes"), "earlier\n");
}
