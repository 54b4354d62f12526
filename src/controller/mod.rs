//! A model of the AWS Load Balancer Controller: from Ingresses, Services and classes to the load balancers that it would
//! build of them, or to its refusal.
//!
//! Invariant: plain data in, plain data out; knows no other layer, and decides nothing for them. Each file states one of
//! the controller's rules, all of them measured with the version in [`VERSION`]; what has no rule here (WAF, Shield, the
//! NLB in front of an ALB, prefix lists, made certificates) leaves the rules of a load balancer as they are.
//!
//! ```text
//!  Ingress ─► admission ─► group ─┬─► listener: ports, certificates, default actions ─┐
//!                                 ├─► rule: paths, conditions, actions ─► target      ├─► LoadBalancer, TargetGroup
//!                                 └─► balancer: network, attributes, tags ────────────┘
//! ```

mod admission;
mod annotations;
mod balancer;
mod built;
mod fault;
mod group;
mod json;
mod listener;
mod objects;
mod rule;
mod target;

pub use built::{
    Action, AuthenticateCognito, AuthenticateOidc, Binding, Certificates, Claim, Condition, ConditionValue,
    FixedResponse, JwtValidation, Listener, LoadBalancer, Matcher, MutualAuthentication, NodeSelector, Redirect,
    Rewrite, Rewrites, Rule, Stickiness, TargetGroup, Transform, Weighted,
};
pub use fault::{Phase, Refusal};
pub use objects::{
    Account, Backend, Certificate, ClassParams, Cluster, Ingress, ListenerParams, Path, PathType, Port, Rules, Service,
    ServicePort, Subnet,
};

use std::collections::BTreeMap;

use self::fault::Fault;
use self::group::Group;
use self::target::Targets;

/// The version of the controller whose rules these are.
pub const VERSION: &str = "3.5.0";

/// What stands after the controller has looked at a cluster.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// By the name of the group, or `namespace/ingress` where there is none.
    pub load_balancers: BTreeMap<String, LoadBalancer>,
    /// By `tg:NAMESPACE/SERVICE:PORT@INGRESS`.
    pub target_groups: BTreeMap<String, TargetGroup>,
    /// What was refused, and by whom.
    pub refusals: Vec<Refusal>,
}

/// Builds everything. A refused Ingress is as if it were not there; a refused group leaves the other groups alone.
#[must_use]
pub fn build(cluster: &Cluster) -> Built {
    let mut built = Built::default();
    let mut admitted = Vec::new();
    for ingress in &cluster.ingresses {
        match admission::admit(ingress, cluster) {
            Ok(()) => admitted.push(ingress),
            Err(refusal) => built.refusals.push(refusal),
        }
    }
    for group in group::gather(&admitted, cluster, &mut built.refusals) {
        match one(&group, cluster) {
            Ok((load_balancer, target_groups)) => {
                built.load_balancers.insert(group.name, load_balancer);
                built.target_groups.extend(target_groups);
            }
            Err(fault) => built.refusals.push(fault.of_group(&group.name)),
        }
    }
    built
}

/// One group: any fault in one member stops all of them.
fn one(group: &Group, cluster: &Cluster) -> Result<(LoadBalancer, BTreeMap<String, TargetGroup>), Fault> {
    let network = balancer::network(group, &cluster.account)?;
    let ports = listener::ports(group, &cluster.account)?;
    let mut targets = Targets::new(network.opens_targets);
    let listeners = listener::build(group, &ports, cluster, &mut targets)?;
    let load_balancer = balancer::build(group, network, &ports, listeners)?;
    Ok((load_balancer, targets.made))
}
