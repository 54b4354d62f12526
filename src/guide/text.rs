//! The guide for reading: a row on a terminal, and a page of the documentation.

use std::fmt::Write as _;

use super::{Class, Row, Section};

/// One field, as `ecs2eks explain FIELD` prints it.
#[must_use]
pub fn print(row: &Row) -> String {
    let Row { path, class, rule, places, codes, source } = row;
    let mut text = format!("{path}\n{class}: {}\n\n", class.meaning());
    for line in wrap(rule, 96) {
        let _ = writeln!(text, "{line}");
    }
    if !places.is_empty() {
        text.push_str("\nshows in\n");
        places.iter().for_each(|place| {
            let _ = writeln!(text, "  {place}");
        });
    }
    if !codes.is_empty() {
        text.push_str("\nfindings (ecs2eks explain CODE)\n");
        codes.iter().for_each(|code| {
            let _ = writeln!(text, "  {:<8} {}", code.severity().word(), code.slug());
        });
    }
    let _ = writeln!(text, "\nsource: {source}");
    text
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// A page of the documentation: a table for each section.
#[must_use]
pub fn page(title: &str, sections: &[Section]) -> String {
    let rows = || sections.iter().flat_map(|section| section.rows);
    let mut text = format!(
        "# {title}\n\n<!-- Made from src/guide by `BLESS=1 cargo test --test guide`. -->\n\n{} fields. `ecs2eks explain FIELD` prints the same.\n\n",
        rows().count()
    );
    text.push_str("| class | fields | meaning |\n|---|---|---|\n");
    for class in Class::ALL {
        let count = rows().filter(|row| row.class == class).count();
        let _ = writeln!(text, "| {class} | {count} | {} |", class.meaning());
    }
    text.push_str(
        "\nPlaces: `Pod:` is the pod template of the Deployment, DaemonSet or Job; other kinds go by their name, files by their path below OUT.\n",
    );
    for section in sections {
        let _ = write!(
            text,
            "\n## {}\n\n| field | class | what becomes of it | shows in | findings |\n|---|---|---|---|---|\n",
            section.title
        );
        for row in section.rows {
            text.push_str(&table_row(row));
        }
    }
    text
}

fn table_row(row: &Row) -> String {
    let Row { path, class, rule, places, codes, source } = row;
    let list = |items: Vec<String>| if items.is_empty() { "–".to_owned() } else { items.join("<br>") };
    let places = list(places.iter().map(|place| format!("`{place}`")).collect());
    let codes = list(codes.iter().map(|code| format!("`{}`", code.slug())).collect());
    let rule = rule.replace('|', "\\|");
    format!("| `{path}` | {class} | {rule} *{source}.* | {places} | {codes} |\n")
}
