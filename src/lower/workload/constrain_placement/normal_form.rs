//! An expression as alternatives of requirements: the form in which Kubernetes takes it.
//!
//! Invariant: knows no subject and no label; what a comparison means is the caller's.

use super::query::{Comparison, Expression, Operator};

/// Requirements that must hold together, in each of the alternatives of which one must hold.
pub(super) type Alternatives<T> = Vec<Vec<T>>;

/// More alternatives than anyone would read.
pub(super) const MOST: usize = 64;

/// The parts of an expression that must all hold, without a negation but in comparisons.
pub(super) fn conjuncts(expression: Expression) -> Vec<Expression> {
    match positive(expression, false) {
        Expression::All(parts) => parts,
        other @ (Expression::Any(_) | Expression::Not(_) | Expression::Is(_)) => vec![other],
    }
}

/// Moves negations inwards until they are in the comparisons.
fn positive(expression: Expression, negated: bool) -> Expression {
    let each = |parts: Vec<Expression>| parts.into_iter().map(|part| positive(part, negated)).collect();
    match (expression, negated) {
        (Expression::Not(inner), _) => positive(*inner, !negated),
        (Expression::All(parts), false) | (Expression::Any(parts), true) => Expression::All(flat(each(parts))),
        (Expression::All(parts), true) | (Expression::Any(parts), false) => Expression::Any(each(parts)),
        (Expression::Is(comparison), false) => Expression::Is(comparison),
        (Expression::Is(comparison), true) => {
            Expression::Is(Comparison { operator: opposite(comparison.operator), ..comparison })
        }
    }
}

/// What must all hold within what must all hold is on the same level.
fn flat(parts: Vec<Expression>) -> Vec<Expression> {
    let mut all = Vec::new();
    for part in parts {
        match part {
            Expression::All(inner) => all.extend(inner),
            other @ (Expression::Any(_) | Expression::Not(_) | Expression::Is(_)) => all.push(other),
        }
    }
    all
}

fn opposite(operator: Operator) -> Operator {
    match operator {
        Operator::Equal => Operator::NotEqual,
        Operator::NotEqual => Operator::Equal,
        Operator::Greater => Operator::LessEqual,
        Operator::GreaterEqual => Operator::Less,
        Operator::Less => Operator::GreaterEqual,
        Operator::LessEqual => Operator::Greater,
        Operator::In => Operator::NotIn,
        Operator::NotIn => Operator::In,
        Operator::Exists => Operator::NotExists,
        Operator::NotExists => Operator::Exists,
        Operator::Matches => Operator::NotMatches,
        Operator::NotMatches => Operator::Matches,
    }
}

/// The alternatives of an expression whose comparisons mean what `meaning` says; none where there would be too many.
/// Comparisons without a meaning go to `lost`.
pub(super) fn alternatives<T: Clone>(
    expression: Expression,
    meaning: &dyn Fn(&Comparison) -> Option<Alternatives<T>>,
    lost: &mut Vec<Comparison>,
) -> Option<Alternatives<T>> {
    match expression {
        Expression::Is(comparison) => {
            let found = meaning(&comparison);
            if found.is_none() {
                lost.push(comparison);
            }
            found
        }
        Expression::Any(parts) => {
            let all: Vec<_> = parts.into_iter().map(|part| alternatives(part, meaning, lost)).collect();
            let sum: Alternatives<T> = all.into_iter().collect::<Option<Vec<_>>>()?.concat();
            (sum.len() <= MOST).then_some(sum)
        }
        Expression::All(parts) => {
            let all: Vec<_> = parts.into_iter().map(|part| alternatives(part, meaning, lost)).collect();
            all.into_iter().try_fold(vec![Vec::new()], |before, part| both(&before, &part?))
        }
        // None is left once negations are in the comparisons.
        Expression::Not(_) => None,
    }
}

/// The alternatives in which one of each side holds; none where there would be too many.
pub(super) fn both<T: Clone>(one: &Alternatives<T>, other: &Alternatives<T>) -> Option<Alternatives<T>> {
    let pairs = one.iter().flat_map(|first| other.iter().map(|second| [first.as_slice(), second].concat()));
    (one.len() * other.len() <= MOST).then(|| pairs.collect())
}

#[cfg(test)]
mod tests {
    use super::super::query::parse;
    use super::*;

    fn form(text: &str) -> Option<Vec<Vec<String>>> {
        let parts = conjuncts(parse(text).expect("an expression"));
        let meaning = |comparison: &Comparison| Some(vec![vec![comparison.text()]]);
        let mut lost = Vec::new();
        let mut all = vec![Vec::new()];
        for part in parts {
            all = both(&all, &alternatives(part, &meaning, &mut lost)?)?;
        }
        Some(all)
    }

    #[test]
    fn negations_move_inwards() {
        assert_eq!(form("not (a == 1 or b in [2])"), Some(vec![vec!["a != 1".to_owned(), "b !in [2]".to_owned()]]));
        assert_eq!(form("!(a < 1 && !(b exists))"), Some(vec![vec!["a >= 1".to_owned()], vec!["b exists".to_owned()]]));
    }

    #[test]
    fn and_is_spread_over_or() {
        let expected: Vec<Vec<String>> =
            [["a == 1", "c == 3"], ["b == 2", "c == 3"]].map(|pair| pair.map(str::to_owned).to_vec()).to_vec();
        assert_eq!(form("(a == 1 or b == 2) and c == 3"), Some(expected));
        let many = ["(a == 1 or b == 2)"; 7].join(" and ");
        assert_eq!(form(&many), None);
    }
}
