//! The statement that lets service accounts assume a role ("IAM roles for service accounts", Amazon EKS User Guide).

use std::collections::BTreeSet;

use serde_json::{Value, json};

fn name(role: &str) -> &str {
    role.split_once(":role/").map_or(role, |(_, name)| name)
}

/// The statement to append. Exact names on both sides: `StringEquals`, never a wildcard.
pub(super) fn statement(role: &str, accounts: &BTreeSet<(String, String)>, provider: &str) -> Value {
    let mut parts = role.split(':');
    let (_, partition) = (parts.next(), parts.next().unwrap_or("aws"));
    let account = parts.nth(2).unwrap_or(super::ACCOUNT_PLACEHOLDER);
    let subjects: Vec<String> =
        accounts.iter().map(|(namespace, name)| format!("system:serviceaccount:{namespace}:{name}")).collect();
    // The webhook asks for tokens of this audience in every partition unless an annotation says otherwise.
    let audience = "sts.amazonaws.com";
    json!({
        "Sid": sid(name(role)),
        "Effect": "Allow",
        "Principal": {"Federated": format!("arn:{partition}:iam::{account}:oidc-provider/{provider}")},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {
                format!("{provider}:aud"): audience,
                format!("{provider}:sub"): subjects,
            }
        }
    })
}

/// A Sid takes letters and digits only.
fn sid(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let joined: String = words
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
        })
        .collect();
    format!("Ecs2eks{joined}")
}
