//! Names of a pod's ports.
//!
//! ECS: a port mapping's name is optional, up to 64 characters, and unique in the task definition.
//! Kubernetes: a container port's name has at most 15 characters and at least one letter, and a `targetPort` by name
//! means one port only if the name is unique in the pod ("ContainerPort"). So: the name's slug, cut with a hash; `http`
//! for the one nameless port of a pod that speaks HTTP behind a load balancer; else `port-<number>`.

use crate::ir::ecs::{Protocol, TaskDefinition};
use crate::lower::names;

/// Names by container, port and protocol.
#[derive(Debug, Clone, Default)]
pub(crate) struct PortNames(Vec<(String, i64, bool, String)>);

impl PortNames {
    /// Names every port of a task definition.
    pub(crate) fn of(definition: &TaskDefinition) -> Self {
        let mut names = PortNames::default();
        let total: usize = definition.containers.iter().map(|container| container.ports.len()).sum();
        for container in &definition.containers {
            for port in &container.ports {
                let udp = port.protocol.as_ref().is_some_and(|protocol| protocol.value == Protocol::Udp);
                let wanted = match &port.name {
                    Some(name) => legal(&name.value),
                    None if total == 1 && !udp => "http".to_owned(),
                    None => nameless(port.container_port.value, udp),
                };
                let key = (container.name.value.clone(), port.container_port.value, udp);
                if names.get(&key.0, key.1, key.2).is_none() {
                    let name = names.unique(wanted, key.1, udp);
                    names.0.push((key.0, key.1, key.2, name));
                }
            }
        }
        names
    }

    /// The name of a container's port.
    pub(crate) fn get(&self, container: &str, port: i64, udp: bool) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, number, is_udp, _)| name == container && *number == port && *is_udp == udp)
            .map(|(.., name)| name.as_str())
    }

    fn unique(&self, wanted: String, port: i64, udp: bool) -> String {
        let taken = |name: &str| self.0.iter().any(|(.., other)| other == name);
        if !taken(&wanted) {
            return wanted;
        }
        let numbered = nameless(port, udp);
        if taken(&numbered) {
            format!("p-{}", names::short_hash(&format!("{wanted}{port}{}", self.0.len()), 8))
        } else {
            numbered
        }
    }
}

fn nameless(port: i64, udp: bool) -> String {
    if udp { format!("udp-{port}") } else { format!("port-{port}") }
}

fn legal(name: &str) -> String {
    let mut slug = names::slug(name);
    while slug.contains("--") {
        slug = slug.replace("--", "-");
    }
    let slug = if slug.chars().any(|c| c.is_ascii_lowercase()) { slug } else { format!("p-{slug}") };
    if slug.len() <= names::PORT { slug } else { names::hashed(&slug, names::PORT, name) }
}
