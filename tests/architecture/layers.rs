//! A layer knows only those that it builds on.

use std::collections::BTreeSet;

use crate::source;
use crate::support;

/// What a folder or file below `src/` may use of the crate. The longest name counts. What is not here is `lib.rs` or
/// `main.rs`, which put the layers together.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostics", &["source"]),
    ("settings", &["diagnostics"]),
    // A model of another program: it takes and gives plain data of its own.
    ("controller", &[]),
    ("guide", &["diagnostics"]),
    ("ir", &["source"]),
    ("front", &["diagnostics", "guide", "ir", "source"]),
    ("front/syntax", &["diagnostics", "source"]),
    ("lower", &["diagnostics", "ir", "settings", "source"]),
    ("valid", &["controller", "diagnostics", "ir", "settings", "source"]),
    // A back end cannot warn: it does not even know how.
    ("back", &["ir", "settings", "source", "valid"]),
    // It gets typed objects and values, and no IR.
    ("back/helm", &["settings"]),
    ("translate", &["back", "diagnostics", "ir", "lower", "settings", "source", "valid"]),
    ("report", &["back", "diagnostics", "front", "settings", "source", "translate"]),
    ("cli", &["back", "convert", "diagnostics", "guide", "report", "settings", "source", "translate", "Run"]),
];

#[test]
fn layers_know_only_those_that_they_build_on() {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for source in source::all() {
        let holds = |layer: &str| source.path.strip_prefix(layer).is_some_and(|rest| rest.starts_with(['/', '.']));
        let Some((layer, allowed)) =
            MAY_USE.iter().filter(|(layer, _)| holds(layer)).max_by_key(|(layer, _)| layer.len())
        else {
            assert!(
                ["lib.rs", "main.rs"].contains(&source.path.as_str()),
                "src/{}: say in MAY_USE what it may use",
                source.path
            );
            continue;
        };
        seen.insert(*layer);
        let own = layer.split('/').next().unwrap_or_default();
        for (line, path) in source.paths() {
            let Some(first) = path.first().filter(|first| is_ours(first)) else { continue };
            if first != own && !allowed.contains(&first.as_str()) {
                wrong.push(format!("src/{}:{line}: `{layer}` must not use `{}`", source.path, path.join("::")));
            }
            // What is inside a layer has an order too: syntax is below meaning.
            if *layer == "front/syntax"
                && first == "front"
                && path.get(1).is_some_and(|part| ["ecs", "api", "document"].contains(&part.as_str()))
            {
                wrong.push(format!("src/{}:{line}: syntax must not use `{}`", source.path, path.join("::")));
            }
        }
    }
    let known: BTreeSet<&str> = MAY_USE.iter().map(|(layer, _)| *layer).collect();
    assert_eq!(seen, known, "a layer of MAY_USE has no file");
    support::report_all("forbidden uses:", &wrong);
}

fn is_ours(first: &str) -> bool {
    let layers = MAY_USE.iter().map(|(layer, _)| layer.split('/').next().unwrap_or_default());
    layers.chain(["convert", "Run"]).any(|layer| layer == first)
}
