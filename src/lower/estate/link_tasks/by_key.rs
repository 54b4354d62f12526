//! Documents by what others call them.

use std::collections::BTreeMap;

use crate::ir::ecs::Document;
use crate::source::At;

/// Indices of documents by key.
pub(super) fn by_key<T>(documents: &[Document<T>]) -> BTreeMap<String, usize> {
    documents.iter().enumerate().map(|(index, document)| (document.key.clone(), index)).collect()
}

/// The same where several documents have one key.
pub(super) fn all_by_key<T>(documents: &[Document<T>]) -> BTreeMap<String, Vec<usize>> {
    let mut all: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        all.entry(document.key.clone()).or_default().push(index);
    }
    all
}

/// The attributes of each thing that has some.
pub(super) fn attributes_by_key(attributes: &[(String, At)]) -> BTreeMap<String, Vec<At>> {
    let mut all: BTreeMap<String, Vec<At>> = BTreeMap::new();
    for (key, at) in attributes {
        all.entry(key.clone()).or_default().push(*at);
    }
    all
}
