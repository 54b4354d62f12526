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
            "Pod:spec.containers[].restartPolicy",
            "Pod:spec.containers[].startupProbe",
            "Pod:spec.initContainers",
            "Pod:spec.initContainers[].livenessProbe",
            "Pod:spec.initContainers[].name",
            "Pod:spec.terminationGracePeriodSeconds",
            "Workload:spec.minReadySeconds",
        ],
        codes: &[
            Code::EssentialMustEnd,
            Code::EssentialNotReplaced,
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
        places: &["Pod:spec.containers[].restartPolicy", "Pod:spec.containers[].restartPolicyRules"],
        codes: &[Code::ExitCodesRestart, Code::HelperRestarts, Code::RestartBackOff, Code::RestartPolicyDropped],
        source: "ContainerRestartPolicy, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].restartPolicy.ignoredExitCodes[]",
        class: Class::Approximate,
        rule: "From Kubernetes 1.35 on, a rule that restarts after every other code. Before, and for a sidecar in every version, it is restarted after every code, which is told.",
        places: &[
            "Pod:spec.containers[].restartPolicy",
            "Pod:spec.containers[].restartPolicyRules",
            "Pod:spec.containers[].restartPolicyRules[].exitCodes.values[]",
        ],
        codes: &[Code::ExitCodesRestart],
        source: "ContainerRestartPolicy, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].restartPolicy.restartAttemptPeriod",
        class: Class::Approximate,
        rule: "Seconds, 300 unless written. Not kept: Kubernetes never gives up, and waits up to 5 minutes between restarts.",
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
        rule: "SUCCESS and COMPLETE make an init container, HEALTHY a sidecar with a start-up probe. START makes a sidecar of a container that is not essential, and gives an essential one an earlier place.",
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
        rule: "Seconds, no bound unless written. Bounds the start-up probe of a container that others wait for to be healthy. For one that others wait for to end it is not kept, which is told; where none waits it means nothing.",
        places: &["Pod:spec.initContainers[].startupProbe.failureThreshold"],
        codes: &[Code::StartTimeoutDropped],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].stopTimeout",
        class: Class::Approximate,
        rule: "Seconds, 30 unless written. The pod's grace period is the longest chain of them, with the `preStop` sleep in front, and 5 more behind a target group.",
        places: &["Pod:spec.terminationGracePeriodSeconds"],
        codes: &[Code::StopTimeoutLonger],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
];
