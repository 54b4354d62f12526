//! Which lines begin a record.
//!
//! ECS: `awslogs-multiline-pattern` is a regular expression that is searched for in each line, `awslogs-datetime-format` a
//! date as strftime writes it, which Docker turns into one ("Amazon CloudWatch Logs logging driver", Docker
//! documentation). The agent has regular expressions of its own kind, which read the ordinary ones alike.

/// A date format as a regular expression, as Docker has it; `None` where it has a sign that Docker does not know.
pub(super) fn of_date(format: &str) -> Option<String> {
    let mut out = String::new();
    let mut signs = format.chars();
    while let Some(sign) = signs.next() {
        if sign != '%' {
            out.push(sign);
            continue;
        }
        out.push_str(match signs.next()? {
            'a' => "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)",
            'A' => "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)",
            'w' => "[0-6]",
            'd' => "(?:0[1-9]|[1,2][0-9]|3[0,1])",
            'b' => "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
            'B' => "(?:January|February|March|April|May|June|July|August|September|October|November|December)",
            'm' => "(?:0[1-9]|1[0-2])",
            'Y' => r"\d{4}",
            'y' => r"\d{2}",
            'H' => "(?:[0,1][0-9]|2[0-3])",
            'I' => "(?:0[0-9]|1[0-2])",
            'p' => "[A,P]M",
            'M' | 'S' => "[0-5][0-9]",
            'f' => r"\d{6}",
            'z' => r"[+-]\d{4}",
            'Z' => "[A-Z]{1,4}T",
            'j' => "(?:0[0-9][1-9]|[1,2][0-9][0-9]|3[0-5][0-9]|36[0-6])",
            'L' => r"\.\d{3}",
            _ => return None,
        });
    }
    Some(out)
}

/// Whether the agent reads a pattern as Docker does, and can hold it in its file.
pub(super) fn reads_alike(pattern: &str) -> bool {
    let other = ["(?P<", "(?i", "(?s", "(?m", "(?U", "(?-", r"\Q", r"\C", r"\z", r"\pN", r"\pL", r"\PN", r"\PL", "[[:"];
    !pattern.contains(['"', '\n', '\r']) && !other.iter().any(|part| pattern.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_patterns() {
        assert_eq!(of_date("[%Y-%m"), Some(r"[\d{4}-(?:0[1-9]|1[0-2])".to_owned()));
        assert_eq!(of_date("%H:%M:%S%L"), Some(r"(?:[0,1][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.\d{3}".to_owned()));
        assert_eq!(of_date("%Q"), None);
        assert_eq!(of_date("100%"), None);
    }

    #[test]
    fn patterns_of_another_kind_are_known() {
        assert!(reads_alike(r"^\d{4}-\d{2}"));
        assert!(!reads_alike("(?P<year>[0-9]+)"));
        assert!(!reads_alike("\"level\""));
    }
}
