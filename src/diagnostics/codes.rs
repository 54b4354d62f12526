//! The registry of codes. One line here and one page under `codes/` make a code; without the page this does not compile.
//!
//! A code never changes its meaning and is never used again for another; one that is given up moves to [`RETIRED`].

/// How bad a finding is for the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A decision that a reviewer would like to see.
    Note,
    /// A person must do something outside the charts.
    Action,
    /// Behaviour differs or something is lost.
    Warning,
    /// This workload is not written.
    Error,
}

impl Severity {
    /// All of them, worst first.
    pub const ALL: [Severity; 4] = [Severity::Error, Severity::Warning, Severity::Action, Severity::Note];

    /// The word for it in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Action => "action",
            Severity::Note => "note",
        }
    }

    /// The severity of that name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|severity| severity.word() == word)
    }
}

/// Codes that were given up. Their names stay taken.
pub const RETIRED: &[&str] = &[];

macro_rules! codes {
    ($($variant:ident $slug:literal $severity:ident $($mark:ident)?;)*) => {
        /// The name of a kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $slug, "`")] $variant,)*
        }

        impl Code {
            /// All codes, in the order of their names.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The name under which users know it.
            #[must_use]
            pub fn slug(self) -> &'static str {
                match self { $(Code::$variant => $slug,)* }
            }

            /// How bad it is, before the user's own settings.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// Whether `--accept` may turn this error into a warning.
            #[must_use]
            pub fn acceptable(self) -> bool {
                match self { $(Code::$variant => concat!("", $(stringify!($mark))?).len() > 0,)* }
            }

            /// The page that `ecs2eks explain CODE` prints.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("codes/", $slug, ".md")),)* }
            }
        }
    };
}

codes! {
    BadJson                "bad-json"                  Error;
    BadYaml                "bad-yaml"                  Error;
    DuplicateKey           "duplicate-key"             Warning;
    TooDeep                "too-deep"                  Error;
    TooLarge               "too-large"                 Error;
    UnknownField           "unknown-field"             Warning;
    WrongType              "wrong-type"                Error;
}

impl Code {
    /// The code of that name.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.slug() == slug)
    }
}
