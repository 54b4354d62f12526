//! What several workloads share: roles, registries, secret stores, namespaces. Collected while each is written, written
//! once all are.

use std::collections::{BTreeMap, BTreeSet};

use super::iam::Written;
use super::platform::fargate_profile::OnFargate;
use super::platform::{self, Fragment, fargate_logging};
use crate::ir::plan::{ExecutionDuties, Pull, SecretRead, StorageClass, StoreService, VolumeSource, Workload};
use crate::settings::{Settings, Target};
use crate::source::Leaf;

/// The parts of workloads that meet in one file.
#[derive(Debug, Default, Clone)]
pub(crate) struct Shared {
    pub(crate) namespaces: BTreeSet<String>,
    /// Service accounts (namespace and name) by the ARN of the role that they assume and the file of its statement.
    pub(crate) roles: BTreeMap<(String, String), BTreeSet<(String, String)>>,
    /// Accounts that pull, by account and repository; `None` where an account is not known.
    pub(crate) pulls: BTreeMap<(String, String), BTreeSet<Option<String>>>,
    /// Secret stores by namespace and name.
    pub(crate) stores: BTreeMap<(String, String), (StoreService, String)>,
    /// ARNs and names of secrets, with whether each is a parameter.
    pub(crate) secrets: BTreeSet<(String, bool)>,
    /// Fragments of the log agent's configuration, by workload.
    pub(crate) logs: BTreeMap<String, Fragment>,
    /// What the log agent writes to.
    pub(crate) log_targets: BTreeSet<Written>,
    /// What EKS Fargate must be told; nothing on nodes.
    pub(crate) on_fargate: OnFargate,
    /// Parameters of storage classes by name.
    pub(crate) classes: BTreeMap<String, BTreeMap<String, String>>,
    /// Whether pods join target groups that are there already.
    pub(crate) bound: bool,
    /// Files of new target groups by path.
    pub(crate) target_groups: BTreeMap<String, String>,
    /// Security groups of pods, by namespace and workload.
    pub(crate) security_groups: BTreeMap<(String, String), Vec<String>>,
    /// Account and partition of the first workload that knows them.
    pub(crate) account: Option<String>,
    pub(crate) partition: Option<String>,
    /// Leaves that came out in files of `iam/` and `platform/`, with the file.
    pub(crate) origins: Vec<(Leaf, String)>,
}

impl Shared {
    /// What one workload adds.
    pub(crate) fn of(plan: &Workload, settings: &Settings) -> Self {
        let mut shared = Shared::default();
        let namespace = plan.names.namespace.value.clone();
        if let (Some(role), Some(file)) = (&plan.identity.role, &plan.identity.trust_file) {
            let account = (namespace.clone(), plan.identity.service_account.clone());
            shared.roles.entry((role.value.clone(), file.clone())).or_default().insert(account);
            let parts: Vec<&str> = role.value.split(':').collect();
            shared.account = parts.get(4).map(|account| (*account).to_owned());
            shared.partition = parts.get(1).map(|partition| (*partition).to_owned());
            shared.origins.extend(role.from.iter().map(|leaf| (*leaf, file.clone())));
        }
        if let Some(arn) = &plan.provenance.source {
            let word = |place| arn.value.split(':').nth(place).filter(|word| !word.is_empty()).map(str::to_owned);
            shared.partition = shared.partition.or_else(|| word(1));
            shared.account = shared.account.or_else(|| word(4));
        }
        for set in &plan.secrets {
            shared.stores.insert((namespace.clone(), set.store.clone()), (set.service, set.region.clone()));
        }
        let ExecutionDuties { pulls, secrets } = &plan.duties;
        for Pull { account, repository, image, puller } in pulls {
            shared.pulls.entry((account.clone(), repository.clone())).or_default().insert(puller.clone());
            let file = super::iam::repository_file(account, repository);
            shared.origins.push((image.leaf(), file));
        }
        for volume in &plan.pod.volumes {
            if let VolumeSource::Ebs(ebs) = &volume.source {
                shared.add_class(&ebs.class);
            }
        }
        if !plan.secrets.is_empty() {
            shared
                .secrets
                .extend(secrets.iter().map(|SecretRead { resource, parameter }| (resource.value.clone(), *parameter)));
        }
        shared.bound = !plan.bindings.is_empty();
        shared.target_groups.extend(platform::target_groups::texts(plan, &mut shared.origins));
        if !plan.security_groups.is_empty() {
            let file = platform::security_groups::FILE;
            let (values, leaves): (Vec<_>, Vec<_>) =
                plan.security_groups.iter().map(|group| (group.value.clone(), &group.from)).unzip();
            shared.origins.extend(leaves.into_iter().flatten().map(|leaf| (*leaf, file.to_owned())));
            shared.security_groups.insert((namespace.clone(), plan.names.workload.value.clone()), values);
        }
        if settings.target == Target::Fargate {
            shared.on_fargate = OnFargate::of(plan);
            if let Some(routes) = fargate_logging::routes(plan, &mut shared.origins) {
                shared.on_fargate.logs.insert(plan.names.workload.value.clone(), routes);
            }
        } else if let Some(fragment) = platform::fragment(plan, &mut shared.origins) {
            shared.logs.insert(plan.names.workload.value.clone(), fragment);
            let written = plan.logs.iter().filter_map(|route| Written::by(route.plugin.value.clone(), route));
            shared.log_targets.extend(written);
        }
        shared.namespaces.insert(namespace);
        shared
    }

    fn add_class(&mut self, class: &StorageClass) {
        let parameters = class.parameters.iter().map(|(name, value)| {
            let file = super::platform::STORAGE_CLASSES.to_owned();
            self.origins.extend(value.from.iter().map(|leaf| (*leaf, file.clone())));
            (name.clone(), value.value.clone())
        });
        self.classes.insert(class.name.clone(), parameters.collect());
    }

    /// Adds another's parts.
    pub(crate) fn absorb(&mut self, other: Shared) {
        let Shared {
            namespaces,
            roles,
            pulls,
            stores,
            secrets,
            logs,
            log_targets,
            on_fargate,
            classes,
            bound,
            target_groups,
            security_groups,
            account,
            partition,
            origins,
        } = other;
        self.bound |= bound;
        self.target_groups.extend(target_groups);
        self.security_groups.extend(security_groups);
        self.classes.extend(classes);
        self.namespaces.extend(namespaces);
        for (role, accounts) in roles {
            self.roles.entry(role).or_default().extend(accounts);
        }
        for (pull, pullers) in pulls {
            self.pulls.entry(pull).or_default().extend(pullers);
        }
        self.stores.extend(stores);
        self.secrets.extend(secrets);
        self.logs.extend(logs);
        self.log_targets.extend(log_targets);
        self.on_fargate.absorb(on_fargate);
        self.account = self.account.take().or(account);
        self.partition = self.partition.take().or(partition);
        self.origins.extend(origins);
    }
}
