//! Names of the files that hold trust statements.
//!
//! A role is one of an account, and its path and name are unique there ("IAM identifiers", AWS IAM User Guide). The file
//! bears the path and the name; only where roles of several accounts would share a file, each gets its account as well.

use std::collections::{BTreeMap, BTreeSet};

use super::{Draft, State};
use crate::lower::arn;

/// Names the file of every workload's task role.
pub(super) fn name(drafts: &mut [Draft]) {
    let mut roles: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for role in drafts.iter().filter_map(role_of) {
        roles.entry(stem(&role)).or_default().insert(role);
    }
    for draft in drafts {
        let Some(role) = role_of(draft) else { continue };
        let stem = stem(&role);
        let shared = roles.get(&stem).is_some_and(|roles| roles.len() > 1);
        let account = role.split(':').nth(4).unwrap_or("");
        let file = if shared { format!("iam/{stem}-{account}.trust.json") } else { format!("iam/{stem}.trust.json") };
        if let State::Ready(task) = &mut draft.state {
            task.trust_file = file;
        }
    }
}

fn role_of(draft: &Draft) -> Option<String> {
    let State::Ready(task) = &draft.state else { return None };
    task.definition.task_role.as_ref().map(|role| arn::role_arn(&role.value, &draft.home))
}

fn stem(role: &str) -> String {
    arn::role_name(role).replace('/', "-")
}
