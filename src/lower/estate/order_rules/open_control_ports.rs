//! Ports on which an agent beside a container says how many requests it takes.
//!
//! Elastic Load Balancing: `TargetControlPort` of a target group ("Target optimizer", User Guide for Application Load
//! Balancers). The controller takes it from an annotation of the Ingress, whose key holds the Service and its port as the
//! Ingress spells them (measured with controller 3.5.0).

use std::collections::BTreeMap;

use super::listening::Lead;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::TargetGroup;
use crate::ir::{Spanned, Traced};

/// Kubernetes, "Annotations": the part of a key after the slash.
const LONGEST: usize = 63;

/// By Service and port, for the Ingress that leads there.
pub(super) fn of<'a>(
    leads: impl Iterator<Item = &'a Lead>,
    targets: &[Option<TargetGroup>],
    diags: &mut Diagnostics,
) -> Vec<(String, Traced<i64>)> {
    let mut ports: BTreeMap<String, Traced<i64>> = BTreeMap::new();
    for lead in leads {
        let group = targets.iter().flatten().find(|group| lead.target_groups.contains(&group.arn.value));
        let Some(port) = group.and_then(|group| group.control_port.as_ref()) else { continue };
        let target = format!("{}.{}", lead.service, lead.port);
        if "target-control-port.".len() + target.len() > LONGEST {
            tell_too_long(port, lead, diags);
        } else {
            ports.insert(target, port.clone().traced());
        }
    }
    ports.into_iter().collect()
}

fn tell_too_long(port: &Spanned<i64>, lead: &Lead, diags: &mut Diagnostics) {
    let mut finding =
        Finding::new(Code::LoadBalancerSetting, port.at, format!("targets of `{}` say on port {} how many requests they take", lead.service, port.value))
            .label("not carried over")
            .kubernetes(format!("the annotation for it would have a key of more than {LONGEST} characters, which Kubernetes refuses: the load balancer does not ask"))
            .help("give the service or its port mapping a shorter name");
    finding.workload = Some(lead.service.clone());
    diags.tell(finding);
}
