//! GPUs and other accelerators.
//!
//! ECS: `resourceRequirements` asks for a number of GPUs or for all of the instance, for Neuron devices, for a part of a
//! GPU that is shared through NVIDIA's MPS, or for an accelerator of Elastic Inference, which AWS has ended
//! ("ResourceRequirement", "GpuSharingStrategy", API reference). Kubernetes: extended resources that a plugin on the node
//! offers, by number ("Schedule GPUs"); a share is a resource of its own when the plugin is set up for it. So a number is
//! taken, "all" is refused since only the instance type knows it, and a share is one `nvidia.com/gpu.shared` with the two
//! variables that ECS's agent sets. EKS Auto Mode brings drivers and plugins, which nobody can set up otherwise ("Deploy an
//! accelerated workload", EKS User Guide): no node of it ever offers a share.

use super::Context;
use super::set_environment::variable;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::{Accelerator, Container, GpuSharing, ResourceKind, ResourceRequirement};
use crate::ir::plan::Variable;
use crate::ir::{Spanned, Traced};

const GPU: &str = "nvidia.com/gpu";
const SHARED_GPU: &str = "nvidia.com/gpu.shared";
const NEURON: &str = "aws.amazon.com/neuron";

/// What one container asks for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Resources of the node by name, and how many of each.
    pub(super) devices: Vec<(String, Traced<i64>)>,
    /// What the programs that share a GPU are told.
    pub(super) variables: Vec<Variable>,
}

/// Decides what one container asks for. `container` is its new name.
pub(super) fn request(
    requirements: Vec<ResourceRequirement>,
    container: &str,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<Asked, Reported> {
    let mut asked = Asked::default();
    for ResourceRequirement { at, kind, value, sharing } in requirements {
        match (kind.value, sharing) {
            (ResourceKind::InferenceAccelerator, _) => diags.ignore(at, "asks for Elastic Inference, which has ended"),
            (ResourceKind::Gpu, Some(sharing)) => {
                value.iter().for_each(|value| diags.ignore(value.at, "a share of a GPU is asked for instead"));
                share(sharing, &kind, container, &mut asked, (cx, diags))?;
            }
            (ResourceKind::Gpu, None) => {
                let number = number(value, &kind, GPU, diags)?;
                tell_of_nodes(&kind, (GPU, "the NVIDIA device plugin"), container, (cx, diags));
                asked.devices.push((GPU.to_owned(), number));
            }
            (ResourceKind::NeuronDevice, _) => {
                let number = number(value, &kind, NEURON, diags)?;
                tell_of_nodes(&kind, (NEURON, "the Neuron device plugin"), container, (cx, diags));
                asked.devices.push((NEURON.to_owned(), number));
            }
        }
    }
    Ok(asked)
}

fn number(
    value: Option<Spanned<String>>,
    kind: &Spanned<ResourceKind>,
    resource: &str,
    diags: &mut Diagnostics,
) -> Result<Traced<i64>, Reported> {
    let parsed = value.as_ref().and_then(|value| value.value.trim().parse::<i64>().ok()).filter(|number| *number > 0);
    if let (Some(value), Some(number)) = (&value, parsed) {
        return Ok(value.with(number).and([kind.leaf()]));
    }
    let at = value.as_ref().map_or(kind.at, |value| value.at);
    let written = value.map_or_else(|| "nothing".to_owned(), |value| format!("`{}`", value.value));
    Err(diags.error(
        Finding::new(Code::AcceleratorCount, at, format!("`value` is {written}, and Kubernetes takes a number of `{resource}`"))
            .label("all of the instance: only its type tells how many")
            .kubernetes("the API server takes no other word, and without it the container would get none")
            .help("write the number that the instance type has, such as \"4\" for g5.12xlarge, and convert again; select that type in `nodeSelector`"),
    ))
}

fn tell_of_nodes(
    kind: &Spanned<ResourceKind>,
    (resource, plugin): (&str, &str),
    container: &str,
    (cx, diags): (&Context, &mut Diagnostics),
) {
    diags.tell(
        Finding::new(
            Code::AcceleratorNodes,
            kind.at,
            format!("container `{container}` of `{}` asks for `{resource}`", cx.names.workload.value),
        )
        .kubernetes("its pods wait until a node offers it; they tolerate the taint of that name")
        .help(how_to_offer(plugin, cx)),
    );
}

/// What makes a node offer an accelerator.
pub(super) fn how_to_offer(plugin: &str, cx: &Context) -> String {
    if cx.auto_mode() {
        return "make a NodePool of such instances (`eks.amazonaws.com/instance-family`): drivers and plugins are there, the built-in pools have none".to_owned();
    }
    format!("make nodes of such instances, and install {plugin} (Auto Mode and Bottlerocket bring theirs)")
}

fn share(
    sharing: GpuSharing,
    kind: &Spanned<ResourceKind>,
    container: &str,
    asked: &mut Asked,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Result<(), Reported> {
    let GpuSharing { memory, max_compute_percent } = sharing;
    if cx.auto_mode() {
        return Err(diags.error(
            Finding::new(
                Code::AutoModeUnsupported,
                kind.at,
                format!("container `{container}` uses {} MiB of a GPU that others share", memory.value),
            )
            .label("no node of EKS Auto Mode shares a GPU")
            .kubernetes("its NVIDIA plugin cannot be set up for shares: the pod would wait without end")
            .help("ask for a whole GPU (`value`), or convert with `--target ec2` for a node group beside Auto Mode"),
        ));
    }
    diags.tell(
        Finding::new(
            Code::GpuSharing,
            kind.at,
            format!("container `{container}` uses {} MiB of a GPU that others share", memory.value),
        )
        .also([memory.at])
        .kubernetes("GPU memory is not scheduled: a plugin cuts each GPU of a node into equal shares")
        .help(format!(
            "set up the NVIDIA device plugin with `sharing.mps` and `renameByDefault: true` on nodes of their own, with as many replicas as {} MiB fit into a GPU",
            memory.value
        )),
    );
    asked.devices.push((SHARED_GPU.to_owned(), kind.with(1)));
    let limit = memory.with(format!("0={}M", memory.value));
    asked.variables.push(variable("CUDA_MPS_PINNED_DEVICE_MEM_LIMIT".to_owned(), limit));
    if let Some(percent) = max_compute_percent {
        let value = percent.with(percent.value.to_string());
        asked.variables.push(variable("CUDA_MPS_ACTIVE_THREAD_PERCENTAGE".to_owned(), value));
    }
    Ok(())
}

/// Looks at the accelerators of Elastic Inference: one that a container uses stops the workload.
pub(super) fn elastic(
    accelerators: Vec<Accelerator>,
    containers: &[Container],
    diags: &mut Diagnostics,
) -> Result<(), Reported> {
    for Accelerator { at, device_name, device_type } in accelerators {
        let requirements = containers.iter().flat_map(|container| &container.resources.requirements);
        let user = requirements
            .filter(|requirement| requirement.kind.value == ResourceKind::InferenceAccelerator)
            .find(|requirement| requirement.value.as_ref().is_some_and(|name| name.value == device_name.value));
        let Some(user) = user else {
            diags.ignore(at, "an accelerator of Elastic Inference that no container uses");
            continue;
        };
        diags.error_unless_accepted(
            Finding::new(
                Code::ElasticInference,
                at,
                format!("a container uses the accelerator `{}` ({})", device_name.value, device_type.value),
            )
            .label("Elastic Inference has ended")
            .also([user.at])
            .kubernetes("nothing on EKS is like it: the program would run without its accelerator")
            .help("move the model to a GPU or to Inferentia, or `--accept elastic-inference` where it runs on the CPU"),
        )?;
    }
    Ok(())
}

/// Taints that pods with these resources tolerate, as plugins and node pools set them.
pub(super) fn tolerations<'a>(devices: impl Iterator<Item = &'a (String, Traced<i64>)>) -> Vec<String> {
    let mut all: Vec<String> = devices.map(|(name, _)| name.trim_end_matches(".shared").to_owned()).collect();
    all.sort();
    all.dedup();
    all
}
