//! Both readers on texts that nobody wrote: the same values as `serde_json`, and no text that stops them.

use proptest::prelude::*;

use super::{check_trees, read, scalars, written};
use crate::front::tree::{Node, Value};

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        "[ -~é😀\u{1}\n\t\"\\\\]{0,12}".prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::vec(("[a-c\"é]{0,3}", inner), 0..5)
                .prop_map(|entries| serde_json::Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn same(node: &Node, value: &serde_json::Value) -> bool {
    match (&node.value, value) {
        (Value::Null, serde_json::Value::Null) => true,
        (Value::Bool(a), serde_json::Value::Bool(b)) => a == b,
        (Value::Number(a), serde_json::Value::Number(b)) => *a == b.to_string() || a.parse::<f64>().ok() == b.as_f64(),
        (Value::String(a), serde_json::Value::String(b)) => a == b,
        (Value::List(a), serde_json::Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Map(a), serde_json::Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|entry| b.get(&entry.key).is_some_and(|value| same(&entry.node, value)))
        }
        _ => false,
    }
}

/// Nothing panics; what is read has a sound tree; what is not has one error with a help, inside of the text.
fn survives(text: &str) -> Option<Vec<Node>> {
    let (documents, sources, diags) = read(text);
    match &documents {
        Some(documents) => {
            check_trees(documents);
            let mut found = Vec::new();
            documents.iter().for_each(|document| scalars(document, text, &mut found));
        }
        None => {
            assert_eq!(diags.findings().len(), 1);
            let finding = &diags.findings()[0];
            let span = finding.at.span;
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {text:?}");
            assert!(finding.help.is_some());
            assert!(sources.position(span).line > 0);
        }
    }
    documents
}

/// Crumbs of both syntaxes, in any order.
fn crumbs() -> impl Strategy<Value = String> {
    let crumbs = [
        "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "\\u", "d83d", "\\ude00", "1", "-", ".", "e", "E", "+", "true",
        "null", "a", " ", "\n", "\r\n", "\r", "\t", "#", "//", "/*", "${", "{{", "é", "😀", "\u{feff}", "\0", "<<: ",
        "*a", "&a ", "!Ref", "!!str", "|", ">", "- ", "? ", "---\n", "...\n", "  ", "%", "@", "`", "a: ", "\u{85}",
        "\u{2028}", "{\"a\":", "\"a\"",
    ];
    prop::collection::vec(prop::sample::select(crumbs.to_vec()), 0..40).prop_map(|crumbs| crumbs.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn json_reads_as_serde_json_reads(value in json(), pretty in any::<bool>()) {
        let value = serde_json::Value::Array(vec![value]);
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let documents = survives(&text).unwrap();
        prop_assert!(documents.len() == 1 && same(&documents[0], &value), "{}", text);
    }

    #[test]
    fn json_accepts_what_serde_json_accepts(head in prop_oneof![Just("["), Just("{"), Just("{\"a\":"), Just("[\"")], tail in crumbs()) {
        let text = format!("{head}{tail}");
        let ours = survives(&text);
        let theirs: Result<Vec<serde_json::Value>, _> = serde_json::Deserializer::from_str(&text).into_iter().collect();
        match (ours, theirs) {
            (Some(ours), Ok(theirs)) => prop_assert!(ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(a, b)| same(a, b)), "{:?}", text),
            (Some(ours), Err(error)) => prop_assert!(text.contains('\u{feff}') || error.to_string().contains("range"), "{:?} {:?} {}", text, ours, error),
            (None, Ok(theirs)) => prop_assert!(theirs.len() > 1, "{:?} {:?}", text, theirs),
            (None, Err(_)) => {}
        }
    }

    #[test]
    fn nothing_panics(text in prop_oneof![crumbs().boxed(), any::<String>().boxed(), "\\PC{0,60}".boxed()]) {
        survives(&text);
    }

    #[test]
    fn mutated_documents_do_not_panic(value in json(), yaml in any::<bool>(), at in any::<prop::sample::Index>(), put in crumbs(), drop in 0_usize..4) {
        let value = serde_json::Value::Array(vec![value]);
        let text = if yaml { serde_yaml::to_string(&value).unwrap() } else { serde_json::to_string_pretty(&value).unwrap() };
        let mut chars: Vec<char> = text.chars().collect();
        let from = at.index(chars.len() + 1);
        chars.splice(from..(from + drop).min(chars.len()), put.chars());
        survives(&chars.into_iter().collect::<String>());
        survives(&text);
    }

    #[test]
    fn yaml_reads_what_json_writes(value in json()) {
        let value = serde_json::Value::Array(vec![value]);
        let text = format!("a: {}", serde_json::to_string(&value).unwrap());
        let documents = survives(&text).unwrap();
        prop_assert!(same(&documents[0].entries()[0].node, &value), "{}", text);
    }

    #[test]
    fn yaml_quoted_ranges_hold_their_text(pad in "[é😀a ]{0,90}", text in "[é😀a']{0,9}") {
        let quoted = format!("'{}'", text.replace('\'', "''"));
        let yaml = format!("# {pad}\nk: {quoted} # x\nl: {quoted}\n");
        prop_assert_eq!(written(&yaml), vec![quoted.clone(), quoted]);
    }
}
