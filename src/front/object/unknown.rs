//! Keys that nobody asked for.

use super::Object;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::guide;
use crate::source::At;

impl Object {
    /// Reports what was left, with what may have been meant.
    pub(super) fn report_unknown(self, diags: &mut Diagnostics) {
        let Object { entries, asked, .. } = self;
        for entry in entries {
            let close = asked.iter().filter_map(|known| Some((alike(known, &entry.key)?, *known))).min();
            let at = At { span: entry.key_span, ..entry.node.at };
            let finding =
                Finding::new(Code::UnknownField, at, format!("`{}` is not a field that ECS knows here", entry.key))
                    .kubernetes("nothing is made of it");
            // A letter too many or too few is a slip of the hand; more is the name of something else, if there is one.
            diags.tell(match (close, guide::elsewhere(&entry.key)) {
                (Some((distance, known)), other) if distance < 3 || other.is_none() => {
                    finding.help(format!("did you mean `{known}`?"))
                }
                (_, Some(path)) => finding.help(format!("did you mean `{path}`, which stands elsewhere?")),
                (_, None) => finding.help("take it out, or tell us if AWS has added it"),
            });
        }
    }
}

/// How far a name is from another that it may be meant for: spelt alike, or begun alike.
fn alike(known: &str, key: &str) -> Option<usize> {
    let (known, key) = (known.to_lowercase(), key.to_lowercase());
    let distance = strsim::osa_distance(&known, &key);
    let begun = strsim::jaro_winkler(&known, &key) > 0.85;
    (distance * 3 <= known.len() || begun).then_some(distance)
}
