//! What is shown, what is not, and that no broken text shows more.

use proptest::prelude::*;

use super::Hidden;

fn shown(text: &str) -> String {
    Hidden::of(text).mask(text, 0..text.len()).text
}

#[test]
fn a_number_of_devices_and_an_address_of_a_file_are_shown() {
    for shown in [r#"[{"type": "GPU", "value": "1"}]"#, r#"{ "type":"s3", "value": "arn:aws:s3:::b/k" }"#] {
        assert_eq!(Hidden::of(shown).mask(shown, 0..shown.len()).text, shown);
    }
    for hidden in [
        r#"{"type": "GPU", "name": "x", "value": "1234"}"#,
        r#"{"type": "other", "value": "1234"}"#,
        "{\"type\": \"GPU\",\n\"value\": \"1234\"}",
    ] {
        assert!(!Hidden::of(hidden).mask(hidden, 0..hidden.len()).text.contains("1234"), "{hidden}");
    }
}

#[test]
fn values_and_secrets_are_hidden() {
    let cases = [
        (r#"{"name":"A","value":"b,c"}"#, r#"{"name":"A","value":"…"}"#),
        (r#"{ "Value" : 12, "x": 1}"#, r#"{ "Value" : …, "x": 1}"#),
        (r#"{"value":"a\"b","x":"y"}"#, r#"{"value":"…","x":"y"}"#),
        (r#"{"valueFrom":"arn:x"}"#, r#"{"valueFrom":"arn:x"}"#),
        (r#"{"secrets":[{"name":"A","valueFrom":"b"}]}"#, r#"{"secrets":[{"name":"A","valueFrom":"b"}]}"#),
        (r#"{"splunk-token":"x","splunk-url":"y"}"#, r#"{"splunk-token":"…","splunk-url":"y"}"#),
        (r#"{"DB_PASSWORD":"x","myApiKey":"y"}"#, r#"{"DB_PASSWORD":"…","myApiKey":"…"}"#),
        (r#"{"environment":[{"name":"A","value":"b"}]}"#, r#"{"environment":[{"name":"A","value":"…"}]}"#),
        (
            "{\"environment\": {\n  \"A\": \"b\",\n  \"C\": \"d\"\n}, \"x\": 1}",
            "{\"environment\": {\n  \"A\": …\n  \"C\": …\n}, \"x\": 1}",
        ),
        (r#"{"environment":{"A":"b","C":"}"},"x":1}"#, r#"{"environment":{"A":…},"x":1}"#),
        ("{\"value\":\n  \"x\"\n}", "{\"value\":\n  \"…\"\n}"),
        ("- name: A\n  value: b, c # d\n- name: E\n", "- name: A\n  value: …\n- name: E\n"),
        ("  value: |\n    b\n\n    c: d\n  name: A\n", "  value: …\n    …\n\n    …\n  name: A\n"),
        ("value: 'a''b'\nname: x\n", "value: '…'\nname: x\n"),
        ("value: \"a\n  b\"\nname: x\n", "value: …\n  …\nname: x\n"),
        ("value:\n  b\nname: x\n", "value:\n  …\nname: x\n"),
        ("? value\n: b\n", "? value\n: …\n"),
        ("environment:\n  A: b\n  C: |\n    user: d\nname: x\n", "environment:\n  A: …\n  C: …\n    …\nname: x\n"),
        ("environment:\n- name: A\n  value: b\n", "environment:\n- name: A\n  value: …\n"),
        ("value: !Sub '${x}'\nname: x\n", "value: …\nname: x\n"),
        // Broken ones.
        ("{\"value\": \"b\n\"name\": \"A\"}", "{\"value\": …\n\"name\": \"A\"}"),
        ("{\"value\": \"b\nc\nuser: d\",\n\"name\": \"A\"}", "{\"value\": …\n…\n…\n\"name\": \"A\"}"),
        (r#"{"value": "b"c", "name": "A"}"#, r#"{"value": …"#),
        (r#"{"value" "b", "name": "A"}"#, r#"{"value" "…", "name": "A"}"#),
        (r#"{"value" = "b"}"#, r#"{"value" = "…"}"#),
        (r#"{"value", "b"}"#, r#"{"value", "…"}"#),
        (r#"{"name":"token" "value":"b"}"#, r#"{"name":"token" "value":"…"}"#),
        (r#"{"name":"token","value":"b"}"#, r#"{"name":"token","value":"…"}"#),
        (r#"{"value: "b"}"#, r#"{"value: "…"}"#),
        (r#"{value": "b"}"#, r#"{value": "…"}"#),
        (r#"{"a":"b,"value":"c"}"#, r#"{"a":"b,"value":"…"}"#),
        (r#"{"value": $X,"#, r#"{"value": …"#),
        (r#"{"value": 'b'}"#, r#"{"value": '…'}"#),
        (r#"{"\u0076alue":"b"}"#, r#"{"\u0076alue":"…"}"#),
        ("value: |\nb\nc\nname: x\n", "value: …\n…\n…\nname: x\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn offsets_follow_into_the_shown_text() {
    let text = "[\n{\"é\": 1, \"value\": \"hidden\", \"cpu\": 2}\n]";
    let line = 2..text.len() - 2;
    let masked = Hidden::of(text).mask(text, line.clone());
    assert_eq!(masked.text, "{\"é\": 1, \"value\": \"…\", \"cpu\": 2}");
    let shown = |word: &str| {
        let at = text.find(word).unwrap();
        &masked.text[masked.range(at..at + word.len())]
    };
    assert_eq!(shown("\"é\""), "\"é\"");
    assert_eq!(shown("\"cpu\""), "\"cpu\"");
    assert_eq!(shown("\"hidden\""), "\"…\"");
    assert_eq!(shown("hidden"), "…");
    assert_eq!(shown("idd"), "…");
    assert_eq!(masked.offset(line.end), masked.text.len());
}

#[test]
fn a_large_text_is_no_reason_to_wait() {
    for piece in [
        "\"environment\":{",
        "value:x\n",
        "value: \"x\n",
        "\"value\":[",
        "value: |\n",
        "value:'",
        "\"token\" \"",
        "value:\n",
    ] {
        let text = piece.repeat(200_000);
        assert!(shown(&text).len() <= text.len() * 2, "{piece}");
    }
}

/// A text with a secret under each of some keys, and how the secret stands in it.
fn document(with_map: bool) -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec![
        "value",
        "Value",
        "splunk-token",
        "DB_PASSWORD",
        "apiKey",
        "clientSecret",
        "credentials",
    ]);
    let secret = "[a-z,:;}{#'\" $|>-]{0,8}HUNTER[a-z,:;}{#'\" $|>-]{0,8}";
    let entry = (key, secret, 0_usize..4);
    prop::collection::vec(entry, 1..6).prop_flat_map(move |entries| {
        let json: Vec<serde_json::Value> = entries
            .iter()
            .map(|(key, secret, _)| serde_json::json!({"name": "A", *key: secret, "valueFrom": "arn"}))
            .collect();
        let map: serde_json::Map<String, serde_json::Value> =
            entries.iter().enumerate().map(|(at, (_, secret, _))| (format!("K{at}"), secret.clone().into())).collect();
        // Which bracket the map of an environment begins with is all that tells it from a list.
        let map = if with_map { serde_json::Value::Object(map) } else { serde_json::Value::Null };
        let json = serde_json::json!({"family": "web", "environment": map, "containers": json, "cpu": 1});
        let block: String = entries
            .iter()
            .map(|(key, secret, _)| format!("- name: A\n  {key}: |-\n    x\n    {secret}\n    {secret}\n  cpu: 1\n"))
            .collect();
        prop::sample::select(vec![
            serde_json::to_string(&json).unwrap(),
            serde_json::to_string_pretty(&json).unwrap(),
            serde_yaml::to_string(&json).unwrap(),
            block.clone(),
            block.replace('\n', "\r\n"),
        ])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_secret_is_shown(text in document(true)) {
        let shown = shown(&text);
        prop_assert!(!shown.contains("HUNTER"), "{}\n---\n{}", text, shown);
        prop_assert_eq!(shown.lines().count(), text.lines().count());
        prop_assert!(shown.contains("cpu"), "{}", shown);
    }

    #[test]
    fn no_secret_of_a_cut_text_is_shown(text in document(true), at in any::<prop::sample::Index>()) {
        let mut end = at.index(text.len() + 1);
        while !text.is_char_boundary(end) { end += 1; }
        prop_assert!(!shown(&text[..end]).contains("HUNTER"), "{}", &text[..end]);
    }

    #[test]
    fn no_secret_of_a_broken_text_is_shown(text in document(false), at in any::<prop::sample::Index>(), put in "[]\\[{},:\"' \n]{0,2}", drop in 0_usize..2) {
        let chars: Vec<char> = text.chars().collect();
        // Breaks the grammar, not a key's name or what it belongs to.
        let name = |at: usize| chars.get(at).is_some_and(|c: &char| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let places: Vec<usize> = (1..chars.len()).filter(|at| !name(at - 1) && !name(*at) && !name(at + 1)).collect();
        prop_assume!(!places.is_empty());
        let from = *at.get(&places);
        let until = (from + drop).min(chars.len());
        // A line break in a block of text can make of it what nobody can tell from a key or an item.
        let put = if text.starts_with('{') { put } else { put.replace('\n', " ") };
        let broken: String = chars[..from].iter().copied().chain(put.chars()).chain(chars[until..].iter().copied()).collect();
        prop_assert!(!shown(&broken).contains("HUNTER"), "{}\n---\n{}", broken, shown(&broken));
    }

    #[test]
    fn any_text_can_be_masked(text in any::<String>(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let (from, to) = (from.index(text.len() + 1), to.index(text.len() + 1));
        let masked = Hidden::of(&text).mask(&text, from.min(to)..from.max(to));
        for at in 0..text.len() + 2 {
            prop_assert!(masked.offset(at) <= masked.text.len());
        }
    }
}
