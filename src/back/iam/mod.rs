//! `iam/`: statements and policies for a person to apply. Nothing here is applied by the program.

mod log_writer;
mod reader;
mod repository;
mod trust;

pub(crate) use log_writer::Written;
pub(crate) use repository::file as repository_file;

use super::shared::Shared;
use super::{File, Files};
use crate::settings::Settings;

/// Stands where the cluster's OIDC provider belongs and was not given.
pub(crate) const OIDC_PLACEHOLDER: &str = "REPLACE-WITH-OIDC-PROVIDER";
/// Stands where an account belongs and no ARN told it.
pub(crate) const ACCOUNT_PLACEHOLDER: &str = "REPLACE-WITH-ACCOUNT";
/// What the pod execution role of EKS Fargate needs beyond AWS's own policy for it.
pub(crate) const POD_EXECUTION_POLICY: &str = "iam/fargate-pod-execution.policy.json";
/// What the role of the cluster's log agent needs.
pub(crate) const LOG_AGENT_POLICY: &str = "iam/log-agent.policy.json";
/// The service account, in each namespace, with which secrets are read.
pub(crate) const READER: &str = "external-secrets-reader";

/// Writes every file of `iam/`.
pub(crate) fn write(shared: &Shared, settings: &Settings) -> Files {
    let mut files = Files::default();
    let mut put = |path: String, document: serde_json::Value| {
        let text = format!("{document:#}\n");
        files.put(path, File { text: text.into(), workload: None, template: false });
    };
    let provider = settings.oidc_provider.as_deref().unwrap_or(OIDC_PLACEHOLDER);
    let mut roles = shared.roles.clone();
    if !shared.stores.is_empty() {
        // A task role may be the reader as well: then one statement names both.
        let role = reader_role(shared);
        let own = roles.keys().find(|(known, _)| *known == role).cloned();
        let readers = shared.stores.keys().map(|(namespace, _)| (namespace.clone(), READER.to_owned()));
        roles.entry(own.unwrap_or((role, format!("iam/{READER}.trust.json")))).or_default().extend(readers);
        put(format!("iam/{READER}.policy.json"), reader::policy(shared));
    }
    for ((role, file), accounts) in &roles {
        put(file.clone(), trust::statement(role, accounts, provider));
    }
    let on_fargate = shared.on_fargate.logs.values().flat_map(|routes| &routes.targets);
    if let Some(policy) = log_writer::policy(on_fargate, shared) {
        put(POD_EXECUTION_POLICY.to_owned(), policy);
    }
    if let Some(policy) = log_writer::policy(shared.log_targets.iter(), shared) {
        put(LOG_AGENT_POLICY.to_owned(), policy);
    }
    for ((account, repository), pullers) in &shared.pulls {
        put(repository::file(account, repository), repository::statement(pullers, shared.partition.as_deref()));
    }
    files
}

/// ARN of the role with which secrets are read: one of the account that the task roles are of.
pub(crate) fn reader_role(shared: &Shared) -> String {
    let partition = shared.partition.as_deref().unwrap_or("aws");
    let account = shared.account.as_deref().unwrap_or(ACCOUNT_PLACEHOLDER);
    format!("arn:{partition}:iam::{account}:role/{READER}")
}
