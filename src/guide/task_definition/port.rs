//! Ports.

use crate::diagnostics::Code;
use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Ports", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "containerDefinitions[].portMappings[].containerPort",
        class: Class::Exact,
        rule: "A port of the container and of the Service.",
        places: &[
            "Pod:spec.containers[].ports[].containerPort",
            "Pod:spec.containers[].ports[].name",
            "Service:spec.ports[].name",
            "Service:spec.ports[].port",
        ],
        codes: &[Code::PortClash],
        source: "PortMapping, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].portMappings[].hostPort",
        class: Class::Approximate,
        rule: "Not kept: pods have addresses of their own. A fixed port of an instance becomes the Service's port, which is told; a daemon keeps it.",
        places: &[],
        codes: &[Code::StaticHostPort],
        source: "PortMapping, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].portMappings[].protocol",
        class: Class::Exact,
        rule: "TCP unless written.",
        places: &["Pod:spec.containers[].ports[].protocol", "Service:spec.ports[].protocol"],
        codes: &[],
        source: "PortMapping, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].portMappings[].name",
        class: Class::Approximate,
        rule: "The name of the port, shortened to the 15 characters that Kubernetes takes.",
        places: &["Pod:spec.containers[].ports[].name", "Service:spec.ports[].name"],
        codes: &[Code::Renamed],
        source: "PortMapping, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].portMappings[].appProtocol",
        class: Class::Equivalent,
        rule: "The Service port's `appProtocol`; http2 is written `kubernetes.io/h2c`.",
        places: &["Service:spec.ports[].appProtocol"],
        codes: &[],
        source: "Service, Kubernetes documentation",
    },
    Row {
        path: "containerDefinitions[].portMappings[].containerPortRange",
        class: Class::Approximate,
        rule: "Each port of the range for itself; of a range that a Service cannot hold a person decides.",
        places: &["Pod:spec.containers[].ports[].name", "RUNBOOK.md", "Service:spec.ports[].name"],
        codes: &[Code::PortRange],
        source: "PortMapping, Amazon ECS API Reference",
    },
];
