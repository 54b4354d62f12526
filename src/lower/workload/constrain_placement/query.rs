//! The cluster query language: an expression as a tree.
//!
//! ECS: `subject operator [argument]`, joined by `and`, `or` and `not`, or by `&&`, `||` and `!`; `not` binds closest, then
//! `and`; parentheses group ("Create expressions to define container instances for Amazon ECS tasks", developer guide).
//!
//! Invariant: reads every character; what it does not know is a fault with its place.

#[cfg(test)]
mod tests;

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
    Is(Comparison),
}

/// What is asked of one property of an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comparison {
    pub(super) subject: String,
    pub(super) operator: Operator,
    /// One, several for lists, none where it is about the property's being there.
    pub(super) arguments: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Greater,
    GreaterEqual,
    Less,
    LessEqual,
    In,
    NotIn,
    Exists,
    NotExists,
    Matches,
    NotMatches,
}

/// Where an expression ends to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The character, counted from 1.
    pub(super) position: usize,
    /// What belongs there.
    pub(super) expected: &'static str,
}

/// How deep parentheses and negations may lie in each other.
const DEEPEST: usize = 50;

/// Signs before words, and of those that begin alike the longer one first.
const OPERATORS: &[(&str, Operator)] = &[
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    (">=", Operator::GreaterEqual),
    ("<=", Operator::LessEqual),
    ("=~", Operator::Matches),
    ("!~", Operator::NotMatches),
    (">", Operator::Greater),
    ("<", Operator::Less),
    ("!in", Operator::NotIn),
    ("!exists", Operator::NotExists),
    ("in", Operator::In),
    ("exists", Operator::Exists),
    ("equals", Operator::Equal),
    ("not_equals", Operator::NotEqual),
    ("greater_than_equal", Operator::GreaterEqual),
    ("greater_than", Operator::Greater),
    ("less_than_equal", Operator::LessEqual),
    ("less_than", Operator::Less),
    ("not_in", Operator::NotIn),
    ("not_exists", Operator::NotExists),
    ("matches", Operator::Matches),
    ("not_matches", Operator::NotMatches),
];

/// Reads an expression.
pub(super) fn parse(text: &str) -> Result<Expression, Fault> {
    let mut reader = Reader { text, rest: text, depth: 0 };
    let expression = reader.any()?;
    reader.blanks();
    if reader.rest.is_empty() { Ok(expression) } else { Err(reader.fault("`and`, `or` or the end")) }
}

struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    fn fault(&self, expected: &'static str) -> Fault {
        let read = self.text.len() - self.rest.len();
        let position = self.text.get(..read).map_or(0, |before| before.chars().count()) + 1;
        Fault { position, expected }
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes a sign.
    fn sign(&mut self, sign: &str) -> bool {
        self.blanks();
        let after = self.rest.strip_prefix(sign);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Takes a word that ends where it ends.
    fn word(&mut self, word: &str) -> bool {
        self.blanks();
        let Some((head, after)) = self.rest.split_at_checked(word.len()) else { return false };
        let ends = after.chars().next().is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.')));
        let found = head.eq_ignore_ascii_case(word) && ends;
        if found {
            self.rest = after;
        }
        found
    }

    fn any(&mut self) -> Result<Expression, Fault> {
        let mut parts = vec![self.all()?];
        while self.sign("||") || self.word("or") {
            parts.push(self.all()?);
        }
        Ok(only(parts, Expression::Any))
    }

    fn all(&mut self) -> Result<Expression, Fault> {
        let mut parts = vec![self.one()?];
        while self.sign("&&") || self.word("and") {
            parts.push(self.one()?);
        }
        Ok(only(parts, Expression::All))
    }

    fn one(&mut self) -> Result<Expression, Fault> {
        if self.depth == DEEPEST {
            return Err(self.fault("fewer parentheses and negations in each other"));
        }
        self.depth += 1;
        let expression = if self.sign("!") || self.word("not") {
            Expression::Not(Box::new(self.one()?))
        } else if self.sign("(") {
            let inner = self.any()?;
            if !self.sign(")") {
                return Err(self.fault("`)`, `and` or `or`"));
            }
            inner
        } else {
            Expression::Is(self.comparison()?)
        };
        self.depth -= 1;
        Ok(expression)
    }

    fn comparison(&mut self) -> Result<Comparison, Fault> {
        self.blanks();
        let end = self.rest.find(|c: char| c.is_whitespace() || "=!<>()[],&|\"'".contains(c));
        let (subject, after) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        if subject.is_empty() {
            return Err(self.fault("a subject such as `attribute:ecs.instance-type`"));
        }
        self.rest = after;
        let Some(operator) = self.operator() else {
            return Err(self.fault("an operator such as `==`, `in` or `exists`"));
        };
        let arguments = match operator {
            Operator::Exists | Operator::NotExists => Vec::new(),
            Operator::In | Operator::NotIn => self.list()?,
            Operator::Equal
            | Operator::NotEqual
            | Operator::Greater
            | Operator::GreaterEqual
            | Operator::Less
            | Operator::LessEqual
            | Operator::Matches
            | Operator::NotMatches => vec![self.argument(false)?],
        };
        Ok(Comparison { subject: subject.to_owned(), operator, arguments })
    }

    fn operator(&mut self) -> Option<Operator> {
        let found = OPERATORS.iter().find(|(spelling, _)| {
            if spelling.ends_with(|c: char| c.is_alphabetic()) { self.word(spelling) } else { self.sign(spelling) }
        });
        found.map(|(_, operator)| *operator)
    }

    fn list(&mut self) -> Result<Vec<String>, Fault> {
        if !self.sign("[") {
            return Err(self.fault("a list such as `[a, b]`"));
        }
        let mut arguments = vec![self.argument(true)?];
        while self.sign(",") {
            arguments.push(self.argument(true)?);
        }
        if self.sign("]") { Ok(arguments) } else { Err(self.fault("`,` or `]`")) }
    }

    /// A text in quotes, or one that goes to the next blank. Parentheses in it are its own as far as they match.
    fn argument(&mut self, in_list: bool) -> Result<String, Fault> {
        self.blanks();
        if let Some(quote @ ('"' | '\'')) = self.rest.chars().next() {
            let inside = self.rest.get(1..).unwrap_or("");
            let Some((argument, after)) = inside.split_once(quote) else {
                return Err(self.fault("a text whose quotes are closed"));
            };
            self.rest = after;
            return Ok(argument.to_owned());
        }
        let (argument, after) = self.rest.split_at(bare_length(self.rest, in_list));
        if argument.is_empty() {
            return Err(self.fault("a value"));
        }
        self.rest = after;
        Ok(argument.to_owned())
    }
}

fn bare_length(text: &str, in_list: bool) -> usize {
    let mut open = 0_usize;
    for (index, c) in text.char_indices() {
        let joins = text.get(index..).is_some_and(|rest| rest.starts_with("&&") || rest.starts_with("||"));
        let ends = match c {
            '(' => {
                open += 1;
                false
            }
            ')' if open > 0 => {
                open -= 1;
                false
            }
            ')' => true,
            ',' | ']' => in_list,
            other => other.is_whitespace() || joins,
        };
        if ends {
            return index;
        }
    }
    text.len()
}

/// One part alone needs nothing around it.
fn only(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    match (parts.len(), parts.pop()) {
        (1, Some(part)) => part,
        (_, Some(last)) => {
            parts.push(last);
            join(parts)
        }
        (_, None) => join(parts),
    }
}

impl Comparison {
    /// As a person writes it.
    pub(super) fn text(&self) -> String {
        let Comparison { subject, operator, arguments } = self;
        let spelling = OPERATORS.iter().find(|(_, known)| known == operator).map_or("", |(spelling, _)| spelling);
        let text = match operator {
            Operator::In | Operator::NotIn => format!("{subject} {spelling} [{}]", arguments.join(", ")),
            Operator::Equal
            | Operator::NotEqual
            | Operator::Greater
            | Operator::GreaterEqual
            | Operator::Less
            | Operator::LessEqual
            | Operator::Exists
            | Operator::NotExists
            | Operator::Matches
            | Operator::NotMatches => format!("{subject} {spelling} {}", arguments.concat()),
        };
        text.trim_end().to_owned()
    }
}
