//! Image and process.

use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Image and process", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "containerDefinitions[].name",
        class: Class::Equivalent,
        rule: "A DNS label of at most 63 characters. Every reference to the container follows the new name.",
        places: &[],
        codes: &[],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].image",
        class: Class::Equivalent,
        rule: "Kept as it stands. A tag is pulled at every start, as ECS does; a digest only where it is missing.",
        places: &[],
        codes: &[],
        source: "Images, Kubernetes documentation",
    },
    Row {
        path: "containerDefinitions[].repositoryCredentials.credentialsParameter",
        class: Class::Equivalent,
        rule: "An image pull secret of the pod, which External Secrets fills from the same secret.",
        places: &[],
        codes: &[],
        source: "Using non-AWS container images in Amazon ECS, Amazon ECS Developer Guide",
    },
    Row {
        path: "containerDefinitions[].versionConsistency",
        class: Class::Approximate,
        rule: "ECS resolves a tag once a deployment; Kubernetes at every start of a pod. Told where a tag may move and ECS held it.",
        places: &[],
        codes: &[],
        source: "Container image resolution, Amazon ECS Developer Guide",
    },
    Row {
        path: "containerDefinitions[].entryPoint[]",
        class: Class::Exact,
        rule: "The container's `command`, each part with `$` escaped where the kubelet would expand it. An empty text takes the image's own away.",
        places: &[],
        codes: &[],
        source: "Define a Command and Arguments for a Container, Kubernetes documentation",
    },
    Row {
        path: "containerDefinitions[].command[]",
        class: Class::Exact,
        rule: "The container's `args`, each part with `$` escaped where the kubelet would expand it.",
        places: &[],
        codes: &[],
        source: "Define a Command and Arguments for a Container, Kubernetes documentation",
    },
    Row {
        path: "containerDefinitions[].workingDirectory",
        class: Class::Exact,
        rule: "The container's `workingDir`.",
        places: &[],
        codes: &[],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].user",
        class: Class::Exact,
        rule: "Numbers become `runAsUser` and `runAsGroup`. A name has no field in Kubernetes: a person gives its number, or leaves it to the image.",
        places: &[],
        codes: &[],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].interactive",
        class: Class::Exact,
        rule: "The container's `stdin`.",
        places: &[],
        codes: &[],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].pseudoTerminal",
        class: Class::Exact,
        rule: "The container's `tty`.",
        places: &[],
        codes: &[],
        source: "ContainerDefinition, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].dockerLabels{}",
        class: Class::Equivalent,
        rule: "Annotations of the pod; a key that is illegal or stands at two containers goes under the container's name. Those of Datadog are respelt; those of Traefik define routes, which a person makes.",
        places: &[],
        codes: &[],
        source: "Annotations, Kubernetes documentation",
    },
];
