//! The built program, run with nothing of the surroundings that could change what it says.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The program in a folder, without the settings of whoever runs the tests.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ecs2eks"));
    command.current_dir(folder).stdin(Stdio::null());
    let ours = |name: &str| {
        name.starts_with("ECS2EKS_") || ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"].contains(&name)
    };
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(ours)) {
        command.env_remove(name);
    }
    command
}

/// Runs the program in a folder.
pub(crate) fn run<S: AsRef<std::ffi::OsStr>>(folder: &Path, arguments: &[S]) -> Ended {
    end(command(folder).args(arguments))
}

/// Runs the program in a folder with a text on standard input.
pub(crate) fn run_with_input(folder: &Path, arguments: &[&str], input: &str) -> Ended {
    let mut command = command(folder);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads its input");
    ended(child.wait_with_output().expect("it ends"))
}

/// Runs a prepared command.
pub(crate) fn end(command: &mut Command) -> Ended {
    ended(command.output().expect("the program starts"))
}

fn ended(output: std::process::Output) -> Ended {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what it says is UTF-8");
    let code = output.status.code().unwrap_or(-1);
    Ended { code, stdout: text(output.stdout), stderr: text(output.stderr) }
}
