//! What was said of each node of the inputs, for a quick look-up.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Finding};
use crate::report::Run;
use crate::source::{At, Leaf};

/// Marks by file and node.
pub(super) struct Marks<'a> {
    ignored: Vec<Vec<Option<&'static str>>>,
    /// Reasons that were given for one node, not for what holds it.
    own: Vec<Vec<Option<&'static str>>>,
    refused: Vec<Vec<Option<Code>>>,
    findings: BTreeMap<Leaf, Vec<&'a Finding>>,
}

impl<'a> Marks<'a> {
    pub(super) fn of(run: &'a Run) -> Self {
        let mut marks = Marks { ignored: Vec::new(), own: Vec::new(), refused: Vec::new(), findings: BTreeMap::new() };
        for ignored in run.diags.ignored() {
            fill(&mut marks.ignored, ignored.at, ignored.reason);
            if is_one_node(ignored.at) {
                fill(&mut marks.own, ignored.at, ignored.reason);
            }
        }
        // Of two errors that refused a node the narrower one counts, whichever input was read first.
        let mut refused: Vec<_> = run.diags.refused().iter().collect();
        refused.sort_by_key(|refused| (refused.at.past - refused.at.first, refused.code));
        for refused in refused {
            fill(&mut marks.refused, refused.at, refused.code);
        }
        for finding in run.diags.findings() {
            for at in std::iter::once(&finding.at).chain(&finding.also) {
                for node in at.first..at.past {
                    marks.findings.entry(Leaf { file: at.span.file, node }).or_default().push(finding);
                }
            }
        }
        marks
    }

    /// Why a leaf has no meaning on the target.
    pub(super) fn ignored(&self, leaf: Leaf) -> Option<&'static str> {
        at(&self.ignored, leaf)
    }

    /// Why a leaf itself has no meaning, where something else was found about what holds it.
    pub(super) fn own_reason(&self, leaf: Leaf, workload: Option<&str>) -> Option<&'static str> {
        let reason = at(&self.own, leaf)?;
        let exactly = |place: &At| is_one_node(*place) && place.leaf() == leaf;
        let mut findings = self.findings(leaf, workload);
        let about_it = findings.any(|finding| std::iter::once(&finding.at).chain(&finding.also).any(exactly));
        (!about_it).then_some(reason)
    }

    /// The code of the error that kept a leaf from being looked at.
    pub(super) fn refused(&self, leaf: Leaf) -> Option<Code> {
        at(&self.refused, leaf)
    }

    /// What was found about a leaf, for one workload or for all.
    pub(super) fn findings(&self, leaf: Leaf, workload: Option<&str>) -> impl Iterator<Item = &'a Finding> {
        let all = self.findings.get(&leaf).map(Vec::as_slice).unwrap_or_default();
        let workload = workload.map(str::to_owned);
        all.iter().copied().filter(move |finding| match (&finding.workload, &workload) {
            (Some(of), Some(wanted)) => of == wanted,
            (None, _) | (_, None) => true,
        })
    }
}

fn is_one_node(place: At) -> bool {
    place.past == place.first + 1
}

fn at<T: Copy>(files: &[Vec<Option<T>>], leaf: Leaf) -> Option<T> {
    *files.get(leaf.file as usize)?.get(leaf.node as usize)?
}

/// What was said of an inner node counts before what was said of the nodes around it, whichever was said first.
fn fill<T: Copy>(files: &mut Vec<Vec<Option<T>>>, at: At, mark: T) {
    let file = at.span.file as usize;
    if files.len() <= file {
        files.resize_with(file + 1, Vec::new);
    }
    let Some(nodes) = files.get_mut(file) else { return };
    if nodes.len() < at.past as usize {
        nodes.resize(at.past as usize, None);
    }
    let range = nodes.get_mut(at.first as usize..at.past as usize).unwrap_or_default();
    range.iter_mut().for_each(|node| {
        node.get_or_insert(mark);
    });
}
