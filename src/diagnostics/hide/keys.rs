//! What keys say of their values, and which lines begin with one.
//!
//! Invariant: looks at a key or a line alone.

/// Parts of keys whose values are secrets.
const TELLING: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "credential",
    "apikey",
    "api_key",
    "api-key",
    "privatekey",
    "private_key",
    "private-key",
];

/// Keys that look like those and hold references: names and ARNs of what is secret, or lists of them.
const REFERENCES: &[&str] =
    &["valuefrom", "secretoptions", "secrets", "repositorycredentials", "credentialsparameter", "credentialspecs"];

/// What a key says of its value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Nothing,
    Secret,
    /// A map of the environment, or of options: all its values. A list of it has keys that say so themselves.
    Environment,
}

/// What a key says, with whatever quotes and blanks are left around it.
pub(super) fn says(key: &str) -> Says {
    // Who escapes characters of a key has something to hide.
    if key.contains('\\') {
        return Says::Secret;
    }
    let key = key.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    match key.as_str() {
        "value" => Says::Secret,
        // Options of volume drivers and of log drivers may hold the password of a share, or the token of a collector.
        "environment" | "driveropts" | "options" => Says::Environment,
        reference if REFERENCES.contains(&reference) => Says::Nothing,
        _ if TELLING.iter().any(|part| key.contains(part)) => Says::Secret,
        _ => Says::Nothing,
    }
}

/// How far a line is indented.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// Whether a line can be what comes after a value: an item, a key, the next document.
pub(super) fn is_structure(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("- ") || matches!(line, "-" | "---" | "...") || key_length(line).is_some()
}

/// The same in JSON: a key in quotes, perhaps after a bracket, or brackets and nothing else.
pub(super) fn is_json_structure(line: &str) -> bool {
    let line = line.trim();
    let key = line.trim_start_matches(['{', '[', ' ']);
    let brackets = line.chars().all(|c| matches!(c, '{' | '}' | '[' | ']' | ',' | ' '));
    brackets || (key.starts_with('"') && key_length(key).is_some())
}

/// The length of the key that a line begins with, its colon included.
pub(super) fn key_length(line: &str) -> Option<usize> {
    let key = match line.bytes().next()? {
        // A key begins with a letter or a digit; what does not is a text that has a quote in it.
        b'"' | b'\'' if !line.get(1..)?.starts_with(char::is_alphanumeric) => return None,
        quote @ (b'"' | b'\'') => {
            let end = line.get(1..)?.find([char::from(quote), '\\'])? + 1;
            // An escaped quote ends nothing.
            if line.as_bytes().get(end) == Some(&b'\\') {
                return None;
            }
            end + 1
        }
        _ => line.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/')))?,
    };
    let rest = line.get(key..)?;
    let blanks = indent(rest);
    let after = rest.get(blanks..)?.strip_prefix(':')?;
    let ends = after.is_empty() || after.starts_with([' ', '\t', '\r', '\n']) || line.starts_with(['"', '\'']);
    (key > 0 && ends).then_some(key + blanks + 1)
}
