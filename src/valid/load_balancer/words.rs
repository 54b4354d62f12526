//! Conditions and actions in words, for those who compare both sides.
//!
//! Values that may be a secret between a content delivery network and the load balancer are not shown: those of a header,
//! or of a key of the query string, that is called so.

use serde_json::Value;

use crate::ir::today::{Condition, Does, Forward, Guard, Outcome, Redirect, Respond, Share, To, Transform};

/// Parts of names that speak of a secret.
const TELLING: [&str; 8] = ["auth", "cookie", "key", "pass", "secret", "signature", "token", "verify"];
/// In the order in which they are shown.
const FIELDS: [&str; 6] =
    ["host-header", "path-pattern", "http-header", "http-request-method", "query-string", "source-ip"];
/// Most characters of a body that is answered.
const MOST_BODY: usize = 40;

/// One text for each condition; none where every request is meant.
pub(super) fn conditions(all: &[Condition]) -> Vec<String> {
    let mut some: Vec<&Condition> = all.iter().filter(|condition| !is_everything(condition)).collect();
    // Their order says nothing, and both sides are to be compared at a glance.
    some.sort_by_key(|condition| FIELDS.iter().position(|field| *field == condition.field));
    some.into_iter().map(condition).collect()
}

/// What the controller writes for a rule without any condition.
fn is_everything(condition: &Condition) -> bool {
    let is_any = |(key, value): &(Option<String>, String)| key.is_none() && value == "/*";
    condition.field == "path-pattern" && condition.regexes.is_empty() && condition.values.iter().any(is_any)
}

fn condition(it: &Condition) -> String {
    let field = match it.field {
        "host-header" => "host".to_owned(),
        "path-pattern" => "path".to_owned(),
        "http-header" => format!("header {}", code(it.header.as_deref().unwrap_or_default())),
        "http-request-method" => "method".to_owned(),
        "query-string" => "query".to_owned(),
        "source-ip" => "from".to_owned(),
        other => other.to_owned(),
    };
    let hidden = it.header.as_deref().is_some_and(is_telling);
    let value = |(key, value): &(Option<String>, String)| match key {
        _ if hidden => "a value that is not shown here".to_owned(),
        Some(key) if is_telling(key) => format!("{} of a value that is not shown here", code(key)),
        Some(key) => code(&format!("{key}={value}")),
        None => code(value),
    };
    let regex = |regex: &String| {
        if hidden { "an expression that is not shown here".to_owned() } else { format!("like {}", code(regex)) }
    };
    let mut values: Vec<String> = it.values.iter().map(value).chain(it.regexes.iter().map(regex)).collect();
    values.dedup();
    format!("{field} {}", values.join(" or "))
}

fn is_telling(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TELLING.iter().any(|part| name.contains(part))
}

/// What is asked, rewritten and done.
pub(super) fn action(outcome: &Outcome, transforms: &[Transform]) -> String {
    let asked = outcome.guard.as_ref().map(guard);
    let rewritten = transforms.iter().flat_map(rewrites);
    let does = match &outcome.does {
        Does::Forward(it) => forward(it),
        Does::Redirect(it) => redirect(it),
        Does::Respond(it) => respond(it),
        Does::Unknown => "something that is not translated".to_owned(),
    };
    let all: Vec<String> = asked.into_iter().chain(rewritten).chain([does]).collect();
    all.join(", then ")
}

fn guard(it: &Guard) -> String {
    let text = |key: &str| it.config.get(key).and_then(Value::as_str).unwrap_or_default();
    match it.kind {
        "authenticate-oidc" => {
            format!("log in by OIDC at {} as client {}", code(text("Issuer")), code(text("ClientId")))
        }
        "authenticate-cognito" => format!("log in by Cognito at {}", code(text("UserPoolDomain"))),
        _ => format!("ask for a token of {}", code(text("Issuer"))),
    }
}

fn rewrites(it: &Transform) -> Vec<String> {
    let what = if it.kind == "url-rewrite" { "URL" } else { "host" };
    let one = |(regex, replace): &(String, String)| format!("rewrite the {what}: {} to {}", code(regex), code(replace));
    it.rewrites.iter().map(one).collect()
}

fn forward(it: &Forward) -> String {
    let all: i64 = it.shares.iter().map(|share| share.weight).sum();
    let share = |share: &Share| {
        let to = match &share.to {
            To::Workload { workload, port } => code(&format!("{workload}:{port}")),
            To::TargetGroup(arn) => format!("target group {}", code(super::targets::short(arn))),
        };
        // Of two there are halves, whatever the weights are; of one, whatever it is.
        match (it.shares.as_slice(), all) {
            ([_], _) => to,
            (_, 0) => format!("0% {to}"),
            _ => format!("{}% {to}", percent(share.weight, all)),
        }
    };
    let shares: Vec<String> = it.shares.iter().map(share).collect();
    let sticky = it.stickiness.map(|seconds| format!(", the same for {seconds} s")).unwrap_or_default();
    format!("{}{sticky}", shares.join(", "))
}

/// To a tenth, where it is no whole number.
fn percent(weight: i64, all: i64) -> String {
    let tenths = (weight * 1000 + all / 2) / all;
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// The address as the API writes it, with what stays as it is.
fn redirect(it: &Redirect) -> String {
    let part = |part: &Option<String>, kept: &str| part.clone().unwrap_or_else(|| kept.to_owned());
    let query = part(&it.query, "#{query}");
    let query = if query.is_empty() { query } else { format!("?{query}") };
    let address = format!(
        "{}://{}:{}{}{query}",
        part(&it.protocol, "#{protocol}"),
        part(&it.host, "#{host}"),
        part(&it.port, "#{port}"),
        part(&it.path, "/#{path}"),
    );
    format!("redirect {} to {}", it.status_code.trim_start_matches("HTTP_"), code(&address))
}

fn respond(it: &Respond) -> String {
    let body = it.message_body.as_deref().unwrap_or_default();
    let line: Vec<&str> = body.split_whitespace().collect();
    let line = line.join(" ");
    let shown: String = line.chars().take(MOST_BODY).collect();
    let more = if shown.len() < line.len() { "…" } else { "" };
    let body = if shown.is_empty() { String::new() } else { format!(" {}", code(&format!("{shown}{more}"))) };
    format!("answer {}{body}", it.status_code)
}

/// Between ticks; one that holds a tick stands between two.
fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_shown_in_percent() {
        for (weight, all, expected) in [(1, 2, "50"), (1, 3, "33.3"), (2, 3, "66.7"), (0, 5, "0"), (999, 1000, "99.9")]
        {
            assert_eq!(percent(weight, all), expected);
        }
    }

    #[test]
    fn what_may_be_a_secret_is_not_shown() {
        let condition = |field, header: Option<&str>, key: Option<&str>| Condition {
            field,
            header: header.map(str::to_owned),
            values: vec![(key.map(str::to_owned), "s3cr3t".to_owned())],
            regexes: vec!["s3cr3t.*".to_owned()].into_iter().filter(|_| header.is_some()).collect(),
        };
        let all = [
            condition("http-header", Some("X-Origin-Verify"), None),
            condition("query-string", None, Some("token")),
            condition("http-header", Some("Authorization"), None),
        ];
        let texts = conditions(&all);
        assert!(texts.iter().all(|text| !text.contains("s3cr3t")), "{texts:?}");
        let shown = conditions(&[condition("http-header", Some("X-Version"), None)]);
        assert_eq!(shown, ["header `X-Version` `s3cr3t` or like `s3cr3t.*`"]);
    }
}
