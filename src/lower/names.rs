//! Names that Kubernetes takes, from names that ECS took.

use sha2::{Digest, Sha256};

/// Longest name of a workload: with `-<10 characters>` and `-<5 characters>` a pod's name still is a DNS label.
pub(crate) const WORKLOAD: usize = 46;
/// Longest DNS label (Kubernetes documentation, "Object Names and IDs").
pub(crate) const LABEL: usize = 63;
/// Longest name of a container port (Kubernetes API reference, "ContainerPort").
pub(crate) const PORT: usize = 15;

/// The first `digits` hexadecimal digits of the text's SHA-256.
pub(crate) fn short_hash(text: &str, digits: usize) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>().chars().take(digits).collect()
}

/// Lower case, with a dash for everything that is no letter and no digit, none at the ends.
pub(crate) fn slug(name: &str) -> String {
    let mapped: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' })
        .collect();
    mapped.trim_matches('-').to_owned()
}

/// A DNS label of at most `limit` characters. A name that had to be cut, or that left nothing, gets a hash of `identity`.
pub(crate) fn label(name: &str, limit: usize, identity: &str) -> String {
    let slug = slug(name);
    if slug.is_empty() {
        return format!("x-{}", short_hash(identity, 6));
    }
    if slug.len() <= limit { slug } else { hashed(&slug, limit, identity) }
}

/// The name with six digits of a hash at its end, within the limit.
pub(crate) fn hashed(name: &str, limit: usize, identity: &str) -> String {
    let head: String = name.chars().take(limit.saturating_sub(7)).collect();
    format!("{}-{}", head.trim_end_matches('-'), short_hash(identity, 6))
}

/// A name that a Service may bear as well: it begins with a letter.
pub(crate) fn with_letter_first(name: String) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("e-{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_legal() {
        assert_eq!(label("My_App", WORKLOAD, "id"), "my-app");
        assert_eq!(label("__", WORKLOAD, "id"), format!("x-{}", short_hash("id", 6)));
        assert_eq!(with_letter_first(label("9lives", WORKLOAD, "id")), "e-9lives");
        let long = label(&"a".repeat(300), WORKLOAD, "id");
        assert_eq!(long.len(), WORKLOAD);
        assert_ne!(long, label(&"a".repeat(300), WORKLOAD, "other"));
    }
}
