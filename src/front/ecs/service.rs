//! `Service`, `CreateServiceRequest` and `Cluster`.

use super::{ebs, network, placement, tag, task_definition};
use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, items, object};
use crate::front::tree::Node;
use crate::ir::Spanned;
use crate::ir::ecs::{
    Cluster, DeploymentConfiguration, LaunchType, Placement, Registration, SchedulingStrategy, Service,
    ServiceRegistry, ServiceStatus, VolumeConfiguration,
};

/// Reads a service. One without a name is named by the file, as `--service-name` stands beside the file on the CLI.
pub(crate) fn service(node: Node, stem: &str, diags: &mut Diagnostics) -> Result<Service, Reported> {
    object(node, diags, |it, diags| {
        let volumes = volumes(it, diags)?;
        ignore_runtime_state(it, diags);
        let moves_traffic = moves_traffic(it);
        name_what_comes_later(it, diags);
        let name = match it.string("serviceName", diags)? {
            Some(name) => name,
            None => task_definition::named_by_file(it.at(), stem, diags),
        };
        Ok(Service {
            at: it.at(),
            name,
            arn: it.string("serviceArn", diags)?,
            cluster: cluster_of(it, diags)?,
            status: status(it, diags)?,
            task_definition: it.string("taskDefinition", diags)?,
            moves_traffic,
            rollout: rollout(it, diags)?,
            placement: placed(it, diags)?,
            volumes,
            registrations: it.list("loadBalancers", diags, registration)?,
            registries: it.list("serviceRegistries", diags, registry)?,
            health_check_grace_period: it.integer_within("healthCheckGracePeriodSeconds", 0..=2_147_483_647, diags)?,
            tags: it.list("tags", diags, tag::tag)?,
            propagate_tags: it.one_of("propagateTags", tag::SOURCES, diags)?,
        })
    })
}

/// A described service has its volumes in the deployment that is in force, one that is to be created at its top.
fn volumes(it: &mut Object, diags: &mut Diagnostics) -> Result<Vec<VolumeConfiguration>, Reported> {
    let own = it.list("volumeConfigurations", diags, ebs::volume_configuration)?;
    let in_force = |node: &&Node| node.get("status").and_then(Node::text) == Some("PRIMARY");
    let deployment = it.peek("deployments").and_then(|node| node.items().iter().find(in_force));
    match deployment.and_then(|node| node.get("volumeConfigurations")).cloned() {
        Some(node) if own.is_empty() && !node.items().is_empty() => items(node, diags, ebs::volume_configuration),
        Some(_) | None => Ok(own),
    }
}

fn ignore_runtime_state(it: &mut Object, diags: &mut Diagnostics) {
    it.ignore(&["runningCount", "pendingCount"], "what ran at the time of the export", diags);
    it.ignore(
        &["deployments", "taskSets", "currentServiceDeployment", "currentServiceRevisions"],
        "how ECS was rolling out at the time of the export; the service's own fields are taken",
        diags,
    );
    it.ignore(&["events"], "what happened on ECS before the export", diags);
    it.ignore(
        &["createdAt", "createdBy", "updatedAt"],
        "when and by whom it was made: no meaning for what runs",
        diags,
    );
    it.ignore(&["clientToken"], "makes the call repeatable: no meaning for what runs", diags);
    it.ignore(
        &["roleArn", "role"],
        "the role with which ECS registers targets; the AWS Load Balancer Controller has its own",
        diags,
    );
    it.ignore(&["platformVersion", "platformFamily"], "the version of Fargate itself: EKS nodes have their own", diags);
    it.ignore(&["enableECSManagedTags"], "tags of ECS's own that nothing on EKS reads", diags);
    it.ignore(&["resourceManagementType"], "says who manages the service on ECS", diags);
}

fn name_what_comes_later(it: &mut Object, diags: &mut Diagnostics) {
    if it.peek("deploymentController").is_some_and(|node| node.get("type").and_then(Node::text) == Some("ECS")) {
        it.ignore(&["deploymentController"], "ECS's own controller, as without it", diags);
    }
    it.not_yet(
        &[
            "deploymentController",
            "placementConstraints",
            "serviceConnectConfiguration",
            "vpcLatticeConfigurations",
            "enableExecuteCommand",
            "monitoring",
            "gatewayConnectors",
            "forceNewDeployment",
        ],
        diags,
    );
}

/// What writes the weights of rules and listeners at each deployment.
fn moves_traffic(it: &Object) -> Option<Spanned<String>> {
    let word = |outer: &str, inner: &str| {
        let node = it.peek(outer)?.get(inner)?;
        Some(Spanned::new(node.text()?.to_owned(), node.at))
    };
    let controller = word("deploymentController", "type").filter(|word| word.value == "CODE_DEPLOY");
    let strategy = word("deploymentConfiguration", "strategy");
    controller.or(strategy.filter(|word| matches!(word.value.as_str(), "BLUE_GREEN" | "LINEAR" | "CANARY")))
}

fn cluster_of(it: &mut Object, diags: &mut Diagnostics) -> Result<Option<Spanned<String>>, Reported> {
    let described = it.string("clusterArn", diags)?;
    let asked = it.string("cluster", diags)?;
    if let (Some(_), Some(second)) = (&described, &asked) {
        diags.ignore(second.at, "the same cluster as `clusterArn`");
    }
    Ok(described.or(asked))
}

fn status(it: &mut Object, diags: &mut Diagnostics) -> Result<Option<Spanned<ServiceStatus>>, Reported> {
    const STATUSES: &[(&str, ServiceStatus)] = &[
        ("ACTIVE", ServiceStatus::Active),
        ("DRAINING", ServiceStatus::Draining),
        ("INACTIVE", ServiceStatus::Inactive),
    ];
    it.one_of("status", STATUSES, diags)
}

fn rollout(it: &mut Object, diags: &mut Diagnostics) -> Result<DeploymentConfiguration, Reported> {
    const STRATEGIES: &[(&str, SchedulingStrategy)] =
        &[("REPLICA", SchedulingStrategy::Replica), ("DAEMON", SchedulingStrategy::Daemon)];
    let scheduling_strategy = it.one_of("schedulingStrategy", STRATEGIES, diags)?;
    let desired_count = it.integer_within("desiredCount", 0..=1_000_000, diags)?;
    let percentages = it.child("deploymentConfiguration", diags, |it, diags| {
        it.ignore_word("strategy", "ROLLING", "a rolling update, as without it", diags);
        it.not_yet(
            &[
                "alarms",
                "strategy",
                "bakeTimeInMinutes",
                "lifecycleHooks",
                "linearConfiguration",
                "canaryConfiguration",
                "earlySuccessCriteria",
            ],
            diags,
        );
        let breaker = it.child("deploymentCircuitBreaker", diags, |it, diags| {
            it.not_yet(&["resetOnHealthyTask", "thresholdConfiguration"], diags);
            Ok((it.boolean("enable", diags)?, it.boolean("rollback", diags)?))
        })?;
        let minimum = it.integer_within("minimumHealthyPercent", 0..=100_000, diags)?;
        Ok((minimum, it.integer_within("maximumPercent", 0..=100_000, diags)?, breaker.unwrap_or((None, None))))
    })?;
    let (minimum_healthy_percent, maximum_percent, breaker) = percentages.unwrap_or((None, None, (None, None)));
    Ok(DeploymentConfiguration {
        scheduling_strategy,
        desired_count,
        minimum_healthy_percent,
        maximum_percent,
        circuit_breaker: breaker.0,
        circuit_breaker_rollback: breaker.1,
    })
}

fn placed(it: &mut Object, diags: &mut Diagnostics) -> Result<Placement, Reported> {
    const LAUNCH_TYPES: &[(&str, LaunchType)] = &[
        ("EC2", LaunchType::Ec2),
        ("FARGATE", LaunchType::Fargate),
        ("EXTERNAL", LaunchType::External),
        ("MANAGED_INSTANCES", LaunchType::ManagedInstances),
    ];
    const SWITCH: &[(&str, bool)] = &[("ENABLED", true), ("DISABLED", false)];
    Ok(Placement {
        launch_type: it.one_of("launchType", LAUNCH_TYPES, diags)?,
        capacity_providers: it.list("capacityProviderStrategy", diags, network::capacity_provider)?,
        network: network::network(it, diags)?,
        strategy: it.list("placementStrategy", diags, placement::strategy)?,
        zone_rebalancing: it.one_of("availabilityZoneRebalancing", SWITCH, diags)?,
    })
}

fn registration(node: Node, diags: &mut Diagnostics) -> Result<Registration, Reported> {
    object(node, diags, |it, diags| {
        it.not_yet(&["advancedConfiguration"], diags);
        Ok(Registration {
            at: it.at(),
            target_group: it.string("targetGroupArn", diags)?,
            load_balancer: it.string("loadBalancerName", diags)?,
            container_name: it.string("containerName", diags)?,
            container_port: it.integer_within("containerPort", 0..=65_535, diags)?,
        })
    })
}

fn registry(node: Node, diags: &mut Diagnostics) -> Result<ServiceRegistry, Reported> {
    object(node, diags, |it, diags| {
        Ok(ServiceRegistry {
            at: it.at(),
            registry: it.string("registryArn", diags)?,
            container_name: it.string("containerName", diags)?,
            container_port: it.integer_within("containerPort", 0..=65_535, diags)?,
            port: it.integer_within("port", 0..=65_535, diags)?,
        })
    })
}

/// Reads a cluster.
pub(crate) fn cluster(node: Node, diags: &mut Diagnostics) -> Result<Cluster, Reported> {
    object(node, diags, |it, diags| {
        it.ignore(
            &[
                "status",
                "registeredContainerInstancesCount",
                "runningTasksCount",
                "pendingTasksCount",
                "activeServicesCount",
                "statistics",
                "attachments",
                "attachmentsStatus",
            ],
            "what was there at the time of the export",
            diags,
        );
        it.ignore(&["capacityProviders"], "what services could use; what they do use stands with them", diags);
        it.not_yet(&["settings", "configuration", "serviceConnectDefaults", "tags"], diags);
        Ok(Cluster {
            name: it.required_string("clusterName", diags)?,
            arn: it.string("clusterArn", diags)?,
            default_capacity_providers: it.list(
                "defaultCapacityProviderStrategy",
                diags,
                network::capacity_provider,
            )?,
        })
    })
}
