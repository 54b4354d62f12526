//! Pods over zones and nodes.
//!
//! ECS: `placementStrategy` prefers instances in its order, as far as there is room: spread over a field, packed by a
//! resource, or at random; without one, tasks are spread over zones ("Use strategies to define Amazon ECS task placement"),
//! and moved to stay even where that is enabled ("Amazon ECS availability zone rebalancing"). Kubernetes: a spread
//! constraint counts when a pod is scheduled, and never moves one ("Pod Topology Spread Constraints"); packing is a setting
//! of the scheduler, for all pods. So constraints are written in the order of the strategy, and ask without insisting: one
//! that insists would leave pods waiting when a zone is lost. EKS Fargate takes none: pods come into the subnets of their
//! profile ("Define which Pods use AWS Fargate when launched", EKS User Guide).

use super::take_service_apart::Around;
use super::{Context, Kind, constrain_placement};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{PlacementStrategy, StrategyKind};
use crate::ir::{Spanned, Traced};

const ZONE: &str = "topology.kubernetes.io/zone";

/// Decides over which labels of nodes pods are spread, the most important first.
pub(super) fn spread(around: &Around, cx: &Context, diags: &mut Diagnostics) -> Vec<Traced<String>> {
    let (rebalancing, strategy) = (around.rebalancing.as_ref(), &around.strategy);
    if cx.on_fargate() {
        let reason = "EKS Fargate knows no spread constraints: pods come into the subnets of their profile";
        return pass_over(rebalancing, strategy, reason, diags);
    }
    if cx.kind != Kind::Service {
        let reason = "a pod on each node is spread by that alone";
        return pass_over(rebalancing, strategy, reason, diags);
    }
    if cx.launch.fargate {
        pass_over(None, strategy, "ECS takes no strategy on Fargate", diags);
    }
    let strategy: &[PlacementStrategy] = if cx.launch.fargate { &[] } else { strategy };
    let mut keys: Vec<Traced<String>> = Vec::new();
    for PlacementStrategy { kind, field } in strategy {
        let Some(key) = key(kind, field.as_ref(), (cx, diags)) else { continue };
        keys.push(key);
    }
    match (rebalancing, keys.iter_mut().find(|key| key.value == ZONE)) {
        (Some(found), Some(zone)) if found.value => zone.from.push(found.leaf()),
        (Some(found), None) if found.value => keys.insert(0, found.with(ZONE.to_owned())),
        (Some(found), _) => {
            diags.ignore(found.at, "pods are spread over zones when they are scheduled, and not moved afterwards");
        }
        (None, _) => {}
    }
    if keys.is_empty() && strategy.is_empty() {
        keys.push(Traced::implied(ZONE.to_owned()));
    }
    keys
}

fn pass_over(
    rebalancing: Option<&Spanned<bool>>,
    strategy: &[PlacementStrategy],
    reason: &'static str,
    diags: &mut Diagnostics,
) -> Vec<Traced<String>> {
    let of_strategy = strategy.iter().flat_map(|one| [Some(one.kind.at), one.field.as_ref().map(|field| field.at)]);
    let places = rebalancing.map(|found| found.at).into_iter().chain(of_strategy.flatten());
    places.for_each(|at| diags.ignore(at, reason));
    Vec::new()
}

/// The label of nodes over which one entry spreads.
fn key(
    kind: &Spanned<StrategyKind>,
    field: Option<&Spanned<String>>,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Option<Traced<String>> {
    match (kind.value, field) {
        (StrategyKind::Random, field) => {
            let reason = "among nodes that fit alike the scheduler takes any";
            field.map(|field| field.at).into_iter().chain([kind.at]).for_each(|at| diags.ignore(at, reason));
            None
        }
        (StrategyKind::Binpack, field) => {
            tell_of_packing(kind, field, diags);
            None
        }
        (StrategyKind::Spread, None) => {
            diags.ignore(kind.at, "without a field it spreads over nothing");
            None
        }
        (StrategyKind::Spread, Some(field)) => {
            let label = match field.value.as_str() {
                "instanceId" | "host" => Some("kubernetes.io/hostname".to_owned()),
                other => constrain_placement::topology(other),
            };
            let Some(label) = label else {
                tell_of_field(kind, field, (cx, diags));
                return None;
            };
            if label.starts_with(constrain_placement::CUSTOM) {
                diags.tell(
                    Finding::new(
                        Code::PlacementLabels,
                        field.at,
                        "tasks are spread over an attribute that someone set",
                    )
                    .kubernetes(
                        "a node has no attributes: what an instance was given must be given to the node as a label",
                    )
                    .help(format!("{}: {label}", constrain_placement::how_to_label(cx))),
                );
            }
            Some(field.with(label).and([kind.leaf()]))
        }
    }
}

fn tell_of_packing(kind: &Spanned<StrategyKind>, field: Option<&Spanned<String>>, diags: &mut Diagnostics) {
    let by = field.map_or_else(String::new, |field| format!(" by {}", field.value));
    diags.tell(
        Finding::new(Code::BinPacking, kind.at, format!("tasks were packed{by} onto as few instances as they fit on"))
            .also(field.map(|field| field.at))
            .kubernetes("the scheduler prefers nodes with room; packing is a setting of the whole cluster, not of a workload")
            .help("nothing to do where Karpenter or EKS Auto Mode consolidates nodes; else let the scheduler score by `MostAllocated`"),
    );
}

fn tell_of_field(kind: &Spanned<StrategyKind>, field: &Spanned<String>, (cx, diags): (&Context, &mut Diagnostics)) {
    let (how, them) = if cx.auto_mode() {
        (constrain_placement::how_to_label(cx), "them")
    } else {
        ("label the nodes with it", "that label")
    };
    diags.tell(
        Finding::new(Code::PlacementByHand, field.at, format!("`{}` cannot be asked of a node", field.value))
            .also([kind.at])
            .kubernetes("no label of a node says it; pods are spread without it")
            .help(format!(
                "{how}, and add a constraint on {them} to `topologySpreadConstraints` in values.override.yaml"
            )),
    );
}
