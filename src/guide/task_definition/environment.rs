//! Environment and secrets.

use crate::diagnostics::Code;
use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Environment and secrets", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "containerDefinitions[].environment[].name",
        class: Class::Exact,
        rule: "The name of the variable, sorted. Of one name twice the last one holds. Names that Kubernetes refuses are refused.",
        places: &["Pod:spec.containers[].env[].name"],
        codes: &[Code::DuplicateVariable, Code::EcsMetadata, Code::EnvironmentName, Code::PlainSecret],
        source: "Define Environment Variables for a Container, Kubernetes documentation",
    },
    Row {
        path: "containerDefinitions[].environment[].value",
        class: Class::Exact,
        rule: "Verbatim, with `$` escaped where the kubelet would expand it. What looks like a credential is named and never shown.",
        places: &["Pod:spec.containers[].env[].value"],
        codes: &[Code::EcsMetadata],
        source: "Define Dependent Environment Variables, Kubernetes documentation",
    },
    Row {
        path: "containerDefinitions[].environmentFiles[].value",
        class: Class::Manual,
        rule: "A Secret for each file, read before the variables of the container and in the reverse order, so that the first file still wins. A person fills it from S3.",
        places: &["Pod:spec.containers[].envFrom[].secretRef.name"],
        codes: &[Code::EnvironmentFile],
        source: "Pass environment variables to an Amazon ECS container, Amazon ECS Developer Guide",
    },
    Row {
        path: "containerDefinitions[].environmentFiles[].type",
        class: Class::None,
        rule: "Only `s3` exists.",
        places: &[],
        codes: &[],
        source: "EnvironmentFile, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].secrets[].name",
        class: Class::Exact,
        rule: "The name of the variable. The key in the Secret is the same, without characters that a key may not have, and with the container's name in front where two containers mean different secrets by one name.",
        places: &["ExternalSecret:spec.data[].secretKey", "Pod:spec.containers[].env[].name"],
        codes: &[],
        source: "Secret, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].secrets[].valueFrom",
        class: Class::Equivalent,
        rule: "A reference in an ExternalSecret: a secret of Secrets Manager with its JSON key, stage and version, or a parameter by ARN or name, each from a store of its region. The value is never read.",
        places: &[
            "ExternalSecret:spec.data[].remoteRef.key",
            "ExternalSecret:spec.data[].remoteRef.property",
            "ExternalSecret:spec.secretStoreRef.name",
            "RUNBOOK.md",
            "SecretStore:metadata.name",
            "SecretStore:spec.provider.aws.region",
            "iam/*.policy.json",
        ],
        codes: &[Code::ExecutionRole, Code::RegionUnknown, Code::SecretByHand, Code::SecretReference],
        source: "Pass sensitive data to an Amazon ECS container, Amazon ECS Developer Guide",
    },
];
