//! Which task definition a service runs, and what else belongs to it.
//!
//! ECS: `taskDefinition` is an ARN, `family:revision`, or a family, which is its newest active revision. A task
//! definition that no service here runs becomes a workload of its own, its newest revision only.

mod adopt_classic;
mod attach_parts;
mod by_key;
mod leave_out;

use std::collections::{BTreeMap, BTreeSet};

use self::attach_parts::Whole;
use self::by_key::{all_by_key, attributes_by_key, by_key};
use self::leave_out::{pass_over, skipped, tell_of_no_definition};
use super::find_definition::{Definitions, Family, family_and_revision};
use super::name_workloads;
use super::{Balancing, Draft, PortNames, State, Task, expand_port_ranges};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{
    CapacityProvider, Cluster, Document, Estate, ScalableTarget, ScalingPolicy, Service, TargetGroup, TaskDefinition,
};
use crate::lower::arn::{Arn, Home, cluster_name};
use crate::settings::{Expose, Settings};
use crate::source::At;

/// Links services with all that they refer to, and takes the load balancers apart from them.
pub(super) fn link(estate: Estate, settings: &Settings, diags: &mut Diagnostics) -> (Vec<Draft>, Balancing) {
    let Estate {
        task_definitions,
        services,
        clusters,
        mut load_balancers,
        mut listeners,
        rules,
        mut target_groups,
        parts,
        scalable_targets,
        scaling_policies,
    } = estate;
    let groups = by_key(&target_groups);
    let whole = Whole {
        load_balancers: &mut load_balancers,
        listeners: &mut listeners,
        rules: &rules,
        target_groups: &mut target_groups,
    };
    let attributes = attach_parts::attach(parts, whole, diags);
    let balancing = Balancing { load_balancers, listeners, rules, target_groups, attributes };
    let mut linker = Linker {
        definitions: Definitions::index(task_definitions),
        clusters,
        targets: by_key(&scalable_targets),
        scalable_targets,
        policies: all_by_key(&scaling_policies),
        scaling_policies,
        groups,
        attributes: attributes_by_key(&balancing.attributes),
        balancing,
        stays: settings.expose == Expose::TargetGroup,
        drafts: Vec::new(),
    };
    let mut services = services;
    services.sort_by(|a, b| a.key.cmp(&b.key));
    services.into_iter().for_each(|service| linker.service(service, diags));
    linker.alone(diags);
    let Linker { drafts, balancing, clusters, .. } = linker;
    clusters.into_iter().filter_map(|cluster| cluster.value).for_each(|cluster| pass_over(cluster, diags));
    (drafts, balancing)
}

/// A document that the workload refers to could not be read, which has been reported there.
struct Broken;

/// A scalable target with its policies.
type Scaled = (ScalableTarget, Vec<ScalingPolicy>);

struct Linker {
    definitions: Definitions,
    clusters: Vec<Document<Cluster>>,
    scalable_targets: Vec<Document<ScalableTarget>>,
    scaling_policies: Vec<Document<ScalingPolicy>>,
    /// Indices of scalable targets and of policies by the service that they scale.
    targets: BTreeMap<String, usize>,
    policies: BTreeMap<String, Vec<usize>>,
    /// Indices of target groups by ARN, and documents of attributes by the ARN of what they belong to.
    groups: BTreeMap<String, usize>,
    attributes: BTreeMap<String, Vec<At>>,
    balancing: Balancing,
    /// Whether the load balancers of ECS stay.
    stays: bool,
    drafts: Vec<Draft>,
}

impl Linker {
    fn service(&mut self, document: Document<Service>, diags: &mut Diagnostics) {
        let Document { at, key, runs, value } = document;
        let mut documents = vec![at];
        let mut home = Home::default();
        home.learn(&key);
        let Some(service) = value else {
            // What it runs is its own all the same, and becomes no workload beside it.
            let definition = runs.and_then(|name| self.definitions.run(&name, &home).map(|found| found.at));
            documents.extend(definition);
            let name = key.rsplit('/').next().unwrap_or(&key).to_owned();
            let cluster = Arn::parse(&key).and_then(|_| key.rsplit('/').nth(1).map(str::to_owned));
            return self.put((name, cluster), home, documents, State::Failed);
        };
        let arns = [&service.arn, &service.cluster, &service.task_definition];
        arns.iter().filter_map(|arn| arn.as_ref()).for_each(|arn| home.learn(&arn.value));
        let cluster = service.cluster.as_ref().map_or("default", |cluster| cluster_name(&cluster.value)).to_owned();
        let name = service.name.value.clone();
        if skipped(&service, diags) {
            if let Some(found) = runs.and_then(|name| self.definitions.run(&name, &home).map(|found| found.at)) {
                diags.ignore(found, "the service that runs it is left out");
                documents.push(found);
            }
            return self.put((name, Some(cluster)), home, documents, State::Skipped);
        }
        let state = self.task(service, &cluster, &mut home, &mut documents, diags);
        self.put((name, Some(cluster)), home, documents, state);
    }

    fn task(
        &mut self,
        mut service: Service,
        cluster: &str,
        home: &mut Home,
        documents: &mut Vec<At>,
        diags: &mut Diagnostics,
    ) -> State {
        let Some(mut definition) = self.definition_of(&service, home, documents, diags) else { return State::Failed };
        learn_from_roles(&definition, home);
        if !self.stays {
            adopt_classic::adopt(&mut service, &definition, &self.balancing.target_groups);
        }
        let resource = format!("service/{cluster}/{}", service.name.value);
        let Ok(scaling) = self.scaling(&resource, documents) else { return State::Failed };
        let default_capacity = self.default_capacity(&service, cluster, documents);
        let Ok(targets) = self.targets(&service, &definition, documents) else { return State::Failed };
        expand_port_ranges::expand(&mut definition);
        let ports = PortNames::of(&definition);
        State::Ready(Box::new(Task {
            definition,
            service: Some(service),
            default_capacity,
            scaling,
            targets,
            ports,
            ingresses: Vec::new(),
            awaited: false,
            ways: Vec::new(),
            routes: Vec::new(),
            trust_file: String::new(),
        }))
    }

    fn definition_of(
        &mut self,
        service: &Service,
        home: &Home,
        documents: &mut Vec<At>,
        diags: &mut Diagnostics,
    ) -> Option<TaskDefinition> {
        let named = service.task_definition.as_ref();
        let place = named.map_or(service.at.place_only(), |name| name.at);
        let wanted = named.map_or("", |name| name.value.as_str());
        let short = wanted.rsplit('/').next().unwrap_or(wanted);
        let found = self.definitions.run(wanted, home);
        let Some(found) = found else {
            if wanted.is_empty() {
                tell_of_no_definition(service, diags);
                return None;
            }
            let finding = Finding::new(
                Code::TaskDefinitionMissing,
                place,
                format!("the task definition `{short}` of service `{}` is not among the inputs", service.name.value),
            )
            .label("not found")
            .kubernetes("without it there is nothing to run")
            .help(format!(
                "aws ecs describe-task-definition --include TAGS --task-definition {short} > {}.json",
                short.replace(':', "-")
            ));
            let reported = diags.error(finding);
            diags.refuse_rest(service.at, reported);
            return None;
        };
        documents.push(found.at);
        found.value.clone()
    }

    fn scaling(&self, resource: &str, documents: &mut Vec<At>) -> Result<Option<Scaled>, Broken> {
        let found = self.targets.get(resource).and_then(|index| self.scalable_targets.get(*index));
        let Some(target) = found else { return Ok(None) };
        let indices = self.policies.get(resource).into_iter().flatten();
        let mut policies: Vec<_> = indices.filter_map(|index| self.scaling_policies.get(*index)).collect();
        policies.sort_by_key(|policy| (policy.at.span.file, policy.at.first));
        documents.push(target.at);
        documents.extend(policies.iter().map(|policy| policy.at));
        let policies: Option<Vec<_>> = policies.into_iter().map(|policy| policy.value.clone()).collect();
        target.value.clone().zip(policies).map(Some).ok_or(Broken)
    }

    /// The target groups in which a service registers.
    fn targets(
        &self,
        service: &Service,
        definition: &TaskDefinition,
        documents: &mut Vec<At>,
    ) -> Result<Vec<Option<TargetGroup>>, Broken> {
        let mut targets = Vec::new();
        for registration in &service.registrations {
            let arn = registration.target_group.as_ref().map_or("", |arn| arn.value.as_str());
            let found = self.groups.get(arn).and_then(|index| self.balancing.target_groups.get(*index));
            let Some(group) = found else {
                targets.push(None);
                continue;
            };
            documents.push(group.at);
            documents.extend(self.attributes.get(arn).into_iter().flatten());
            let mut own = group.value.clone().ok_or(Broken)?;
            adopt_classic::set_check_port(&mut own, definition);
            targets.push(Some(own));
        }
        Ok(targets)
    }

    fn default_capacity(&self, service: &Service, cluster: &str, documents: &mut Vec<At>) -> Vec<CapacityProvider> {
        let arn = service.cluster.as_ref().map(|cluster| cluster.value.as_str());
        let found = self.clusters.iter().find(|one| {
            arn == Some(one.key.as_str()) || one.value.as_ref().is_some_and(|value| value.name.value == cluster)
        });
        let Some(found) = found else { return Vec::new() };
        documents.push(found.at);
        found.value.as_ref().map(|value| value.default_capacity_providers.clone()).unwrap_or_default()
    }

    /// Task definitions that no service here runs.
    fn alone(&mut self, diags: &mut Diagnostics) {
        let definitions = std::mem::take(&mut self.definitions.all);
        let family_of = |document: &Document<TaskDefinition>| family_and_revision(document).0;
        let run: BTreeSet<Family> =
            definitions.iter().filter(|(_, run)| *run).map(|(document, _)| family_of(document)).collect();
        let newest = std::mem::take(&mut self.definitions.newest);
        for (index, (document, run_here)) in definitions.into_iter().enumerate() {
            let family = family_of(&document);
            if run_here {
                continue;
            }
            if run.contains(&family) || !newest.contains(&index) {
                self.not_run(document, &family.name, diags);
                continue;
            }
            let family = family.name;
            let mut home = Home::default();
            let state = match document.value {
                None => State::Failed,
                Some(mut definition) => {
                    definition.identity.arn.iter().for_each(|arn| home.learn(&arn.value));
                    learn_from_roles(&definition, &mut home);
                    expand_port_ranges::expand(&mut definition);
                    let ports = PortNames::of(&definition);
                    State::Ready(Box::new(Task {
                        definition,
                        service: None,
                        default_capacity: Vec::new(),
                        scaling: None,
                        targets: Vec::new(),
                        ports,
                        ingresses: Vec::new(),
                        awaited: false,
                        ways: Vec::new(),
                        routes: Vec::new(),
                        trust_file: String::new(),
                    }))
                }
            };
            self.put((family, None), home, vec![document.at], state);
        }
    }

    fn not_run(&mut self, document: Document<TaskDefinition>, family: &str, diags: &mut Diagnostics) {
        let place = document.value.as_ref().map_or(document.at, |value| value.identity.family.at);
        diags.tell(
            Finding::new(
                Code::RevisionNotRun,
                place.place_only(),
                format!("this revision of `{family}` is run by no service here, and another revision is converted"),
            )
            .help("nothing to do; take the other revision out of the inputs to convert this one"),
        );
        diags.ignore(document.at, "a revision that is not converted: another one of the family is");
    }

    fn put(&mut self, (ecs_name, cluster): (String, Option<String>), home: Home, documents: Vec<At>, state: State) {
        let place = |part: &Option<String>| part.clone().unwrap_or_default();
        let scope = cluster.as_ref().map_or_else(|| "family".to_owned(), |cluster| format!("service/{cluster}"));
        let identity = format!("{}/{}/{scope}/{ecs_name}", place(&home.account), place(&home.region));
        // Named by the next pass, which needs all of them.
        let names = name_workloads::unnamed();
        let source = documents.first().copied().unwrap_or_else(|| crate::diagnostics::start_of(0));
        self.drafts.push(Draft {
            ecs_name,
            identity,
            cluster,
            home,
            source,
            documents,
            names,
            network_load_balancers: Vec::new(),
            // Which of them are reached is known when the rules are.
            targets_today: Vec::new(),
            state,
        });
    }
}

fn learn_from_roles(definition: &TaskDefinition, home: &mut Home) {
    let roles = [&definition.task_role, &definition.execution_role];
    roles.iter().filter_map(|role| role.as_ref()).for_each(|role| home.learn(&role.value));
}
