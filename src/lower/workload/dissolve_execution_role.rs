//! What becomes of the execution role.
//!
//! ECS: it pulls images, reads secrets and writes logs on the task's behalf, never for its program ("Amazon ECS task
//! execution IAM role"). EKS: nodes pull, the secrets operator reads, the log agent writes. So it is taken apart, each
//! part with only what this task definition used; giving it to the pod would give the program every one of them. On EKS
//! Fargate the pod execution role pulls, and writes logs ("Amazon EKS Pod execution IAM role", EKS User Guide).

use std::collections::BTreeSet;

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::plan::{ExecutionDuties, Pull, SecretRead};
use crate::ir::{Spanned, Traced};
use crate::source::At;

const POD_EXECUTION: &str = "make the pod execution role, as `ecs2eks explain fargate-profile` says";
const LOG_AGENT: &str = "give the role of the cluster's log agent `iam/log-agent.policy.json`";
const READER: &str = "make the role of the reader: `iam/external-secrets-reader.policy.json` holds only what is used here; let no `REPLACE-WITH-…` stand in it, in its trust file, nor in `platform/secret-stores.yaml`";

/// Decides who does what the execution role did.
pub(super) fn dissolve(
    (role, first_secret): (Option<Spanned<String>>, Option<At>),
    nodes_pull: bool,
    pulls: Vec<Pull>,
    secrets: Vec<SecretRead>,
    log_groups: &[Traced<String>],
    (cx, diags): (&Context, &mut Diagnostics),
) -> ExecutionDuties {
    let (puller, writer) = if cx.on_fargate() {
        ("pod execution role", "pod execution role")
    } else {
        ("node role", "the cluster's log agent")
    };
    if let Some(role) = role {
        let name = role.value.split_once(":role/").map_or(role.value.as_str(), |(_, name)| name);
        let mut parts: Vec<String> = Vec::new();
        if nodes_pull {
            parts.push(format!("pulling → {puller}"));
        }
        let distinct: BTreeSet<&str> = secrets.iter().map(|secret| secret.resource.value.as_str()).collect();
        match distinct.len() {
            0 => {}
            1 => parts.push("reading 1 secret → `external-secrets-reader`".to_owned()),
            many => parts.push(format!("reading {many} secrets → `external-secrets-reader`")),
        }
        for group in log_groups {
            parts.push(format!("writing {} → {writer}", group.value));
        }
        let help = match (secrets.is_empty(), cx.on_fargate()) {
            (true, false) if log_groups.is_empty() => {
                "nothing to do for images of the same account; keep the role until the old service is gone".to_owned()
            }
            (true, false) => format!("{LOG_AGENT}; keep the old role until the old service is gone"),
            (false, false) if log_groups.is_empty() => READER.to_owned(),
            (false, false) => format!("{READER}; {LOG_AGENT}"),
            (true, true) => format!("{POD_EXECUTION}; keep the old role until the old service is gone"),
            (false, true) => format!("{POD_EXECUTION}; {READER}"),
        };
        diags.tell(
            Finding::new(
                Code::ExecutionRole,
                role.at,
                format!(
                    "`{name}` dissolves{}",
                    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
                ),
            )
            .kubernetes("no pod gets it: it was ECS's own, not the program's")
            .help(help),
        );
    } else if let (Some(at), false) = (first_secret, secrets.is_empty()) {
        // Without a role ECS would not have started it; who reads is to be made all the same.
        diags.tell(
            Finding::new(
                Code::ExecutionRole,
                at,
                "its secrets are read by `external-secrets-reader`, a role that is new",
            )
            .kubernetes("no pod starts before its Secrets are there")
            .help(READER),
        );
    }
    ExecutionDuties { pulls, secrets }
}
