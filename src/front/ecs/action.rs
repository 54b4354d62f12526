//! `Action` of Elastic Load Balancing.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, items, object};
use crate::front::tree::Node;
use crate::ir::Spanned;
use crate::ir::ecs::{Action, Forward, Redirect, Respond, Untranslated};
use crate::source::At;

/// What a list of actions does: its last one routes, and others before it (authentication) are not translated yet.
pub(super) fn actions(it: &mut Object, key: &'static str, diags: &mut Diagnostics) -> Result<Option<Action>, Reported> {
    let Some(node) = it.take(key, diags) else { return Ok(None) };
    let at = node.at;
    let mut all = items(node, diags, action)?;
    let target_groups = all.iter().flat_map(groups_of).collect();
    let what = all.iter().find_map(|action| match action {
        Action::Untranslated(untranslated) => Some(untranslated.what.clone()),
        Action::Forward(_) | Action::Redirect(_) | Action::Respond(_) => None,
    });
    Ok(match what {
        Some(what) => Some(Action::Untranslated(Untranslated { at, what, target_groups })),
        None => {
            let last = all.pop();
            all.iter().for_each(|earlier| diags.ignore(place_of(earlier), "a routing action that another one follows"));
            last
        }
    })
}

fn place_of(action: &Action) -> At {
    match action {
        Action::Forward(forward) => forward.at,
        Action::Redirect(redirect) => redirect.at,
        Action::Respond(respond) => respond.at,
        Action::Untranslated(untranslated) => untranslated.at,
    }
}

fn groups_of(action: &Action) -> Vec<String> {
    match action {
        Action::Forward(forward) => vec![forward.target_group.value.clone()],
        Action::Untranslated(untranslated) => untranslated.target_groups.clone(),
        Action::Redirect(_) | Action::Respond(_) => Vec::new(),
    }
}

fn action(node: Node, diags: &mut Diagnostics) -> Result<Action, Reported> {
    object(node, diags, |it, diags| {
        it.ignore(&["Order"], "the load balancer's own order: routing comes last", diags);
        const OTHERS: &[&str] = &["AuthenticateOidcConfig", "AuthenticateCognitoConfig", "JwtValidationConfig"];
        OTHERS.iter().for_each(|key| drop(it.take(key, diags)));
        let kind = it.required_string("Type", diags)?;
        diags.ignore(kind.at, "says which action it is; its settings say the rest");
        let redirect = it.child("RedirectConfig", diags, redirect)?;
        let respond = it.child("FixedResponseConfig", diags, respond)?;
        let forward = forward(it, diags)?;
        let read = match kind.value.as_str() {
            "forward" => forward,
            "redirect" => redirect.map(Action::Redirect),
            "fixed-response" => respond.map(Action::Respond),
            _ => None,
        };
        Ok(read.unwrap_or(Action::Untranslated(Untranslated {
            at: it.at(),
            what: kind.value,
            target_groups: Vec::new(),
        })))
    })
}

/// A forward to one target group; those of weight 0 beside it get nothing. Shares of several are not translated yet.
fn forward(it: &mut Object, diags: &mut Diagnostics) -> Result<Option<Action>, Reported> {
    let at = it.at();
    let direct = it.string("TargetGroupArn", diags)?;
    let groups = it.child("ForwardConfig", diags, |it, diags| {
        it.ignore(&["TargetGroupStickinessConfig"], "stickiness between target groups: only one of them serves", diags);
        it.list("TargetGroups", diags, weighted)
    })?;
    let (serving, idle): (Vec<_>, Vec<_>) = groups
        .unwrap_or_default()
        .into_iter()
        .partition(|(_, weight)| weight.as_ref().is_none_or(|weight| weight.value > 0));
    let target_groups: Vec<String> = serving.iter().chain(&idle).map(|(arn, _)| arn.value.clone()).collect();
    if serving.len() > 1 || (serving.is_empty() && !idle.is_empty()) {
        let what = format!("a forward to {} target groups by weight", target_groups.len());
        return Ok(Some(Action::Untranslated(Untranslated { at, what, target_groups })));
    }
    for (arn, weight) in &idle {
        diags.ignore(arn.at, "weight 0: gets no requests");
        weight.iter().for_each(|weight| diags.ignore(weight.at, "weight 0: gets no requests"));
    }
    for (_, weight) in &serving {
        weight.iter().for_each(|weight| diags.ignore(weight.at, "the only target group gets every request"));
    }
    let mut all = serving.into_iter().map(|(arn, _)| arn).chain(direct);
    Ok(all.next().map(|target_group| Action::Forward(Forward { at, target_group, repeated: all.collect() })))
}

type Weighted = (Spanned<String>, Option<Spanned<i64>>);

fn weighted(node: Node, diags: &mut Diagnostics) -> Result<Weighted, Reported> {
    object(node, diags, |it, diags| {
        let arn = it.required_string("TargetGroupArn", diags)?;
        Ok((arn, it.integer_within("Weight", 0..=999, diags)?))
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
