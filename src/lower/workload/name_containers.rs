//! Names of containers and volumes.
//!
//! ECS: up to 255 characters of `[A-Za-z0-9_-]`, unique in the task definition. Kubernetes: DNS labels of at most 63
//! characters, unique over containers and init containers ("Container", API reference). Every reference goes through
//! the one map that is made here.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::{Spanned, Traced};
use crate::lower::names;

/// New names by the names on ECS, in the order of the definition.
#[derive(Debug, Clone, Default)]
pub(super) struct Renamed(Vec<(String, String)>);

impl Renamed {
    /// The new name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(old, _)| old == name).map(|(_, new)| new.as_str())
    }

    /// The new name of something whose name was read.
    pub(super) fn traced(&self, name: &Spanned<String>) -> Traced<String> {
        name.with(self.get(&name.value).unwrap_or(&name.value).to_owned())
    }
}

/// Names a list of things that must be told apart.
pub(super) fn name<'a>(
    all: impl Iterator<Item = &'a Spanned<String>>,
    what: &str,
    diags: &mut Diagnostics,
) -> Result<Renamed, Reported> {
    let mut renamed = Renamed::default();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for name in all {
        if renamed.get(&name.value).is_some() {
            return Err(diags.error(
                Finding::new(Code::DuplicateName, name.at, format!("two {what}s are called `{}`", name.value))
                    .label("called like an earlier one")
                    .help("give one of them another name: ECS itself refuses the definition"),
            ));
        }
        let mut new = names::label(&name.value, names::LABEL, &name.value);
        if !taken.insert(new.clone()) {
            new = names::hashed(&new, names::LABEL, &name.value);
            taken.insert(new.clone());
        }
        if new != name.value {
            diags.tell(
                Finding::new(Code::Renamed, name.at, format!("the {what} `{}` became `{new}`", name.value))
                    .kubernetes("names are DNS labels; every reference in the output follows")
                    .help("nothing to do, unless scripts or dashboards use the old name"),
            );
        }
        renamed.0.push((name.value.clone(), new));
    }
    Ok(renamed)
}
