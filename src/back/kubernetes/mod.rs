//! From the plan to typed Kubernetes objects.

mod objects;

pub(crate) use objects::{
    Controller, ExternalSecret, ExternalSecretData, ExternalSecretSpec, ExternalSecretTarget, Objects, RemoteRef,
    SecretStoreRef,
};
