//! Devices of the machine.
//!
//! ECS: `devices` gives a container a device of the instance, with `read`, `write` and `mknod` unless fewer are named
//! ("Device", API reference). Kubernetes: a device belongs to a plugin on the node, which offers it as a resource ("Device
//! Plugins"); a hostPath alone is no permission to open it, and a privileged container has every device already. So what a
//! known plugin offers is asked for by number, and the rest is named: granting all devices for one is not decided here.

use super::{Context, request_accelerators};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::Device;
use crate::ir::{Spanned, Traced};
use crate::source::Leaf;

/// Devices by what their path begins with, and the resource of the plugin that offers them.
const PLUGINS: &[(&str, &str)] = &[("/dev/nvidia", "nvidia.com/gpu"), ("/dev/neuron", "aws.amazon.com/neuron")];

/// Decides what one container asks of its node, by name of the resource.
pub(super) fn hand_through(
    devices: Vec<Device>,
    privileged: bool,
    container: &str,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Vec<(String, Traced<i64>)> {
    let mut asked: Vec<(String, Traced<i64>)> = Vec::new();
    for Device { at, host_path, container_path, permissions } in devices {
        let moved = container_path.as_ref().is_some_and(|path| path.value != host_path.value);
        if let Some((resource, numbered)) = plugin(&host_path.value) {
            if numbered {
                if !asked.iter().any(|(name, _)| name == resource) {
                    diags.tell(offered(&host_path, resource, container, cx));
                }
                count(&mut asked, resource, host_path.leaf());
            }
            diags.ignore(at, "comes with the device that the plugin gives the container");
            continue;
        }
        if privileged && !moved {
            diags.ignore(at, "a privileged container has every device of its node");
            continue;
        }
        let rights: Vec<&str> = permissions.iter().map(|permission| permission.value.as_str()).collect();
        let rights = if rights.is_empty() { "every permission".to_owned() } else { rights.join(", ") };
        let path = container_path.as_ref().unwrap_or(&host_path);
        diags.tell(
            Finding::new(
                Code::Device,
                at,
                format!("container `{container}` uses the device `{}` as `{}`, with {rights}", host_path.value, path.value),
            )
            .kubernetes("a pod gets a device through a plugin on its node only; without one the container does not have it")
            .help(format!(
                "install a device plugin that offers `{}`, and name its resource under `containers.{container}.resources.limits` in values.override.yaml",
                host_path.value
            )),
        );
    }
    asked
}

fn offered(path: &Spanned<String>, resource: &str, container: &str, cx: &Context) -> Finding {
    let what = format!("container `{container}` uses `{}`, which a plugin offers as `{resource}`", path.value);
    Finding::new(Code::AcceleratorNodes, path.at, what)
        .kubernetes("its pods wait until a node offers it; they tolerate the taint of that name")
        .help(request_accelerators::how_to_offer("the device plugin", cx))
}

/// Adds what is asked for nowhere else.
pub(super) fn add_missing(asked: &mut Vec<(String, Traced<i64>)>, more: Vec<(String, Traced<i64>)>) {
    for (resource, number) in more {
        match asked.iter_mut().find(|(name, _)| *name == resource) {
            Some((_, known)) => known.from.extend(number.from),
            None => asked.push((resource, number)),
        }
    }
}

/// The resource that offers a device, and whether the path is one of the numbered devices that are counted.
fn plugin(path: &str) -> Option<(&'static str, bool)> {
    PLUGINS.iter().find_map(|(start, resource)| {
        let rest = path.strip_prefix(start)?;
        Some((*resource, !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit())))
    })
}

fn count(asked: &mut Vec<(String, Traced<i64>)>, resource: &str, leaf: Leaf) {
    match asked.iter_mut().find(|(name, _)| name == resource) {
        Some((_, number)) => {
            number.value += 1;
            number.from.push(leaf);
        }
        None => asked.push((resource.to_owned(), Traced::new(1, vec![leaf]))),
    }
}
