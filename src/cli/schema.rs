//! `ecs2eks schema`: JSON Schemas of what people and scripts read and write.

use super::args::{self, SchemaOf};
use super::choices::Choices;
use super::terminal::Terminal;
use super::{Exit, Stop};
use crate::{back, report};

pub(crate) fn run(args: &args::Schema, terminal: &mut Terminal) -> Result<Exit, Stop> {
    let text = match args.of {
        SchemaOf::Config => format!("{:#}\n", schemars::schema_for!(Choices).to_value()),
        SchemaOf::Values => {
            let files = back::helm::templates();
            files
                .into_iter()
                .find(|(path, _)| path == "values.schema.json")
                .map_or_else(String::new, |(_, text)| text.to_owned())
        }
        SchemaOf::Report => report::report_schema(),
        SchemaOf::Ledger => report::ledger_schema(),
    };
    terminal.print(&text);
    Ok(Exit::Done)
}
