//! Every chart on real parts: four Helm versions render what `rendered/` says, and kinds that are not Kubernetes' own have no
//! field that their definitions do not know.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where something is not as it must be, and files are what it is about"
)]

#[path = "../support/mod.rs"]
mod support;

mod helm;
mod kinds;

use std::path::PathBuf;
use std::sync::LazyLock;

use support::program;

/// Converts every case, and every file of the corpus where that lies beside the project: an OUT each.
static OUTS: LazyLock<Vec<PathBuf>> = LazyLock::new(|| {
    let folder = support::shared_scratch("charts-out");
    let mut outs = Vec::new();
    for case in support::cases() {
        let out = folder.join(&case.name);
        convert(program::command(&case.folder).arg("convert").arg("input").args(&case.options).arg("-o").arg(&out));
        outs.push(out);
    }
    for kind in ["describe", "taskdef", "service"] {
        for file in support::entries(&support::root().join("../shared/corpus").join(kind)) {
            let out = folder.join(format!("corpus-{kind}-{}", outs.len()));
            convert(program::command(support::root()).arg("convert").arg(&file).arg("-o").arg(&out));
            outs.push(out);
        }
    }
    // Where nothing could be written there is nothing to render.
    outs.retain(|out| out.join("charts").is_dir());
    assert!(outs.len() > 50, "only {} cases have charts", outs.len());
    outs
});

fn convert(command: &mut std::process::Command) {
    let ended = program::end(command);
    assert!((0..=2).contains(&ended.code), "exit {}: {}", ended.code, ended.stderr);
}
