//! The command line as scripts and people meet it: exit codes, streams, options, names of files, words.
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

mod exit_codes;
mod inputs;
mod options;
mod output;
mod streams;
mod words;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A folder with small inputs, and the program in it.
struct Desk {
    folder: PathBuf,
}

impl Desk {
    fn new(name: &str) -> Self {
        Desk { folder: support::scratch(&format!("cli-{name}")) }
    }

    fn put(&self, path: &str, text: &str) -> &Self {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, text).expect("it can be written");
        self
    }

    fn put_json(&self, path: &str, value: &Value) -> &Self {
        self.put(path, &format!("{value:#}\n"))
    }

    /// Runs a line of words, such as `convert web.json -o out`.
    fn run(&self, line: &str) -> support::program::Ended {
        support::program::run(&self.folder, &line.split_whitespace().collect::<Vec<_>>())
    }

    /// Runs a line that must end with an exit code.
    fn expect(&self, code: i32, line: &str) -> support::program::Ended {
        let ended = self.run(line);
        assert_eq!(ended.code, code, "`{line}`\n--- stdout\n{}\n--- stderr\n{}", ended.stdout, ended.stderr);
        ended
    }

    fn has(&self, path: &str) -> bool {
        self.folder.join(path).exists()
    }

    fn read(&self, path: &str) -> String {
        support::read(&self.folder.join(path))
    }

    fn path(&self, path: &str) -> PathBuf {
        Path::new(&self.folder).join(path)
    }
}

/// A task definition without a fault.
fn task(family: &str) -> Value {
    json!({
        "family": family,
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "256",
        "memory": "512",
        "containerDefinitions": [{"name": family, "image": "registry.example.com/shop:1.2.3", "essential": true}],
    })
}

/// A task definition that cannot be written: its one container waits for another that is not there.
fn failing(family: &str) -> Value {
    let mut task = task(family);
    task["containerDefinitions"][0]["dependsOn"] = json!([{"containerName": "nobody", "condition": "START"}]);
    task
}

/// A task definition with an error that may be accepted.
fn acceptable(family: &str) -> Value {
    let mut task = task(family);
    task["requiresCompatibilities"] = json!(["EC2"]);
    task["networkMode"] = json!("bridge");
    task["volumes"] = json!([{"name": "docker", "host": {"sourcePath": "/var/run/docker.sock"}}]);
    task["containerDefinitions"][0]["mountPoints"] =
        json!([{"sourceVolume": "docker", "containerPath": "/var/run/docker.sock"}]);
    task
}
