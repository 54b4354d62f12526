//! `TaskDefinition` and `RegisterTaskDefinitionRequest`.

use super::{container, isolation, network, placement, tag, volume};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::front::object::{Object, items, object};
use crate::front::tree::{Node, Value};
use crate::ir::Spanned;
use crate::ir::ecs::{
    Accelerator, Architecture, Compatibility, NetworkMode, OperatingSystem, Platform, RevisionStatus, Tag,
    TaskDefinition, TaskIdentity, TaskNetwork, TaskSize,
};
use crate::source::At;

const COMPATIBILITIES: &[(&str, Compatibility)] = &[
    ("EC2", Compatibility::Ec2),
    ("FARGATE", Compatibility::Fargate),
    ("EXTERNAL", Compatibility::External),
    ("MANAGED_INSTANCES", Compatibility::ManagedInstances),
];

const OPERATING_SYSTEMS: &[(&str, OperatingSystem)] = &[
    ("LINUX", OperatingSystem::Linux),
    ("WINDOWS_SERVER_2019_CORE", OperatingSystem::Windows2019),
    ("WINDOWS_SERVER_2019_FULL", OperatingSystem::Windows2019),
    ("WINDOWS_SERVER_2022_CORE", OperatingSystem::Windows2022),
    ("WINDOWS_SERVER_2022_FULL", OperatingSystem::Windows2022),
    ("WINDOWS_SERVER_2025_CORE", OperatingSystem::Windows2025),
    ("WINDOWS_SERVER_2025_FULL", OperatingSystem::Windows2025),
    ("WINDOWS_SERVER_2004_CORE", OperatingSystem::WindowsWithoutNodes),
    ("WINDOWS_SERVER_2016_FULL", OperatingSystem::WindowsWithoutNodes),
    ("WINDOWS_SERVER_20H2_CORE", OperatingSystem::WindowsWithoutNodes),
];

/// Reads a task definition; `tags` stand beside it in an answer of `describe-task-definition`.
pub(crate) fn task_definition(
    node: Node,
    tags: Option<Node>,
    stem: &str,
    diags: &mut Diagnostics,
) -> Result<TaskDefinition, Reported> {
    let beside = tags.map(|node| items(node, diags, tag::tag)).transpose()?;
    object(node, diags, |it, diags| body(it, beside.unwrap_or_default(), stem, diags))
}

fn body(it: &mut Object, beside: Vec<Tag>, stem: &str, diags: &mut Diagnostics) -> Result<TaskDefinition, Reported> {
    ignore_runtime_state(it, diags);
    let mut tags = it.list("tags", diags, tag::tag)?;
    tags.extend(beside);
    Ok(TaskDefinition {
        at: it.at(),
        identity: identity(it, stem, diags)?,
        size: size(it, diags)?,
        network: TaskNetwork {
            mode: network_mode(it, diags)?,
            proxy: it.child("proxyConfiguration", diags, network::proxy)?,
        },
        platform: platform(it, diags)?,
        isolation: isolation::isolation(it, diags)?,
        task_role: it.string("taskRoleArn", diags)?,
        execution_role: it.string("executionRoleArn", diags)?,
        containers: containers(it, diags)?,
        volumes: it.list("volumes", diags, volume::volume)?,
        tags,
    })
}

fn ignore_runtime_state(it: &mut Object, diags: &mut Diagnostics) {
    it.ignore(
        &["registeredAt", "deregisteredAt", "deleteRequestedAt"],
        "a date: it would change with every export",
        diags,
    );
    it.ignore(&["registeredBy"], "who registered the revision has no meaning for what runs", diags);
    it.ignore(&["compatibilities"], "computed by ECS: what the definition could run on, not what it runs on", diags);
}

fn size(it: &mut Object, diags: &mut Diagnostics) -> Result<TaskSize, Reported> {
    let disk =
        it.child("ephemeralStorage", diags, |it, diags| match it.integer_within("sizeInGiB", 20..=200, diags)? {
            Some(size) => Ok(size),
            None => Err(it.missing("sizeInGiB", diags)),
        })?;
    Ok(TaskSize {
        cpu: it.string("cpu", diags)?,
        memory: it.string("memory", diags)?,
        ephemeral_storage: disk,
        accelerators: it.list("inferenceAccelerators", diags, accelerator)?,
    })
}

fn accelerator(node: Node, diags: &mut Diagnostics) -> Result<Accelerator, Reported> {
    object(node, diags, |it, diags| {
        Ok(Accelerator {
            at: it.at(),
            device_name: it.required_string("deviceName", diags)?,
            device_type: it.required_string("deviceType", diags)?,
        })
    })
}

/// The family stands beside the file where `--family` gives it; then the file's name is all that is known.
fn identity(it: &mut Object, stem: &str, diags: &mut Diagnostics) -> Result<TaskIdentity, Reported> {
    const STATUSES: &[(&str, RevisionStatus)] = &[
        ("ACTIVE", RevisionStatus::Active),
        ("INACTIVE", RevisionStatus::Inactive),
        ("DELETE_IN_PROGRESS", RevisionStatus::DeleteInProgress),
    ];
    Ok(TaskIdentity {
        arn: it.string("taskDefinitionArn", diags)?,
        family: match it.string("family", diags)? {
            Some(family) => family,
            None => named_by_file(it.at(), stem, diags),
        },
        revision: it.integer("revision", diags)?,
        status: it.one_of("status", STATUSES, diags)?,
    })
}

fn network_mode(it: &mut Object, diags: &mut Diagnostics) -> Result<Option<Spanned<NetworkMode>>, Reported> {
    const MODES: &[(&str, NetworkMode)] = &[
        ("awsvpc", NetworkMode::Awsvpc),
        ("bridge", NetworkMode::Bridge),
        ("host", NetworkMode::Host),
        ("none", NetworkMode::None),
        // What the agent writes for Windows' own NAT network.
        ("default", NetworkMode::Bridge),
        ("nat", NetworkMode::Bridge),
    ];
    it.one_of("networkMode", MODES, diags)
}

fn compatibilities(it: &mut Object, diags: &mut Diagnostics) -> Result<Vec<Spanned<Compatibility>>, Reported> {
    it.list("requiresCompatibilities", diags, |node, diags| {
        let found = crate::front::object::text(node, diags)?;
        let value = crate::front::object::word(&found, "requiresCompatibilities", COMPATIBILITIES, diags)?;
        Ok(Spanned::new(value, found.at))
    })
}

fn platform(it: &mut Object, diags: &mut Diagnostics) -> Result<Platform, Reported> {
    let (architecture, operating_system) =
        it.child("runtimePlatform", diags, runtime_platform)?.unwrap_or((None, None));
    let mut constraints = it.list("placementConstraints", diags, placement::constraint)?;
    constraints.extend(it.list("requiresAttributes", diags, placement::attribute)?.into_iter().flatten());
    Ok(Platform { requires_compatibilities: compatibilities(it, diags)?, architecture, operating_system, constraints })
}

type RuntimePlatform = (Option<Spanned<Architecture>>, Option<Spanned<OperatingSystem>>);

fn runtime_platform(it: &mut Object, diags: &mut Diagnostics) -> Result<RuntimePlatform, Reported> {
    const ARCHITECTURES: &[(&str, Architecture)] = &[("X86_64", Architecture::X8664), ("ARM64", Architecture::Arm64)];
    Ok((
        it.one_of("cpuArchitecture", ARCHITECTURES, diags)?,
        it.one_of("operatingSystemFamily", OPERATING_SYSTEMS, diags)?,
    ))
}

fn containers(it: &mut Object, diags: &mut Diagnostics) -> Result<Vec<crate::ir::ecs::Container>, Reported> {
    let containers = it.list("containerDefinitions", diags, container::container)?;
    if containers.is_empty() {
        return Err(diags.error(
            Finding::new(Code::NoContainer, it.at(), "the task definition has no container")
                .help("add a container definition: ECS itself refuses a task without one"),
        ));
    }
    Ok(containers)
}

/// The name's place is the document's, but no field of it: it stands in no leaf.
pub(super) fn named_by_file(at: At, stem: &str, diags: &mut Diagnostics) -> Spanned<String> {
    diags.tell(
        Finding::new(
            Code::NamedByFile,
            at.place_only(),
            format!("the document names itself nowhere, and is called `{stem}` after its file"),
        )
        .help("nothing to do, unless it should bear another name: then write `family` or `serviceName` into it"),
    );
    Spanned::new(stem.to_owned(), at.place_only())
}

/// Reads container definitions without a task definition around them; the family is the file's name.
pub(crate) fn containers_alone(node: Node, stem: &str, diags: &mut Diagnostics) -> Result<TaskDefinition, Reported> {
    let at = node.at;
    let containers = if matches!(node.value, Value::List(_)) {
        items(node, diags, container::container)?
    } else {
        vec![container::container(node, diags)?]
    };
    let family = named_by_file(at, stem, diags);
    let nothing = Node { at: at.place_only(), value: Value::Map(Vec::new()) };
    let (platform, isolation) =
        object(nothing, diags, |it, diags| Ok((platform(it, diags)?, isolation::isolation(it, diags)?)))?;
    Ok(TaskDefinition {
        at,
        identity: TaskIdentity { arn: None, family, revision: None, status: None },
        size: TaskSize { cpu: None, memory: None, ephemeral_storage: None, accelerators: Vec::new() },
        network: TaskNetwork { mode: None, proxy: None },
        platform,
        isolation,
        task_role: None,
        execution_role: None,
        containers,
        volumes: Vec::new(),
        tags: Vec::new(),
    })
}
