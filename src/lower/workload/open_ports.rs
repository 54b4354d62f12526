//! Ports of containers, and the workload's own address.
//!
//! ECS: in `awsvpc` a host port is the container's; in `bridge` it is fixed, or dynamic where it is 0 or absent; in
//! `host` it is the instance's ("PortMapping", API reference). Kubernetes: pods have addresses of their own, so that no
//! host port is needed; a host port would let one pod a node run. A Service gives the pods one address: port 80 in front
//! of what a load balancer reaches, as charts have it, else the port which callers know: the fixed one of the instance,
//! or the container's own.

use super::{Context, Kind};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::{AppProtocol, Container, NetworkMode, Port, PortRange, Protocol, Registration};
use crate::ir::plan::{ContainerPort, ServiceObject, ServicePort};
use crate::ir::{Spanned, Traced};
use crate::lower::estate::PortNames;

fn is_udp(port: &Port) -> bool {
    port.protocol.as_ref().is_some_and(|protocol| protocol.value == Protocol::Udp)
}

fn protocol(port: &Port) -> Traced<String> {
    let name = if is_udp(port) { "UDP" } else { "TCP" };
    port.protocol.as_ref().map_or_else(|| Traced::implied(name.to_owned()), |protocol| protocol.with(name.to_owned()))
}

fn number(port: &Spanned<i64>) -> Traced<i32> {
    port.with(i32::try_from(port.value).unwrap_or(0))
}

/// Refuses two containers on one port: a pod has one network, and a node as well.
pub(super) fn check_clashes(containers: &[Container], diags: &mut Diagnostics) -> Result<(), Reported> {
    let mut seen: Vec<(i64, bool, bool, &str)> = Vec::new();
    for container in containers {
        for port in &container.ports {
            let udp = is_udp(port);
            let own = Some((&port.container_port, false));
            let host = port.host_port.as_ref().filter(|host| host.value > 0).map(|host| (host, true));
            for (number, of_host) in own.into_iter().chain(host) {
                let name = container.name.value.as_str();
                let same = |(other, other_udp, other_host, _): &&(i64, bool, bool, &str)| {
                    (*other, *other_udp, *other_host) == (number.value, udp, of_host)
                };
                let other = seen.iter().find(same).filter(|(.., other)| of_host || *other != name);
                if let Some((.., other)) = other {
                    return Err(diags.error(clash(number, other, name)));
                }
                seen.push((number.value, udp, of_host, name));
            }
        }
    }
    Ok(())
}

fn clash(port: &Spanned<i64>, other: &str, name: &str) -> Finding {
    let what = if other == name {
        format!("`{name}` takes port {} of the host twice", port.value)
    } else {
        format!("`{other}` and `{name}` both take port {}", port.value)
    };
    Finding::new(Code::PortClash, port.at, what)
        .label("taken before in this task")
        .kubernetes("the containers of a pod share one network, so that the second could not listen")
        .help("let one of them listen on another port, or run it as a service of its own")
}

/// Decides the ports of one container.
pub(super) fn container_ports(
    ports: Vec<Port>,
    container: &str,
    names: &PortNames,
    mode: NetworkMode,
    (cx, diags): (&Context, &mut Diagnostics),
) -> Vec<ContainerPort> {
    let mut all: Vec<ContainerPort> = Vec::new();
    for port in ports {
        let udp = is_udp(&port);
        let protocol = protocol(&port);
        let Port { container_port, host_port, protocol: _, name, app_protocol: _ } = port;
        let number = number(&container_port);
        let wanted = names.get(container, container_port.value, udp).unwrap_or("port").to_owned();
        name.iter().for_each(|name| tell_of_name(name, &wanted, diags));
        let name = name.map_or_else(|| Traced::implied(wanted.clone()), |name| name.with(wanted.clone()));
        let host_port = host(host_port, &container_port, mode, cx, diags);
        // A Kubernetes list of ports has one entry a port and protocol.
        if let Some(same) =
            all.iter_mut().find(|same| same.number.value == number.value && same.protocol.value == protocol.value)
        {
            same.number.from.extend(number.from);
            continue;
        }
        all.push(ContainerPort { name, number, protocol, host_port });
    }
    all.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    all
}

fn tell_of_name(name: &Spanned<String>, new: &str, diags: &mut Diagnostics) {
    if name.value != new {
        diags.tell(
            Finding::new(Code::Renamed, name.at, format!("the port `{}` became `{new}`", name.value))
                .kubernetes("a port's name has at most 15 lower-case letters, digits and dashes; the Service follows")
                .help("nothing to do, unless scripts or clients use the old name"),
        );
    }
}

fn host(
    host_port: Option<Spanned<i64>>,
    container_port: &Spanned<i64>,
    mode: NetworkMode,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Option<Traced<i32>> {
    let port = host_port?;
    match mode {
        NetworkMode::Awsvpc => diags.ignore(port.at, "the container's own port, as in awsvpc it must be"),
        NetworkMode::Host => return Some(number(&port)),
        NetworkMode::None => diags.ignore(port.at, "there is no network"),
        NetworkMode::Bridge if port.value == 0 => {
            diags.ignore(port.at, "a dynamic port of the instance: pods have addresses of their own");
        }
        NetworkMode::Bridge if cx.kind == Kind::Daemon => return Some(number(&port)),
        NetworkMode::Bridge => diags.tell(
            Finding::new(
                Code::StaticHostPort,
                port.at,
                format!("port {} of the instance led to port {} of the container", port.value, container_port.value),
            )
            .kubernetes("pods have addresses of their own; no port of a node leads to them")
            .help("let those who used the instance's address use the Service or the load balancer"),
        ),
    }
    None
}

/// Decides the workload's address; `None` where nothing listens.
pub(super) fn service(
    containers: &[Container],
    registrations: &[Registration],
    names: &PortNames,
    (mode, cx): (NetworkMode, &Context),
) -> Option<ServiceObject> {
    let all: Vec<(&Container, &Port)> =
        containers.iter().flat_map(|container| container.ports.iter().map(move |port| (container, port))).collect();
    if all.is_empty() || matches!(cx.kind, Kind::Job) {
        return None;
    }
    let registered =
        |container: &Container, port: &Port| registrations.iter().find(|one| reaches(one, container, port));
    let reached = all.iter().filter(|(container, port)| registered(container, port).is_some()).count();
    let mut ports: Vec<ServicePort> = Vec::new();
    for (container, port) in all.iter().copied() {
        let udp = is_udp(port);
        let Some(name) = names.get(&container.name.value, port.container_port.value, udp) else { continue };
        if ports.iter().any(|known| known.name == name) {
            continue;
        }
        let registration = registered(container, port);
        let from_registration = registration.into_iter().flat_map(|one| {
            one.container_name.iter().map(Spanned::leaf).chain(one.container_port.iter().map(Spanned::leaf))
        });
        let own = number(&port.container_port);
        let first = reached == 1 && registration.is_some() && cx.balanced && is_free(80, port, &all);
        let front = match known_to_callers(port, &all, mode) {
            _ if first => own.map(|_| 80),
            Some(fixed) => own.map(|_| fixed.value).and(fixed.from),
            None => own,
        };
        ports.push(ServicePort {
            name: name.to_owned(),
            number: front.and(from_registration),
            target: name.to_owned(),
            protocol: protocol(port),
            app_protocol: port.app_protocol.as_ref().map(app_protocol),
        });
    }
    ports.sort_by(|a, b| a.name.cmp(&b.name));
    Some(ServiceObject { name: cx.names.workload.value.clone(), ports, target: None })
}

/// A port of a Service that a listener of a load balancer decides; `target` is the name of the container's port.
pub(crate) fn listener_port(
    name: String,
    number: Traced<i32>,
    target: String,
    protocol: Traced<String>,
) -> ServicePort {
    ServicePort { name, number, target, protocol, app_protocol: None }
}

/// The fixed port of the instance, under which callers knew this one; `None` where another port has that number.
fn known_to_callers(port: &Port, all: &[(&Container, &Port)], mode: NetworkMode) -> Option<Traced<i32>> {
    let fixed = port.host_port.as_ref().filter(|fixed| mode == NetworkMode::Bridge && fixed.value > 0)?;
    is_free(fixed.value, port, all).then(|| number(fixed))
}

/// Whether no other port has that number: the API server refuses a Service with two of one number.
fn is_free(number: i64, port: &Port, all: &[(&Container, &Port)]) -> bool {
    !all.iter().any(|(_, other)| {
        let numbers = [Some(&other.container_port), other.host_port.as_ref()];
        !std::ptr::eq(*other, port)
            && is_udp(other) == is_udp(port)
            && numbers.into_iter().flatten().any(|taken| taken.value == number)
    })
}

/// Tells of ranges that are too long for a Service, which has a line for each port.
pub(super) fn tell_of_ranges(ranges: Vec<PortRange>, container: &str, cx: &Context, diags: &mut Diagnostics) {
    for PortRange { ports, protocol, name, app_protocol } in ranges {
        let beside = [protocol.map(|v| v.at), name.map(|v| v.at), app_protocol.map(|v| v.at)].into_iter().flatten();
        if cx.kind == Kind::Job {
            let reason = "a Job has no address of its own, and a pod is reached on every port that it listens on";
            beside.chain([ports.at]).for_each(|at| diags.ignore(at, reason));
            continue;
        }
        let (first, last) = ports.value;
        diags.tell(
            Finding::new(
                Code::PortRange,
                ports.at,
                format!("`{container}` listens on {} ports, {first} to {last}", last - first + 1),
            )
            .also(beside)
            .kubernetes(
                "a Service knows no ranges, and is not written for so many ports; a pod is reached on all of them",
            )
            .help(
                "make a headless Service as templates/custom-service.yaml, and let clients use the pods' own addresses",
            ),
        );
    }
}

/// Whether a registration means this port of this container.
pub(super) fn reaches(registration: &Registration, container: &Container, port: &Port) -> bool {
    registration.container_name.as_ref().is_some_and(|name| name.value == container.name.value)
        && registration.container_port.as_ref().is_some_and(|number| number.value == port.container_port.value)
}

fn app_protocol(found: &Spanned<AppProtocol>) -> Traced<String> {
    let name = match found.value {
        AppProtocol::Http => "http",
        AppProtocol::Http2 => "kubernetes.io/h2c",
        AppProtocol::Grpc => "grpc",
    };
    found.with(name.to_owned())
}
