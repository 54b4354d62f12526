//! What a load balancer does with a request: a reading of Elastic Load Balancing's rules of its own, which knows neither
//! the program nor the controller.

use serde_json::{Value, json};

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) method: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    /// `a.b.c.d`
    pub(crate) from: String,
}

/// What is done with a request: the actions of the first rule that matches, else the default, and how it is rewritten.
/// Rules stand in the order of their priorities.
pub(crate) fn answer(rules: &[Value], default: &Value, request: &Request) -> (Value, Value) {
    let found = rules.iter().find(|rule| {
        let conditions = rule["Conditions"].as_array().expect("a list");
        conditions.iter().all(|condition| holds(condition, request))
    });
    match found {
        Some(rule) => (rule["Actions"].clone(), rule.get("Transforms").cloned().unwrap_or(json!([]))),
        None => (default.clone(), json!([])),
    }
}

const CONFIGS: [&str; 6] = [
    "HostHeaderConfig",
    "PathPatternConfig",
    "HttpHeaderConfig",
    "HttpRequestMethodConfig",
    "QueryStringConfig",
    "SourceIpConfig",
];

/// What a condition says, be it in a `…Config` or, as the facts have it, in the condition itself.
pub(crate) fn config(condition: &Value) -> &Value {
    CONFIGS.into_iter().find_map(|key| condition.get(key)).unwrap_or(condition)
}

pub(crate) fn texts(config: &Value, key: &str) -> Vec<String> {
    let list = config[key].as_array().cloned().unwrap_or_default();
    list.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

fn holds(condition: &Value, request: &Request) -> bool {
    let config = config(condition);
    let (values, regexes) = (texts(config, "Values"), texts(config, "RegexValues"));
    let any = |text: &str, case: bool| {
        let lower = |text: &str| if case { text.to_owned() } else { text.to_lowercase() };
        values.iter().any(|value| fits(&lower(value), &lower(text)))
            || regexes.iter().any(|regex| fits_regex(regex, &lower(text)))
    };
    match condition["Field"].as_str().expect("a field") {
        "host-header" => any(&request.host, false),
        "path-pattern" => any(&request.path, true),
        "http-header" => {
            let name = config["HttpHeaderName"].as_str().expect("a name");
            request.headers.iter().any(|(key, value)| key.eq_ignore_ascii_case(name) && any(value, false))
        }
        "http-request-method" => values.contains(&request.method),
        "query-string" => config["Values"].as_array().expect("pairs").iter().any(|pair| in_query(pair, request)),
        "source-ip" => values.iter().any(|range| in_range(range, &request.from)),
        other => panic!("{other}"),
    }
}

fn in_query(pair: &Value, request: &Request) -> bool {
    let value = pair["Value"].as_str().expect("a value").to_lowercase();
    request.query.iter().any(|(key, own)| {
        pair["Key"].as_str().is_none_or(|asked| fits(&asked.to_lowercase(), &key.to_lowercase()))
            && fits(&value, &own.to_lowercase())
    })
}

/// Ranges of IPv4 alone: requests come from such addresses.
fn in_range(range: &str, address: &str) -> bool {
    let (network, bits) = range.split_once('/').expect("a range");
    let (Ok(network), Ok(address)) = (network.parse::<std::net::Ipv4Addr>(), address.parse::<std::net::Ipv4Addr>())
    else {
        return false;
    };
    let bits: u32 = bits.parse().expect("a number");
    let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
    network.to_bits() & mask == address.to_bits() & mask
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

/// The regular expressions that the sets use, each with texts that it takes.
pub(crate) const REGEXES: &[(&str, &[&str])] = &[
    ("^api[0-9]\\.example\\.com$", &["api1.example.com", "api7.example.com"]),
    ("^www\\.example\\.com$", &["www.example.com"]),
    ("^/v[0-9]/", &["/v1/", "/v2/a"]),
    ("^beta$", &["beta"]),
];

fn fits_regex(regex: &str, text: &str) -> bool {
    let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    match regex {
        "^api[0-9]\\.example\\.com$" => {
            text.strip_prefix("api").is_some_and(|rest| digit(rest) && rest.get(1..) == Some(".example.com"))
        }
        "^www\\.example\\.com$" => text == "www.example.com",
        "^/v[0-9]/" => text.strip_prefix("/v").is_some_and(|rest| digit(rest) && rest.get(1..2) == Some("/")),
        "^beta$" => text == "beta",
        other => panic!("{other}"),
    }
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
    assert!(
        in_range("10.0.0.0/8", "10.1.2.3") && !in_range("10.0.0.0/8", "11.0.0.1") && in_range("0.0.0.0/0", "1.1.1.1")
    );
    for (regex, examples) in REGEXES {
        assert!(examples.iter().all(|text| fits_regex(regex, text)), "{regex}");
        assert!(!fits_regex(regex, "xyz"), "{regex}");
    }
}
