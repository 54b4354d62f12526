//! Random load balancers, as the API describes them.

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Value, json};

use crate::estate::{self, Estate, Listener};

const HOSTS: &[&str] = &[
    "shop.example.com",
    "www.example.com",
    "example.com",
    "*.example.com",
    "API.example.com",
    "api-*.example.com",
    "a?.example.com",
    "*",
];
const HOST_REGEXES: &[&str] = &["^api[0-9]\\.example\\.com$", "^www\\.example\\.com$"];
const PATHS: &[&str] =
    &["/*", "/api/*", "/api", "/api/v1/*", "/img*", "*.php", "/s/?.css", "/", "/a//b", "/x", "/y", "*"];
const PATH_REGEXES: &[&str] = &["^/v[0-9]/"];
/// Names that meet those which the program gives to actions are among them; the last two run in a cluster of their own.
const SERVICES: &[&str] = &["web", "api", "r1", "r2", "r3", "default"];

/// What a rule, or a default, does.
#[derive(Debug, Clone)]
struct Does {
    guard: Option<Value>,
    routing: Routing,
}

#[derive(Debug, Clone)]
enum Routing {
    /// To services by weight, and for how many seconds a client stays.
    Forward(Vec<(Index, i64)>, Option<i64>),
    /// A redirect to a host and a path of the rule's own, where it has any: the controller may take it for a loop.
    ToItself,
    Own(Value),
}

#[derive(Debug, Clone)]
struct Rule {
    conditions: Vec<Value>,
    transforms: Vec<Value>,
    does: Does,
}

type Drawn = (u16, Vec<Rule>, Does);

pub(crate) fn estates() -> impl Strategy<Value = Estate> {
    let ports = subsequence(vec![80_u16, 443, 8080], 1..=3);
    let services = subsequence(SERVICES.to_vec(), 1..=4);
    (ports, services, any::<bool>()).prop_flat_map(|(ports, services, alike)| {
        let listeners = ports.into_iter().map(listener).collect::<Vec<_>>();
        listeners.prop_map(move |listeners| arranged(&services, listeners, alike))
    })
}

fn listener(port: u16) -> impl Strategy<Value = Drawn> {
    (Just(port), prop::collection::vec(rule(), 0..9), does())
}

fn values(all: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(all.to_vec(), 1..=most).prop_shuffle()
}

/// A condition of one of the two kinds that Kubernetes knows as well; `None` where the rule has none.
fn known(
    field: &'static str,
    key: &'static str,
    globs: &'static [&'static str],
    regexes: &'static [&'static str],
) -> impl Strategy<Value = Option<Value>> {
    let condition = move |config: Value| Some(json!({ "Field": field, key: config }));
    prop_oneof![
        2 => Just(None),
        5 => values(globs, 2).prop_map(move |values| condition(json!({ "Values": values }))),
        1 => values(regexes, 1).prop_map(move |values| condition(json!({ "RegexValues": values }))),
    ]
}

fn others() -> impl Strategy<Value = Vec<Value>> {
    let header = |name: &'static str| {
        prop_oneof![
            values(&["1", "b*", "Beta"], 2).prop_map(
                move |values| json!({ "Field": "http-header", "HttpHeaderConfig": { "HttpHeaderName": name, "Values": values } })
            ),
            Just(json!({ "Field": "http-header", "HttpHeaderConfig": { "HttpHeaderName": name, "RegexValues": ["^beta$"] } })),
        ]
    };
    let method = values(&["GET", "POST", "HEAD"], 2)
        .prop_map(|values| json!({ "Field": "http-request-method", "HttpRequestMethodConfig": { "Values": values } }));
    let query = |key: Option<&'static str>| {
        values(&["1", "v?", "a*"], 1).prop_map(move |values| {
            let pair = |value: &&str| match key {
                Some(key) => json!({ "Key": key, "Value": value }),
                None => json!({ "Value": value }),
            };
            let pairs: Vec<Value> = values.iter().map(pair).collect();
            json!({ "Field": "query-string", "QueryStringConfig": { "Values": pairs } })
        })
    };
    let source = values(&["10.0.0.0/8", "192.168.1.0/24", "2001:db8::/32"], 2)
        .prop_map(|values| json!({ "Field": "source-ip", "SourceIpConfig": { "Values": values } }));
    let all = (
        prop::option::weighted(0.2, header("X-Beta")),
        prop::option::weighted(0.1, header("X-Other")),
        prop::option::weighted(0.2, method),
        prop::option::weighted(0.15, query(Some("k"))),
        prop::option::weighted(0.1, query(None)),
        prop::option::weighted(0.2, source),
    );
    all.prop_map(|(a, b, c, d, e, f)| [a, b, c, d, e, f].into_iter().flatten().collect())
}

fn count(conditions: &[Value]) -> usize {
    let of = |condition: &Value| {
        let config = crate::requests::config(condition);
        let length = |key: &str| config[key].as_array().map_or(0, Vec::len);
        length("Values") + length("RegexValues")
    };
    conditions.iter().map(of).sum()
}

fn rule() -> impl Strategy<Value = Rule> {
    let hosts = known("host-header", "HostHeaderConfig", HOSTS, HOST_REGEXES);
    let paths = known("path-pattern", "PathPatternConfig", PATHS, PATH_REGEXES);
    let transform = || {
        prop::option::weighted(0.2, select(&["/$1", "/old/$1"][..])).prop_map(|replace| {
            let rewrite = |replace: &str| {
                let config = json!({ "Rewrites": [{ "Regex": "^/(.*)$", "Replace": replace }] });
                json!({ "Type": "url-rewrite", "UrlRewriteConfig": config })
            };
            replace.map(rewrite).into_iter().collect::<Vec<_>>()
        })
    };
    let rule = (hosts, paths, others(), transform(), does()).prop_map(|(host, path, others, transforms, does)| {
        let conditions = host.into_iter().chain(path).chain(others).collect();
        Rule { conditions, transforms, does }
    });
    // An ALB has at most five values in a rule, and no transform before anything but a forward.
    rule.prop_filter("a rule has one to five values", |rule| (1..=5).contains(&count(&rule.conditions))).prop_map(
        |mut rule| {
            if !matches!(rule.does.routing, Routing::Forward(..)) {
                rule.transforms.clear();
            }
            rule
        },
    )
}

fn does() -> impl Strategy<Value = Does> {
    (prop::option::weighted(0.25, guard()), routing()).prop_map(|(guard, routing)| Does { guard, routing })
}

fn guard() -> impl Strategy<Value = Value> {
    let session = |scope: &str| {
        json!({
            "SessionCookieName": "AWSELBAuthSessionCookie",
            "Scope": scope,
            "SessionTimeout": 604_800,
            "OnUnauthenticatedRequest": "authenticate",
        })
    };
    let with = |mut config: Value, more: Value| {
        config.as_object_mut().expect("a map").extend(more.as_object().expect("a map").clone());
        config
    };
    let oidc = select(&["openid", "email openid"][..]).prop_map(move |scope| {
        let own = json!({
            "Issuer": "https://id.example.com",
            "AuthorizationEndpoint": "https://id.example.com/a",
            "TokenEndpoint": "https://id.example.com/t",
            "UserInfoEndpoint": "https://id.example.com/u",
            "ClientId": "shop",
        });
        json!({ "Type": "authenticate-oidc", "AuthenticateOidcConfig": with(own, session(scope)) })
    });
    let cognito = select(&["openid", "phone"][..]).prop_map(move |scope| {
        let own = json!({
            "UserPoolArn": "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_a",
            "UserPoolClientId": "client",
            "UserPoolDomain": "login",
            "AuthenticationRequestExtraParams": { "display": "page" },
        });
        json!({ "Type": "authenticate-cognito", "AuthenticateCognitoConfig": with(own, session(scope)) })
    });
    let claims = json!([{ "Format": "single-string", "Name": "role", "Values": ["admin"] }]);
    let jwt = json!({ "Issuer": "https://id.example.com", "JwksEndpoint": "https://id.example.com/k", "AdditionalClaims": claims });
    prop_oneof![oidc, cognito, Just(json!({ "Type": "jwt-validation", "JwtValidationConfig": jwt }))]
}

fn routing() -> impl Strategy<Value = Routing> {
    let part = |values: &'static [&'static str]| prop::option::of(select(values));
    let redirect = (
        part(&["HTTPS", "HTTP", "#{protocol}"]),
        part(&["443", "80", "#{port}"]),
        part(&["#{host}", "www.example.com", "example.com"]),
        part(&["/#{path}", "/x", "/y", "/new/#{path}"]),
        part(&["#{query}", "a=b"]),
    );
    let redirect = redirect.prop_map(|(protocol, port, host, path, query)| {
        let parts = [("Protocol", protocol), ("Port", port), ("Host", host), ("Path", path), ("Query", query)];
        let mut config = json!({ "StatusCode": "HTTP_301" });
        for (key, value) in parts {
            if let Some(value) = value {
                config[key] = json!(value);
            }
        }
        Routing::Own(json!({ "Type": "redirect", "RedirectConfig": config }))
    });
    let respond = select(&["200", "404", "503"][..]).prop_map(|code| {
        let config = json!({ "StatusCode": code, "ContentType": "text/plain", "MessageBody": "here" });
        Routing::Own(json!({ "Type": "fixed-response", "FixedResponseConfig": config }))
    });
    let one = any::<Index>().prop_map(|index| Routing::Forward(vec![(index, 1)], None));
    let several = (
        prop::collection::vec((any::<Index>(), prop_oneof![Just(0_i64), 1_i64..=999]), 1..=3),
        prop::option::of(1_i64..=604_800),
    );
    let several = several.prop_map(|(shares, sticky)| Routing::Forward(shares, sticky));
    prop_oneof![4 => one, 2 => several, 2 => redirect, 1 => Just(Routing::ToItself), 1 => respond]
}

/// Where listeners are alike, all have the rules of the first.
fn arranged(services: &[&str], mut drawn: Vec<Drawn>, alike: bool) -> Estate {
    if let (true, Some((_, rules, _))) = (alike, drawn.first().cloned()) {
        drawn.iter_mut().for_each(|(_, own, _)| own.clone_from(&rules));
    }
    let one = |(port, rules, default): &Drawn| Listener {
        port: *port,
        rules: rules
            .iter()
            .zip(1..)
            .map(|(rule, priority)| {
                let actions = actions(&rule.does, *port, &rule.conditions, services);
                estate::full_rule(*port, priority, &rule.conditions, &actions, &rule.transforms)
            })
            .collect(),
        default: json!(actions(default, *port, &[], services)),
    };
    let services = services.iter().map(|name| (*name).to_owned()).collect();
    Estate { services, listeners: drawn.iter().map(one).collect() }
}

/// AWS takes a log-in on a listener of HTTPS only.
fn actions(does: &Does, port: u16, conditions: &[Value], services: &[&str]) -> Vec<Value> {
    let guard = does.guard.clone().filter(|_| port == 443);
    let routing = match &does.routing {
        Routing::Own(action) => action.clone(),
        Routing::ToItself => to_itself(conditions),
        Routing::Forward(shares, sticky) => forward(shares, *sticky, services),
    };
    guard.into_iter().chain([routing]).collect()
}

fn forward(shares: &[(Index, i64)], sticky: Option<i64>, services: &[&str]) -> Value {
    let mut groups: Vec<Value> = Vec::new();
    for (index, weight) in shares {
        let group = estate::group(services[index.index(services.len())]);
        if !groups.iter().any(|other| other["TargetGroupArn"] == *group) {
            groups.push(json!({ "TargetGroupArn": group, "Weight": weight }));
        }
    }
    if groups.iter().all(|group| group["Weight"] == 0) {
        groups[0]["Weight"] = json!(1);
    }
    let mut config = json!({ "TargetGroups": groups });
    config["TargetGroupStickinessConfig"] = match sticky {
        Some(seconds) => json!({ "Enabled": true, "DurationSeconds": seconds }),
        None => json!({ "Enabled": false }),
    };
    json!({ "Type": "forward", "ForwardConfig": config })
}

fn to_itself(conditions: &[Value]) -> Value {
    let mut to = json!({ "StatusCode": "HTTP_302" });
    for (field, key) in [("host-header", "Host"), ("path-pattern", "Path")] {
        let values = conditions.iter().filter(|condition| condition["Field"] == field);
        let values = values.flat_map(|condition| crate::requests::texts(crate::requests::config(condition), "Values"));
        let literal =
            values.filter(|value| !value.contains(['*', '?'])).find(|value| key == "Host" || value.starts_with('/'));
        if let Some(value) = literal {
            to[key] = json!(value);
        }
    }
    json!({ "Type": "redirect", "RedirectConfig": to })
}
