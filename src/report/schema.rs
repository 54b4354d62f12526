//! JSON Schemas of what scripts read, as `ecs2eks schema` prints them.

use crate::report::json::Report;
use crate::report::ledger::LedgerRow;

/// Schema of `report.json`.
pub(crate) fn report() -> String {
    print(schemars::schema_for!(Report))
}

/// Schema of one line of the ledger.
pub(crate) fn ledger() -> String {
    print(schemars::schema_for!(LedgerRow))
}

fn print(schema: schemars::Schema) -> String {
    format!("{:#}\n", schema.to_value())
}
