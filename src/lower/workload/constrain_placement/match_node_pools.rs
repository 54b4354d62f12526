//! Whether EKS Auto Mode makes nodes that a placement expression leaves.
//!
//! ECS: tasks are placed among the instances that are there. EKS Auto Mode: a node is made for pods that wait, by a
//! NodePool that admits it; the built-in pools make amd64 nodes of the categories c, m and r from generation 5 on ("Enable or
//! Disable Built-in NodePools", EKS User Guide). None is ever on Windows, nor of the sizes nano, micro and small, nor labelled
//! by Karpenter ("Learn about Amazon EKS Auto Mode Managed instances", "Create a Node Pool for EKS Auto Mode"). So what no
//! pool can make is refused, and a pool that someone must make is named.

use super::labels::{FAMILIES, INSTANCE_TYPE, Label};
use super::normal_form::Alternatives;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::Spanned;
use crate::ir::plan::Operator;

const TOO_SMALL: [&str; 3] = ["nano", "micro", "small"];

/// Looks at the parts of one expression, of which each must hold.
pub(super) fn judge(
    parts: &[Alternatives<Label>],
    expression: &Spanned<String>,
    diags: &mut Diagnostics,
) -> Result<(), Reported> {
    if parts.iter().any(|part| part.iter().all(|term| term.iter().any(is_never_made))) {
        return Err(diags.error(
            Finding::new(Code::AutoModeUnsupported, expression.at, "the placement leaves no node of EKS Auto Mode")
                .label("Windows, or sizes below medium")
                .kubernetes("no node would ever take its pods")
                .help("ask for other instance types, or convert with `--target ec2` for a node group beside Auto Mode"),
        ));
    }
    tell_families(parts, expression, diags);
    if parts.iter().any(|part| !part.iter().any(|term| term.iter().all(is_made_by_built_in_pool))) {
        let words = wanted(parts);
        diags.tell(
            Finding::new(Code::AutoModeNodePool, expression.at, "the placement leaves no node of the built-in pools")
                .kubernetes("its pods wait: they make amd64 nodes of c, m and r from generation 5 on")
                .help(format!(
                    "make a NodePool whose requirements admit {words}, of types that EKS Auto Mode supports"
                )),
        );
    }
    Ok(())
}

/// A pattern takes more than a family: `c5.*` takes c5a too.
fn tell_families(parts: &[Alternatives<Label>], expression: &Spanned<String>, diags: &mut Diagnostics) {
    let mut families: Vec<&str> = labels_of(parts)
        .filter(|label| FAMILIES.contains(&label.name.as_str()))
        .flat_map(|label| &label.values)
        .map(String::as_str)
        .collect();
    families.sort_unstable();
    families.dedup();
    if families.is_empty() {
        return;
    }
    diags.tell(
        Finding::new(
            Code::InstanceFamily,
            expression.at,
            format!("the pattern becomes the instance family {}", families.join(", ")),
        )
        .kubernetes("nodes are labelled with their family: others whose names begin alike (c5a for `c5.*`) are not meant any more")
        .help("nothing to do; to take more families, name each: `(c5|c5a).*`"),
    );
}

fn labels_of(parts: &[Alternatives<Label>]) -> impl Iterator<Item = &Label> {
    parts.iter().flatten().flatten()
}

/// The types, families and architectures that are asked for.
fn wanted(parts: &[Alternatives<Label>]) -> String {
    let mut all: Vec<String> = labels_of(parts)
        .filter(|label| label.operator == Operator::In && !is_made_by_built_in_pool(label))
        .map(|label| format!("`{}` in {}", label.name, label.values.join(", ")))
        .collect();
    all.sort();
    all.dedup();
    all.join(" or ")
}

fn is_never_made(label: &Label) -> bool {
    let all = |of: fn(&str) -> bool| label.operator == Operator::In && label.values.iter().all(|value| of(value));
    match label.name.as_str() {
        "kubernetes.io/os" => all(|system| system == "windows"),
        INSTANCE_TYPE => all(is_too_small),
        _ => false,
    }
}

fn is_made_by_built_in_pool(label: &Label) -> bool {
    let some = |of: fn(&str) -> bool| label.operator != Operator::In || label.values.iter().any(|value| of(value));
    match label.name.as_str() {
        "kubernetes.io/arch" => some(|architecture| architecture == "amd64"),
        INSTANCE_TYPE => some(|kind| !is_too_small(kind) && is_general(kind.split('.').next().unwrap_or_default())),
        name if FAMILIES.contains(&name) => some(is_general),
        _ => true,
    }
}

fn is_too_small(kind: &str) -> bool {
    kind.rsplit('.').next().is_some_and(|size| TOO_SMALL.contains(&size))
}

/// Whether a family is amd64, of category c, m or r, and of generation 5 or later: `g` after the number is Graviton.
fn is_general(family: &str) -> bool {
    let Some(rest) = family.strip_prefix(['c', 'm', 'r']) else { return false };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (generation, features) = rest.split_at(end);
    generation.parse::<u32>().is_ok_and(|generation| generation >= 5) && !features.starts_with('g')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_pools_make_new_families_of_amd64() {
        let made = ["c5", "m6i", "r7iz", "m5zn", "c8i-flex", "m10a"];
        let not_made = ["t3", "m4", "g5", "c6g", "r8gd", "inf2", "mac1", "x8i", "c", ""];
        assert!(made.iter().all(|family| is_general(family)));
        assert!(!not_made.iter().any(|family| is_general(family)));
    }
}
