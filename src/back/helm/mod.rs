//! From typed objects to charts and to `rendered/`.
//!
//! Invariant: both come from the same objects, and every file here copies or rearranges. None decides anything, and none
//! executes a Go template: what came from ECS stands in values, where Helm takes it as data.

mod chart;
mod edge_chart;
mod edge_values;
mod gateway_chart;
mod json;
mod order;
mod ordered;
mod rendered;
mod sections;
mod template_set;
mod values;
mod yaml;

pub(crate) use chart::{shared_chart, write};
pub(crate) use edge_chart::write as write_edge;
pub(crate) use gateway_chart::write as write_gateway;
pub(crate) use rendered::documents;
pub(crate) use template_set::all as templates;
