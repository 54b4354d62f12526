//! Resources of containers and pods.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ResourceRequirements;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::trace::Below;
use crate::ir::plan::{PodResources, Resources};

/// Writes a container's requests and limits.
pub(super) fn container(plan: Resources, out: &mut Below) -> Option<ResourceRequirements> {
    let Resources { cpu_request, cpu_limit, memory_request, memory_limit, disk, devices, remark: _ } = plan;
    let mut out = out.below("resources");
    let requests = vec![
        ("cpu".to_owned(), out.put_option("requests.cpu", cpu_request).map(cpu)),
        ("memory".to_owned(), out.put_option("requests.memory", memory_request).map(memory)),
        (
            "ephemeral-storage".to_owned(),
            out.put_option("requests.ephemeral-storage", disk).map(|gib| format!("{gib}Gi")),
        ),
    ];
    let mut limits = vec![
        ("cpu".to_owned(), out.put_option("limits.cpu", cpu_limit).map(cpu)),
        ("memory".to_owned(), out.put_option("limits.memory", memory_limit).map(memory)),
    ];
    for (name, number) in devices {
        // Their requests are their limits, which the API server fills in.
        let number = out.put(&format!("limits[{name}]"), number);
        limits.push((name, Some(number.to_string())));
    }
    requirements(requests, limits)
}

/// Writes a pod's budget: asked for and limited alike.
pub(super) fn pod(plan: PodResources, out: &mut Below) -> Option<ResourceRequirements> {
    let PodResources { cpu: millicores, memory: mib, remark: _ } = plan;
    let mut out = out.below("resources");
    let amounts = || {
        vec![
            ("cpu".to_owned(), millicores.as_ref().map(|part| cpu(part.value))),
            ("memory".to_owned(), mib.as_ref().map(|part| memory(part.value))),
        ]
    };
    let requirements = requirements(amounts(), amounts());
    out.put_option("limits.cpu", millicores);
    out.put_option("limits.memory", mib);
    requirements
}

fn requirements(
    requests: Vec<(String, Option<String>)>,
    limits: Vec<(String, Option<String>)>,
) -> Option<ResourceRequirements> {
    let map = |amounts: Vec<(String, Option<String>)>| {
        let map: BTreeMap<String, Quantity> =
            amounts.into_iter().filter_map(|(name, amount)| amount.map(|amount| (name, Quantity(amount)))).collect();
        (!map.is_empty()).then_some(map)
    };
    let (requests, limits) = (map(requests), map(limits));
    (requests.is_some() || limits.is_some()).then_some(ResourceRequirements { requests, limits, claims: None })
}

/// Whole CPUs are written as such: the API server would store them so.
fn cpu(millicores: i64) -> String {
    if millicores % 1000 == 0 { (millicores / 1000).to_string() } else { format!("{millicores}m") }
}

fn memory(mib: i64) -> String {
    format!("{mib}Mi")
}
