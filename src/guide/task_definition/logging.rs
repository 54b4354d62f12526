//! Logs.

use crate::diagnostics::Code;
use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Logs", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "containerDefinitions[].logConfiguration.logDriver",
        class: Class::Approximate,
        rule: "Containers write to their node, and its agent sends it on: a route for Fluent Bit in `platform/logging/` for awslogs, splunk, fluentd, gelf, syslog and awsfirelens. json-file, journald and none stay on the node; for any other driver, and on Windows, a person makes the route.",
        places: &["ConfigMap", "Namespace", "RUNBOOK.md", "iam/*.policy.json", "platform/logging/*.conf"],
        codes: &[Code::ExecutionRole, Code::FargateLogging, Code::LogRouting, Code::LogStreamNames],
        source: "LogConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].logConfiguration.options{}",
        class: Class::Approximate,
        rule: "Settings of that route. An option without a counterpart is named; a credential becomes a reference to a Secret.",
        places: &["ConfigMap:data.output.conf", "iam/*.policy.json", "platform/logging/*.conf"],
        codes: &[
            Code::FargateLogging,
            Code::LogBlocking,
            Code::LogOption,
            Code::LogRouting,
            Code::LogSecret,
            Code::LogStreamNames,
        ],
        source: "LogConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].logConfiguration.secretOptions[].name",
        class: Class::Equivalent,
        rule: "The setting of the route that takes the secret.",
        places: &["RUNBOOK.md", "platform/logging/*.conf"],
        codes: &[Code::LogOption, Code::LogRouting, Code::LogSecret],
        source: "LogConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].logConfiguration.secretOptions[].valueFrom",
        class: Class::Manual,
        rule: "A variable of the log agent, which a person fills from this secret.",
        places: &[],
        codes: &[Code::LogSecret],
        source: "Secret, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].firelensConfiguration.type",
        class: Class::Approximate,
        rule: "A router that only carries what other containers print is left out, since the node's agent does that; one that does more stays, for a person to set up.",
        places: &["RUNBOOK.md", "iam/*.policy.json", "platform/logging/*.conf"],
        codes: &[Code::LogRouterRemoved, Code::LogRouterStays, Code::LogRouting],
        source: "FirelensConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].firelensConfiguration.options{}",
        class: Class::Approximate,
        rule: "Metadata of ECS is written into each record again; a configuration of one's own has to be carried over by a person.",
        places: &["platform/logging/*.conf"],
        codes: &[Code::LogRouterRemoved, Code::LogRouterStays],
        source: "FirelensConfiguration, Amazon ECS API Reference",
    },
];
