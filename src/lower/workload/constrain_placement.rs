//! On which of the cluster's nodes pods may run, beyond their platform.
//!
//! ECS: each `placementConstraints` of the kind `memberOf` must hold of the instance; none is taken on Fargate
//! ("TaskDefinitionPlacementConstraint", API reference). Kubernetes: one of `nodeSelectorTerms` must match, and all of its
//! expressions ("Assign Pods to Nodes"). So an expression is brought into alternatives, all expressions are multiplied
//! out, and attributes become labels. What people called an instance they must call the node; what no label says is told,
//! and the parts that must hold beside it are kept.

mod instance_types;
mod labels;
mod match_node_pools;
mod normal_form;
mod query;

use labels::Label;
pub(super) use labels::{CUSTOM, topology};
use normal_form::Alternatives;
use query::{Comparison, Expression, Operator};

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::PlacementConstraint;
use crate::ir::plan::{Affinity, NodeTerm, PodTerm, Requirement};
use crate::ir::{Spanned, Traced};
use crate::lower::names;
use crate::source::Leaf;

/// A label with the expression that asks for it.
type Asked = (Label, Leaf);

/// What the expressions came to.
struct Made {
    nodes: Alternatives<Asked>,
    beside: Vec<PodTerm>,
    apart: Vec<PodTerm>,
}

/// Decides which nodes the constraints leave.
pub(super) fn constrain(
    constraints: Vec<PlacementConstraint>,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<Option<Affinity>, Reported> {
    let mut failed = None;
    let mut made = Made { nodes: vec![Vec::new()], beside: Vec::new(), apart: Vec::new() };
    for PlacementConstraint { kind, expression } in constraints {
        if cx.launch.fargate {
            [kind.at, expression.at].into_iter().for_each(|at| diags.ignore(at, "ECS takes no constraint on Fargate"));
            continue;
        }
        diags.ignore(kind.at, "what stands beside it is required of a node, as it was of an instance");
        match query::parse(&expression.value) {
            Ok(parsed) => {
                let asked = add(parsed, &expression, &mut made, (cx, diags));
                if cx.auto_mode() {
                    failed = match_node_pools::judge(&asked, &expression, diags).err().or(failed);
                }
                tell_labels(asked.iter().flatten().flatten(), &expression, (cx, diags));
            }
            Err(fault) => failed = Some(tell_fault(&fault, &expression, diags)),
        }
    }
    if let Some(reported) = failed {
        return Err(reported);
    }
    let Made { nodes, beside, apart } = made;
    let nodes: Vec<NodeTerm> = nodes.into_iter().filter(|term| !term.is_empty()).map(node_term).collect();
    let nothing = nodes.is_empty() && beside.is_empty() && apart.is_empty();
    Ok((!nothing).then_some(Affinity { nodes, beside, apart }))
}

fn node_term(labels: Vec<Asked>) -> NodeTerm {
    let requirement = |(label, leaf): Asked| Requirement {
        label: label.name,
        operator: label.operator,
        values: Traced::new(label.values, vec![leaf]),
    };
    NodeTerm { requirements: labels.into_iter().map(requirement).collect() }
}

/// Adds one expression, part by part: each must hold. What each asks of a node is left.
fn add(
    parsed: Expression,
    expression: &Spanned<String>,
    made: &mut Made,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Vec<Alternatives<Label>> {
    let meaning = |comparison: &Comparison| labels::meaning(comparison, labels::families_of(cx.settings.target));
    let mut asked = Vec::new();
    for part in normal_form::conjuncts(parsed) {
        if let Expression::Is(comparison) = &part
            && comparison.subject == "task:group"
            && add_group(comparison, expression, made, diags)
        {
            continue;
        }
        let mut lost = Vec::new();
        let found = normal_form::alternatives(part, &meaning, &mut lost);
        let of_here = |label: &Label| (label.clone(), expression.leaf());
        let found: Option<Alternatives<Asked>> = found
            .map(|terms| terms.iter().map(|term| term.iter().map(of_here).collect()).collect())
            .filter(|_| lost.is_empty());
        let whole = found.as_ref().and_then(|found| normal_form::both(&made.nodes, found));
        match (found, whole) {
            (Some(found), Some(whole)) => {
                asked.push(found.into_iter().map(|term| term.into_iter().map(|(label, _)| label).collect()).collect());
                made.nodes = whole;
            }
            (_, _) if lost.is_empty() => tell_too_many(expression, cx, diags),
            (_, _) => lost.iter().for_each(|comparison| tell_lost(comparison, expression, (cx, diags))),
        }
    }
    asked
}

/// Pods that must or must not run on the node. False where it is asked in a way that pods cannot be asked for.
fn add_group(comparison: &Comparison, expression: &Spanned<String>, made: &mut Made, diags: &mut Diagnostics) -> bool {
    let (terms, how) = match comparison.operator {
        Operator::Equal => (&mut made.beside, "where one"),
        Operator::In if comparison.arguments.len() == 1 => (&mut made.beside, "where one"),
        Operator::NotEqual | Operator::NotIn => (&mut made.apart, "where none"),
        Operator::In
        | Operator::Greater
        | Operator::GreaterEqual
        | Operator::Less
        | Operator::LessEqual
        | Operator::Exists
        | Operator::NotExists
        | Operator::Matches
        | Operator::NotMatches => return false,
    };
    let Some(workloads) = comparison.arguments.iter().map(|group| workload(group)).collect::<Option<Vec<_>>>() else {
        return false;
    };
    for workload in workloads {
        diags.tell(
            Finding::new(
                Code::PlacementGroup,
                expression.at,
                format!("tasks were placed by where those of `{workload}` ran"),
            )
            .kubernetes(format!(
                "pods run on nodes {how} of app.kubernetes.io/name={workload} runs, in the same namespace"
            ))
            .help("nothing to do, unless that workload bears another name here"),
        );
        terms.push(PodTerm { workload: expression.with(workload) });
    }
    true
}

/// The workload that a service or a family becomes; `None` for a group of another kind, or a name that would be cut.
fn workload(group: &str) -> Option<String> {
    let name = group.strip_prefix("service:").or_else(|| group.strip_prefix("family:"))?;
    let short = !names::slug(name).is_empty() && names::slug(name).len() <= names::WORKLOAD - 2;
    short.then(|| names::with_letter_first(names::slug(name)))
}

/// Labels that no node has by itself.
fn tell_labels<'a>(
    asked: impl Iterator<Item = &'a Label>,
    expression: &Spanned<String>,
    (cx, diags): (&Context, &mut Diagnostics),
) {
    // EKS Auto Mode labels its nodes with their families.
    let family = |label: &Label| !cx.auto_mode() && labels::FAMILIES.contains(&label.name.as_str());
    let by_people = |label: &&Label| label.name.starts_with(labels::CUSTOM) || family(label);
    let mut names: Vec<String> = asked
        .filter(by_people)
        .map(|label| match label.values.as_slice() {
            [only] if label.operator == crate::ir::plan::Operator::In => format!("{}={only}", label.name),
            _ => label.name.clone(),
        })
        .collect();
    names.sort();
    names.dedup();
    if names.is_empty() {
        return;
    }
    let family = names.iter().any(|name| labels::FAMILIES.iter().any(|family| name.starts_with(family)));
    let meaning = if family {
        "a pattern becomes the family that it begins with (`t3.*` no longer takes t3a); Karpenter and Auto Mode label nodes with it, node groups do not"
    } else {
        "a node has no attributes: what an instance was given must be given to the node as a label"
    };
    diags.tell(
        Finding::new(Code::PlacementLabels, expression.at, "the placement asks for labels that someone must set")
            .kubernetes(meaning)
            .help(format!("{}: {}", how_to_label(cx), names.join(", "))),
    );
}

pub(super) fn how_to_label(cx: &Context) -> &'static str {
    if cx.auto_mode() {
        "make a NodePool whose template has the labels (those of the built-in pools cannot be changed)"
    } else {
        "label the node groups or node pools"
    }
}

/// What to do where no label says what the placement asks for.
fn how_to_select(cx: &Context) -> String {
    let (how, them) =
        if cx.auto_mode() { (how_to_label(cx), "them") } else { ("label the nodes that match", "that label") };
    format!("{how}, and ask for {them} in `nodeSelector` of values.override.yaml")
}

fn tell_lost(comparison: &Comparison, expression: &Spanned<String>, (cx, diags): (&Context, &mut Diagnostics)) {
    diags.tell(
        Finding::new(
            Code::PlacementByHand,
            expression.at,
            format!("`{}` cannot be asked of a node", comparison.text()),
        )
        .kubernetes(format!("{}; pods are placed without it", labels::why_not(comparison)))
        .help(format!("{}; or leave it out", how_to_select(cx))),
    );
}

fn tell_too_many(expression: &Spanned<String>, cx: &Context, diags: &mut Diagnostics) {
    diags.tell(
        Finding::new(
            Code::PlacementByHand,
            expression.at,
            format!("the placement comes to more than {} alternatives", normal_form::MOST),
        )
        .kubernetes("pods are placed without the part that makes them so many")
        .help(how_to_select(cx)),
    );
}

fn tell_fault(fault: &query::Fault, expression: &Spanned<String>, diags: &mut Diagnostics) -> Reported {
    diags.error(
        Finding::new(
            Code::PlacementExpression,
            expression.at,
            format!("the expression cannot be read from its character {} on", fault.position),
        )
        .label(format!("{} belongs there", fault.expected))
        .kubernetes("where pods may run is not known")
        .help("write it as the cluster query language has it: ECS itself refuses the definition"),
    )
}
