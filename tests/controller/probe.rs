//! Requests that meet each value of each condition, and some that only just do not.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::estate::Listener;
use crate::requests::{REGEXES, Request, config, texts};

fn anybody() -> Request {
    Request {
        host: "other.example.net".to_owned(),
        path: "/other".to_owned(),
        method: "PUT".to_owned(),
        headers: Vec::new(),
        query: Vec::new(),
        from: "203.0.113.9".to_owned(),
    }
}

pub(crate) fn requests(listener: &Listener) -> Vec<Request> {
    let mut all = vec![anybody()];
    for rule in &listener.rules {
        let conditions = rule["Conditions"].as_array().expect("a list");
        let widest = conditions.iter().map(|condition| examples(condition).len()).max().unwrap_or(0);
        for round in 0..widest {
            let mut hit = anybody();
            conditions.iter().for_each(|condition| meet(condition, round, &mut hit));
            // Each condition in turn is missed, and all the others met.
            for missed in conditions {
                let mut miss = hit.clone();
                lose(missed, &mut miss);
                all.push(miss);
            }
            all.push(hit);
        }
    }
    all.extend(pairs(&all));
    all
}

/// Each host meets each path in turn, not all of them: every value is hit and missed many times.
fn pairs(all: &[Request]) -> Vec<Request> {
    let hosts: BTreeSet<&String> = all.iter().map(|request| &request.host).collect();
    let paths: BTreeSet<&String> = all.iter().map(|request| &request.path).collect();
    let pair = |(index, host): (usize, &&String)| {
        let fitting = paths.iter().enumerate().filter(move |(other, _)| (index + other) % 3 == 0);
        let host = (*host).clone();
        let request =
            move |(_, path): (usize, &&String)| Request { host: host.clone(), path: (*path).clone(), ..anybody() };
        fitting.map(request).collect::<Vec<_>>()
    };
    hosts.iter().enumerate().flat_map(pair).collect()
}

/// Texts that a condition takes; of a query string with their keys.
fn examples(condition: &Value) -> Vec<(Option<String>, String)> {
    let config = config(condition);
    if condition["Field"] == "query-string" {
        let pairs = config["Values"].as_array().expect("pairs").iter();
        let one = |pair: &Value| {
            let key = pair["Key"].as_str().unwrap_or("any").to_owned();
            (Some(key), pair["Value"].as_str().expect("a value").replace('*', "bc").replace('?', "q"))
        };
        return pairs.map(one).collect();
    }
    let mut all = Vec::new();
    for value in texts(config, "Values") {
        match condition["Field"].as_str() {
            Some("source-ip") => {
                all.push(value.split('/').next().unwrap_or_default().replace("2001:db8::", "10.9.9.9"))
            }
            _ => all.extend(
                [("", "q"), ("z", "/"), ("b.c", "")].map(|(star, mark)| value.replace('*', star).replace('?', mark)),
            ),
        }
    }
    for regex in texts(config, "RegexValues") {
        let (_, examples) = REGEXES.iter().find(|(known, _)| *known == regex).expect("a known expression");
        all.extend(examples.iter().map(|text| (*text).to_owned()));
    }
    all.into_iter().map(|text| (None, text)).collect()
}

fn meet(condition: &Value, round: usize, request: &mut Request) {
    let examples = examples(condition);
    let (key, text) = examples[round % examples.len()].clone();
    match condition["Field"].as_str().expect("a field") {
        "host-header" if round % 2 == 1 => request.host = text.to_uppercase(),
        "host-header" => request.host = text.to_lowercase(),
        "path-pattern" => request.path = if text.starts_with('/') { text } else { format!("/{text}") },
        "http-header" => {
            let name = config(condition)["HttpHeaderName"].as_str().expect("a name").to_owned();
            request.headers.push((name, text));
        }
        "http-request-method" => request.method = text,
        "query-string" => request.query.push((key.unwrap_or_default(), text)),
        "source-ip" => request.from = text,
        other => panic!("{other}"),
    }
}

fn lose(condition: &Value, request: &mut Request) {
    match condition["Field"].as_str().expect("a field") {
        "host-header" => request.host.push('x'),
        "path-pattern" => request.path.push('x'),
        "http-header" => request.headers.clear(),
        "http-request-method" => request.method = "DELETE".to_owned(),
        "query-string" => request.query.clear(),
        "source-ip" => request.from = "198.51.100.7".to_owned(),
        other => panic!("{other}"),
    }
}
