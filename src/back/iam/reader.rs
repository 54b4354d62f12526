//! The policy of the role with which secrets are read: only those that the converted task definitions named.

use serde_json::{Value, json};

use crate::back::shared::Shared;

/// The policy. External Secrets reads a parameter with `ssm:GetParameter`, where ECS used `ssm:GetParameters`.
pub(super) fn policy(shared: &Shared) -> Value {
    let partition = shared.partition.as_deref().unwrap_or("aws");
    let account = shared.account.as_deref().unwrap_or(super::ACCOUNT_PLACEHOLDER);
    let of = |parameters: bool| -> Vec<String> {
        shared
            .secrets
            .iter()
            .filter(|(_, parameter)| *parameter == parameters)
            .map(|(resource, _)| {
                if resource.starts_with("arn:") {
                    return resource.clone();
                }
                // A parameter's name becomes the end of an ARN, without a second slash.
                format!("arn:{partition}:ssm:*:{account}:parameter/{}", resource.trim_start_matches('/'))
            })
            .collect()
    };
    let mut statements = Vec::new();
    let (secrets, parameters) = (of(false), of(true));
    if !secrets.is_empty() {
        statements.push(json!({
            "Sid": "Ecs2eksSecrets",
            "Effect": "Allow",
            "Action": ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
            "Resource": secrets
        }));
    }
    if !parameters.is_empty() {
        statements.push(json!({
            "Sid": "Ecs2eksParameters",
            "Effect": "Allow",
            "Action": ["ssm:GetParameter", "ssm:GetParameters"],
            "Resource": parameters
        }));
    }
    json!({"Version": "2012-10-17", "Statement": statements})
}
