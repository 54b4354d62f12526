//! Which instance types EKS Auto Mode makes.
//!
//! "EKS Auto Mode supported instance reference" (Learn about Amazon EKS Auto Mode Managed instances, EKS User Guide): families
//! by name, more than one CPU, and neither nano, micro nor small; its built-in pools take less still ("Enable or Disable
//! Built-in NodePools").

/// The families that AWS lists.
const FAMILIES: &[&str] = &[
    "c8id", "c8i", "c8i-flex", "c8gd", "c8gn", "c8g", "c8a", "c8gb", "c7a", "c7g", "c7gn", "c7gd", "c7i", "c7i-flex",
    "c6a", "c6g", "c6i", "c6gn", "c6id", "c6in", "c6gd", "c5", "c5a", "c5d", "c5ad", "c5n", "c4", "m8id", "m8i",
    "m8i-flex", "m8a", "m8azn", "m8gn", "m8gb", "m8gd", "m8g", "m7i", "m7a", "m7g", "m7gd", "m7i-flex", "m6a", "m6i",
    "m6in", "m6g", "m6idn", "m6id", "m6gd", "m5", "m5a", "m5ad", "m5n", "m5dn", "m5d", "m5zn", "m4", "r8id", "r8i",
    "r8i-flex", "r8gn", "r8gb", "r8gd", "r8g", "r8a", "r7a", "r7iz", "r7gd", "r7i", "r7g", "r6a", "r6i", "r6id",
    "r6in", "r6idn", "r6g", "r6gd", "r5", "r5n", "r5a", "r5dn", "r5b", "r5ad", "r5d", "r4", "t4g", "t3", "t3a", "t2",
    "z1d", "x8aedz", "x8g", "x8i", "x2gd", "i8ge", "i7i", "i8g", "i7ie", "i4g", "i4i", "i3", "i3en", "is4gen", "d3",
    "d3en", "im4gn", "p6-b200", "p6-b300", "p5", "p5e", "p5en", "p4d", "p4de", "p3dn", "g7e", "g6", "gr6", "g6e",
    "g5g", "g5", "g4dn", "g4ad", "inf2", "inf1", "trn1", "trn1n", "trn2", "hpc8a", "x2iezn", "x2iedn", "x2idn",
];

/// Whether some node may be of this type, such as `m5.large`.
pub(super) fn is_made(kind: &str) -> bool {
    let (family, size) = parts(kind);
    is_family_made(family) && !is_too_small(family, size)
}

/// Whether some node may be of this family. The list grows at its new end: what is at least as new as the newest that is
/// listed of its category is left to whoever makes the pool.
pub(super) fn is_family_made(family: &str) -> bool {
    let (category, generation) = category_and_generation(family);
    let newest = FAMILIES
        .iter()
        .map(|listed| category_and_generation(listed))
        .filter(|(listed, _)| *listed == category)
        .map(|(_, generation)| generation)
        .max();
    FAMILIES.contains(&family) || newest.is_some_and(|newest| generation >= newest)
}

/// Whether a node of a built-in pool may be of this type.
pub(super) fn is_general(kind: &str) -> bool {
    is_made(kind) && is_family_general(parts(kind).0)
}

/// Whether a family is amd64, of category c, m or r, and of generation 5 or later: `g` after the number is Graviton.
pub(super) fn is_family_general(family: &str) -> bool {
    let (category, generation) = category_and_generation(family);
    let features =
        family.trim_start_matches(|c: char| c.is_ascii_lowercase()).trim_start_matches(|c: char| c.is_ascii_digit());
    ["c", "m", "r"].contains(&category) && generation >= 5 && !features.starts_with('g')
}

fn parts(kind: &str) -> (&str, &str) {
    kind.split_once('.').unwrap_or((kind, ""))
}

/// The letters before the number, and the number: 0 where there is none.
fn category_and_generation(family: &str) -> (&str, u32) {
    let start = family.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(family.len());
    let (category, rest) = family.split_at(start);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (generation, _) = rest.split_at(end);
    (category, generation.parse().unwrap_or(0))
}

/// A medium instance has one CPU, unless it is a burstable one.
fn is_too_small(family: &str, size: &str) -> bool {
    ["nano", "micro", "small"].contains(&size) || size == "medium" && category_and_generation(family).0 != "t"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_pools_make_new_families_of_amd64() {
        let made = ["c5", "m6i", "r7iz", "m5zn", "c8i-flex", "m10a"];
        let not_made = ["t3", "m4", "g5", "c6g", "r8gd", "inf2", "mac1", "x8i", "c", ""];
        assert!(made.iter().all(|family| is_family_general(family)));
        assert!(!not_made.iter().any(|family| is_family_general(family)));
    }

    #[test]
    fn types_are_of_listed_or_newer_families_and_have_two_cpus() {
        let made =
            ["t3.medium", "m6g.large", "c4.xlarge", "m9i.large", "c8in.large", "p6-b200.48xlarge", "im4gn.large"];
        let not_made = [
            "t3.micro",
            "m6g.medium",
            "c6g.medium",
            "h1.2xlarge",
            "p2.xlarge",
            "p3.2xlarge",
            "m1.large",
            "u-6tb1.56xlarge",
            "mac1.metal",
            "t1.micro",
            "",
        ];
        assert!(made.iter().all(|kind| is_made(kind)));
        assert!(!not_made.iter().any(|kind| is_made(kind)));
    }
}
