//! The fields of a task definition, in the order in which they are read about.

mod container;
mod environment;
mod file_system;
mod health_check;
mod identity;
mod isolation;
mod kernel;
mod lifecycle;
mod logging;
mod network;
mod placement;
mod port;
mod resources;
mod security;
mod volume;

use super::Section;

pub(super) const SECTIONS: &[Section] = &[
    identity::SECTION,
    placement::SECTION,
    network::SECTION,
    isolation::SECTION,
    container::SECTION,
    environment::SECTION,
    resources::SECTION,
    lifecycle::SECTION,
    health_check::SECTION,
    port::SECTION,
    volume::SECTION,
    file_system::SECTION,
    kernel::SECTION,
    security::SECTION,
    logging::SECTION,
];
