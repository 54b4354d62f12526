//! Precedence, arguments, and places of faults.

use super::*;

fn is(subject: &str, operator: Operator, arguments: &[&str]) -> Expression {
    let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    Expression::Is(Comparison { subject: subject.to_owned(), operator, arguments })
}

#[test]
fn not_binds_closest_then_and() {
    let (a, b, c) = (is("a", Operator::Exists, &[]), is("b", Operator::Exists, &[]), is("c", Operator::Equal, &["1"]));
    let not_b = Expression::Not(Box::new(b.clone()));
    let whole = Expression::Any(vec![a.clone(), Expression::All(vec![not_b, c.clone()])]);
    assert_eq!(parse("a exists or not b exists and c == 1"), Ok(whole.clone()));
    assert_eq!(parse("a exists||!b exists&&c==1"), Ok(whole));
    let grouped = Expression::All(vec![Expression::Any(vec![a, b]), c]);
    assert_eq!(parse("(a exists or b exists) and (c equals 1)"), Ok(grouped));
}

#[test]
fn arguments_keep_what_is_theirs() {
    assert_eq!(parse("a =~ (t2|t3).*"), Ok(is("a", Operator::Matches, &["(t2|t3).*"])));
    assert_eq!(parse("(a =~ t2.*)"), Ok(is("a", Operator::Matches, &["t2.*"])));
    assert_eq!(parse("a !in ['x y', \"z\",w]"), Ok(is("a", Operator::NotIn, &["x y", "z", "w"])));
    assert_eq!(parse("a greater_than_equal 4"), Ok(is("a", Operator::GreaterEqual, &["4"])));
    assert_eq!(parse("instance == nothing"), Ok(is("instance", Operator::Equal, &["nothing"])));
}

#[test]
fn faults_have_a_place() {
    let at = |text: &str| parse(text).expect_err("a fault").position;
    assert_eq!(at(""), 1);
    assert_eq!(at("attribute:stack"), 16);
    assert_eq!(at("attribute:stack = prod"), 17);
    assert_eq!(at("a == 1 b == 2"), 8);
    assert_eq!(at("(a == 1"), 8);
    assert_eq!(at("a in prod"), 6);
    assert_eq!(at("a in [x"), 8);
    assert_eq!(at("a == 'x"), 6);
    assert_eq!(at("a == 1 and"), 11);
    assert_eq!(at(&"!".repeat(100)), 51);
}
