//! The options of a log driver, each taken once.
//!
//! Invariant: what a driver does not take is told, never dropped; the value of a secret is never handed on.

use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::Secret;
use crate::ir::{Spanned, Traced};
use crate::lower::workload::route_logs::Way;
use crate::source::At;

/// A way, or why there is none.
pub(super) type Outcome = Result<Way, String>;

/// What is left of a driver's options, and what is to be told of those that were taken.
#[derive(Debug)]
pub(super) struct Options {
    left: Vec<(String, Spanned<String>)>,
    secrets: Vec<Secret>,
    /// Workload and container, for the names of variables.
    owner: String,
    driver: String,
    ignored: Vec<(At, &'static str)>,
    findings: Vec<Finding>,
    /// What is done where no line may be lost.
    lossless: &'static str,
    /// A value that cannot stand in a configuration file.
    unfit: Option<String>,
}

/// Parts of keys whose values are secrets.
const TELLING: &[&str] = &[
    "token",
    "passw",
    "secret",
    "credential",
    "apikey",
    "api_key",
    "api-key",
    "licensekey",
    "license_key",
    "license-key",
    "shared_key",
    "shared-key",
    "access_key",
    "private_key",
    "key_passphrase",
];

impl Options {
    pub(super) fn new(
        left: Vec<(String, Spanned<String>)>,
        secrets: Vec<Secret>,
        driver: &Spanned<String>,
        (workload, container): (&str, &str),
        lossless: &'static str,
    ) -> Self {
        let owner = if workload == container { workload.to_owned() } else { format!("{workload}_{container}") };
        let driver = driver.value.clone();
        let (ignored, findings) = (Vec::new(), Vec::new());
        Options { left, secrets, owner, driver, ignored, findings, lossless, unfit: None }
    }

    /// Takes an option; an empty one is none.
    pub(super) fn take(&mut self, key: &str) -> Option<Spanned<String>> {
        let index = self.left.iter().position(|(known, _)| known == key)?;
        let (_, value) = self.left.remove(index);
        if value.value.is_empty() {
            self.ignored.push((value.at, "an empty text: not set"));
            return None;
        }
        Some(value)
    }

    /// Takes an option as one of the agent's settings, under the agent's name for it.
    pub(super) fn hand_over(&mut self, key: &str, setting: &str, to: &mut Vec<(String, Traced<String>)>) {
        if let Some(value) = self.take(key) {
            let value = self.fit(value.traced());
            to.push((setting.to_owned(), value));
        }
    }

    /// Passes over options, with the reason.
    pub(super) fn ignore(&mut self, keys: &[&str], reason: &'static str) {
        for key in keys {
            if let Some(value) = self.take(key) {
                self.ignored.push((value.at, reason));
            }
        }
    }

    /// Passes over one place, with the reason.
    pub(super) fn ignore_at(&mut self, at: At, reason: &'static str) {
        self.ignored.push((at, reason));
    }

    /// Tells something of an option that was taken.
    pub(super) fn say(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// A switch that is on.
    pub(super) fn is_on(&mut self, key: &str) -> Option<Spanned<String>> {
        let value = self.take(key)?;
        if value.value.eq_ignore_ascii_case("true") {
            return Some(value);
        }
        self.ignored.push((value.at, "off is what holds without it, on both sides"));
        None
    }

    /// What all drivers take.
    pub(super) fn common(&mut self) {
        if let Some(mode) = self.take("mode") {
            if mode.value == "blocking" {
                self.findings.push(
                    Finding::new(Code::LogBlocking, mode.at, "the program had to wait until its output was taken")
                        .kubernetes("it never waits: what the agent has not read when the node's files rotate is lost")
                        .help(format!("nothing to do where a lost line does no harm; else {}", self.lossless)),
                );
            } else {
                self.ignored.push((mode.at, "a program on Kubernetes never waits for its output to be taken"));
            }
        }
        self.ignore(
            &["max-buffer-size", "log-driver-buffer-limit"],
            "the files on the node's disk are the buffer; the kubelet's containerLogMaxSize is their size",
        );
    }

    /// Every option that is left, for drivers that hand them on as they are.
    pub(super) fn rest(&mut self) -> Vec<(String, Spanned<String>)> {
        std::mem::take(&mut self.left)
    }

    /// Every secret that is left.
    pub(super) fn secrets(&mut self) -> Vec<Secret> {
        std::mem::take(&mut self.secrets)
    }

    /// Takes an option that is secret, from the options or from the secrets beside them, as the name of a variable.
    pub(super) fn secret(&mut self, key: &str) -> Option<Traced<String>> {
        if let Some(value) = self.take(key) {
            return Some(self.hide(key, &value));
        }
        let index = self.secrets.iter().position(|secret| secret.name.value == key)?;
        let secret = self.secrets.remove(index);
        Some(self.refer(secret))
    }

    /// A variable in place of a value that stands in clear.
    pub(super) fn hide(&mut self, key: &str, value: &Spanned<String>) -> Traced<String> {
        let variable = self.variable(key);
        self.findings.push(
            Finding::new(
                Code::LogSecret,
                value.at,
                format!("the option `{key}` is a secret in clear, and is not written"),
            )
            .kubernetes(format!("the agent takes it from its environment variable `{variable}`"))
            .help(format!(
                "make a Secret of it in the agent's namespace, and set `{variable}` of the agent from there"
            )),
        );
        value.with(format!("${{{variable}}}"))
    }

    /// A variable in place of a value that ECS looks up.
    pub(super) fn refer(&mut self, secret: Secret) -> Traced<String> {
        let (name, value_from) = (secret.name, secret.value_from);
        let variable = self.variable(&name.value);
        self.findings.push(
            Finding::new(Code::LogSecret, value_from.at, format!("the option `{}` is a secret", name.value))
                .also([name.at])
                .kubernetes(format!("the agent takes it from its environment variable `{variable}`"))
                .help(format!(
                    "let a Secret in the agent's namespace be filled from `{}`, and set `{variable}` of the agent from there",
                    value_from.value
                )),
        );
        Traced::new(format!("${{{variable}}}"), vec![name.leaf(), value_from.leaf()])
    }

    fn variable(&self, key: &str) -> String {
        let upper = format!("{key}_{}", self.owner).to_ascii_uppercase();
        upper.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
    }

    /// A value for the agent's configuration, where a line is a setting and `${…}` a variable.
    pub(super) fn fit(&mut self, value: Traced<String>) -> Traced<String> {
        if value.value.contains(['\n', '\r']) || value.value.contains("${") {
            self.unfit.get_or_insert_with(|| {
                "a value holds a line break or `${`, which the agent would read otherwise".to_owned()
            });
        }
        value
    }

    /// An error where a value cannot be written.
    pub(super) fn check(&self) -> Result<(), String> {
        self.unfit.clone().map_or(Ok(()), Err)
    }

    /// Tells everything, what is left included.
    pub(super) fn tell(self, diags: &mut Diagnostics) {
        let Options { left, secrets, owner: _, driver, ignored, findings, lossless: _, unfit: _ } = self;
        ignored.into_iter().for_each(|(at, reason)| diags.ignore(at, reason));
        findings.into_iter().for_each(|finding| diags.tell(finding));
        left.iter().for_each(|(key, value)| diags.tell(not_kept(key, value.at, &driver)));
        for secret in secrets {
            diags.tell(not_kept(&secret.name.value, secret.name.at, &driver).also([secret.value_from.at]));
        }
    }
}

/// Tells that an option has no equal.
pub(super) fn not_kept(key: &str, at: At, driver: &str) -> Finding {
    Finding::new(Code::LogOption, at, format!("the option `{key}` of `{driver}` is not kept"))
        .kubernetes("the agent has no setting for it, or not for one workload alone")
        .help("nothing to do, unless the logs are read in a way that needs it")
}

/// Whether a value is a secret, by its key, or by what it holds.
pub(super) fn is_secret(key: &str, value: &str) -> bool {
    let (key, value) = (key.to_ascii_lowercase(), value.to_ascii_lowercase());
    let header =
        key == "header" && (value.starts_with("authorization") || TELLING.iter().any(|part| value.contains(part)));
    let in_address = ["token=", "key=", "password=", "secret="].iter().any(|part| value.contains(part));
    let user =
        value.split_once("://").and_then(|(_, rest)| rest.split_once('@')).is_some_and(|(user, _)| user.contains(':'));
    TELLING.iter().any(|part| key.contains(part)) || header || in_address || user
}
