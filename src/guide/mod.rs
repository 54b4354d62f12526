//! The field guide: what every field of the ECS API becomes on EKS, as data.
//!
//! A row is a promise. `tests/guide` changes one field of a full document at a time and holds the whole output against the
//! row: the places that it names change, and no others. So a row that is out of date is a failing test, and the pages
//! that are made of the rows can be believed.

mod find;
mod task_definition;
mod text;

use std::fmt;

pub(crate) use find::elsewhere;
pub use find::{Found, find};
pub use text::{page, print};

use crate::diagnostics::Code;

/// One field of the API.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its path below the API shape, with `[]` for items of a list and `{}` for values of a map.
    pub path: &'static str,
    /// How much of it can be kept.
    pub class: Class,
    /// What becomes of it, in one or two sentences: units, defaults and the decision.
    pub rule: &'static str,
    /// Places in the output that follow it: `Pod:` is the pod template of whatever runs the workload, other kinds go by their
    /// name, files by their path below OUT.
    pub places: &'static [&'static str],
    /// What can be found about it.
    pub codes: &'static [Code],
    /// Where the rule comes from, by the title of the document.
    pub source: &'static str,
}

/// How much of a field can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The same behaviour.
    Exact,
    /// The same result by other means.
    Equivalent,
    /// Behaviour differs in some cases; a finding says so where it does.
    Approximate,
    /// A person has to decide or to make something; a finding says what.
    Manual,
    /// No meaning on EKS; nothing follows it, and the ledger has the reason.
    None,
}

impl Class {
    /// All of them, the best first.
    pub const ALL: [Class; 5] = [Class::Exact, Class::Equivalent, Class::Approximate, Class::Manual, Class::None];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Class::Exact => "exact",
            Class::Equivalent => "equivalent",
            Class::Approximate => "approximate",
            Class::Manual => "manual",
            Class::None => "none",
        }
    }

    /// What the word means.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Class::Exact => "the same behaviour",
            Class::Equivalent => "the same result by other means",
            Class::Approximate => "behaviour differs in some cases, and a finding says so where it does",
            Class::Manual => "a person decides or makes something, and a finding says what",
            Class::None => "no meaning on EKS; the ledger has the reason",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(self.word())
    }
}

/// What can be found about any field: its text cannot be read, or its value is none that ECS takes.
pub const EVERYWHERE: &[Code] = &[
    Code::BadJson,
    Code::BadYaml,
    Code::ControlCharacter,
    Code::DuplicateKey,
    Code::EmptyInput,
    Code::ImagePlaceholder,
    Code::MissingField,
    Code::OutOfRange,
    Code::TooDeep,
    Code::TooLarge,
    Code::UnknownField,
    Code::UnknownValue,
    Code::WrongType,
];

/// Fields that belong together.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Its heading.
    pub title: &'static str,
    /// Its fields.
    pub rows: &'static [Row],
}

/// The fields of a task definition: those of `DescribeTaskDefinition` and of `RegisterTaskDefinition` together.
#[must_use]
pub fn task_definition() -> &'static [Section] {
    task_definition::SECTIONS
}

/// All rows, in their order.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    task_definition().iter().flat_map(|section| section.rows)
}
