//! The statement that lets another account's nodes pull from a repository ("Private repository policies", Amazon ECR User
//! Guide). The whole account is named: its own policies then say which roles may pull, the nodes' among them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// `iam/ecr-<account>-<repository>.policy.json`.
pub(crate) fn file(account: &str, repository: &str) -> String {
    format!("iam/ecr-{account}-{}.policy.json", repository.replace('/', "-"))
}

/// The statement to add to the repository's policy.
pub(super) fn statement(pullers: &BTreeSet<Option<String>>, partition: Option<&str>) -> Value {
    let partition = partition.unwrap_or("aws");
    let accounts: Vec<&str> =
        pullers.iter().map(|puller| puller.as_deref().unwrap_or(super::ACCOUNT_PLACEHOLDER)).collect();
    let mut principals: Vec<Value> =
        accounts.iter().map(|account| json!(format!("arn:{partition}:iam::{account}:root"))).collect();
    let principal = if principals.len() == 1 { principals.remove(0) } else { Value::Array(principals) };
    json!({
        "Sid": format!("Ecs2eksPull{}", accounts.join("").replace('-', "")),
        "Effect": "Allow",
        "Principal": {"AWS": principal},
        "Action": ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]
    })
}
