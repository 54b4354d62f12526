//! What a load balancer does with a request: a reading of Elastic Load Balancing's rules of its own, which knows neither
//! the program nor the controller.

use serde_json::Value;

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) host: String,
    pub(crate) path: String,
}

/// The actions of the first rule that matches, else the default; rules stand in the order of their priorities.
pub(crate) fn answer<'a>(rules: &'a [Value], default: &'a Value, request: &Request) -> &'a Value {
    let found = rules.iter().find(|rule| {
        let conditions = rule["Conditions"].as_array().expect("a list");
        conditions.iter().all(|condition| holds(condition, request))
    });
    found.map_or(default, |rule| &rule["Actions"])
}

fn holds(condition: &Value, request: &Request) -> bool {
    let config = ["HostHeaderConfig", "PathPatternConfig"].into_iter().find_map(|key| condition.get(key));
    let values = config.unwrap_or(condition)["Values"].as_array().expect("values");
    let mut values = values.iter().map(|value| value.as_str().expect("a pattern"));
    match condition["Field"].as_str().expect("a field") {
        "host-header" => values.any(|value| fits(&value.to_lowercase(), &request.host.to_lowercase())),
        "path-pattern" => values.any(|value| fits(value, &request.path)),
        other => panic!("{other}"),
    }
}

/// `*` is any number of characters, `?` is one.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    fn fits(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, _) => text.is_empty(),
            (Some((b'*', rest)), None) => fits(rest, text),
            (Some((b'*', rest)), Some((_, later))) => fits(rest, text) || fits(pattern, later),
            (Some(_), None) => false,
            (Some((one, rest)), Some((other, later))) => (*one == b'?' || one == other) && fits(rest, later),
        }
    }
    fits(pattern.as_bytes(), text.as_bytes())
}

#[test]
fn patterns_fit_as_they_do_on_an_alb() {
    for (pattern, text, expected) in [
        ("/a/*", "/a/", true),
        ("/a/*", "/a", false),
        ("/*.css", "/x/y.css", true),
        ("/s/?.css", "/s/a.css", true),
        ("/s/?.css", "/s/.css", false),
        ("*", "", true),
        ("a*b*c", "a-b-b-c", true),
        ("a*b*c", "a-c", false),
    ] {
        assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
    }
}
