//! Differences between texts.

use serde_json::Value;
use similar::{Algorithm, TextDiff};

/// The unified diff of a file's two texts, with the path as it stands in OUT on both sides. Empty if they are equal.
pub(crate) fn unified(path: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    // Patience finds its way by lines that occur once, so two reports of thousands of workloads take no quadratic time.
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(before, after);
    diff.unified_diff().context_radius(3).header(path, path).to_string()
}

/// Whether two texts of `report.json` differ at most in the numbers of lines and columns.
pub(super) fn only_positions(before: &[u8], after: &str) -> bool {
    match (serde_json::from_slice(before), serde_json::from_str(after)) {
        (Ok(before), Ok(after)) => alike(&before, &after),
        (Err(_), _) | (_, Err(_)) => false,
    }
}

fn alike(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            before.len() == after.len()
                && before
                    .iter()
                    .all(|(key, old)| after.get(key).is_some_and(|new| is_position(key, old, new) || alike(old, new)))
        }
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len() && before.iter().zip(after).all(|(old, new)| alike(old, new))
        }
        (before, after) => before == after,
    }
}

fn is_position(key: &str, old: &Value, new: &Value) -> bool {
    matches!(key, "line" | "column") && old.is_number() && new.is_number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_names_the_path_and_shows_three_lines_around() {
        let before = "a\nb\nc\nd\ne\nf\ng\nh\n";
        let diff = unified("rendered/web.yaml", before, &before.replace('e', "E"));
        assert_eq!(
            diff,
            "--- rendered/web.yaml\n+++ rendered/web.yaml\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n"
        );
        assert_eq!(unified("x", before, before), "");
    }

    #[test]
    fn only_numbers_of_lines_and_columns_do_not_count() {
        let report = r#"{"findings":[{"code":"a","line":1,"column":2,"n":3}]}"#;
        let same = |other: &str| only_positions(report.as_bytes(), other);
        assert!(same(&report.replace(":1,", ":10,").replace(":2,", ":20,")));
        assert!(!same(&report.replace(":3}", ":4}")));
        assert!(!same(&report.replace(":1,", ":null,")));
        assert!(!same(&report.replace(r#""line":1,"#, "")));
        assert!(!same(&report.replace("]}", r#",{"line":1}]}"#)));
        assert!(!same("no JSON"));
    }
}
