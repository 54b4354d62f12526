//! The rules of one listener: each path of each member makes one.

mod actions;
mod auth;
pub(super) mod conditions;
mod forward;
mod paths;
mod redirects;
mod transforms;

pub(super) use actions::{Here, default_action};

use std::collections::BTreeMap;

use super::Cluster;
use super::balancer::tags;
use super::built::Rule;
use super::fault::Fault;
use super::group::Member;
use super::objects::{Backend, Path};
use super::target::Targets;

/// Rules on one port, in the order of the members, of their entries, and of the paths as they are sorted in each entry.
/// Priorities are counted from 1 after redirects have taken out what they make useless.
pub(super) fn on_port(
    members: &[Member],
    port: i64,
    protocol: &str,
    cluster: &Cluster,
    targets: &mut Targets,
) -> Result<Vec<Rule>, Fault> {
    let mut rules = Vec::new();
    for member in members {
        let mut here = Here { member, secure: protocol == "HTTPS", cluster, targets };
        for entry in &member.ingress.rules {
            for path in paths::sorted(&entry.paths) {
                let rule = one(entry.host.as_deref(), path, &mut here).map_err(|fault| member.blame(fault))?;
                rules.push(rule);
            }
        }
    }
    let mut rules = redirects::useful(rules, port, protocol);
    rules.iter_mut().zip(1..).for_each(|(rule, priority)| rule.priority = priority);
    Ok(rules)
}

/// `conditions.NAME` and `transforms.NAME` count for every path of their Ingress whose backend is called NAME, be it an
/// action or a Service.
fn one(host: Option<&str>, path: &Path, here: &mut Here) -> Result<Rule, Fault> {
    let Backend::Service { name, port } = &path.backend else {
        return Err(Fault::build("a backend that is no Service"));
    };
    let annotations = here.member.annotations();
    let regex = annotations.flag("use-regex-path-match")?.unwrap_or(false);
    let given = conditions::given(name, &annotations)?;
    let conditions = conditions::joined(host, paths::values(path, regex)?, given)?;
    let transforms = transforms::of(name, &annotations)?;
    let actions = here.actions(name, port)?;
    Ok(Rule { priority: 0, conditions, actions, transforms, tags: rule_tags(here.member)? })
}

/// A rule has the tags of its Ingress.
fn rule_tags(member: &Member) -> Result<BTreeMap<String, String>, Fault> {
    tags::of_member(member)
}
