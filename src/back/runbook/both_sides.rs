//! What each load balancer does today and after the move, a line a rule: for whoever reviews the change.

use crate::valid::load_balancer::{Row, Table};

/// The section of one load balancer. The first cell is bold where a person should look.
pub(super) fn section(table: &Table) -> String {
    let mut text = format!("\n## Load balancer {}, today and after the move\n", table.name);
    for listening in &table.listeners {
        text.push_str(&format!(
            "\n### {}\n\n| rule | requests | today | after the move |\n|---|---|---|---|\n",
            listening.title()
        ));
        listening.rules.iter().chain([&listening.default]).for_each(|row| text.push_str(&line(row)));
    }
    text
}

fn line(row: &Row) -> String {
    // A bar would begin a new cell, and a line's end a new row.
    let plain = |cell: String| cell.replace('|', "\\|").replace(['\n', '\r'], " ");
    let [rule, rest @ ..] = row.cells().map(plain);
    let rule = if row.is_same() { rule } else { format!("**{rule}**") };
    format!("| {rule} | {} |\n", rest.join(" | "))
}
