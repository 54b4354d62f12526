//! The two halves of what is known: [`ecs`], what ECS said, and [`plan`], what was decided, in neutral words; and [`today`],
//! by which a part of the plan is measured.
//!
//! Invariant: plain data. No decision is taken here, and nothing here derives `Serialize`, `Default`, `PartialEq` or
//! `Hash`: with those the compiler would no longer see that a field is read by nobody (`dead_code`), which is the guard
//! against losing one.

pub(crate) mod ecs;
pub(crate) mod plan;
pub(crate) mod today;
mod traced;

pub(crate) use traced::{Spanned, Traced};
