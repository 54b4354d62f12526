//! The YAML reader, by tables.

use super::{check_trees, fault, good, shown};

#[test]
fn yaml_scalars_are_what_they_look_like() {
    let cases = [
        (
            "a: 1\nb: -2\nc: +3\nd: 1.5\ne: .5\nf: 1e3\ng: 0x1F\n",
            r#"{"a":1,"b":-2,"c":+3,"d":1.5,"e":.5,"f":1e3,"g":31}"#,
        ),
        (
            "a: 0123\nb: 1_000\nc: 0o17\nd: 12:30\ne: .inf\nf: .nan",
            r#"{"a":"0123","b":"1_000","c":"0o17","d":"12:30","e":".inf","f":".nan"}"#,
        ),
        ("[yes, No, on, OFF, y, TRUE, False]", r#"bad-json"#),
        ("a: [yes, No, on, OFF, y, TRUE, False]", r#"{"a":["yes","No","on","OFF","y",true,false]}"#),
        ("a: ~\nb:\nc: null\nd: ''\ne: 'null'\nf: \"1\"", r#"{"a":null,"b":null,"c":null,"d":"","e":"null","f":"1"}"#),
        ("a: |\n  x\n  y\nb: >-\n  x\n  y\n", r#"{"a":"x\ny\n","b":"x y"}"#),
        (
            "a: 2010-09-09\nb: 1.2.3\nc: x\nd: 1e\ne: .\nf: 10.0.0.0/16",
            r#"{"a":"2010-09-09","b":"1.2.3","c":"x","d":"1e","e":".","f":"10.0.0.0/16"}"#,
        ),
        (
            "a: !!str 12\nb: !!int '12'\nc: ! 12\nd: !!seq [1]\ne: !!map {}\nf: !!null ''",
            r#"{"a":"12","b":12,"c":"12","d":[1],"e":{},"f":null}"#,
        ),
        ("1: a\ntrue: b\n~: c\n? d\n: e\n", r#"{"1":"a","true":"b","~":"c","d":"e"}"#),
        ("---\na: 1\n---\n- 2\n...\n---\n", r#"{"a":1} [2]"#),
        ("a: 1 # é\nb: {c: [d, {e: f}]}\n", r#"{"a":1,"b":{"c":["d",{"e":"f"}]}}"#),
        ("\u{feff}a: 1\n", r#"{"a":1}"#),
        ("a: \"\\u00e9\\x41\"\r\nb: x\r\n", r#"{"a":"éA","b":"x"}"#),
        (
            "x: &x {a: 1, b: [2]}\ny: *x\nz:\n  <<: *x\n  b: 3\n",
            r#"{"x":{"a":1,"b":[2]},"y":{"a":1,"b":[2]},"z":{"a":1,"b":3}}"#,
        ),
        (
            "x: &x {a: 1}\ny: &y {a: 2, c: 3}\nz:\n  b: 0\n  <<: [*x, *y]\n",
            r#"{"x":{"a":1},"y":{"a":2,"c":3},"z":{"b":0,"a":1,"c":3}}"#,
        ),
        ("z: {'<<': 1}", r#"{"z":{"<<":1}}"#),
        ("a: &k name\n*k : 1\n", r#"{"a":"name","name":1}"#),
        ("plain text", r#""plain text""#),
    ];
    for (text, tree) in cases {
        if tree == "bad-json" {
            assert!(fault(text).starts_with(tree), "{text:?}");
            continue;
        }
        assert_eq!(shown(text), tree, "{text:?}");
        check_trees(&good(text));
    }
}

#[test]
fn yaml_faults_are_told_at_their_place() {
    let cases = [
        ("a: b: c", "bad-yaml 1:5+1 a second key stands where a value should end, or a key is indented too far"),
        ("a:\tb\n\tc: d\n", "bad-yaml 1:4+1 after the colon stands something other than a space"),
        ("a:\n\tb: c\n", "bad-yaml 2:1+1 a tab stands where YAML takes only spaces"),
        (
            "a: 'x\nb: c\n",
            "bad-yaml 1:4+1 a quoted text that begins here is not closed, or its next line is not indented",
        ),
        ("a: `x`", "bad-yaml 1:4+1 a text cannot begin with this character"),
        ("a: *x", "bad-yaml 1:4+1 no anchor of this alias's name stands before it"),
        ("a: &x\n  b: *x\n", "bad-yaml 2:6+2 nothing that is complete has this alias's name"),
        ("a: &x 1\n---\nb: *x\n", "bad-yaml 3:4+2 nothing that is complete has this alias's name"),
        ("? [a]\n: b\n", "bad-yaml 1:3+1 a list or a map stands as a key"),
        ("é: !Ref Foo\n", "bad-yaml 1:4+4 the CloudFormation function `!Ref` is not resolved"),
        ("a: !Sub [x, {}]\nb: `x`\n", "bad-yaml 2:4+1 a text cannot begin with this character"),
        ("a: &x !hunter2 b\n", "bad-yaml 1:7+8 a tag stands here that is not YAML's own"),
        ("a: !!int x\n", "bad-yaml 1:10+1 what stands here is not what its tag says"),
        ("a:\n  <<: 1\n", "bad-yaml 2:3+2 what stands under `<<` is neither a map nor a list of maps"),
        ("a: {{ .Name }}\n", "bad-yaml 1:4+11 the placeholder `{{Name}}` stands here: this is a template"),
        (
            "{{- if .X }}\na: b\n{{- end }}\n",
            "bad-json 1:1+12 the placeholder `{{if…}}` stands here: this is a template",
        ),
        (
            "a: b\n{{- if .X }}\nc: d\n{{- end }}\n",
            "bad-yaml 2:1+12 the placeholder `{{if…}}` stands here: this is a template",
        ),
        ("a: 1\n b: 2\n", "bad-yaml 2:3+1 a second key stands where a value should end, or a key is indented too far"),
        ("a: \"x\"y\n", "bad-yaml 1:7+1 something stands after the closing quote"),
    ];
    for (text, said) in cases {
        assert_eq!(fault(text), said, "{text:?}");
    }
}

#[test]
fn lines_in_brackets_need_no_indentation() {
    let cases = [
        (
            "a:\n  b: [\n    x, # é ]\n    'y\n     z'\n  ]\n  c: {\n  d: e\n  }\n",
            r#"{"a":{"b":["x","y z"],"c":{"d":"e"}}}"#,
        ),
        ("a: [\n\"x\",\n# c\n\"y\"\n]\nb: 1\n", r#"{"a":["x","y"],"b":1}"#),
        ("a: [x,\ny z\n]\nb: 1\n", r#"{"a":["x","y z"],"b":1}"#),
        ("a: {\r\n  b: [c]\r\n}\r\n", r#"{"a":{"b":["c"]}}"#),
    ];
    for (text, tree) in cases {
        assert_eq!(shown(text), tree, "{text:?}");
        check_trees(&good(text));
    }
    let text = "é: [ # ü\n  '😀' # ü\n]\nb: ö\n";
    assert_eq!(super::written(text), ["'😀'", "ö"]);
}
