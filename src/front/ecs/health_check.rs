//! `healthCheck` of a container definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::Object;
use crate::ir::ecs::HealthCheck;

/// Reads a health check. The bounds are those of the ECS API reference ("HealthCheck").
pub(super) fn health_check(it: &mut Object, diags: &mut Diagnostics) -> Result<Option<HealthCheck>, Reported> {
    it.child("healthCheck", diags, |it, diags| {
        Ok(HealthCheck {
            at: it.at(),
            command: it.strings("command", diags)?,
            interval: it.integer_within("interval", 5..=300, diags)?,
            timeout: it.integer_within("timeout", 2..=60, diags)?,
            retries: it.integer_within("retries", 1..=10, diags)?,
            start_period: it.integer_within("startPeriod", 0..=300, diags)?,
        })
    })
}
