//! What load balancers do today and after the move, for `report.json` and for the terminal.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::Run;
use crate::translate::{Row, Side, Standing, Table};

/// An Application Load Balancer, today and after the move.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LoadBalancer {
    /// On ECS.
    name: String,
    /// Path of its chart below OUT.
    chart: String,
    /// Version of the AWS Load Balancer Controller of which a model built `after`.
    controller: &'static str,
    listeners: Vec<Listener>,
}

/// A listener.
#[derive(Debug, Serialize, JsonSchema)]
struct Listener {
    protocol: String,
    port: i64,
    /// In the order in which they are asked today; those that there are after the move only come last.
    rules: Vec<Rule>,
    /// What becomes of requests that no rule takes.
    default: Rule,
}

/// A rule, or a default.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Rule {
    /// `same`; `waits`: the same once it is turned on; `refused`: its requests are; `not-written`; `differs`.
    state: &'static str,
    /// The switch in the values of the load balancer's chart that turns it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    waits_for: Option<String>,
    /// Null where it is not there, or not known.
    today: Option<Does>,
    /// As it is installed; null where nothing is.
    after: Option<Does>,
}

/// What is asked and done, in words.
#[derive(Debug, Serialize, JsonSchema)]
struct Does {
    /// Null for a default.
    priority: Option<i64>,
    /// All must hold; none is every request.
    conditions: Vec<String>,
    action: String,
}

/// All load balancers of a run, by name.
pub(super) fn all(run: &Run) -> Vec<LoadBalancer> {
    let tables = run.outcomes.iter().filter_map(|outcome| Some((outcome, outcome.table.as_ref()?)));
    tables.map(|(outcome, table)| load_balancer(&outcome.name, table)).collect()
}

fn load_balancer(chart: &str, table: &Table) -> LoadBalancer {
    let Table { name, controller, listeners } = table;
    let listener = |it: &crate::translate::Listening| Listener {
        protocol: it.protocol.clone(),
        port: it.port,
        rules: it.rules.iter().map(rule).collect(),
        default: rule(&it.default),
    };
    LoadBalancer {
        name: name.clone(),
        chart: format!("charts/{chart}"),
        controller,
        listeners: listeners.iter().map(listener).collect(),
    }
}

fn rule(row: &Row) -> Rule {
    let Row { today, after, standing, switch } = row;
    let does = |side: &Side| Does {
        priority: side.priority,
        conditions: side.conditions.clone(),
        action: side.action.clone(),
    };
    let state = match standing {
        Standing::Same => "same",
        Standing::Waits => "waits",
        Standing::Refused => "refused",
        Standing::NotWritten => "not-written",
        Standing::Differs => "differs",
    };
    Rule { state, waits_for: switch.clone(), today: today.as_ref().map(does), after: after.as_ref().map(does) }
}

/// The tables for the terminal, a line a rule; `!` stands before what a person should look at.
pub(crate) fn balancers(run: &Run) -> String {
    let mut text = String::new();
    for table in run.outcomes.iter().filter_map(|outcome| outcome.table.as_ref()) {
        for listening in &table.listeners {
            text.push_str(&format!("\n  load balancer {}, {}\n", table.name, listening.title()));
            let rows: Vec<&Row> = listening.rules.iter().chain([&listening.default]).collect();
            let cells: Vec<[String; 4]> = rows.iter().map(|row| row.cells()).collect();
            let width = cells.iter().map(|[rule, ..]| rule.chars().count()).max().unwrap_or(0);
            for (row, [rule, requests, today, after]) in rows.iter().zip(cells) {
                let mark = if row.is_same() { ' ' } else { '!' };
                text.push_str(&format!("  {mark} {rule:>width$}  {requests} → {today} | {after}\n"));
            }
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}
