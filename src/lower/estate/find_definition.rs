//! Which revision of a task definition a service means.
//!
//! ECS: `taskDefinition` is an ARN, `family:revision`, or a family, which is its newest active revision; a family is one
//! of an account and a region ("Service", API reference).

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::ecs::{Document, RevisionStatus, TaskDefinition};
use crate::lower::arn::{Arn, Home};

/// Task definitions by what services call them.
pub(super) struct Definitions {
    pub(super) all: Vec<(Document<TaskDefinition>, bool)>,
    /// Several of one name are of several accounts or regions.
    by_name: BTreeMap<String, Vec<usize>>,
    /// The newest revision of each family.
    pub(super) newest: BTreeSet<usize>,
}

impl Definitions {
    pub(super) fn index(mut documents: Vec<Document<TaskDefinition>>) -> Self {
        documents.sort_by(|a, b| a.key.cmp(&b.key));
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut newest: BTreeMap<Family, ((bool, i64), usize)> = BTreeMap::new();
        for (index, document) in documents.iter().enumerate() {
            let (family, revision) = family_and_revision(document);
            let status = document.value.as_ref().and_then(|value| value.identity.status.as_ref());
            let active = status.is_none_or(|status| status.value == RevisionStatus::Active);
            let rank = (active, revision.unwrap_or(i64::MAX));
            by_name.entry(document.key.clone()).or_default().push(index);
            if let Some(revision) = revision {
                by_name.entry(format!("{}:{revision}", family.name)).or_default().push(index);
            }
            let slot = newest.entry(family).or_insert((rank, index));
            if rank > slot.0 {
                *slot = (rank, index);
            }
        }
        for (family, (_, index)) in &newest {
            let named = by_name.entry(family.name.clone()).or_default();
            if !named.contains(index) {
                named.push(*index);
            }
        }
        let newest = newest.into_values().map(|(_, index)| index).collect();
        Definitions { all: documents.into_iter().map(|document| (document, false)).collect(), by_name, newest }
    }

    /// The revision that a service names; it then counts as run. Of several the one of the service's own account and region.
    pub(super) fn run(&mut self, name: &str, home: &Home) -> Option<&Document<TaskDefinition>> {
        let short = name.rsplit('/').next().unwrap_or(name);
        // An export without ARNs still says which revision it is.
        let by_arn = |index: &&usize| self.all.get(**index).is_some_and(|(found, _)| Arn::parse(&found.key).is_none());
        let index = match self.by_name.get(name) {
            Some(found) => found.iter().find(|index| self.lives_in(**index, home)).or(found.first()),
            None if Arn::parse(name).is_some() => self.by_name.get(short)?.iter().find(by_arn),
            None => None,
        };
        let (document, run) = self.all.get_mut(*index?)?;
        *run = true;
        Some(document)
    }

    fn lives_in(&self, index: usize, home: &Home) -> bool {
        let arn = self.all.get(index).and_then(|(document, _)| Arn::parse(&document.key));
        arn.is_some_and(|arn| home.account.as_ref() == Some(&arn.account) && home.region.as_ref() == Some(&arn.region))
    }
}

/// A family is one of an account and a region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Family {
    place: String,
    pub(super) name: String,
}

/// From the document itself, else from its ARN.
pub(super) fn family_and_revision(document: &Document<TaskDefinition>) -> (Family, Option<i64>) {
    let place = Arn::parse(&document.key).map_or_else(String::new, |arn| format!("{}/{}", arn.account, arn.region));
    if let Some(value) = &document.value {
        let revision = value.identity.revision.as_ref().map(|revision| revision.value);
        return (Family { place, name: value.identity.family.value.clone() }, revision);
    }
    let name = document.key.rsplit('/').next().unwrap_or(&document.key);
    match name.split_once(':') {
        Some((family, revision)) => (Family { place, name: family.to_owned() }, revision.parse().ok()),
        None => (Family { place, name: name.to_owned() }, None),
    }
}
