//! Inputs that ECS would never have given: sound ones with a few things changed, and JSON of any shape.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use crate::world::{BASES, Base, World};

/// What is done to one node.
#[derive(Debug, Clone)]
enum Change {
    Put(Value),
    Remove,
    Double,
    Rename(String),
    /// A key that stands in the object already.
    SameKeyAgain(Value),
    AddKey(String, Value),
    Wrap,
    /// Another node of the same files.
    Copy(Index),
}

/// Text that stands for something that a JSON value cannot hold; the writer puts the rest of it there as it is.
const RAW: &str = "@raw:";
/// The beginning of a key that the writer leaves out, so that a key stands there twice.
const AGAIN: &str = "@again:";

pub(crate) fn odd_text() -> impl Strategy<Value = String> {
    let known = select(vec![
        "",
        " ",
        "0",
        "-1",
        "1e3",
        "0x1F",
        "1_000",
        "yes",
        "NO:",
        "null",
        "~",
        "{{ .Values.x }}",
        "$(HOME)",
        "$$",
        "a\tb\nc",
        "é😀",
        "ALL",
        "HOST",
        "awsvpc",
        "host",
        "none",
        "ENABLED",
        "DAEMON",
        "EC2",
        "arn:aws:iam::111122223333:role/x",
        "arn:aws-cn:ecs:cn-north-1:1:service/a/b",
        "arn:",
        "arn:::::",
        "web:1",
        "..",
        "../../etc/passwd",
        "/",
        "a/b/c",
        "4294967296",
        "\u{0}",
        "\u{7f}",
        "\u{85}",
        "\u{feff}",
        "\u{2028}",
        "x:y:z@sha256:0",
        "99999999999999999999",
        "200-299,",
        "1-",
        "*",
        "?",
        "<IMAGE1_NAME>",
        "${Var}",
        "#",
        "- a",
        ".5 vCPU",
        "1GB",
        "default",
        "forward",
        "HTTP_301",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<String>(), 1 => "[a-z]{1,300}"]
}

fn raw(text: &str) -> Value {
    Value::String(format!("{RAW}{text}"))
}

fn odd_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        3 => odd_text().prop_map(Value::String),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::Bool),
        2 => select(vec![0, 1, -1, 2, 3, 80, 256, 512, 65_535, 65_536, i64::from(i32::MAX), i64::from(i32::MIN), i64::MAX, i64::MIN]).prop_map(|number| json!(number)),
        1 => any::<i64>().prop_map(|number| json!(number)),
        1 => any::<f64>().prop_filter_map("finite", |number| number.is_finite().then(|| json!(number))),
        1 => select(vec!["1e999", "-0", "0.5", "123456789012345678901234567890", "1E+2", "-0.0"]).prop_map(raw),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::Array),
            vec((key(), inner), 0..4).prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// Keys of ECS, and others.
fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => any::<Index>().prop_map(|index| index.get(&KEYS).clone()),
        1 => odd_text(),
    ]
}

static KEYS: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
    fn collect(value: &Value, keys: &mut std::collections::BTreeSet<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| {
                keys.insert(key.clone());
                collect(value, keys);
            }),
            Value::Array(list) => list.iter().for_each(|value| collect(value, keys)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut keys = std::collections::BTreeSet::new();
    BASES.iter().flat_map(|base| &base.files).for_each(|(_, value)| collect(value, &mut keys));
    keys.into_iter().collect()
});

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => odd_value().prop_map(Change::Put),
        3 => Just(Change::Remove),
        1 => Just(Change::Double),
        1 => key().prop_map(Change::Rename),
        1 => odd_value().prop_map(Change::SameKeyAgain),
        2 => (key(), odd_value()).prop_map(|(key, value)| Change::AddKey(key, value)),
        1 => Just(Change::Wrap),
        3 => any::<Index>().prop_map(Change::Copy),
    ]
}

/// A sound input with up to so many changes.
pub(crate) fn changed(most: usize) -> impl Strategy<Value = World> {
    let base = prop_oneof![1 => Just(0), 3 => 0..BASES.len()];
    (base, vec((any::<Index>(), change()), 0..=most), any::<bool>()).prop_map(|(base, changes, pretty)| {
        let mut base = BASES[base].clone();
        for (at, what) in &changes {
            apply(&mut base, at, what);
        }
        write(&base, pretty)
    })
}

/// JSON of any shape, made of keys that ECS knows.
pub(crate) fn any_shape() -> impl Strategy<Value = World> {
    let files = vec(
        odd_value().prop_recursive(6, 60, 6, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..5).prop_map(Value::Array),
                vec((key(), inner), 0..8).prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        }),
        1..4,
    );
    files.prop_map(|files| {
        let named = files.into_iter().enumerate().map(|(index, value)| (format!("{index}.json"), value));
        write(&Base { files: named.collect() }, true)
    })
}

pub(crate) fn write(base: &Base, pretty: bool) -> World {
    let text = |value: &Value| {
        let text = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
        unquote(text.expect("it is JSON"))
    };
    World(base.files.iter().map(|(name, value)| (name.clone(), text(value))).collect())
}

/// Puts what stands for itself in the place of the text that stood for it.
fn unquote(mut text: String) -> String {
    text = text.replace(&format!("\"{AGAIN}"), "\"");
    while let Some(start) = text.find(&format!("\"{RAW}")) {
        let inner = start + 1 + RAW.len();
        let Some(length) = text[inner..].find('"') else { break };
        let raw = text[inner..inner + length].to_owned();
        text.replace_range(start..=inner + length, &raw);
    }
    text
}

fn apply(base: &mut Base, at: &Index, what: &Change) {
    let mut pointers = Vec::new();
    for (file, (_, value)) in base.files.iter().enumerate() {
        nodes(value, &mut String::new(), &mut |pointer| pointers.push((file, pointer.to_owned())));
    }
    let (file, pointer) = at.get(&pointers).clone();
    let what = match what {
        Change::Copy(from) => {
            let (file, pointer) = from.get(&pointers);
            let copied = base.files[*file].1.pointer(pointer).cloned().unwrap_or_default();
            // Copies of copies would grow without end.
            if copied.to_string().len() > 2000 {
                return;
            }
            &Change::Put(copied)
        }
        other => other,
    };
    let root = &mut base.files[file].1;
    match (what, root.pointer_mut(&pointer)) {
        (Change::Put(value), Some(node)) => *node = value.clone(),
        (Change::Wrap, Some(node)) => *node = json!([node.take()]),
        (Change::AddKey(key, value), Some(Value::Object(map))) => {
            map.insert(key.clone(), value.clone());
        }
        _ => {
            if let Some((above, last)) = pointer.rsplit_once('/') {
                let last = last.replace("~1", "/").replace("~0", "~");
                change_in(root.pointer_mut(above).expect("what a node lies in"), last, what);
            }
        }
    }
}

/// Changes an object or a list at one of its keys or indices.
fn change_in(above: &mut Value, last: String, what: &Change) {
    match (above, what) {
        (Value::Object(map), Change::Remove) => {
            map.shift_remove(&last);
        }
        (Value::Object(map), Change::Rename(key)) => {
            let value = map.shift_remove(&last).expect("it is there");
            map.insert(key.clone(), value);
        }
        (Value::Object(map), Change::Double) => {
            let value = map.get(&last).cloned().expect("it is there");
            map.insert(format!("{AGAIN}{last}"), value);
        }
        (Value::Object(map), Change::SameKeyAgain(value)) => {
            map.insert(format!("{AGAIN}{last}"), value.clone());
        }
        (Value::Array(list), Change::Remove) => {
            list.remove(last.parse().expect("an index"));
        }
        (Value::Array(list), Change::Double) => {
            let index: usize = last.parse().expect("an index");
            let item = list[index].clone();
            list.insert(index, item);
        }
        _ => {}
    }
}

fn nodes(value: &Value, pointer: &mut String, each: &mut dyn FnMut(&str)) {
    each(pointer);
    let mut below = |step: &str, value: &Value, pointer: &mut String| {
        let length = pointer.len();
        pointer.push('/');
        pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        nodes(value, pointer, each);
        pointer.truncate(length);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| below(key, value, pointer)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, value)| below(&index.to_string(), value, pointer))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
