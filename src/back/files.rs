//! What a run wants to have on disk: paths below OUT with their texts.

use std::collections::BTreeMap;
use std::sync::Arc;

/// One generated file.
#[derive(Debug, Clone)]
pub struct File {
    /// The text, with one newline at its end.
    pub text: Arc<str>,
    /// The workload that it belongs to; `None` for what all share.
    pub workload: Option<String>,
    /// Whether it is a static template of the chart, the same for each workload but for the chart's name.
    pub template: bool,
}

/// The generated files of a run by their path below OUT, with `/`.
#[derive(Debug, Clone, Default)]
pub struct Files(BTreeMap<String, File>);

impl Files {
    /// Adds a file. A path is generated once.
    pub fn put(&mut self, path: impl Into<String>, file: File) {
        let path = path.into();
        debug_assert!(!self.0.contains_key(&path), "{path} is generated twice");
        self.0.insert(path, file);
    }

    /// The file at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&File> {
        self.0.get(path)
    }

    /// All files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &File)> {
        self.0.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// Takes over the files of another set.
    pub fn absorb(&mut self, other: Files) {
        self.0.extend(other.0);
    }

    /// Keeps the files for which `keep` says so.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &File) -> bool) {
        self.0.retain(|path, file| keep(path, file));
    }
}
