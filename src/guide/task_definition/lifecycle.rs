//! Order, restarts and time limits.

use crate::diagnostics::Code;
use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Order, restarts and time limits", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "containerDefinitions[].essential",
        class: Class::Approximate,
        rule: "True unless written. An essential container is restarted in its pod, where ECS replaced the task; one that is not becomes a sidecar, an init container or a helper by what depends on it.",
        places: &[
            "Pod:spec.containers[].livenessProbe",
            "Pod:spec.containers[].name",
            "Pod:spec.containers[].startupProbe",
            "Pod:spec.initContainers[].livenessProbe",
            "Pod:spec.initContainers[].name",
            "Workload:spec.minReadySeconds",
        ],
        codes: &[
            Code::EssentialMustEnd,
            Code::EssentialRestartsAlone,
            Code::EssentialSidecar,
            Code::ExitCodesRestart,
            Code::HelperRestarts,
        ],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].restartPolicy.enabled",
        class: Class::Equivalent,
        rule: "Restarting in place is what pods do. Where it is not enabled and the container is not essential, it is not restarted from Kubernetes 1.35 on.",
        places: &["Pod:spec.containers[].restartPolicyRules"],
        codes: &[Code::ExitCodesRestart, Code::RestartBackOff, Code::RestartPolicyDropped],
        source: "ContainerRestartPolicy, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].restartPolicy.ignoredExitCodes[]",
        class: Class::Approximate,
        rule: "A rule that restarts after every other code, from Kubernetes 1.35 on; before, every code restarts.",
        places: &["Pod:spec.containers[].restartPolicyRules[].exitCodes.values[]"],
        codes: &[Code::ExitCodesRestart],
        source: "ContainerRestartPolicy, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].restartPolicy.restartAttemptPeriod",
        class: Class::Approximate,
        rule: "Seconds. Kubernetes never gives up, and waits longer after each end instead.",
        places: &[],
        codes: &[Code::RestartBackOff],
        source: "ContainerRestartPolicy, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].dependsOn[].containerName",
        class: Class::Equivalent,
        rule: "The order of init containers, sidecars and containers of the pod. Circles and unknown names are refused.",
        places: &[
            "Pod:spec.containers[].name",
            "Pod:spec.initContainers[].name",
            "Pod:spec.initContainers[].restartPolicy",
            "Pod:spec.terminationGracePeriodSeconds",
        ],
        codes: &[
            Code::DependencyCycle,
            Code::ExitCodesRestart,
            Code::HealthyWithoutCheck,
            Code::RestartBackOff,
            Code::RestartPolicyDropped,
            Code::StartTimeoutDropped,
            Code::StopTimeoutLonger,
            Code::UnknownContainer,
        ],
        source: "ContainerDependency, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].dependsOn[].condition",
        class: Class::Equivalent,
        rule: "SUCCESS and COMPLETE make an init container, HEALTHY a sidecar with a start-up probe, START an earlier place.",
        places: &[
            "Pod:spec.initContainers[].command[]",
            "Pod:spec.initContainers[].restartPolicy",
            "Pod:spec.initContainers[].startupProbe",
            "Pod:spec.terminationGracePeriodSeconds",
            "RUNBOOK.md",
        ],
        codes: &[
            Code::CompleteBlocks,
            Code::ExitCodeSwallowed,
            Code::InitRetries,
            Code::StartTimeoutDropped,
            Code::StopTimeoutLonger,
        ],
        source: "ContainerDependency, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].startTimeout",
        class: Class::Approximate,
        rule: "Seconds. Bounds the start-up probe of a container that others wait for to be healthy; elsewhere it is not kept, which is told.",
        places: &["Pod:spec.initContainers[].startupProbe.failureThreshold"],
        codes: &[Code::StartTimeoutDropped],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].stopTimeout",
        class: Class::Approximate,
        rule: "Seconds, 30 unless written. The grace period of the pod is the longest chain of them, with the time before the signal.",
        places: &["Pod:spec.terminationGracePeriodSeconds"],
        codes: &[Code::StopTimeoutLonger],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
];
