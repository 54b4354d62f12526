//! Lines of the pod's hosts file.
//!
//! ECS: `extraHosts` are lines of one container's hosts file; `links` (in `bridge` mode) give another container of the task
//! a name there: its alias, or its own name where it has none ("ContainerDefinition", API reference). Kubernetes: one file
//! for all containers, by `hostAliases`, with one entry for each address ("Adding entries to Pod /etc/hosts with
//! HostAliases"); linked containers listen on the pod's own loopback. So: all lines in one file, links as 127.0.0.1.

use std::net::IpAddr;

use super::is_subdomain;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::Spanned;
use crate::ir::ecs::ExtraHost;
use crate::ir::plan::HostAlias;
use crate::source::{At, Leaf};

const LOOPBACK: &str = "127.0.0.1";

/// What one container wants to have in its hosts file.
pub(super) struct Wishes {
    pub(super) container: String,
    pub(super) links: Vec<Spanned<String>>,
    pub(super) extra_hosts: Vec<ExtraHost>,
}

/// A line that can be written.
struct Line {
    container: String,
    name: String,
    address: String,
    at: At,
    from: Vec<Leaf>,
}

/// Decides the entries, in the order in which their addresses first stand.
pub(super) fn list(all: Vec<Wishes>, diags: &mut Diagnostics) -> Result<Vec<HostAlias>, Reported> {
    let known: Vec<String> = all.iter().map(|wishes| wishes.container.clone()).collect();
    let mut lines: Vec<Line> = Vec::new();
    let mut linked: Vec<Spanned<String>> = Vec::new();
    let mut failed = None;
    for Wishes { container, links, extra_hosts } in all {
        for link in links {
            match link_line(&container, &link, &known, diags) {
                Ok(None) => {}
                Ok(Some(line)) => {
                    lines.push(line);
                    linked.push(link);
                }
                Err(reported) => failed = Some(reported),
            }
        }
        for host in extra_hosts {
            match extra_line(&container, host, diags) {
                Ok(line) => lines.extend(line),
                Err(reported) => failed = Some(reported),
            }
        }
    }
    if let Some(reported) = failed {
        return Err(reported);
    }
    tell_of_links(&linked, diags);
    check_conflicts(&lines, diags)?;
    Ok(by_address(lines))
}

fn link_line(
    container: &str,
    link: &Spanned<String>,
    known: &[String],
    diags: &mut Diagnostics,
) -> Result<Option<Line>, Reported> {
    let (target, alias) = parts(&link.value);
    if !known.iter().any(|name| name == target) {
        let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        return Err(diags.error(
            Finding::new(Code::UnknownContainer, link.at, format!("no container of this task is called `{target}`"))
                .label("links to a container that is not there")
                .help(format!("the containers are {}", names.join(", "))),
        ));
    }
    legal(alias, link.at, "link it under another name, as in `name:alias`", diags)?;
    Ok(is_subdomain(&alias.to_ascii_lowercase()).then(|| Line {
        container: container.to_owned(),
        name: alias.to_ascii_lowercase(),
        address: LOOPBACK.to_owned(),
        at: link.at,
        from: vec![link.leaf()],
    }))
}

/// The container that a link leads to, and the name that it gets.
pub(in crate::lower::workload) fn parts(link: &str) -> (&str, &str) {
    link.split_once(':').unwrap_or((link, link))
}

fn extra_line(container: &str, host: ExtraHost, diags: &mut Diagnostics) -> Result<Option<Line>, Reported> {
    let ExtraHost { hostname, ip_address } = host;
    if ip_address.value == "host-gateway" {
        diags.tell(
            Finding::new(Code::HostGateway, ip_address.at, format!("`{}` was the instance itself", hostname.value))
                .also([hostname.at])
                .kubernetes("the address of a node is not known before a pod runs there, and no line is written")
                .help("give the program the node's address by `extraEnv`, from the field `status.hostIP`"),
        );
        return Ok(None);
    }
    let address = ip_address.value.parse::<IpAddr>();
    let name = hostname.value.to_ascii_lowercase();
    legal(&hostname.value, hostname.at, "write another `hostname`", diags)?;
    let Ok(address) = address else {
        diags.error_unless_accepted(
            Finding::new(Code::HostEntry, ip_address.at, format!("`{}` is no address", ip_address.value))
                .also([hostname.at])
                .label("neither IPv4 nor IPv6")
                .kubernetes("the API server would refuse the whole pod with it")
                .help("write an address such as 10.0.0.1, or give the line up with `--accept host-entry`"),
        )?;
        return Ok(None);
    };
    if !is_subdomain(&name) {
        diags.ignore(ip_address.at, "the name that it was for is left out");
        return Ok(None);
    }
    let from = vec![hostname.leaf(), ip_address.leaf()];
    Ok(Some(Line { container: container.to_owned(), name, address: address.to_string(), at: hostname.at, from }))
}

/// Names in the hosts file are compared without regard to case, so that upper case is no fault.
fn legal(name: &str, at: At, instead: &str, diags: &mut Diagnostics) -> Result<(), Reported> {
    if is_subdomain(&name.to_ascii_lowercase()) {
        return Ok(());
    }
    diags.error_unless_accepted(
        Finding::new(Code::HostEntry, at, format!("`{name}` is no name that Kubernetes writes into a hosts file"))
            .label("not letters, digits, dashes and dots")
            .kubernetes("the API server would refuse the whole pod with it")
            .help(format!("{instead}, or give the line up with `--accept host-entry`")),
    )
}

fn tell_of_links(links: &[Spanned<String>], diags: &mut Diagnostics) {
    let Some((first, rest)) = links.split_first() else { return };
    let (target, alias) = parts(&first.value);
    let shape = alias.to_ascii_uppercase().replace(['-', '.'], "_");
    diags.tell(
        Finding::new(Code::LinkBecameLocalhost, first.at, format!("`{alias}` was the container `{target}`, and becomes {LOOPBACK}"))
            .also(rest.iter().map(|link| link.at))
            .kubernetes("the containers of a pod share one network: the other one must listen on all addresses or on loopback")
            .help(format!("nothing to do, unless a program reads `{shape}_PORT_…`, the variables of a link: then set them by `extraEnv`")),
    );
}

/// One name with other addresses in another container cannot be kept: both read the same file.
fn check_conflicts(lines: &[Line], diags: &mut Diagnostics) -> Result<(), Reported> {
    let has = |container: &str, line: &Line| {
        lines.iter().any(|one| one.container == container && one.name == line.name && one.address == line.address)
    };
    let conflict = lines.iter().enumerate().find_map(|(index, line)| {
        let before = lines.iter().take(index);
        let mut others = before.filter(|other| other.name == line.name && other.container != line.container);
        let other = others.find(|other| !has(&other.container, line) || !has(&line.container, other))?;
        Some((line, other))
    });
    let Some((line, other)) = conflict else { return Ok(()) };
    Err(diags.error(
        Finding::new(
            Code::HostConflict,
            line.at,
            format!(
                "`{}` is {} in `{}` and {} in `{}`",
                line.name, other.address, other.container, line.address, line.container
            ),
        )
        .also([other.at])
        .label("another address than before")
        .kubernetes("the containers of a pod share one hosts file, so that each would find both")
        .help("use another name for one of the two"),
    ))
}

fn by_address(lines: Vec<Line>) -> Vec<HostAlias> {
    let mut aliases: Vec<HostAlias> = Vec::new();
    for Line { container: _, name, address, at: _, from } in lines {
        let name = crate::ir::Traced::new(name, from);
        let Some(alias) = aliases.iter_mut().find(|alias| alias.address == address) else {
            aliases.push(HostAlias { address, names: vec![name] });
            continue;
        };
        match alias.names.iter_mut().find(|known| known.value == name.value) {
            Some(known) => known.from.extend(name.from),
            None => alias.names.push(name),
        }
    }
    aliases
}
