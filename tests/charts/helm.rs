//! Runs `tests/helm/matrix.py`: lint, `helm template` against `rendered/`, and Kubernetes' own schemas.

use std::process::Command;

use crate::{OUTS, support};

#[test]
fn helm_renders_what_rendered_says() {
    let python = |script: &str| {
        let mut command = Command::new("python3");
        command.arg(support::root().join("tests/helm").join(script)).current_dir(support::root());
        command
    };
    let fetched = python("fetch.py").output().expect("python3 is needed to get Helm and to compare");
    assert!(fetched.status.success(), "{}", String::from_utf8_lossy(&fetched.stderr));
    let compared = python("matrix.py").args(&*OUTS).output().expect("python3");
    let (said, failed) = (String::from_utf8_lossy(&compared.stdout), String::from_utf8_lossy(&compared.stderr));
    assert!(compared.status.success(), "{said}\n{failed}");
    eprintln!("{}", said.lines().last().unwrap_or_default());
}
