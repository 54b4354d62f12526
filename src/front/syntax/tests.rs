//! Both readers, by tables: what a text gives, or what is said of it and where.

mod properties;
mod yaml;

use super::parse;
use crate::diagnostics::{Code, Diagnostics, Severity};
use crate::front::tree::{Node, Value};
use crate::source::Sources;

fn read(text: &str) -> (Option<Vec<Node>>, Sources, Diagnostics) {
    let mut sources = Sources::default();
    let file = sources.add("input", text);
    let mut diags = Diagnostics::default();
    let documents = parse(&sources, file, &mut diags).ok();
    (documents, sources, diags)
}

fn good(text: &str) -> Vec<Node> {
    let (documents, _, diags) = read(text);
    documents.unwrap_or_else(|| panic!("{text:?} gave {:#?}", diags.findings()))
}

/// The tree in one line: scalars as JSON writes them, numbers with their digits.
fn show(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(digits) => digits.clone(),
        Value::String(text) => format!("{text:?}"),
        Value::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(",")),
        Value::Map(entries) => {
            let entry = |entry: &crate::front::tree::Entry| format!("{:?}:{}", entry.key, show(&entry.node));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(","))
        }
    }
}

fn shown(text: &str) -> String {
    good(text).iter().map(show).collect::<Vec<_>>().join(" ")
}

/// `code line:column..length message` of the one error.
fn fault(text: &str) -> String {
    let (documents, sources, diags) = read(text);
    assert!(documents.is_none(), "{text:?} was read");
    let [finding] = diags.findings() else { panic!("{text:?}: {:#?}", diags.findings()) };
    let place = sources.position(finding.at.span);
    assert!(finding.help.is_some(), "{text:?}: no help");
    assert!(finding.at.span.end as usize <= text.len() || text.is_empty(), "{text:?}: {:?}", finding.at);
    let length = finding.at.span.end - finding.at.span.start;
    format!("{} {}:{}+{length} {}", finding.code.slug(), place.line, place.column, finding.message)
}

/// Walks a tree: numbers in preorder, ranges inside of the parent's, keys before their values.
fn check_tree(node: &Node, next: &mut u32) {
    assert!(node.at.first >= *next, "{node:?}");
    assert!(node.at.past > node.at.first && node.at.span.start <= node.at.span.end, "{node:?}");
    *next = node.at.first + 1;
    for child in node.items().iter().chain(node.entries().iter().map(|entry| &entry.node)) {
        check_tree(child, next);
        assert!(child.at.past <= node.at.past, "{node:?}");
    }
    for entry in node.entries() {
        assert!(entry.key_span.start <= entry.node.at.span.start, "{entry:?}");
    }
    *next = node.at.past;
}

fn check_trees(documents: &[Node]) {
    let mut next = 0;
    documents.iter().for_each(|document| check_tree(document, &mut next));
}

/// Every scalar with the text that its range covers.
fn scalars<'a>(node: &'a Node, text: &'a str, found: &mut Vec<(&'a Value, &'a str)>) {
    let written = &text[node.at.span.start as usize..node.at.span.end as usize];
    if node.items().is_empty() && node.entries().is_empty() {
        found.push((&node.value, written));
    }
    node.items().iter().for_each(|item| scalars(item, text, found));
    node.entries().iter().for_each(|entry| scalars(&entry.node, text, found));
}

fn written(text: &str) -> Vec<String> {
    let documents = good(text);
    check_trees(&documents);
    let mut found = Vec::new();
    documents.iter().for_each(|document| scalars(document, text, &mut found));
    found.into_iter().map(|(_, written)| written.to_owned()).collect()
}

#[test]
fn json_is_read_as_it_is_written() {
    let cases = [
        (
            r#"{"a":1.50,"b":-0,"c":1e400,"d":12345678901234567890123}"#,
            r#"{"a":1.50,"b":-0,"c":1e400,"d":12345678901234567890123}"#,
        ),
        (r#"["\ud83d\ude00\u00e9\/\b\f\n\r\t\"\\","é😀"]"#, r#"["😀é/\u{8}\u{c}\n\r\t\"\\","é😀"]"#),
        ("\r\n[ true ,\r\nfalse,null ]\r\n", "[true,false,null]"),
        ("{}", "{}"),
        ("[[],{}]", "[[],{}]"),
        ("{\"a\":1}\n{\"a\":2} [3]\n", r#"{"a":1} {"a":2} [3]"#),
        ("\u{feff}{}\n\u{feff}[]", "{} []"),
        (r#"{"a":1,"b":{"c":1,"c":2},"a":3}"#, r#"{"b":{"c":2},"a":3}"#),
    ];
    for (text, tree) in cases {
        assert_eq!(shown(text), tree, "{text:?}");
    }
}

#[test]
fn json_faults_are_told_at_their_place() {
    let cases = [
        ("[1,]", "bad-json 1:3+1 a comma stands after the last item"),
        ("{\"a\":1,\n}", "bad-json 1:7+1 a comma stands after the last item"),
        ("{\"a\": 1 // x\n}", "bad-json 1:9+4 a comment stands here, and JSON has none"),
        ("{/* x */}", "bad-json 1:2+8 a comment stands here, and JSON has none"),
        ("[\n# x\n]", "bad-json 2:1+3 a comment stands here, and JSON has none"),
        ("{\"a\": NaN}", "bad-json 1:7+3 JSON has no `NaN`"),
        ("[-Infinity]", "bad-json 1:2+9 JSON has no infinity"),
        ("[Infinity]", "bad-json 1:2+8 JSON has no infinity"),
        ("{'a': 1}", "bad-json 1:2+1 a single quote stands here"),
        ("{\"a\": “x”}", "bad-json 1:7+3 a typographic quote stands here"),
        ("{a: 1}", "bad-json 1:2+1 a key stands here without quotes"),
        ("{\"a\": hunter2}", "bad-json 1:7+7 a text stands here without quotes"),
        ("{\"a\": True}", "bad-json 1:7+4 `True` is no word of JSON"),
        ("{\"a\": 1 \"b\": 2}", "bad-json 1:8+0 a comma is missing after this"),
        ("[{}\n{}]", "bad-json 1:4+0 a comma is missing after this"),
        ("[\"a\"b\"]", "bad-json 1:5+1 the string was closed before this"),
        ("{\"a\" 1}", "bad-json 1:5+0 no colon stands after this key"),
        ("{\"a\" = 1}", "bad-json 1:6+1 an equals sign stands after a key"),
        ("{\"a\"}", "bad-json 1:5+1 the text before this has no value: it is a key without a colon"),
        ("{\"a\":}", "bad-json 1:6+1 no value stands here"),
        ("[1,,2]", "bad-json 1:4+1 no value stands here"),
        ("{\"é\": \"x\n\"}", "bad-json 1:7+2 the string is not closed at the end of its line"),
        ("[\"a\tb\"]", "bad-json 1:4+1 a tab stands in a string"),
        ("[\"a\u{1}b\"]", "bad-json 1:4+1 the control character U+0001 stands in a string"),
        ("[\"abc", "bad-json 1:2+4 the text ends in the middle of a string"),
        ("[\"abc\\", "bad-json 1:2+5 the text ends in the middle of a string"),
        ("{\n \"a\": [1, 2\n", "bad-json 2:12+0 the text ends here, and the `[` of line 2 is not closed"),
        ("{\"a\":", "bad-json 1:6+0 the text ends here, and the `{` of line 1 is not closed"),
        ("{\"a\": [1}", "bad-json 1:9+1 the `}` does not close the `[` of line 1"),
        ("{} x", "bad-json 1:4+1 something stands after the end of the document"),
        ("{}}", "bad-json 1:3+1 the `}` closes nothing"),
        ("{},{}", "bad-json 1:3+1 a comma stands after the end of the document"),
        ("{}{}", "bad-json 1:3+1 the next document begins without a blank before it"),
        ("[${PORT}]", "bad-json 1:2+7 the placeholder `${PORT}` stands here: this is a template"),
        ("[${PORT:-hunter2}]", "bad-json 1:2+16 the placeholder `${PORT…}` stands here: this is a template"),
        ("{\"a\": {{ port }}}", "bad-json 1:7+10 the placeholder `{{port}}` stands here: this is a template"),
        ("[{% if x %}1{% endif %}]", "bad-json 1:2+10 the placeholder `{%if…%}` stands here: this is a template"),
        ("{\"a\": <PORT>}", "bad-json 1:7+6 the placeholder `<PORT>` stands here: this is a template"),
        ("{\"a\": @PORT@}", "bad-json 1:7+6 the placeholder `@PORT@` stands here: this is a template"),
        ("{\"a\": __PORT__}", "bad-json 1:7+8 the placeholder `__PORT__` stands here: this is a template"),
        ("{\"a\": $}", "bad-json 1:7+1 a text stands here without quotes"),
        ("[0123]", "bad-json 1:2+4 this begins like a number and is none"),
        ("[.5]", "bad-json 1:2+2 this begins like a number and is none"),
        ("[+1]", "bad-json 1:2+2 this begins like a number and is none"),
        ("[10MB]", "bad-json 1:2+4 this begins like a number and is none"),
        ("[-]", "bad-json 1:2+1 this begins like a number and is none"),
        (r#"["\ud83d"]"#, "bad-json 1:3+6 half a character stands here: one surrogate without the other"),
        (r#"["\ude00\ud83d"]"#, "bad-json 1:3+6 half a character stands here: one surrogate without the other"),
        (r#"["\u12g4"]"#, "bad-json 1:3+4 `\\u` needs four hexadecimal digits"),
        (r#"["C:\Program"]"#, "bad-json 1:5+2 the backslash stands before a character that JSON does not escape"),
        ("{\u{a0}\"a\": 1}", "bad-json 1:2+2 a character stands here that is not seen: U+00A0"),
        ("\n $ aws ecs x\n{\"a\": {}}\n", "bad-json 2:2+11 something stands before the JSON document"),
    ];
    for (text, said) in cases {
        assert_eq!(fault(text), said, "{text:?}");
    }
}

#[test]
fn texts_without_a_document_are_told() {
    for text in ["", " \n\t\r\n", "\u{feff}"] {
        assert_eq!(fault(text), "empty-input 1:1+0 the text is empty");
    }
    for text in ["# x\n", "---\n", "---\n---\n# x\n...\n"] {
        assert_eq!(fault(text), "empty-input 1:1+0 the text holds nothing but comments");
    }
}

#[test]
fn depth_and_size_have_a_limit() {
    assert_eq!(good(&("[".repeat(128) + &"]".repeat(128))).len(), 1);
    assert_eq!(fault(&"[".repeat(100_000)), "too-deep 1:129+1 lists and maps are nested more than 128 deep");
    assert!(fault(&"{\"a\":".repeat(100_000)).starts_with("too-deep 1:641+1"));
    for deep in
        ["- ".repeat(5000), format!("a: {}", "[".repeat(5000)), "? ".repeat(5000), format!("a: {}", "{a: ".repeat(300))]
    {
        let (documents, _, diags) = read(&deep);
        assert!(documents.is_none() && diags.findings().len() == 1);
        assert!(matches!(diags.findings()[0].code, Code::TooDeep | Code::BadYaml), "{:?}", diags.findings());
    }
    assert_eq!(fault(&" ".repeat((64 << 20) + 1)), "too-large 1:1+0 the text is larger than 64 MiB");
    let mut laughs = "a0: &a0 [x]\n".to_owned();
    for level in 1..40 {
        let before = level - 1;
        laughs += &format!("a{level}: &a{level} [*a{before}, *a{before}, *a{before}, *a{before}]\n");
    }
    assert!(fault(&laughs).starts_with("too-large "));
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(10_000));
    assert!(fault(&long).starts_with("too-large "));
}

#[test]
fn of_keys_that_stand_twice_the_last_counts() {
    for text in ["{\"é\": 1,\n \"b\": 2, \"é\": [3], \"é\": 4}", "é: 1\nb: 2\né: [3]\n\"é\": 4\n"] {
        let (documents, sources, diags) = read(text);
        let documents = documents.unwrap();
        assert_eq!(show(&documents[0]), r#"{"b":2,"é":4}"#);
        assert_eq!(documents[0].entries()[1].node.at.first, 5);
        assert_eq!(documents[0].at.past, 6);
        let told: Vec<_> = diags.findings().iter().map(|f| (f.code, f.severity, f.at.first, f.at.past)).collect();
        assert_eq!(
            told,
            [(Code::DuplicateKey, Severity::Warning, 1, 2), (Code::DuplicateKey, Severity::Warning, 3, 5)]
        );
        let counts = sources.position(documents[0].entries()[1].key_span);
        let place = format!("{}:{}", counts.line, counts.column);
        assert!(diags.findings().iter().all(|finding| finding.message.contains(&place)), "{:?}", diags.findings());
    }
}

#[test]
fn many_doubles_are_summed_up() {
    let text = format!("{{{}\"a\":0}}", "\"a\":1,".repeat(100_000));
    let (documents, _, diags) = read(&text);
    assert_eq!(show(&documents.unwrap()[0]), r#"{"a":0}"#);
    assert_eq!(diags.findings().len(), 1001);
    assert_eq!(diags.findings()[1000].message, "99000 more keys stand twice in their maps");
    assert_eq!((diags.findings()[1000].at.first, diags.findings()[1000].at.past), (1001, 100_001));
}

#[test]
fn ranges_are_the_scalars_as_written() {
    let yaml = "é😀: 'x ''y' # c\nb: \"q\\\"\\u00e9\"   \nc: !!str é😀\nd: &x 😀\ne: &y !!str\n  'z'\nf: |\n  é\n  two\n\ng: [a, \"b\", {c: d}] # e\nh: multi\n  line\ni:\nj: >- # c\n  folded\nk: *x\n- no";
    let yaml = yaml.strip_suffix("\n- no").unwrap();
    let expected = [
        "'x ''y'",
        "\"q\\\"\\u00e9\"",
        "é😀",
        "😀",
        "'z'",
        "|\n  é\n  two",
        "a",
        "\"b\"",
        "d",
        "multi\n  line",
        "",
        ">- # c\n  folded",
        "*x",
    ];
    assert_eq!(written(yaml), expected);
    assert_eq!(written(&yaml.replace('\n', "\r\n")), expected.map(|text| text.replace('\n', "\r\n")));
    let json = "{\"é😀\": [\"😀\\u00e9\", -1.50, {}, true, [ ]]}";
    assert_eq!(written(json), ["\"😀\\u00e9\"", "-1.50", "{}", "true", "[ ]"]);
    let list = good("😀: [{a: 1}, b: 2]\nc:\n  d: 1\n\n  # x\nf: 3\n");
    let map = &list[0];
    let of = |node: &Node| (node.at.span.start, node.at.span.end);
    assert_eq!(of(&map.entries()[0].node), (6, 20));
    assert_eq!(of(&map.entries()[0].node.items()[1]), (15, 19));
    assert_eq!(of(&map.entries()[1].node), (26, 30));
    assert_eq!(map.entries()[1].key_span.start, 21);
}
