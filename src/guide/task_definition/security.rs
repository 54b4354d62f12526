//! Security.

use crate::diagnostics::Code;
use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Security", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "containerDefinitions[].linuxParameters.capabilities.add[]",
        class: Class::Exact,
        rule: "The same, without a prefix `CAP_`. A capability in both lists is added, as Docker has it.",
        places: &["Pod:spec.containers[].securityContext.capabilities.add[]"],
        codes: &[Code::FargateUnsupported],
        source: "KernelCapabilities, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].linuxParameters.capabilities.drop[]",
        class: Class::Exact,
        rule: "The same, less what is also added.",
        places: &["Pod:spec.containers[].securityContext.capabilities.drop[]"],
        codes: &[],
        source: "KernelCapabilities, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].privileged",
        class: Class::Exact,
        rule: "The container's `privileged`; its namespace needs the Pod Security level `privileged`.",
        places: &[
            "Pod:spec.containers[].securityContext.allowPrivilegeEscalation",
            "Pod:spec.containers[].securityContext.privileged",
            "RUNBOOK.md",
        ],
        codes: &[Code::Device, Code::FargateUnsupported, Code::Privileged, Code::SecurityOption],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].readonlyRootFilesystem",
        class: Class::Exact,
        rule: "The container's `readOnlyRootFilesystem`; `false` unless written.",
        places: &["Pod:spec.containers[].securityContext.readOnlyRootFilesystem"],
        codes: &[],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].dockerSecurityOptions[]",
        class: Class::Equivalent,
        rule: "SELinux, AppArmor, seccomp and `no-new-privileges` become fields of the security context; profiles must be on the nodes.",
        places: &[
            "Pod:spec.containers[].securityContext.allowPrivilegeEscalation",
            "Pod:spec.containers[].securityContext.appArmorProfile",
            "Pod:spec.containers[].securityContext.seLinuxOptions",
            "Pod:spec.containers[].securityContext.seccompProfile",
            "RUNBOOK.md",
        ],
        codes: &[Code::AutoModeUnsupported, Code::FargateUnsupported, Code::SecurityOption],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].credentialSpecs[]",
        class: Class::Equivalent,
        rule: "On Windows the name of a GMSACredentialSpec, which a person makes; on Linux refused unless accepted.",
        places: &["Pod:spec.containers[].securityContext.windowsOptions.gmsaCredentialSpecName"],
        codes: &[Code::Gmsa, Code::LinuxGmsa],
        source: "Configure GMSA for Windows Pods and containers, Kubernetes documentation",
    },
];
