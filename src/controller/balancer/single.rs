//! Settings of which a load balancer has one.

use std::collections::BTreeSet;

use crate::controller::fault::Fault;
use crate::controller::group::Group;
use crate::controller::objects::ClassParams;

/// What the members say, if they say anything: a class wins over the annotation of its own Ingresses, a member that says
/// nothing is no conflict, and two values are one.
pub(super) fn one_value(
    group: &Group,
    key: &str,
    of_class: impl Fn(&ClassParams) -> Option<&str>,
) -> Result<Option<String>, Fault> {
    let mut said = BTreeSet::new();
    for member in &group.members {
        said.extend(of_class(member.class).or_else(|| member.annotations().text(key)).map(str::to_owned));
    }
    let mut said = said.into_iter();
    match (said.next(), said.next()) {
        (Some(one), Some(other)) => Err(Fault::build(format!("`{key}` is both `{one}` and `{other}`"))),
        (first, _) => Ok(first),
    }
}

/// One of the words that are known.
pub(super) fn one_word(
    group: &Group,
    key: &str,
    of_class: impl Fn(&ClassParams) -> Option<&str>,
    words: &[&str],
) -> Result<String, Fault> {
    let default = words.first().copied().unwrap_or_default();
    let word = one_value(group, key, of_class)?.unwrap_or_else(|| default.to_owned());
    if words.contains(&word.as_str()) { Ok(word) } else { Err(Fault::build(format!("`{key}`: `{word}` is not known"))) }
}
