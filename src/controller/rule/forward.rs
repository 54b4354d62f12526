//! Forwards that stand in an annotation: to Services, and to target groups that were there before.

use super::actions::Here;
use crate::controller::built::{Action, Stickiness, Weighted};
use crate::controller::fault::Fault;
use crate::controller::json::Object;
use crate::controller::objects::{Port, Service};

/// A forward to one target group.
pub(super) fn to_one(target_group: String) -> Action {
    let stickiness = Stickiness { enabled: false, duration_seconds: None };
    Action::Forward { target_groups: vec![Weighted { target_group, weight: 1 }], stickiness }
}

impl<'a> Here<'a, '_> {
    /// The short form names one target group that was there before; beside `forwardConfig` it is a fault. With several
    /// target groups each needs its weight. A Service that is not there is a fault among several, and an answer of 503
    /// alone. The Service of a forward to one is left, for its annotations.
    pub(super) fn forward(&mut self, action: Object) -> Result<(Action, Option<&'a Service>), Fault> {
        let config = match (action.object("forwardConfig")?, self.outside(action)?) {
            (Some(config), None) => config,
            (None, Some(short)) => return Ok((to_one(short), None)),
            (Some(_), Some(_)) => return Err(Fault::build("`forwardConfig` stands beside a target group")),
            (None, None) => return Err(Fault::build("a forward names no target group")),
        };
        let groups = config.objects("targetGroups")?;
        if let [only] = groups.as_slice()
            && let Some(name) = only.text("serviceName")?
            && self.service(&name).is_none()
        {
            return self.plain(&name, &port(*only)?);
        }
        let mut target_groups = Vec::new();
        for group in &groups {
            let weight = match (group.integer("weight")?, groups.len()) {
                (Some(weight), _) => weight,
                (None, 1) => 1,
                (None, _) => return Err(Fault::build("several target groups need a weight each")),
            };
            target_groups.push(Weighted { target_group: self.target_group(*group)?, weight });
        }
        let only = match groups.as_slice() {
            [only] => only.text("serviceName")?.and_then(|name| self.service(&name)),
            _ => None,
        };
        Ok((Action::Forward { target_groups, stickiness: stickiness(config)? }, only))
    }

    fn target_group(&mut self, group: Object) -> Result<String, Fault> {
        match (group.text("serviceName")?, self.outside(group)?) {
            (Some(name), None) => {
                let service = self.service(&name);
                let service = service.ok_or_else(|| Fault::build(format!("there is no Service `{name}`")))?;
                self.targets.group(self.member, &name, service, &port(group)?)
            }
            (None, Some(outside)) => Ok(outside),
            (Some(_), Some(_)) | (None, None) => Err(Fault::build("a target group is one Service or one ARN")),
        }
    }

    /// A target group that was there before, by its ARN or by its name.
    fn outside(&self, of: Object) -> Result<Option<String>, Fault> {
        let named = |name: String| {
            let arn = self.cluster.account.target_groups.get(&name).cloned();
            arn.ok_or_else(|| Fault::build(format!("there is no target group `{name}`")))
        };
        match (of.text("targetGroupARN")?, of.text("targetGroupName")?) {
            (Some(_), Some(_)) => Err(Fault::build("a target group by ARN and by name")),
            (Some(arn), None) => Ok(Some(arn)),
            (None, Some(name)) => named(name).map(Some),
            (None, None) => Ok(None),
        }
    }
}

/// A number in quotes is a number.
fn port(group: Object) -> Result<Port, Fault> {
    let port = group.integer_or_text("servicePort")?.ok_or_else(|| Fault::build("`servicePort` is missing"))?;
    Ok(port.parse().map_or_else(|_| Port::Name(port), Port::Number))
}

fn stickiness(config: Object) -> Result<Stickiness, Fault> {
    let Some(config) = config.object("targetGroupStickinessConfig")? else {
        return Ok(Stickiness { enabled: false, duration_seconds: None });
    };
    let enabled = config.flag("enabled")?.unwrap_or(false);
    Ok(Stickiness { enabled, duration_seconds: config.integer("durationSeconds")? })
}
