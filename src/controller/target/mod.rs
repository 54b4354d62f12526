//! Target groups: one for each Ingress, Service and spelling of the Service's port.

mod health;
mod ports;

use std::collections::{BTreeMap, BTreeSet};

use super::annotations::Annotations;
use super::balancer::tags;
use super::built::{Binding, NodeSelector, TargetGroup};
use super::fault::Fault;
use super::group::Member;
use super::objects::{Port, Service};

/// The target groups of one load balancer.
pub(super) struct Targets {
    /// Whether pods and nodes are opened towards the load balancer.
    opens: bool,
    pub(super) made: BTreeMap<String, TargetGroup>,
}

impl Targets {
    pub(super) fn new(opens: bool) -> Self {
        Targets { opens, made: BTreeMap::new() }
    }

    /// The name of the target group for a Service's port in an Ingress.
    pub(super) fn group(
        &mut self,
        member: &Member,
        name: &str,
        service: &Service,
        port: &Port,
    ) -> Result<String, Fault> {
        let id = format!("tg:{}/{name}:{port}@{}", member.ingress.namespace, member.ingress.name);
        if !self.made.contains_key(&id) {
            let group = self.build(member, name, service, port)?;
            self.made.insert(id.clone(), group);
        }
        Ok(id)
    }

    /// Annotations of the Service win over those of the Ingress key by key: of `target-group-attributes`, which is one
    /// key, the whole list. The class's `targetType` wins over both.
    fn build(&self, member: &Member, name: &str, service: &Service, port: &Port) -> Result<TargetGroup, Fault> {
        let annotations = Annotations(vec![&service.annotations, &member.ingress.annotations]);
        let word =
            |key: &str, default: &str, words: &[&str]| one_of(annotations.text(key).unwrap_or(default), key, words);
        let of_class = member.class.target_type.as_deref();
        let target_type = of_class.or_else(|| annotations.text("target-type")).unwrap_or("instance");
        let target_type = one_of(target_type, "target-type", &["ip", "instance"])?;
        let protocol = word("backend-protocol", "HTTP", &["HTTP", "HTTPS"])?;
        let protocol_version = word("backend-protocol-version", "HTTP1", &["HTTP1", "HTTP2", "GRPC"])?;
        let found = ports::find(service, port)?;
        let reached = ports::reached(found, &target_type)?;
        let health = health::check(&annotations, service, &target_type, &protocol, &protocol_version)?;
        let control = member.annotations().text(&format!("target-control-port.{name}.{port}"));
        let mut open = BTreeSet::from([reached.to_string()]);
        open.extend(control.map(str::to_owned));
        open.extend(Some(&health.port).filter(|port| port.parse::<u16>().is_ok()).cloned());
        let labels = annotations.map("target-node-labels")?;
        let binding = Binding {
            service_ref: format!("{name}:{port}"),
            target_type: target_type.clone(),
            open_ports: self.opens.then(|| open.into_iter().collect()),
            multi_cluster_target_group: annotations.flag("multi-cluster-target-group")?.unwrap_or(false),
            node_selector: (target_type == "instance" && !labels.is_empty())
                .then_some(NodeSelector { match_labels: labels }),
        };
        Ok(TargetGroup {
            target_type,
            ip_address_type: "ipv4",
            // A port by name may be another one in each pod.
            port: match reached {
                Port::Name(_) => 1,
                Port::Number(number) => number,
            },
            protocol,
            protocol_version,
            health_check_protocol: health.protocol,
            health_check_port: health.port,
            health_check_path: health.path,
            health_check_interval_seconds: health.interval,
            health_check_timeout_seconds: health.timeout,
            healthy_threshold_count: health.healthy,
            unhealthy_threshold_count: health.unhealthy,
            matcher: health.matcher,
            attributes: annotations.map("target-group-attributes")?,
            tags: tags::of_target_group(member, service)?,
            binding,
        })
    }
}

/// Words of the API are written in their own case.
fn one_of(word: &str, key: &str, words: &[&str]) -> Result<String, Fault> {
    if words.contains(&word) {
        Ok(word.to_owned())
    } else {
        Err(Fault::build(format!("`{key}`: `{word}` is not known")))
    }
}
