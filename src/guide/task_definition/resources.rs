//! Resources and accelerators.

use crate::diagnostics::Code;
use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Resources and accelerators", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "containerDefinitions[].cpu",
        class: Class::Exact,
        rule: "CPU units (1,024 are one vCPU) as a request in millicores: a weight on both sides; 0 and 1 are the least weight. No limit, but before Kubernetes 1.34 the task's size is each container's limit, and on Windows the request is the limit.",
        places: &["Pod:spec.containers[].resources.limits.cpu", "Pod:spec.containers[].resources.requests.cpu"],
        codes: &[Code::ContainersExceedTask, Code::CpuRounded],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].memory",
        class: Class::Exact,
        rule: "MiB: the limit, and the request where nothing is reserved. Less than 6 MiB are raised to 6.",
        places: &["Pod:spec.containers[].resources.limits.memory", "Pod:spec.containers[].resources.requests.memory"],
        codes: &[Code::ContainersExceedTask, Code::MemoryRaised],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].memoryReservation",
        class: Class::Equivalent,
        rule: "MiB: the request. Without a limit beside it the container may grow as far as the pod or the node allows.",
        places: &["Pod:spec.containers[].resources.requests.memory"],
        codes: &[Code::NoMemoryLimit],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].resourceRequirements[].type",
        class: Class::Exact,
        rule: "GPUs and Neuron devices are asked of the device plugin; Elastic Inference has ended and is refused.",
        places: &[
            "Pod:spec.containers[].resources.limits[aws.amazon.com/neuron]",
            "Pod:spec.containers[].resources.limits[nvidia.com/gpu]",
            "Pod:spec.tolerations[]",
        ],
        codes: &[Code::AcceleratorNodes, Code::AutoModeUnsupported, Code::FargateUnsupported, Code::GpuSharing],
        source: "ResourceRequirement, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].resourceRequirements[].value",
        class: Class::Exact,
        rule: "The number of devices. ALL is no number in Kubernetes and is refused with the way out.",
        places: &["Pod:spec.containers[].resources.limits[nvidia.com/gpu]"],
        codes: &[Code::AcceleratorCount],
        source: "ResourceRequirement, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].resourceRequirements[].sharingStrategy.nvidiaMps.memory",
        class: Class::Manual,
        rule: "MiB of GPU memory: told to the CUDA server in the environment. Sharing itself is a setting of the device plugin, which a person makes.",
        places: &["Pod:spec.initContainers[].env[].value"],
        codes: &[Code::GpuSharing],
        source: "ResourceRequirement, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].resourceRequirements[].sharingStrategy.nvidiaMps.maxComputePercent",
        class: Class::Equivalent,
        rule: "Percent: told to the CUDA server in the environment.",
        places: &["Pod:spec.initContainers[].env[].value"],
        codes: &[],
        source: "ResourceRequirement, Amazon ECS API Reference",
    },
    Row {
        path: "inferenceAccelerators[].deviceName",
        class: Class::Manual,
        rule: "Amazon Elastic Inference has ended: a container that asks for the device is refused, unless that is accepted.",
        places: &[],
        codes: &[Code::ElasticInference],
        source: "InferenceAccelerator, Amazon ECS API Reference",
    },
    Row {
        path: "inferenceAccelerators[].deviceType",
        class: Class::Manual,
        rule: "As the device.",
        places: &[],
        codes: &[Code::ElasticInference],
        source: "InferenceAccelerator, Amazon ECS API Reference",
    },
];
