//! Secrets: from what ECS fetches at a task's start to references that the External Secrets Operator follows.
//!
//! ECS (`secrets[].valueFrom`): an ARN of Secrets Manager, with `:json-key:version-stage:version-id` behind it or
//! without; an ARN of a parameter; or a parameter's name in the task's region ("Secret", API reference). External
//! Secrets: a key, a property (a gjson path: `* ? # | @ ! { } [ ] ( )` are escaped; a dot is tried literally first), a
//! version (a stage, or `uuid/<id>`), from one store a service and region. The secrets themselves are never read.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs;
use crate::ir::plan::{SecretItem, SecretRead, SecretSet, StoreService};
use crate::ir::{Spanned, Traced};
use crate::lower::arn::Arn;
use crate::settings::Secrets;
use crate::source::At;

/// The Secrets of one workload while its containers are looked at.
#[derive(Debug, Default)]
pub(super) struct Store {
    sets: BTreeMap<(StoreService, String), Vec<Kept>>,
    reads: Vec<SecretRead>,
    /// Where the first reference stands.
    first: Option<At>,
}

#[derive(Debug)]
struct Kept {
    item: SecretItem,
    /// What ECS was told, to see whether two containers mean the same.
    value_from: String,
}

/// Stands where a region belongs and none is known.
pub(super) const NO_REGION: &str = "REPLACE-WITH-REGION";

/// A reference, taken apart.
#[derive(Debug, PartialEq, Eq)]
struct Reference {
    service: StoreService,
    region: Option<String>,
    key: String,
    property: Option<String>,
    version: Option<String>,
}

impl Store {
    /// Takes a secret in; returns the Secret and the key under which the container finds it.
    pub(super) fn put(
        &mut self,
        secret: ecs::Secret,
        container: &str,
        cx: &Context,
        diags: &mut Diagnostics,
    ) -> Result<(String, Traced<String>), Reported> {
        let ecs::Secret { name, value_from } = secret;
        let Some(reference) = parse(&value_from.value) else { return Err(no_reference(&value_from, diags)) };
        let named = reference.region.clone().filter(|region| is_region(region));
        // A parameter's bare name is one of the task's own region; an ARN with a placeholder is of no known one.
        let home = cx.home.region.clone().filter(|_| reference.region.is_none());
        let region = match named.or(home) {
            Some(region) => region,
            None => {
                diags.tell(region_unknown(&value_from));
                NO_REGION.to_owned()
            }
        };
        self.first.get_or_insert(value_from.at);
        let parameter = reference.service == StoreService::ParameterStore;
        let resource = if parameter { of_parameter(&reference.key, &region, cx) } else { reference.key.clone() };
        self.reads.push(read(value_from.with(resource), parameter));
        let place = (reference.service, region);
        let secret = secret_name(&cx.names.workload.value, &place, cx);
        let kept = self.sets.entry(place).or_default();
        let from = vec![name.leaf(), value_from.leaf()];
        let plain = legal_key(&name.value);
        if let Some(same) =
            kept.iter_mut().find(|kept| kept.value_from == value_from.value && kept.item.key.ends_with(&plain))
        {
            same.item.remote.from.extend(from.iter().copied());
            return Ok((secret, Traced::new(same.item.key.clone(), from)));
        }
        let taken = kept.iter().any(|kept| kept.item.key == plain);
        let key = if taken { format!("{container}.{plain}") } else { plain };
        kept.push(Kept {
            value_from: value_from.value.clone(),
            item: item(key.clone(), Traced::new(reference.key, from.clone()), reference.property, reference.version),
        });
        Ok((secret, Traced::new(key, from)))
    }

    /// The Secrets to be filled.
    /// Where the first secret stands that an operator reads.
    pub(super) fn first(&self) -> Option<At> {
        self.first
    }

    pub(super) fn sets(self, cx: &Context, diags: &mut Diagnostics) -> (Vec<SecretSet>, Vec<SecretRead>) {
        let mut sets = Vec::new();
        for (place, kept) in self.sets {
            let name = secret_name(&cx.names.workload.value, &place, cx);
            if cx.settings.secrets == Secrets::None {
                continue;
            }
            let (service, region) = place;
            let mut items: Vec<SecretItem> = kept.into_iter().map(|kept| kept.item).collect();
            items.sort_by(|a, b| a.key.cmp(&b.key));
            sets.push(set(name, (service, region), items, Vec::new()));
        }
        if let (Secrets::None, Some(at)) = (cx.settings.secrets, self.first) {
            tell_by_hand(at, cx, diags);
        }
        (sets, self.reads)
    }
}

/// A Secret that one store fills.
pub(super) fn set(
    name: String,
    (service, region): (StoreService, String),
    items: Vec<SecretItem>,
    registries: Vec<String>,
) -> SecretSet {
    SecretSet { name, store: store_name(service, &region), service, region, items, registries }
}

/// One key of it.
pub(super) fn item(
    key: String,
    remote: Traced<String>,
    property: Option<String>,
    version: Option<String>,
) -> SecretItem {
    SecretItem { key, remote, property, version }
}

/// What the operator must be allowed to read for it.
pub(super) fn read(resource: Traced<String>, parameter: bool) -> SecretRead {
    SecretRead { resource, parameter }
}

/// The ARN of a parameter by name, where its account and region are known.
fn of_parameter(key: &str, region: &str, cx: &Context) -> String {
    match &cx.home.account {
        Some(account) if Arn::parse(key).is_none() && is_region(region) => {
            let partition = cx.home.partition.as_deref().unwrap_or("aws");
            // The slash that a path begins with is the one behind the word.
            format!("arn:{partition}:ssm:{region}:{account}:parameter/{}", key.trim_start_matches('/'))
        }
        Some(_) | None => key.to_owned(),
    }
}

/// Such as `eu-west-1` or `us-gov-east-1`: it becomes part of names.
pub(super) fn is_region(text: &str) -> bool {
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.split('-').count() >= 3 && text.chars().all(legal) && text.ends_with(|c: char| c.is_ascii_digit())
}

/// `aws-secretsmanager-eu-west-1`.
fn store_name(service: StoreService, region: &str) -> String {
    let service = match service {
        StoreService::SecretsManager => "secretsmanager",
        StoreService::ParameterStore => "parameterstore",
    };
    format!("aws-{service}-{}", region.to_ascii_lowercase())
}

/// `<workload>-env` for the task's own Secrets Manager, which is the ordinary case; others say from where they are filled.
fn secret_name(workload: &str, (service, region): &(StoreService, String), cx: &Context) -> String {
    let here = cx.home.region.as_deref().is_none_or(|home| home == region);
    match (service, here) {
        (StoreService::SecretsManager, true) => format!("{workload}-env"),
        (StoreService::ParameterStore, true) => format!("{workload}-env-ssm"),
        (StoreService::SecretsManager, false) => format!("{workload}-env-{}", region.to_ascii_lowercase()),
        (StoreService::ParameterStore, false) => format!("{workload}-env-ssm-{}", region.to_ascii_lowercase()),
    }
}

/// Keys of a Secret take `[-._A-Za-z0-9]` only, where names of variables may hold more.
fn legal_key(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') { c } else { '_' }).collect()
}

fn parse(value: &str) -> Option<Reference> {
    let Some(arn) = Arn::parse(value) else {
        let name = value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '/' | ':'));
        return (name && !value.starts_with("arn:")).then(|| Reference {
            service: StoreService::ParameterStore,
            region: None,
            key: value.to_owned(),
            property: None,
            version: None,
        });
    };
    match arn.service.as_str() {
        "ssm" => Some(Reference {
            service: StoreService::ParameterStore,
            region: Some(arn.region),
            key: value.to_owned(),
            property: None,
            version: None,
        }),
        "secretsmanager" => {
            let fields: Vec<&str> = arn.resource.split(':').collect();
            let ("secret", Some(name)) = (*fields.first()?, fields.get(1)) else { return None };
            let head = format!("arn:{}:secretsmanager:{}:{}:secret:{name}", arn.partition, arn.region, arn.account);
            let [property, stage, id] = match fields.get(2..)? {
                [] => ["", "", ""],
                [property, stage, id] => [*property, *stage, *id],
                _ => return None,
            };
            // A stage and an id exclude each other; with neither, ECS takes the current version.
            let version = match (stage, id) {
                ("", "") => "AWSCURRENT".to_owned(),
                (stage, "") => stage.to_owned(),
                ("", id) => format!("uuid/{id}"),
                _ => return None,
            };
            Some(Reference {
                service: StoreService::SecretsManager,
                region: Some(arn.region),
                key: head,
                property: (!property.is_empty()).then(|| escape_property(property)),
                version: Some(version),
            })
        }
        _ => None,
    }
}

fn escape_property(property: &str) -> String {
    let mut out = String::with_capacity(property.len());
    for c in property.chars() {
        if "*?#|@!{}[]()\\".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn no_reference(value_from: &Spanned<String>, diags: &mut Diagnostics) -> Reported {
    diags.error(
        Finding::new(Code::SecretReference, value_from.at, "`valueFrom` is neither an ARN of a secret or parameter nor a parameter's name")
            .label("cannot be followed")
            .kubernetes("without it the variable would be missing in the pod")
            .help("write arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-xxxxxx, with :json-key:version-stage:version-id behind it or without, an arn of SSM, or a parameter's name"),
    )
}

pub(super) fn region_unknown(value_from: &Spanned<String>) -> Finding {
    Finding::new(
        Code::RegionUnknown,
        value_from.at,
        "the region of this secret is not known: no ARN in the inputs tells it",
    )
    .kubernetes("the secret store is written with the placeholder `REPLACE-WITH-REGION`")
    .help("convert the service with its ARN, or write the secret's own full ARN")
}

fn tell_by_hand(at: At, cx: &Context, diags: &mut Diagnostics) {
    diags.tell(
        Finding::new(
            Code::SecretByHand,
            at,
            format!("the Secrets of `{}` are not made by the chart", cx.names.workload.value),
        )
        .kubernetes("the pod waits with `CreateContainerConfigError` until they exist")
        .help("make the Secrets that `secretEnv` in values.yaml names, with those keys"),
    );
}
