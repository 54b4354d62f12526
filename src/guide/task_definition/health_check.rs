//! Health check.

use crate::diagnostics::Code;
use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Health check", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "containerDefinitions[].healthCheck.command[]",
        class: Class::Equivalent,
        rule: "A start-up and a liveness probe that run the command; for a container that is not essential the start-up probe alone, where one waits for it. `$` is escaped where the kubelet would expand it. NONE writes no probe.",
        places: &[
            "Pod:spec.containers[].livenessProbe.exec.command[]",
            "Pod:spec.containers[].startupProbe.exec.command[]",
        ],
        codes: &[Code::HealthCheckForm, Code::HealthCheckOldForm],
        source: "HealthCheck, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].healthCheck.interval",
        class: Class::Exact,
        rule: "Seconds, 30 unless written: the period of the liveness probe. That of the start-up probe is the same, but at most 10.",
        places: &[
            "Pod:spec.containers[].livenessProbe.periodSeconds",
            "Pod:spec.containers[].startupProbe.failureThreshold",
        ],
        codes: &[],
        source: "HealthCheck, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].healthCheck.timeout",
        class: Class::Exact,
        rule: "Seconds, 5 unless written, where Kubernetes would take 1.",
        places: &[
            "Pod:spec.containers[].livenessProbe.timeoutSeconds",
            "Pod:spec.containers[].startupProbe.timeoutSeconds",
        ],
        codes: &[],
        source: "HealthCheck, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].healthCheck.retries",
        class: Class::Exact,
        rule: "3 unless written: the liveness probe's threshold, and a part of the start-up budget.",
        places: &[
            "Pod:spec.containers[].livenessProbe.failureThreshold",
            "Pod:spec.containers[].startupProbe.failureThreshold",
        ],
        codes: &[],
        source: "HealthCheck, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].healthCheck.startPeriod",
        class: Class::Equivalent,
        rule: "Seconds, none unless written: lengthens the start-up budget, never delays a probe.",
        places: &["Pod:spec.containers[].startupProbe.failureThreshold"],
        codes: &[],
        source: "HealthCheck, Amazon ECS API Reference",
    },
];
