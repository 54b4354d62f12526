//! Ports.

use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Ports", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "containerDefinitions[].portMappings[].containerPort",
        class: Class::Exact,
        rule: "A port of the container and of the Service.",
        places: &[],
        codes: &[],
        source: "PortMapping, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].portMappings[].hostPort",
        class: Class::Approximate,
        rule: "Not kept: pods have addresses of their own. A fixed port of an instance becomes the Service's port, which is told; a daemon keeps it.",
        places: &[],
        codes: &[],
        source: "PortMapping, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].portMappings[].protocol",
        class: Class::Exact,
        rule: "TCP unless written.",
        places: &[],
        codes: &[],
        source: "PortMapping, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].portMappings[].name",
        class: Class::Approximate,
        rule: "The name of the port, shortened to the 15 characters that Kubernetes takes.",
        places: &[],
        codes: &[],
        source: "PortMapping, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].portMappings[].appProtocol",
        class: Class::Equivalent,
        rule: "The Service port's `appProtocol`; http2 is written `kubernetes.io/h2c`.",
        places: &[],
        codes: &[],
        source: "Service, Kubernetes documentation",
    },
    Row {
        path: "containerDefinitions[].portMappings[].containerPortRange",
        class: Class::Approximate,
        rule: "Each port of the range for itself; of a range that a Service cannot hold a person decides.",
        places: &[],
        codes: &[],
        source: "PortMapping, Amazon ECS API Reference",
    },
];
