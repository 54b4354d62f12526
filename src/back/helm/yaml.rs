//! Values as YAML that reads the same to every parser: strings quoted, keys that users made quoted too, in the order of the
//! sections. Changes no value.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use super::json::Object;
use super::order::USER_MAPS;
use super::sections::Section;

/// A longer line is broken into a block.
const WIDTH: usize = 110;
/// Written as a block even where it would fit a line: people change one entry of these.
const BLOCKS: [&str; 13] = [
    "image",
    "env",
    "secretEnv",
    "ports",
    "resources",
    "volumeMounts",
    "annotations",
    "hosts",
    "data",
    "binaryData",
    "rules",
    "lifecycle",
    "workloadAnnotations",
];
/// Maps from names to things that are long enough for a block each. A key below is a name, whatever word it happens to be.
const BLOCK_EACH: [&str; 8] = [
    "containers",
    "initContainers",
    "persistence",
    "configMaps",
    "extraIngresses",
    "extraExternalSecrets",
    "rules",
    "hosts",
];
/// The same for short things.
const LINE_EACH: [&str; 2] = ["volumes", "ports"];

/// On one line however deep they are: people know these by sight.
const LINES: [&str; 5] = ["backend", "defaultBackend", "resource", "scaleDown", "scaleUp"];

/// What YAML 1.1 takes for something else than a string.
const RESERVED: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

struct Writer<'a> {
    out: String,
    remarks: &'a BTreeMap<String, String>,
}

/// A values file. Keys that no section has come last; there are none as long as the sections are complete.
pub(super) fn values(
    head: &[String],
    mut values: Object,
    sections: &[Section],
    remarks: &BTreeMap<String, String>,
) -> String {
    let mut writer = Writer { out: String::new(), remarks };
    head.iter().for_each(|line| writer.comment("# ", line, 0));
    for (place, section) in sections.iter().enumerate() {
        let found: Vec<_> =
            section.iter().filter_map(|(key, text)| Some((*key, *text, values.shift_remove(*key)?))).collect();
        if place > 0 && !found.is_empty() {
            writer.out.push('\n');
        }
        for (key, text, value) in found {
            let text = remarks.get(key).map_or(text, String::as_str);
            if !text.is_empty() {
                writer.comment("# -- ", text, 0);
            }
            writer.entry("", key, &value, 0, key);
        }
    }
    debug_assert!(values.is_empty(), "no section for {:?}", values.keys().next());
    for (key, value) in &values {
        writer.entry("", key, value, 0, key);
    }
    writer.out
}

impl Writer<'_> {
    fn comment(&mut self, mark: &str, text: &str, indent: usize) {
        let pad = " ".repeat(indent);
        for (place, line) in text.split('\n').enumerate() {
            let mark = if place == 0 { mark } else { "# " };
            // What some parser takes for the end of a line would end the comment.
            let line = line.replace(must_be_escaped, " ");
            let _ = writeln!(self.out, "{pad}{}", format!("{mark}{line}").trim_end());
        }
    }

    /// `above` is the key that holds this entry, `path` the keys down to it, with dots between.
    fn entry(&mut self, above: &str, key: &str, value: &Value, indent: usize, path: &str) {
        let pad = " ".repeat(indent);
        let _ = write!(self.out, "{pad}{}:", self::key(above, key));
        let top = indent == 0 && !USER_MAPS.contains(&key) && value.is_object();
        let block = top || BLOCK_EACH.contains(&above) || BLOCKS.contains(&key) && !USER_MAPS.contains(&above);
        let named = BLOCK_EACH.contains(&above) || LINE_EACH.contains(&above);
        let key = if named { "" } else { key };
        let room = WIDTH.saturating_sub(indent + key.len() + 2);
        if let Some(line) = short(key, value, block, room) {
            let _ = writeln!(self.out, " {line}");
            return;
        }
        match value {
            Value::Object(fields) => {
                self.out.push('\n');
                self.fields(key, fields, indent + 2, path);
            }
            Value::Array(items) => {
                self.out.push('\n');
                items.iter().for_each(|item| self.item(key, item, indent + 2, path));
            }
            Value::String(text) => {
                let _ = writeln!(self.out, " {}", literal(text, indent + 2).unwrap_or_else(|| quoted(text)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {
                let _ = writeln!(self.out, " {value}");
            }
        }
    }

    fn fields(&mut self, above: &str, fields: &Object, indent: usize, path: &str) {
        for (key, value) in fields {
            let path = format!("{path}.{key}");
            if let Some(text) = self.remarks.get(&path) {
                self.comment("# ", text, indent);
            }
            self.entry(above, key, value, indent, &path);
        }
    }

    fn item(&mut self, above: &str, item: &Value, indent: usize, path: &str) {
        let pad = " ".repeat(indent);
        if let Some(line) = short(above, item, false, WIDTH.saturating_sub(indent + 2)) {
            let _ = writeln!(self.out, "{pad}- {line}");
            return;
        }
        match item {
            Value::Object(fields) => {
                // The first field stands behind the dash.
                let start = self.out.len();
                self.fields(above, fields, indent + 2, path);
                self.out.replace_range(start..start + indent + 2, &format!("{pad}- "));
            }
            Value::Array(items) => {
                let _ = writeln!(self.out, "{pad}- {}", flow_list(above, items));
            }
            Value::String(text) => {
                let _ = writeln!(self.out, "{pad}- {}", literal(text, indent + 2).unwrap_or_else(|| quoted(text)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {
                let _ = writeln!(self.out, "{pad}- {item}");
            }
        }
    }
}

/// The value on one line, if it is simple enough to be read there.
fn short(key: &str, value: &Value, block: bool, room: usize) -> Option<String> {
    let simple = match value {
        Value::Object(fields) => {
            fields.is_empty() || !block && (height(value) <= 1 || is_chain(value) || LINES.contains(&key))
        }
        Value::Array(items) => items.iter().all(|item| height(item) == 0),
        Value::String(text) => return (!fits_a_block(text)).then(|| quoted(text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    };
    let line = simple.then(|| flow(key, value))?;
    (line.chars().count() <= room && !line.contains("\\n")).then_some(line)
}

/// One field in one field in one field, and only then several.
fn is_chain(value: &Value) -> bool {
    match value {
        Value::Object(fields) if height(value) > 1 => fields.len() == 1 && fields.values().all(is_chain),
        Value::Object(_) => true,
        Value::Array(_) => height(value) == 0,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// How deep maps and lists stand in each other; a list of scalars counts as one of them.
fn height(value: &Value) -> usize {
    match value {
        Value::Object(fields) => 1 + fields.values().map(height).max().unwrap_or_default(),
        Value::Array(items) => items.iter().map(|item| 1 + height(item)).max().filter(|it| *it > 1).unwrap_or_default(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn flow(name: &str, value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(field, value)| format!("{}: {}", key(name, field), flow(field, value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        Value::Array(items) => flow_list(name, items),
        Value::String(text) => quoted(text),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

fn flow_list(name: &str, items: &[Value]) -> String {
    let items: Vec<String> = items.iter().map(|item| flow(name, item)).collect();
    format!("[{}]", items.join(", "))
}

/// A key, bare if it is a word of the chart or of Kubernetes, or a name that every parser takes for a string.
fn key(above: &str, key: &str) -> String {
    let word = key.starts_with(|it: char| it.is_ascii_lowercase())
        && key.chars().all(|it| it.is_ascii_alphanumeric() || it == '-')
        && !RESERVED.contains(&key.to_ascii_lowercase().as_str());
    if word && !USER_MAPS.contains(&above) { key.to_owned() } else { quoted(key) }
}

/// A string in quotes. Single ones, which know no escapes, keep JSON in a string readable; the escapes in double ones are
/// those that YAML 1.1, YAML 1.2 and JSON read alike.
pub(super) fn quoted(text: &str) -> String {
    let escapes = |it: char| it == '\'' || must_be_escaped(it);
    if text.contains('"') && !text.contains(escapes) {
        return format!("'{text}'");
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if must_be_escaped(character) => drop(write!(out, "\\u{:04x}", u32::from(character))),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// Controls, line ends of Unicode, byte order marks, characters that turn the direction of writing, and no characters.
fn must_be_escaped(character: char) -> bool {
    matches!(
        u32::from(character),
        0..=0x1f | 0x7f..=0x9f | 0x200e..=0x200f | 0x2028..=0x202e | 0x2066..=0x2069 | 0xfeff | 0xfffe..=0xffff
    )
}

/// A text of several lines as a literal block, where that keeps every character of it.
fn literal(text: &str, indent: usize) -> Option<String> {
    if !fits_a_block(text) {
        return None;
    }
    let pad = " ".repeat(indent);
    let lines = text.trim_end_matches('\n').split('\n');
    let lines: Vec<String> =
        lines.map(|line| if line.is_empty() { String::new() } else { format!("{pad}{line}") }).collect();
    let mark = if text.ends_with('\n') { "|" } else { "|-" };
    Some(format!("{mark}\n{}", lines.join("\n")))
}

/// Whether a literal block shows a text better than quotes, and every parser reads the same out of it: not so with spaces at
/// the end of a line, nor with a space or a tab where the indentation is found out.
pub(super) fn fits_a_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let plain = |line: &str| {
        !line.ends_with([' ', '\t'])
            && !line.starts_with('\t')
            && line.chars().all(|it| it == '\t' || !must_be_escaped(it))
    };
    let several = body.split('\n').count() >= 3;
    several && !body.starts_with(['\n', ' ']) && !body.ends_with('\n') && body.split('\n').all(plain)
}
