//! What a YAML scalar is: null, true or false, a number, or a text.
//!
//! Invariant: a text that the versions of YAML read differently stays a text, as it was written.
//!
//! Readers of YAML do not agree: Helm and PyYAML follow version 1.1, others 1.2, and what people have in mind is what
//! they see. So the rules of YAML 1.2's core schema hold, less what 1.1 reads as another value: `0123` is an octal number
//! there and most often an account's id that lost its quotes, `1_000` is a number only there, `0o17` only in 1.2.
//! As texts they reach a field that takes a text unchanged; where a field needs a number, the reader of that field
//! refuses them at their place, and nobody gets a port that was not meant. `yes`, `on` and `12:30` are texts in 1.2.

use std::ops::Range;

use saphyr_parser::{ScalarStyle, Tag};

use crate::diagnostics::Code;
use crate::front::tree::Value;

use super::json_scalars::digits;
use super::problem::Problem;
use super::yaml_spans;

/// CloudFormation's short forms.
const FUNCTIONS: &[&str] = &[
    "And",
    "Base64",
    "Cidr",
    "Condition",
    "Equals",
    "FindInMap",
    "ForEach",
    "GetAZs",
    "GetAtt",
    "If",
    "ImportValue",
    "Join",
    "Length",
    "Not",
    "Or",
    "Ref",
    "Select",
    "Split",
    "Sub",
    "ToJsonString",
    "Transform",
];

/// Why a tag cannot be followed.
#[derive(Debug)]
pub(super) enum Fault {
    /// A function of CloudFormation.
    Function(String),
    /// A tag that nobody knows.
    Unknown,
    /// A tag of YAML's own on something that it does not fit.
    Unfit,
}

impl Fault {
    pub(super) fn at(self, text: &str, range: &Range<usize>, place: &Range<usize>) -> Problem {
        let tag = yaml_spans::tag(text, range);
        match self {
            Fault::Function(name) => {
                let message = format!("the CloudFormation function `!{name}` is not resolved");
                Problem::new(Code::BadYaml, tag, message).label("its value is known only when the stack is made").help(
                    "give what the deployed stack made: `aws ecs describe-services` and `describe-task-definition`",
                )
            }
            Fault::Unknown => Problem::new(Code::BadYaml, tag, "a tag stands here that is not YAML's own")
                .help("delete it; a text that begins with `!` stands in quotes"),
            Fault::Unfit => Problem::new(Code::BadYaml, place.clone(), "what stands here is not what its tag says")
                .help("delete the tag, or write what it says"),
        }
    }
}

/// The value of a scalar.
pub(super) fn resolve(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, Fault> {
    let plain = || if style == ScalarStyle::Plain { of_plain(text) } else { Value::String(text.to_owned()) };
    let Some(tag) = tag else { return Ok(plain()) };
    let value = match own(tag)? {
        // `!` alone: a text, whatever it looks like.
        "" | "str" => Some(Value::String(text.to_owned())),
        "null" => Some(of_plain(text)).filter(|value| matches!(value, Value::Null)),
        "bool" => Some(of_plain(text)).filter(|value| matches!(value, Value::Bool(_))),
        "int" | "float" => Some(of_plain(text)).filter(|value| matches!(value, Value::Number(_))),
        // A time is a text in ECS's documents.
        "timestamp" => Some(Value::String(text.to_owned())),
        _ => None,
    };
    value.ok_or(Fault::Unfit)
}

/// Whether a list or map may have the tag.
pub(super) fn collection(tag: Option<&Tag>, list: bool) -> Result<(), Fault> {
    match tag.map(own).transpose()? {
        None | Some("") => Ok(()),
        Some("seq") if list => Ok(()),
        Some("map") if !list => Ok(()),
        Some(_) => Err(Fault::Unfit),
    }
}

/// The name of one of YAML's own tags. CloudFormation's come to be read here: its functions will be values.
fn own(tag: &Tag) -> Result<&str, Fault> {
    if tag.is_yaml_core_schema() {
        return Ok(&tag.suffix);
    }
    match tag.suffix.as_str() {
        // `!` alone.
        "" | "!" if tag.handle.len() < 2 => Ok(""),
        name if tag.handle == "!" && FUNCTIONS.contains(&name) => Err(Fault::Function(name.to_owned())),
        _ => Err(Fault::Unknown),
    }
}

fn of_plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

/// The digits of a number. Those of another base become decimal, so that nobody further on has to know of it.
fn number(text: &str) -> Option<String> {
    if let Some(hex) = text.strip_prefix("0x") {
        let number = hex.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u128::from_str_radix(hex, 16).ok())?;
        return number.map(|number| number.to_string());
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let some = |part: &str| part.is_empty() || digits(part);
    let shape = some(whole)
        && fraction.is_none_or(some)
        && exponent.is_none_or(digits)
        && (digits(whole) || fraction.is_some_and(digits))
        && !(whole.len() > 1 && whole.starts_with('0'));
    shape.then(|| text.to_owned())
}
