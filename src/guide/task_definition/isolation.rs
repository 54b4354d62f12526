//! Namespaces and isolation.

use crate::diagnostics::Code;
use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Namespaces and isolation", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "pidMode",
        class: Class::Exact,
        rule: "`task` becomes `shareProcessNamespace`, `host` becomes `hostPID`, which needs a privileged namespace.",
        places: &["Pod:spec.hostPID", "Pod:spec.shareProcessNamespace", "RUNBOOK.md"],
        codes: &[Code::FargateUnsupported, Code::HostNamespace, Code::InitProcess],
        source: "Share Process Namespace between Containers in a Pod, Kubernetes documentation",
    },
    Row {
        path: "ipcMode",
        class: Class::Approximate,
        rule: "`host` becomes `hostIPC`, which needs a privileged namespace. Containers of a pod always share one IPC namespace, as task has it. `none` cannot be kept for several containers, which is told; where nothing is written they share it as well, without a finding.",
        places: &["Pod:spec.hostIPC", "RUNBOOK.md"],
        codes: &[Code::FargateUnsupported, Code::HostNamespace, Code::IpcShared],
        source: "RegisterTaskDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "enableFaultInjection",
        class: Class::Manual,
        rule: "`false` unless written. The endpoint for faults does not exist on EKS; experiments are made anew with the pod actions of AWS Fault Injection Service.",
        places: &[],
        codes: &[Code::FaultInjection],
        source: "Use fault injection with your Amazon ECS and Fargate workloads, Amazon ECS Developer Guide",
    },
    Row {
        path: "trustedExecutionConfiguration.isolationMode",
        class: Class::Manual,
        rule: "SHARED needs nothing. ISOLATED_SANDBOX needs a runtime class or nodes of its own, which a person has to choose; CONFIDENTIAL_SANDBOX is refused.",
        places: &["RUNBOOK.md"],
        codes: &[Code::ConfidentialSandbox, Code::IsolatedSandbox],
        source: "TrustedExecutionConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "trustedExecutionConfiguration.attestationPolicy",
        class: Class::None,
        rule: "Pins the measurements of a confidential sandbox, which is refused; beside any other it has no meaning, and it is never written.",
        places: &[],
        codes: &[],
        source: "TrustedExecutionConfiguration, Amazon ECS API Reference",
    },
];
