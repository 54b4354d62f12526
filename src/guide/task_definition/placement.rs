//! Size, platform and placement.

use crate::diagnostics::Code;
use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Size, platform and placement", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "cpu",
        class: Class::Exact,
        rule: "CPU units (1,024 are one vCPU) or a text such as `.5 vCPU`: the ceiling that all containers share. From Kubernetes 1.34 on it is the pod's own request and limit; before, containers are limited one by one and not together. Windows ignores it on both sides.",
        places: &[
            "Pod:spec.containers[].resources.limits.cpu",
            "Pod:spec.containers[].resources.requests.cpu",
            "Pod:spec.resources.limits.cpu",
            "Pod:spec.resources.requests.cpu",
        ],
        codes: &[Code::FargateSize, Code::TaskSize],
        source: "Task size, Amazon ECS Developer Guide",
    },
    Row {
        path: "memory",
        class: Class::Exact,
        rule: "MiB, or a text such as `2 GB` (1,024 MiB each): the ceiling that all containers share, and reserved whole. From Kubernetes 1.34 on it is the pod's own request and limit; before, containers are limited one by one and not together. Windows ignores it on both sides.",
        places: &[
            "Pod:spec.containers[].resources.limits.memory",
            "Pod:spec.containers[].resources.requests.memory",
            "Pod:spec.resources.limits.memory",
            "Pod:spec.resources.requests.memory",
        ],
        codes: &[
            Code::FargateCeiling,
            Code::FargateRoundedUp,
            Code::FargateSize,
            Code::FargateUnsupported,
            Code::TaskSize,
        ],
        source: "Task size, Amazon ECS Developer Guide",
    },
    Row {
        path: "ephemeralStorage.sizeInGiB",
        class: Class::Approximate,
        rule: "GiB, 21 to 200: a request of the main container. No limit, at which the kubelet would end the pod where Fargate only said that the disk is full. Where nothing is written, ECS's 20 GiB are not asked for.",
        places: &["Pod:spec.containers[].resources.requests[ephemeral-storage]"],
        codes: &[Code::EphemeralStorage, Code::FargateUnsupported],
        source: "Fargate task ephemeral storage, Amazon ECS Developer Guide",
    },
    Row {
        path: "runtimePlatform.cpuArchitecture",
        class: Class::Exact,
        rule: "X86_64 unless written. A selector of nodes in either case: a node of another architecture could not start the image.",
        places: &["Pod:spec.nodeSelector[kubernetes.io/arch]"],
        codes: &[Code::ArchitectureAssumed, Code::AutoModeNodePool, Code::FargateUnsupported],
        source: "RuntimePlatform, Amazon ECS API Reference",
    },
    Row {
        path: "runtimePlatform.operatingSystemFamily",
        class: Class::Exact,
        rule: "LINUX is what pods run on. A Windows release becomes a selector of its build, and Linux-only settings are left out. Releases without EKS nodes are refused.",
        places: &[
            "Pod:spec.containers[].resources.requests.cpu",
            "Pod:spec.initContainers[].resources",
            "Pod:spec.nodeSelector[kubernetes.io/os]",
            "Pod:spec.nodeSelector[node.kubernetes.io/windows-build]",
            "Pod:spec.os",
            "Pod:spec.resources",
            "Pod:spec.securityContext",
            "RUNBOOK.md",
            "iam/*.policy.json",
            "platform/logging/*.conf",
        ],
        codes: &[
            Code::AutoModeUnsupported,
            Code::FargateUnsupported,
            Code::LinuxGmsa,
            Code::LogRouting,
            Code::WindowsWithoutNodes,
        ],
        source: "RuntimePlatform, Amazon ECS API Reference",
    },
    Row {
        path: "requiresCompatibilities[]",
        class: Class::Equivalent,
        rule: "What the definition was checked against. Where no service says how tasks ran, FARGATE alone here means that size, disk and architecture are read by Fargate's rules. EXTERNAL is passed over: a service on ECS Anywhere says so itself.",
        places: &[],
        codes: &[Code::ArchitectureAssumed],
        source: "RegisterTaskDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "placementConstraints[].type",
        class: Class::None,
        rule: "Only `memberOf` exists here; all constraints hold together, in one node affinity.",
        places: &[],
        codes: &[],
        source: "TaskDefinitionPlacementConstraint, Amazon ECS API Reference",
    },
    Row {
        path: "placementConstraints[].expression",
        class: Class::Approximate,
        rule: "Parsed, and written as required node affinity, or as affinity between pods for `task:group`. Attributes of your own become labels `ecs.attribute/…` that your nodes must have; what no label says is named.",
        places: &[
            "Pod:spec.affinity",
            "Pod:spec.affinity.nodeAffinity",
            "Pod:spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[].matchExpressions[].key",
            "Pod:spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[].matchExpressions[].values[]",
            "Pod:spec.affinity.podAffinity",
            "Pod:spec.affinity.podAntiAffinity",
            "RUNBOOK.md",
        ],
        codes: &[
            Code::AutoModeNodePool,
            Code::AutoModeUnsupported,
            Code::FargateUnsupported,
            Code::InstanceFamily,
            Code::PlacementByHand,
            Code::PlacementExpression,
            Code::PlacementGroup,
            Code::PlacementLabels,
        ],
        source: "Create expressions to define container instances for Amazon ECS tasks, Amazon ECS Developer Guide",
    },
];
