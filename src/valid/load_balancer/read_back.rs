//! What the controller would build, in the terms in which today is stated.

use serde_json::Value;

use crate::controller::{Action, Built, Condition, ConditionValue, FixedResponse, Redirect, Transform, Weighted};
use crate::ir::today;

/// Conditions of a rule.
pub(super) fn conditions(made: &[Condition]) -> Vec<today::Condition> {
    let one = |Condition { field, http_header_name, values, regex_values }: &Condition| {
        let value = |value: &ConditionValue| match value {
            ConditionValue::Text(text) => (None, text.clone()),
            ConditionValue::Query { key, value } => (key.clone(), value.clone()),
        };
        today::Condition {
            field,
            header: http_header_name.clone(),
            values: values.iter().map(value).collect(),
            regexes: regex_values.clone(),
        }
    };
    made.iter().map(one).collect()
}

/// Transforms of a rule.
pub(super) fn transforms(made: &[Transform]) -> Vec<today::Transform> {
    let one = |made: &Transform| {
        let (kind, rewrites) = match made {
            Transform::UrlRewrite { url_rewrite_config: config } => ("url-rewrite", &config.rewrites),
            Transform::HostHeaderRewrite { host_header_rewrite_config: config } => {
                ("host-header-rewrite", &config.rewrites)
            }
        };
        let rewrites = rewrites.iter().map(|it| (it.regex.clone(), it.replace.clone())).collect();
        today::Transform { kind, rewrites }
    };
    made.iter().map(one).collect()
}

/// What is asked and done.
pub(super) fn outcome(made: &[Action], built: &Built) -> today::Outcome {
    let guard = made.iter().find_map(guard);
    let does = made.iter().find_map(|action| does(action, built)).unwrap_or(today::Does::Unknown);
    today::Outcome { guard, does, fate: today::Fate::Written }
}

/// What is asked of whoever makes a request, as the API writes it.
pub(super) fn guard(asked: &Action) -> Option<today::Guard> {
    let (kind, config) = match asked {
        Action::AuthenticateOidc { authenticate_oidc_config: it } => ("authenticate-oidc", serde_json::to_value(it)),
        Action::AuthenticateCognito { authenticate_cognito_config: it } => {
            ("authenticate-cognito", serde_json::to_value(it))
        }
        Action::JwtValidation { jwt_validation_config: it } => ("jwt-validation", serde_json::to_value(it)),
        Action::Forward { .. } | Action::Redirect { .. } | Action::FixedResponse { .. } => return None,
    };
    let mut config: Value = config.ok()?;
    // Today's is not known, and the one to be is given by hand.
    config.as_object_mut()?.shift_remove("ClientSecret");
    Some(today::Guard { kind, config })
}

fn does(made: &Action, built: &Built) -> Option<today::Does> {
    Some(match made {
        Action::Forward { target_groups, stickiness } => {
            let share = |it: &Weighted| today::Share { to: to(&it.target_group, built), weight: it.weight };
            today::Does::Forward(today::Forward {
                shares: target_groups.iter().map(share).collect(),
                stickiness: stickiness.enabled.then_some(stickiness.duration_seconds).flatten(),
            })
        }
        Action::Redirect { redirect_config } => {
            let Redirect { protocol, port, host, path, query, status_code } = redirect_config.clone();
            today::Does::Redirect(today::Redirect { protocol, port, host, path, query, status_code })
        }
        Action::FixedResponse { fixed_response_config } => {
            let FixedResponse { status_code, content_type, message_body } = fixed_response_config.clone();
            today::Does::Respond(today::Respond { status_code, content_type, message_body })
        }
        Action::AuthenticateOidc { .. } | Action::AuthenticateCognito { .. } | Action::JwtValidation { .. } => {
            return None;
        }
    })
}

/// Whose target group it is, as far as it is one that is made.
fn to(target_group: &str, built: &Built) -> today::To {
    let made = built.target_groups.get(target_group).and_then(|made| made.binding.service_ref.rsplit_once(':'));
    match made {
        Some((workload, port)) => today::To::Workload { workload: workload.to_owned(), port: port.to_owned() },
        None => today::To::TargetGroup(target_group.to_owned()),
    }
}
