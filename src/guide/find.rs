//! From what a user types to rows: a path, the end of one, a name on the way, or a misspelling of either.

use super::{Row, rows};

/// What a name means.
#[derive(Debug)]
pub enum Found {
    /// These fields, one or several, and the paths of others that end in the same name.
    Rows(Vec<&'static Row>, Vec<&'static str>),
    /// None, and these names are near.
    Near(Vec<String>),
}

/// Finds the fields that `name` means. Case, list brackets and the API shape in front do not count.
#[must_use]
pub fn find(name: &str) -> Found {
    let wanted = steps(name);
    let mut wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    match wanted.first_mut() {
        Some(first) if ["taskdefinition", "$"].contains(first) => drop(wanted.remove(0)),
        Some(first) if *first == "containerdefinition" => *first = "containerdefinitions",
        Some(_) | None => {}
    }
    let ends: Vec<&Row> = rows().filter(|row| ends_with(&steps(row.path), &wanted)).collect();
    let whole: Vec<&Row> = rows().filter(|row| steps(row.path) == wanted).collect();
    if !whole.is_empty() {
        return Found::Rows(whole, ends.into_iter().map(|row| row.path).collect());
    }
    let below = rows().filter(|row| passes(&steps(row.path), &wanted));
    let mut found: Vec<&Row> = ends.into_iter().chain(below).collect();
    if found.is_empty() {
        found.extend(rows().filter(|row| row.path.ends_with("{}") && holds(&steps(row.path), &wanted)));
    }
    if let (true, Some(path)) = (found.is_empty(), elsewhere(name)) {
        found.extend(rows().filter(|row| lies_in(row.path, path)));
    }
    if found.is_empty() { Found::Near(near(&wanted)) } else { Found::Rows(found, Vec::new()) }
}

/// What Docker, Compose files and the agent call fields of a container, where ECS has another name.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("cap_add", "containerDefinitions[].linuxParameters.capabilities.add"),
    ("cap_drop", "containerDefinitions[].linuxParameters.capabilities.drop"),
    ("container_name", "containerDefinitions[].name"),
    ("dns", "containerDefinitions[].dnsServers"),
    ("dns_search", "containerDefinitions[].dnsSearchDomains"),
    ("domainname", "containerDefinitions[].hostname"),
    ("env_file", "containerDefinitions[].environmentFiles"),
    ("expose", "containerDefinitions[].portMappings"),
    ("inferenceDevices", "containerDefinitions[].resourceRequirements"),
    ("labels", "containerDefinitions[].dockerLabels"),
    ("logging", "containerDefinitions[].logConfiguration"),
    ("mem_limit", "containerDefinitions[].memory"),
    ("mem_reservation", "containerDefinitions[].memoryReservation"),
    ("ports", "containerDefinitions[].portMappings"),
    ("read_only", "containerDefinitions[].readonlyRootFilesystem"),
    ("restart", "containerDefinitions[].restartPolicy"),
    ("security_opt", "containerDefinitions[].dockerSecurityOptions"),
    ("shm_size", "containerDefinitions[].linuxParameters.sharedMemorySize"),
    ("stdin_open", "containerDefinitions[].interactive"),
    ("stop_grace_period", "containerDefinitions[].stopTimeout"),
    ("sysctls", "containerDefinitions[].systemControls"),
    ("tty", "containerDefinitions[].pseudoTerminal"),
    ("working_dir", "containerDefinitions[].workingDirectory"),
];

/// What ECS has by that name elsewhere, whatever its case and however its words are joined, or by another name.
pub(crate) fn elsewhere(key: &str) -> Option<&'static str> {
    if let Some((_, path)) = OTHER_NAMES.iter().find(|(other, _)| *other == key) {
        return Some(path);
    }
    let plain = |name: &str| name.replace(['_', '-'], "").to_lowercase();
    let wanted = plain(key);
    rows().find_map(|row| {
        let mut ends = row.path.match_indices(['.', '[', '{']).map(|(end, _)| end).chain([row.path.len()]);
        let end = ends.find(|end| {
            let path = row.path.get(..*end).unwrap_or_default();
            path.rsplit(['.', ']', '}']).next().is_some_and(|last| !last.is_empty() && plain(last) == wanted)
        })?;
        row.path.get(..end)
    })
}

/// `containerDefinitions[0].portMappings/1/hostPort` as `containerdefinitions`, `portmappings`, `hostport`.
fn steps(path: &str) -> Vec<String> {
    let clean = path.replace(['[', ']', '{', '}', '*'], ".");
    let steps = clean.split(['.', '/']).filter(|step| !step.is_empty() && !step.bytes().all(|b| b.is_ascii_digit()));
    steps.map(str::to_lowercase).collect()
}

/// Whether a field is what a path leads to, or lies below it.
fn lies_in(path: &str, way: &str) -> bool {
    path.strip_prefix(way).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '{']))
}

/// Whether what was typed leads into a map whose keys are the user's own, as `options.mode` does.
fn holds(map: &[String], wanted: &[&str]) -> bool {
    (1..wanted.len()).any(|end| wanted.get(..end).is_some_and(|way| map == way || ends_with(map, way)))
}

fn ends_with(path: &[String], wanted: &[&str]) -> bool {
    !wanted.is_empty() && path.len() > wanted.len() && path.iter().rev().zip(wanted.iter().rev()).all(|(a, b)| a == b)
}

/// Whether the way to a field leads through `wanted`.
fn passes(path: &[String], wanted: &[&str]) -> bool {
    !wanted.is_empty() && path.windows(wanted.len() + 1).any(|window| window.iter().zip(wanted).all(|(a, b)| a == b))
}

/// Ends of paths, as long as what was typed, and the names on the way, that are spelt alike: the nearest first.
fn near(wanted: &[&str]) -> Vec<String> {
    let typed = wanted.join(".");
    let mut close: Vec<(usize, String)> = rows()
        .flat_map(|row| {
            let path: Vec<&str> = row.path.split(['.', '[', ']', '{', '}']).filter(|step| !step.is_empty()).collect();
            path.windows(wanted.len().min(path.len())).map(|steps| steps.join(".")).collect::<Vec<_>>()
        })
        .map(|name| (strsim::osa_distance(&name.to_lowercase(), &typed), name))
        .filter(|(distance, name)| *distance * 3 <= name.len())
        .collect();
    close.sort_unstable();
    close.dedup();
    close.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(name: &str) -> Vec<&'static str> {
        match find(name) {
            Found::Rows(rows, _) => rows.iter().map(|row| row.path).collect(),
            Found::Near(_) => Vec::new(),
        }
    }

    #[test]
    fn a_path_means_itself_also_as_a_pointer_or_with_numbers() {
        for name in [
            "containerDefinitions[].stopTimeout",
            "containerDefinitions[0].stopTimeout",
            "/containerDefinitions/0/stopTimeout",
            "TaskDefinition.containerDefinitions[].stoptimeout",
        ] {
            assert_eq!(paths(name), ["containerDefinitions[].stopTimeout"], "{name}");
        }
        assert_eq!(paths("cpu"), ["cpu"], "the task's own, which is a whole path");
        assert_eq!(paths("ContainerDefinition.cpu"), ["containerDefinitions[].cpu"]);
        assert_eq!(paths("$.containerDefinitions[0].cpu"), ["containerDefinitions[].cpu"]);
        let Found::Rows(_, also) = find("memory") else { panic!("it is a field") };
        assert!(also.contains(&"containerDefinitions[].memory"));
    }

    #[test]
    fn the_end_of_a_path_means_every_field_that_ends_so() {
        assert_eq!(paths("hostPort"), ["containerDefinitions[].portMappings[].hostPort"]);
        assert_eq!(paths("environment.name"), ["containerDefinitions[].environment[].name"]);
        assert!(paths("name").len() > 5);
        assert_eq!(paths("logConfiguration.options.mode"), ["containerDefinitions[].logConfiguration.options{}"]);
        assert_eq!(
            paths("/containerDefinitions/0/dockerLabels/com.example.team"),
            ["containerDefinitions[].dockerLabels{}"]
        );
    }

    #[test]
    fn a_name_of_another_tool_leads_to_the_field() {
        assert_eq!(elsewhere("network_mode"), Some("networkMode"));
        assert_eq!(elsewhere("environment"), Some("containerDefinitions[].environment"));
        assert_eq!(elsewhere("nothing_like_it"), None);
        assert_eq!(paths("mem_limit"), ["containerDefinitions[].memory"]);
        for (_, path) in OTHER_NAMES {
            assert!(rows().any(|row| row.path.starts_with(path)), "{path}");
        }
    }

    #[test]
    fn a_name_on_the_way_means_what_lies_below() {
        assert_eq!(paths("healthCheck").len(), 5);
        assert_eq!(paths("runtimePlatform").len(), 2);
    }

    #[test]
    fn a_misspelling_gets_the_nearest_names() {
        let Found::Near(near) = find("stopTimout") else { panic!("it is misspelt") };
        assert_eq!(near.first().map(String::as_str), Some("stopTimeout"));
        let Found::Near(near) = find("envirment.name") else { panic!("it is misspelt") };
        assert_eq!(near.first().map(String::as_str), Some("environment.name"));
        let Found::Near(near) = find("zzzzzz") else { panic!("there is none") };
        assert!(near.is_empty());
    }
}
