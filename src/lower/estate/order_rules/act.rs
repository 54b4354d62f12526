//! What a rule does, as the controller's annotation `actions.<name>` wants it.
//!
//! The controller passes redirects and fixed responses on as they stand; a status code is a text, and what is left out
//! stays as the request has it (measured with controller 3.5.0).
//!
//! It drops a redirect that it takes for one to itself: protocol, port and query unchanged, host and path each unchanged
//! or equal to **any** of the rule's own values ("Rule optimizer", AWS Load Balancer Controller).
//! On ECS such a redirect loops for ever, but only for the values that repeat. So the values that loop are taken out of
//! the rule where others remain: where it is one host at one path that loops, the rule becomes two, one without the host
//! and one for the host without the path. The rule is left out where nothing remains.

use serde_json::{Map, Value, json};

use crate::ir::ecs::{Conditions, Redirect, Respond};
use crate::ir::{Spanned, Traced};
use crate::source::At;

/// What one target group of a forward gets.
pub(super) enum Share<'a> {
    Service {
        name: &'a str,
        port: &'a str,
    },
    /// A target group that is not made here.
    Outside {
        arn: &'a str,
    },
}

/// A forward, by weight where it leads to several. A weight is required then; ELB's default is 1 ("TargetGroupTuple").
pub(super) fn forward(shares: &[(Share, Option<i64>)], stickiness: Option<i64>) -> String {
    if let [(Share::Outside { arn }, _)] = shares {
        return json!({ "type": "forward", "targetGroupARN": arn }).to_string();
    }
    let several = shares.len() > 1;
    let group = |(share, weight): &(Share, Option<i64>)| {
        let mut group = match share {
            Share::Service { name, port } => json!({ "serviceName": name, "servicePort": port }),
            Share::Outside { arn } => json!({ "targetGroupARN": arn }),
        };
        if let (true, Some(group)) = (several, group.as_object_mut()) {
            group.insert("weight".to_owned(), Value::from(weight.unwrap_or(1)));
        }
        group
    };
    let mut config = json!({ "targetGroups": shares.iter().map(group).collect::<Vec<_>>() });
    if let (Some(seconds), Some(config)) = (stickiness, config.as_object_mut()) {
        let sticky = json!({ "enabled": true, "durationSeconds": seconds });
        config.insert("targetGroupStickinessConfig".to_owned(), sticky);
    }
    json!({ "type": "forward", "forwardConfig": config }).to_string()
}

/// What a rule answers that cannot ask what it asks today: nobody gets past it.
const REFUSAL: (&str, &str, &str) = ("503", "text/plain", "not moved yet");

pub(super) fn refuse() -> Traced<String> {
    let (status_code, content_type, message_body) = REFUSAL;
    let config = json!({ "statusCode": status_code, "contentType": content_type, "messageBody": message_body });
    Traced::implied(json!({ "type": "fixed-response", "fixedResponseConfig": config }).to_string())
}

pub(super) fn redirect(redirect: Redirect) -> Traced<String> {
    let Redirect { at: _, protocol, port, host, path, query, status_code } = redirect;
    action(
        "redirect",
        "redirectConfig",
        [
            ("protocol", protocol),
            ("port", port),
            ("host", host),
            ("path", path),
            ("query", query),
            ("statusCode", Some(status_code)),
        ],
    )
}

pub(super) fn respond(respond: Respond) -> Traced<String> {
    let Respond { at: _, status_code, content_type, message_body } = respond;
    action(
        "fixed-response",
        "fixedResponseConfig",
        [("statusCode", Some(status_code)), ("contentType", content_type), ("messageBody", message_body)],
    )
}

fn action<const N: usize>(kind: &str, key: &str, settings: [(&str, Option<Spanned<String>>); N]) -> Traced<String> {
    let mut config = Map::new();
    let mut from = Vec::new();
    for (name, setting) in settings {
        let Some(setting) = setting else { continue };
        from.push(setting.leaf());
        config.insert(name.to_owned(), Value::String(setting.value));
    }
    let mut action = Map::new();
    action.insert("type".to_owned(), Value::String(kind.to_owned()));
    action.insert(key.to_owned(), Value::Object(config));
    Traced::new(Value::Object(action).to_string(), from)
}

/// What was found of a redirect to itself.
pub(super) enum Loop {
    None,
    /// These values of the rule loop; they are taken out, and the rest redirects.
    Partly(Vec<At>),
    /// One of the rule's hosts loops at one of its paths; for that host the other paths stand in a second rule.
    Pair(Vec<At>, Conditions),
    Whole,
}

/// Looks for a redirect to itself, and takes the values that loop out of the conditions.
pub(super) fn unloop(redirect: &Redirect, conditions: &mut Conditions, protocol: &str, port: i64) -> Loop {
    let unchanged = |part: &Option<Spanned<String>>, placeholder: &str, same: &str| {
        part.as_ref().is_none_or(|part| part.value == placeholder || part.value == same)
    };
    let repeats = |part: &Option<Spanned<String>>, placeholder: &str, values: &[Spanned<String>]| {
        part.as_ref()
            .is_none_or(|part| part.value == placeholder || values.iter().any(|value| value.value == part.value))
    };
    let loops = unchanged(&redirect.protocol, "#{protocol}", protocol)
        && unchanged(&redirect.port, "#{port}", &port.to_string())
        && unchanged(&redirect.query, "#{query}", "#{query}")
        && repeats(&redirect.host, "#{host}", &conditions.hosts)
        && repeats(&redirect.path, "/#{path}", &conditions.paths);
    if !loops {
        return Loop::None;
    }
    let stays = |part: &Option<Spanned<String>>, placeholder: &str, values: &[Spanned<String>]| {
        part.as_ref()
            .is_none_or(|part| part.value == placeholder || values.iter().all(|value| value.value == part.value))
    };
    let host_stays = stays(&redirect.host, "#{host}", &conditions.hosts);
    let path_stays = stays(&redirect.path, "/#{path}", &conditions.paths);
    match (&redirect.host, &redirect.path) {
        (Some(host), _) if !host_stays && path_stays => Loop::Partly(take_out(&mut conditions.hosts, &host.value)),
        (_, Some(path)) if host_stays && !path_stays => Loop::Partly(take_out(&mut conditions.paths, &path.value)),
        (Some(host), Some(path)) if !host_stays && !path_stays => {
            let mut second = conditions.clone();
            second.hosts.retain(|value| value.value == host.value);
            let paths = take_out(&mut second.paths, &path.value);
            Loop::Pair(take_out(&mut conditions.hosts, &host.value).into_iter().chain(paths).collect(), second)
        }
        (Some(_) | None, _) => Loop::Whole,
    }
}

fn take_out(values: &mut Vec<Spanned<String>>, looping: &str) -> Vec<At> {
    let (out, rest): (Vec<_>, Vec<_>) = std::mem::take(values).into_iter().partition(|value| value.value == looping);
    *values = rest;
    out.into_iter().map(|value| value.at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn text(value: &str) -> Spanned<String> {
        Spanned::new(value.to_owned(), At { span: Span { file: 0, start: 0, end: 0 }, first: 0, past: 0 })
    }

    fn to(host: Option<&str>, path: Option<&str>) -> Redirect {
        Redirect {
            at: text("").at,
            protocol: Some(text("HTTPS")),
            port: Some(text("443")),
            host: host.map(text),
            path: path.map(text),
            query: None,
            status_code: text("HTTP_301"),
        }
    }

    fn hosts(values: &[&str]) -> Conditions {
        Conditions { hosts: values.iter().map(|value| text(value)).collect(), paths: Vec::new(), others: Vec::new() }
    }

    #[test]
    fn a_redirect_to_another_listener_is_no_loop() {
        assert!(matches!(unloop(&to(None, None), &mut hosts(&["a"]), "HTTP", 80), Loop::None));
        assert!(matches!(unloop(&to(None, None), &mut hosts(&["a"]), "HTTPS", 443), Loop::Whole));
    }

    #[test]
    fn only_the_host_that_repeats_is_taken_out() {
        let mut conditions = hosts(&["example.com", "www.example.com"]);
        let found = unloop(&to(Some("www.example.com"), Some("/#{path}")), &mut conditions, "HTTPS", 443);
        assert!(matches!(found, Loop::Partly(taken) if taken.len() == 1));
        assert_eq!(conditions.hosts.len(), 1);
        assert!(matches!(unloop(&to(Some("b"), None), &mut hosts(&["a"]), "HTTPS", 443), Loop::None));
        assert!(matches!(unloop(&to(Some("a"), None), &mut hosts(&["a"]), "HTTPS", 443), Loop::Whole));
    }

    #[test]
    fn where_a_pair_loops_the_other_pairs_stand_in_two_rules() {
        let texts = |values: &[Spanned<String>]| values.iter().map(|it| it.value.clone()).collect::<Vec<_>>().join(" ");
        let mut conditions = hosts(&["a", "b"]);
        conditions.paths = vec![text("/x"), text("/y")];
        let found = unloop(&to(Some("b"), Some("/y")), &mut conditions, "HTTPS", 443);
        let Loop::Pair(_, second) = found else { panic!("a pair loops") };
        assert_eq!((texts(&conditions.hosts), texts(&conditions.paths)), ("a".to_owned(), "/x /y".to_owned()));
        assert_eq!((texts(&second.hosts), texts(&second.paths)), ("b".to_owned(), "/x".to_owned()));
    }
}
