//! The static templates, embedded. The one placeholder is the chart's name; nothing else about a template ever changes.

use include_dir::{Dir, include_dir};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/charts-templates");

/// Where the templates of a load balancer's chart stand in the set.
pub(super) const EDGE_PREFIX: &str = "edge/";
/// Where those stand that take the place of others where EKS Auto Mode makes the load balancer.
pub(super) const AUTO_MODE_PREFIX: &str = "edge/auto-mode/";
/// Where those of a load balancer by Gateway API stand.
pub(super) const GATEWAY_PREFIX: &str = "edge-gateway/";
const PLACEHOLDER: &str = "<CHARTNAME>";

/// One file for a chart of that name; empty if the set has no such file, which a test rules out.
pub(super) fn template(path: &str, chart: &str) -> String {
    let text = TEMPLATES.get_file(path).and_then(|file| file.contents_utf8());
    debug_assert!(text.is_some(), "{path} is not in the template set");
    text.unwrap_or_default().replace(PLACEHOLDER, chart)
}

/// Path and text of every file of the set, sorted by path.
pub(crate) fn all() -> Vec<(String, &'static str)> {
    let mut files = Vec::new();
    collect(&TEMPLATES, &mut files);
    files.sort();
    files
}

fn collect(folder: &'static Dir<'static>, files: &mut Vec<(String, &'static str)>) {
    for file in folder.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.push((path.replace('\\', "/"), text));
        }
    }
    folder.dirs().for_each(|folder| collect(folder, files));
}
