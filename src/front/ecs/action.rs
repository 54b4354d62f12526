//! `Action` of Elastic Load Balancing.

use super::guard;
use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, items, object};
use crate::front::tree::Node;
use crate::ir::Spanned;
use crate::ir::ecs::{
    Action, Actions, Forward, ForwardTarget, GroupStickiness, Guard, Redirect, Respond, Untranslated,
};
use crate::source::At;

/// What a list of actions does: its last one routes, and those before it say who may come in.
pub(super) fn actions(
    it: &mut Object,
    key: &'static str,
    diags: &mut Diagnostics,
) -> Result<Option<Actions>, Reported> {
    let Some(node) = it.take(key, diags) else { return Ok(None) };
    let at = node.at;
    let (mut guards, mut unknown) = (Vec::new(), Vec::new());
    let mut routing: Option<Action> = None;
    for step in items(node, diags, action)? {
        match step {
            Step::Guard(guard) => guards.push(guard),
            Step::Routing(Action::Untranslated(action)) => unknown.push(action),
            Step::Routing(action) => {
                if let Some(earlier) = routing.replace(action) {
                    diags.ignore(place_of(&earlier), "a routing action that another one follows");
                }
            }
        }
    }
    if routing.is_none() {
        routing = unknown.pop().map(Action::Untranslated);
    }
    Ok(Some(Actions { at, guards, unknown, routing }))
}

enum Step {
    Guard(Guard),
    Routing(Action),
}

fn place_of(action: &Action) -> At {
    match action {
        Action::Forward(forward) => forward.at,
        Action::Redirect(redirect) => redirect.at,
        Action::Respond(respond) => respond.at,
        Action::Untranslated(untranslated) => untranslated.at,
    }
}

fn action(node: Node, diags: &mut Diagnostics) -> Result<Step, Reported> {
    object(node, diags, |it, diags| {
        it.ignore(&["Order"], "the load balancer's own order: routing comes last", diags);
        let kind = it.required_string("Type", diags)?;
        diags.ignore(kind.at, "says which action it is; its settings say the rest");
        let oidc = it.child("AuthenticateOidcConfig", diags, guard::oidc)?;
        let cognito = it.child("AuthenticateCognitoConfig", diags, guard::cognito)?;
        let jwt = it.child("JwtValidationConfig", diags, guard::jwt)?;
        let redirect = it.child("RedirectConfig", diags, redirect)?;
        let respond = it.child("FixedResponseConfig", diags, respond)?;
        let forward = forward(it, diags)?;
        let step = match kind.value.as_str() {
            "forward" => forward.map(Step::Routing),
            "redirect" => redirect.map(Action::Redirect).map(Step::Routing),
            "fixed-response" => respond.map(Action::Respond).map(Step::Routing),
            "authenticate-oidc" => oidc.map(Guard::Oidc).map(Step::Guard),
            "authenticate-cognito" => cognito.map(Guard::Cognito).map(Step::Guard),
            "jwt-validation" => jwt.map(Guard::Jwt).map(Step::Guard),
            _ => None,
        };
        let unknown = Untranslated { at: it.at(), what: kind.value, target_groups: Vec::new() };
        Ok(step.unwrap_or(Step::Routing(Action::Untranslated(unknown))))
    })
}

/// A forward; target groups of weight 0 get nothing.
fn forward(it: &mut Object, diags: &mut Diagnostics) -> Result<Option<Action>, Reported> {
    let at = it.at();
    let direct = it.string("TargetGroupArn", diags)?;
    let config = it.child("ForwardConfig", diags, |it, diags| {
        let stickiness = it.child("TargetGroupStickinessConfig", diags, stickiness)?.flatten();
        Ok((it.list("TargetGroups", diags, weighted)?, stickiness))
    })?;
    let (groups, stickiness) = config.unwrap_or_default();
    let (mut targets, idle): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|target| target.weight.as_ref().is_none_or(|weight| weight.value > 0));
    if targets.is_empty() && !idle.is_empty() {
        let target_groups = idle.into_iter().map(|target| target.target_group.value).collect();
        let what = "a forward to target groups of weight 0 only".to_owned();
        return Ok(Some(Action::Untranslated(Untranslated { at, what, target_groups })));
    }
    for target in &idle {
        diags.ignore(target.target_group.at, "weight 0: gets no requests");
        target.weight.iter().for_each(|weight| diags.ignore(weight.at, "weight 0: gets no requests"));
    }
    let mut repeated = Vec::new();
    match direct {
        Some(direct) if targets.is_empty() => targets.push(ForwardTarget { target_group: direct, weight: None }),
        direct => repeated.extend(direct),
    }
    if targets.is_empty() {
        return Ok(None);
    }
    let stickiness = several_only(&mut targets, stickiness, diags);
    Ok(Some(Action::Forward(Forward { at, targets, repeated, stickiness })))
}

/// Where one target group gets every request, its weight and the stickiness between groups mean nothing.
fn several_only(
    targets: &mut [ForwardTarget],
    stickiness: Option<GroupStickiness>,
    diags: &mut Diagnostics,
) -> Option<GroupStickiness> {
    let [only] = targets else { return stickiness };
    if let Some(weight) = only.weight.take() {
        diags.ignore(weight.at, "the only target group gets every request");
    }
    if let Some(sticky) = stickiness {
        const REASON: &str = "stickiness between target groups: only one of them serves";
        diags.ignore(sticky.enabled.at, REASON);
        sticky.duration.iter().for_each(|duration| diags.ignore(duration.at, REASON));
    }
    None
}

/// `None` where it does not say whether clients stay, which is as good as that they do not.
fn stickiness(it: &mut Object, diags: &mut Diagnostics) -> Result<Option<GroupStickiness>, Reported> {
    let duration: Option<Spanned<i64>> = it.integer_within("DurationSeconds", 1..=604_800, diags)?;
    match it.boolean("Enabled", diags)? {
        Some(enabled) => Ok(Some(GroupStickiness { enabled, duration })),
        None => {
            duration.iter().for_each(|duration| diags.ignore(duration.at, "clients do not stay with a target group"));
            Ok(None)
        }
    }
}

fn weighted(node: Node, diags: &mut Diagnostics) -> Result<ForwardTarget, Reported> {
    object(node, diags, |it, diags| {
        let target_group = it.required_string("TargetGroupArn", diags)?;
        Ok(ForwardTarget { target_group, weight: it.integer_within("Weight", 0..=999, diags)? })
    })
}

fn redirect(it: &mut Object, diags: &mut Diagnostics) -> Result<Redirect, Reported> {
    Ok(Redirect {
        at: it.at(),
        protocol: it.string("Protocol", diags)?,
        port: it.string("Port", diags)?,
        host: it.string("Host", diags)?,
        path: it.string("Path", diags)?,
        query: it.string("Query", diags)?,
        status_code: it.required_string("StatusCode", diags)?,
    })
}

fn respond(it: &mut Object, diags: &mut Diagnostics) -> Result<Respond, Reported> {
    Ok(Respond {
        at: it.at(),
        status_code: it.required_string("StatusCode", diags)?,
        content_type: it.string("ContentType", diags)?,
        message_body: it.string("MessageBody", diags)?,
    })
}
