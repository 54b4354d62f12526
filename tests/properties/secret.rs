//! No environment value and no credential shows in what is said: findings, `report.json`, the ledger. A credential that ECS
//! holds in clear does not even show in the output.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{self, program};
use crate::world::BASES;
use crate::{cases, mutate};

/// Options of log drivers that are credentials.
const CREDENTIALS: [&str; 5] = ["splunk-token", "apikey", "api_key", "password", "licenseKey"];

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn values_do_not_show(base in 0..BASES.len(), shape in "[A-Za-z0-9_/+=-]{12,40}", around in 0..6usize, pretty in any::<bool>()) {
        let mut base = BASES[base].clone();
        // In three parts, so that no word of the program is one of them.
        let mut planted = Planted { value: format!("zqx{shape}xqz"), token: format!("jwv{shape}vwj"), around, values: 0, tokens: 0 };
        base.files.iter_mut().for_each(|(_, value)| planted.plant(value, ""));
        let folder = support::scratch("property-secret");
        mutate::write(&base, pretty).write_to(&folder.join("in"));
        let ended = program::run(&folder, &["convert", "in", "-o", "out", "--ledger", "ledger.jsonl", "-v", "--no-templates"]);
        prop_assert!((0..=2).contains(&ended.code), "exit {}", ended.code);
        let json = program::run(&folder, &["report", "in", "--format", "json"]).stdout;
        let text = program::run(&folder, &["report", "in"]).stdout;
        let ledger = support::read(&folder.join("ledger.jsonl"));
        for (what, said) in [("findings", &ended.stderr), ("summary", &ended.stdout), ("report --format json", &json), ("report", &text), ("ledger", &ledger)] {
            prop_assert!(!said.contains(&planted.value), "an environment value shows in {what}:\n{said}");
            prop_assert!(!said.contains(&planted.token), "a credential shows in {what}:\n{said}");
        }
        for path in support::files_below(&folder.join("out")) {
            let made = support::read(&folder.join("out").join(&path));
            prop_assert!(!made.contains(&planted.token), "a credential shows in {path}:\n{made}");
            let values = path.starts_with("rendered/") || path.ends_with("values.yaml");
            prop_assert!(values || !made.contains(&planted.value), "an environment value shows in {path}:\n{made}");
        }
    }
}

/// Marks in the place of values and credentials.
struct Planted {
    value: String,
    token: String,
    around: usize,
    values: usize,
    tokens: usize,
}

impl Planted {
    fn plant(&mut self, value: &mut Value, key: &str) {
        match value {
            Value::Object(map) => {
                if key == "environment" && map.contains_key("value") {
                    self.values += 1;
                    map.insert("value".to_owned(), self.dressed());
                }
                if key == "options" {
                    self.tokens += 1;
                    let token = CREDENTIALS[self.tokens % CREDENTIALS.len()];
                    map.insert(token.to_owned(), json!(self.token));
                }
                map.iter_mut().for_each(|(key, value)| self.plant(value, key));
            }
            Value::Array(list) => list.iter_mut().for_each(|value| self.plant(value, key)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// The value in different shapes: alone, in a longer text, in a URL, of a wrong type, over several lines, in JSON.
    fn dressed(&self) -> Value {
        let value = &self.value;
        match (self.around + self.values) % 6 {
            0 => json!(value),
            1 => json!(format!("Server=db;Password={value};Timeout=5")),
            2 => json!(format!("postgres://user:{value}@db/shop")),
            3 => json!([value]),
            4 => json!(format!("-----BEGIN-----\n{value}\n-----END-----\n\u{1}")),
            _ => json!({"inner": {"password": value}}),
        }
    }
}
