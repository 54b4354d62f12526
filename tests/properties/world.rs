//! The inputs of one run, and the sound ones that are varied: every case of `testdata`, and a document of every kind with
//! every field that ECS has.

use std::path::Path;
use std::sync::LazyLock;

use ecs2eks::source::Sources;
use ecs2eks::{LedgerRow, Run, Settings};
use serde_json::Value;

use crate::support;

/// Files by name.
#[derive(Debug, Clone)]
pub(crate) struct World(pub(crate) Vec<(String, String)>);

/// A sound input, parsed.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    pub(crate) files: Vec<(String, Value)>,
}

/// All of them, the full one first.
pub(crate) static BASES: LazyLock<Vec<Base>> = LazyLock::new(|| {
    let full: Value = serde_json::from_str(include_str!("full.json")).expect("JSON");
    let full = full.as_object().expect("files by name").iter().map(|(name, value)| (name.clone(), value.clone()));
    let mut bases = vec![Base { files: full.collect() }];
    for case in support::cases() {
        let input = case.folder.join("input");
        let files = support::files_below(&input).into_iter().filter(|name| name.ends_with(".json"));
        // A case about bad JSON is no base.
        let files = files
            .filter_map(|name| Some((name.clone(), serde_json::from_str(&support::read(&input.join(name))).ok()?)));
        let files: Vec<(String, Value)> = files.collect();
        if !files.is_empty() {
            bases.push(Base { files });
        }
    }
    assert!(bases.len() > 50, "only {} bases", bases.len());
    bases
});

impl World {
    pub(crate) fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        for (name, text) in &self.0 {
            sources.add(name.clone(), text.clone());
        }
        sources
    }

    pub(crate) fn convert(&self) -> Run {
        ecs2eks::convert(self.sources(), &Settings { jobs: 1, ..Settings::default() })
    }

    pub(crate) fn write_to(&self, folder: &Path) {
        for (name, text) in &self.0 {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            std::fs::write(path, text).expect("it can be written");
        }
    }
}

/// The whole ledger.
pub(crate) fn rows(run: &Run) -> Vec<LedgerRow> {
    let mut rows = Vec::new();
    run.ledger(|row| rows.push(row));
    rows
}
