//! Credentials for registries.
//!
//! ECS (`repositoryCredentials`): a secret of Secrets Manager, by its ARN or, in the task's region, its name, that holds
//! `username` and `password` for one container's registry ("Using non-AWS container images in Amazon ECS"). Kubernetes: a
//! pod names Secrets in Docker's form for all of its containers, and the kubelet tries what fits an image, by the
//! registry's host or by a path behind it; Docker Hub is `https://index.docker.io/v1/` ("Pull an Image from a Private
//! Registry", "Images"). So: a Secret for each secret of ECS, by host, or by path where a host has several.

use std::collections::BTreeSet;

use super::Context;
use super::store_secrets::{self, NO_REGION, is_region};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::plan::{Image, SecretRead, SecretSet, StoreService};
use crate::ir::{Spanned, Traced};
use crate::lower::arn::{ACCOUNT_PLACEHOLDER, Arn};
use crate::settings::Secrets;
use crate::source::{At, Leaf};

const DOCKER_HUB: &str = "docker.io";
/// Key of Docker Hub in Docker's configuration.
const DOCKER_HUB_KEY: &str = "https://index.docker.io/v1/";
/// Stands where a registry belongs and the image is not known yet.
const NO_REGISTRY: &str = "REPLACE-WITH-REGISTRY";

/// The credentials of a pod, while its containers are looked at.
#[derive(Debug, Default)]
pub(super) struct Credentials(Vec<Credential>);

#[derive(Debug)]
struct Credential {
    secret: String,
    region: String,
    /// Hosts with the paths behind them.
    images: BTreeSet<(String, String)>,
    at: At,
    from: Vec<Leaf>,
}

/// What is made of them.
pub(super) struct Made {
    pub(super) sets: Vec<SecretSet>,
    pub(super) reads: Vec<SecretRead>,
    /// Names of the Secrets.
    pub(super) names: Vec<Traced<String>>,
}

impl Credentials {
    /// Takes the credentials of one container's image in.
    pub(super) fn take(
        &mut self,
        secret: Spanned<String>,
        image: &Image,
        cx: &Context,
        diags: &mut Diagnostics,
    ) -> Result<(), Reported> {
        let region = region(&secret, cx, diags)?;
        let place = if image.version.is_empty() {
            diags.tell(no_registry(&secret));
            (NO_REGISTRY.to_owned(), String::new())
        } else {
            host_and_path(&image.reference.value)
        };
        match self.0.iter_mut().find(|known| known.secret == secret.value) {
            Some(known) => {
                known.images.insert(place);
                known.from.push(secret.leaf());
            }
            None => self.0.push(Credential {
                region,
                images: BTreeSet::from([place]),
                at: secret.at,
                from: vec![secret.leaf()],
                secret: secret.value,
            }),
        }
        Ok(())
    }

    /// The Secrets to be filled, and who reads what for them.
    pub(super) fn sets(self, cx: &Context, diags: &mut Diagnostics) -> Made {
        let mut made = Made { sets: Vec::new(), reads: Vec::new(), names: Vec::new() };
        let several =
            |host: &str| self.0.iter().filter(|one| one.images.iter().any(|(other, _)| other == host)).count() > 1;
        let keys: Vec<Vec<String>> = self.0.iter().map(|one| registries(one, &several)).collect();
        for (index, (Credential { secret, region, images: _, at, from }, registries)) in
            self.0.into_iter().zip(keys).enumerate()
        {
            let name = match index {
                0 => format!("{}-pull", cx.names.workload.value),
                more => format!("{}-pull-{}", cx.names.workload.value, more + 1),
            };
            made.names.push(Traced::new(name.clone(), from.clone()));
            if cx.settings.secrets == Secrets::None {
                tell_by_hand(&name, &registries, at, cx, diags);
                continue;
            }
            let resource = arn(&secret, &region, cx);
            made.reads.push(store_secrets::read(Traced::new(resource, from.clone()), false));
            made.sets.push(set(name, (secret, from), region, registries));
        }
        made
    }
}

fn set(name: String, (secret, from): (String, Vec<Leaf>), region: String, registries: Vec<String>) -> SecretSet {
    let item = |key: &str| {
        let remote = Traced::new(secret.clone(), from.clone());
        store_secrets::item(key.to_owned(), remote, Some(key.to_owned()), Some("AWSCURRENT".to_owned()))
    };
    let items = vec![item("password"), item("username")];
    store_secrets::set(name, (StoreService::SecretsManager, region), items, registries)
}

/// The region of an ARN, else the task's own.
fn region(secret: &Spanned<String>, cx: &Context, diags: &mut Diagnostics) -> Result<String, Reported> {
    let name = |c: char| c.is_ascii_alphanumeric() || "/_+=.@-".contains(c);
    let known = match Arn::parse(&secret.value) {
        Some(arn) if arn.service == "secretsmanager" => Some(arn.region).filter(|region| is_region(region)),
        None if secret.value.chars().all(name) => cx.home.region.clone(),
        Some(_) | None => return Err(no_reference(secret, diags)),
    };
    Ok(known.unwrap_or_else(|| {
        diags.tell(store_secrets::region_unknown(secret));
        NO_REGION.to_owned()
    }))
}

fn no_reference(secret: &Spanned<String>, diags: &mut Diagnostics) -> Reported {
    diags.error(
        Finding::new(
            Code::SecretReference,
            secret.at,
            "`credentialsParameter` is neither an ARN nor a name of a secret of Secrets Manager",
        )
        .label("cannot be followed")
        .kubernetes("without it the image could not be pulled")
        .help("write arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-xxxxxx"),
    )
}

/// The ARN of a secret that is given by its name ends in six characters that nobody knows.
fn arn(secret: &str, region: &str, cx: &Context) -> String {
    if Arn::parse(secret).is_some() {
        return secret.to_owned();
    }
    let partition = cx.home.partition.as_deref().unwrap_or("aws");
    let account = cx.home.account.as_deref().unwrap_or(ACCOUNT_PLACEHOLDER);
    format!("arn:{partition}:secretsmanager:{region}:{account}:secret:{secret}-??????")
}

/// `ghcr.io` and `shop/web` for `ghcr.io/shop/web:1`; an image without a host is one of Docker Hub.
fn host_and_path(reference: &str) -> (String, String) {
    let named = reference.split('@').next().unwrap_or(reference);
    let named = match named.rsplit_once(':') {
        Some((named, tag)) if !tag.contains('/') => named,
        Some(_) | None => named,
    };
    let (host, path) = match named.split_once('/') {
        Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (host, path),
        Some(_) | None => (DOCKER_HUB, named),
    };
    let hub = [DOCKER_HUB, "index.docker.io", "registry-1.docker.io"].contains(&host);
    match (hub, path.contains('/')) {
        (true, true) => (DOCKER_HUB.to_owned(), path.to_owned()),
        (true, false) => (DOCKER_HUB.to_owned(), format!("library/{path}")),
        (false, _) => (host.to_owned(), path.to_owned()),
    }
}

/// Keys of a credential in Docker's configuration, sorted.
fn registries(credential: &Credential, several: &dyn Fn(&str) -> bool) -> Vec<String> {
    let keys: BTreeSet<String> = credential
        .images
        .iter()
        .map(|(host, path)| match (several(host), host.as_str()) {
            (true, host) if host != NO_REGISTRY => format!("{host}/{path}"),
            (_, DOCKER_HUB) => DOCKER_HUB_KEY.to_owned(),
            (_, host) => host.to_owned(),
        })
        .collect();
    keys.into_iter().collect()
}

fn no_registry(secret: &Spanned<String>) -> Finding {
    Finding::new(Code::ImagePlaceholder, secret.at, "the registry of these credentials is not known: the image is not")
        .label("for an image that is not known yet")
        .kubernetes(format!("`{NO_REGISTRY}` stands in the Secret, which then fits no image"))
        .help(
            "fill the image in before converting, or the registry under `extraExternalSecrets` in values.override.yaml",
        )
}

fn tell_by_hand(name: &str, registries: &[String], at: At, cx: &Context, diags: &mut Diagnostics) {
    let servers: Vec<String> = registries.iter().map(|registry| format!("--docker-server={registry}")).collect();
    diags.tell(
        Finding::new(
            Code::SecretByHand,
            at,
            format!("the Secret `{name}` with the registry's credentials is not made by the chart"),
        )
        .kubernetes("the image cannot be pulled until it exists: the pod waits with `ImagePullBackOff`")
        .help(format!(
            "make it: kubectl create secret docker-registry {name} -n {} {} --docker-username=… --docker-password=…",
            cx.names.namespace.value,
            servers.join(" ")
        )),
    );
}

#[cfg(test)]
mod tests {
    use super::host_and_path;

    #[test]
    fn a_registry_is_told_from_a_path() {
        let of = |reference: &str| host_and_path(reference);
        let pair = |host: &str, path: &str| (host.to_owned(), path.to_owned());
        assert_eq!(of("nginx:1"), pair("docker.io", "library/nginx"));
        assert_eq!(of("shop/web@sha256:ab"), pair("docker.io", "shop/web"));
        assert_eq!(of("docker.io/shop/web"), pair("docker.io", "shop/web"));
        assert_eq!(of("ghcr.io/shop/web:1"), pair("ghcr.io", "shop/web"));
        assert_eq!(of("localhost:5000/web"), pair("localhost:5000", "web"));
    }
}
