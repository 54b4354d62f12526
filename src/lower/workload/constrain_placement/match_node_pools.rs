//! Whether EKS Auto Mode makes nodes that a placement expression leaves.
//!
//! ECS: tasks are placed among the instances that are there. EKS Auto Mode: a node is made for pods that wait, by a
//! NodePool that admits it; the built-in pools make amd64 nodes of the categories c, m and r from generation 5 on ("Enable or
//! Disable Built-in NodePools", EKS User Guide). None is ever on Windows, nor of a type that AWS does not list, nor labelled
//! by Karpenter ("Learn about Amazon EKS Auto Mode Managed instances", "Create a Node Pool for EKS Auto Mode"). So what no
//! pool can make is refused, and a pool that someone must make is named.

use super::instance_types;
use super::labels::{FAMILIES, INSTANCE_TYPE, Label};
use super::normal_form::Alternatives;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::Spanned;
use crate::ir::plan::Operator;

/// Looks at the parts of one expression, of which each must hold.
pub(super) fn judge(
    parts: &[Alternatives<Label>],
    expression: &Spanned<String>,
    diags: &mut Diagnostics,
) -> Result<(), Reported> {
    if let Some(why) = parts.iter().find_map(why_never_made) {
        return Err(diags.error(
            Finding::new(Code::AutoModeUnsupported, expression.at, "the placement leaves no node of EKS Auto Mode")
                .label(why)
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
        .filter(|label| label.operator == Operator::In && !is_made_by_built_in_pool(label) && !is_of_no_type(label))
        .map(|label| {
            let values = made(label).unwrap_or_else(|| label.values.iter().map(String::as_str).collect());
            format!("`{}` in {}", label.name, values.join(", "))
        })
        .collect();
    all.sort();
    all.dedup();
    all.join(" or ")
}

/// Why no node fits a part, of which one alternative must hold; `None` where one may.
fn why_never_made(part: &Alternatives<Label>) -> Option<&'static str> {
    if part.iter().all(|term| term.iter().any(is_windows)) {
        Some("EKS Auto Mode has Linux nodes only")
    } else if part.iter().all(|term| term.iter().any(|label| is_windows(label) || is_of_no_type(label))) {
        Some("EKS Auto Mode makes no nodes of these types")
    } else {
        None
    }
}

fn is_windows(label: &Label) -> bool {
    label.name == "kubernetes.io/os"
        && label.operator == Operator::In
        && label.values.iter().all(|system| system == "windows")
}

fn is_of_no_type(label: &Label) -> bool {
    label.operator == Operator::In && made(label).is_some_and(|made| made.is_empty())
}

/// Of the types or families that a label lists, those that are ever made; `None` for other labels.
fn made(label: &Label) -> Option<Vec<&str>> {
    let is_made = match label.name.as_str() {
        INSTANCE_TYPE => instance_types::is_made,
        name if FAMILIES.contains(&name) => instance_types::is_family_made,
        _ => return None,
    };
    Some(label.values.iter().map(String::as_str).filter(|value| is_made(value)).collect())
}

fn is_made_by_built_in_pool(label: &Label) -> bool {
    let some = |of: fn(&str) -> bool| label.operator != Operator::In || label.values.iter().any(|value| of(value));
    match label.name.as_str() {
        "kubernetes.io/arch" => some(|architecture| architecture == "amd64"),
        INSTANCE_TYPE => some(instance_types::is_general),
        name if FAMILIES.contains(&name) => some(instance_types::is_family_general),
        _ => true,
    }
}
