//! Ports.

use crate::diagnostics::Code;
use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Ports", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "containerDefinitions[].portMappings[].containerPort",
        class: Class::Exact,
        rule: "A port of the container, and the same port of the Service; 80 in front of what a load balancer reaches.",
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
        rule: "0 unless written, a port that ECS chooses. Not kept, for pods have addresses of their own: a fixed port of an instance becomes the Service's port where nothing else has it, which is told. Kept in network mode host and for a daemon.",
        places: &["Pod:spec.containers[].ports[].hostPort", "Service:spec.ports[].port"],
        codes: &[Code::FargateUnsupported, Code::StaticHostPort],
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
        rule: "The name of the port, in lower-case letters, digits and dashes. Longer than 15 characters, it is cut and gets a hash.",
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
        rule: "Up to 50 ports, each for itself. Of more neither ports nor Service are written, and a person makes a headless Service.",
        places: &["Pod:spec.containers[].ports[].name", "RUNBOOK.md", "Service:spec.ports[].name"],
        codes: &[Code::PortRange],
        source: "PortMapping, Amazon ECS API Reference",
    },
];
