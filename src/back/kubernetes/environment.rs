//! Environment variables of a container, and the ExternalSecrets that fill them.

use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::container::some_if_any;
use super::objects::{
    ExternalSecret, ExternalSecretData, ExternalSecretSpec, ExternalSecretTarget, ExternalSecretTemplate, RemoteRef,
    SecretStoreRef,
};
use super::trace::{Below, Trace};
use crate::ir::plan::{Environment, SecretItem, SecretSet, SecretVariable, Variable};

/// Writes the variables: literal ones first, then those from Secrets; and the Secrets that are taken whole.
pub(super) fn environment(plan: Environment, container: &mut core::Container, out: &mut Below) {
    let Environment { variables, secrets, files } = plan;
    let literal = variables.into_iter().map(|Variable { name, value }| (name, Some(value), None));
    let filled = secrets.into_iter().map(|SecretVariable { name, secret, key }| (name, None, Some((secret, key))));
    let all = literal.chain(filled).map(|(name, value, secret)| {
        let target = format!("env[{name}]");
        core::EnvVar {
            value: value.map(|value| out.put(&format!("{target}.value"), value)),
            value_from: secret.map(|(name, key)| core::EnvVarSource {
                secret_key_ref: Some(core::SecretKeySelector {
                    name,
                    key: out.put(&format!("{target}.valueFrom.secretKeyRef.key"), key),
                    optional: None,
                }),
                ..core::EnvVarSource::default()
            }),
            name,
        }
    });
    container.env = some_if_any(all.collect());
    let files = files.into_iter().map(|name| core::EnvFromSource {
        secret_ref: Some(core::SecretEnvSource {
            name: out.put(&format!("envFrom[{}].secretRef.name", name.value), name),
            optional: None,
        }),
        ..core::EnvFromSource::default()
    });
    container.env_from = some_if_any(files.collect());
}

/// Writes what fills a Secret.
pub(super) fn external_secret(plan: SecretSet, metadata: ObjectMeta, trace: &mut Trace) -> ExternalSecret {
    // The service and the region are the store's, which stands in `platform/`.
    let SecretSet { name, store, service: _, region: _, items, registries } = plan;
    let object = format!("ExternalSecret/{name}");
    let data = items.into_iter().map(|item| {
        let SecretItem { key, remote, property, version } = item;
        let remote = trace.put(&object, &format!("spec.data[{key}].remoteRef"), remote);
        ExternalSecretData { secret_key: key, remote_ref: RemoteRef { key: remote, property, version } }
    });
    let data = data.collect();
    ExternalSecret {
        metadata,
        spec: ExternalSecretSpec {
            refresh_interval: "15m".to_owned(),
            secret_store_ref: SecretStoreRef { kind: "SecretStore".to_owned(), name: store },
            target: ExternalSecretTarget {
                name,
                creation_policy: "Owner".to_owned(),
                template: (!registries.is_empty()).then(|| docker_configuration(&registries)),
            },
            data,
        },
    }
}

/// Docker's configuration as the kubelet reads it. The operator fills the values in; the chart only passes them on.
fn docker_configuration(registries: &[String]) -> ExternalSecretTemplate {
    let login = r#"{"username":{{ .username | toJson }},"password":{{ .password | toJson }}}"#;
    let entries: Vec<String> =
        registries.iter().map(|registry| format!("{}:{login}", serde_json::Value::from(registry.as_str()))).collect();
    let text = format!(r#"{{"auths":{{{}}}}}"#, entries.join(","));
    ExternalSecretTemplate {
        kind: "kubernetes.io/dockerconfigjson".to_owned(),
        data: std::collections::BTreeMap::from([(".dockerconfigjson".to_owned(), text)]),
    }
}
