//! A new field of the IR stops the build in exactly two files: the one that builds the struct and the one that takes it apart.
//!
//! Tried, not argued: the source is copied, a field is added, and the compiler is asked.
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

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Adds a field to a struct of a copy of the source, and returns the files that no longer compile.
fn broken_by_a_field_in(copy: &Path, file: &str, structure: &str) -> BTreeSet<String> {
    let path = copy.join("src").join(file);
    let text = support::read(&path);
    let opening = format!("pub(crate) struct {structure} {{\n");
    assert!(text.contains(&opening), "src/{file} has no struct {structure}");
    std::fs::write(&path, text.replacen(&opening, &format!("{opening}    pub(crate) added_by_a_test: bool,\n"), 1))
        .expect("a copy can be changed");
    let broken = broken(copy);
    std::fs::write(&path, text).expect("a copy can be changed");
    broken
}

/// The files that errors of `cargo check` name.
fn broken(copy: &Path) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--lib", "--message-format", "json"])
        .current_dir(copy)
        // One folder for every run of this test: dependencies are checked once.
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("two-files-target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let mut files = BTreeSet::new();
    for message in said.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()) {
        let message = &message["message"];
        if message["level"] == "error" {
            let spans = message["spans"].as_array().into_iter().flatten().filter(|span| span["is_primary"] == true);
            files.extend(spans.filter_map(|span| Some(span["file_name"].as_str()?.replace('\\', "/"))));
        }
    }
    assert!(output.status.success() || !files.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    files
}

fn copy_of_the_source() -> PathBuf {
    let copy = support::scratch("two-files");
    for name in ["Cargo.toml", "Cargo.lock", "build.rs"] {
        let text = support::read(&support::root().join(name));
        // Runners and benchmarks are not copied.
        let text = text.split_once("\n[[bench]]").map_or(text.as_str(), |(before, _)| before).to_owned()
            + text
                .split_once("\n[[bench]]")
                .and_then(|(_, after)| after.split_once("\n\n"))
                .map_or("", |(_, after)| after);
        std::fs::write(copy.join(name), text).expect("target/ can be written");
    }
    for folder in ["src", "charts-templates"] {
        let from = support::root().join(folder);
        for path in support::files_below(&from) {
            let to = copy.join(folder).join(&path);
            std::fs::create_dir_all(to.parent().expect("a folder")).expect("target/ can be written");
            std::fs::copy(from.join(&path), to).expect("it can be copied");
        }
    }
    copy
}

#[test]
fn a_new_field_of_the_ir_stops_the_build_in_two_files() {
    let copy = copy_of_the_source();
    assert_eq!(broken(&copy), BTreeSet::new(), "the source compiles as it is");
    for (file, structure, wanted) in [
        (
            "ir/ecs/health_check.rs",
            "HealthCheck",
            ["src/front/ecs/health_check.rs", "src/lower/workload/probe_health.rs"],
        ),
        ("ir/plan/port.rs", "ContainerPort", ["src/back/kubernetes/port.rs", "src/lower/workload/open_ports.rs"]),
    ] {
        let wanted = wanted.map(str::to_owned).into_iter().collect::<BTreeSet<_>>();
        assert_eq!(broken_by_a_field_in(&copy, file, structure), wanted, "{structure}");
    }
}
