//! A whole output, read back.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::support;

/// What a run has written and said.
pub(crate) struct Tree {
    /// Files by their path below OUT.
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) report: Value,
}

impl Tree {
    pub(crate) fn read(out: &Path) -> Tree {
        let mut files: BTreeMap<String, String> = support::files_below(out)
            .into_iter()
            .map(|path| {
                let text = support::read(&out.join(&path));
                (path, text)
            })
            .collect();
        let report = files.remove("report.json").expect("a report");
        files.retain(|path, _| !path.starts_with('.'));
        Tree { files, report: serde_json::from_str(&report).expect("JSON") }
    }

    /// Whether every workload was written.
    pub(crate) fn written(&self) -> bool {
        let workloads = self.report["workloads"].as_array().expect("a list");
        workloads.iter().all(|workload| workload["status"] == "written")
    }

    /// Whether a code is an error of this run.
    pub(crate) fn is_error(&self, code: &str) -> bool {
        let findings = self.report["findings"].as_array().expect("a list");
        findings.iter().any(|finding| finding["code"] == code && finding["severity"] == "error")
    }

    /// The findings by code, without the lines and columns, which move. Those about something else are taken without the
    /// values that were changed: that many findings quote a container's name does not make them findings about it.
    pub(crate) fn findings(&self, at: &str, values: &[&Value]) -> BTreeMap<String, Vec<String>> {
        let quoted: Vec<&str> =
            values.iter().filter_map(|value| value.as_str()).filter(|value| value.len() > 3).collect();
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for finding in self.report["findings"].as_array().expect("a list") {
            let text =
                ["severity", "message", "kubernetes", "help", "pointer"].map(|key| finding[key].to_string()).join(" ");
            let above = finding["pointer"].as_str().unwrap_or_default();
            let about_it = at.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            let text = quoted.iter().fold(text, |text, value| if about_it { text } else { text.replace(value, "…") });
            found.entry(finding["code"].as_str().expect("a code").to_owned()).or_default().push(text);
        }
        found.values_mut().for_each(|texts| texts.sort());
        found
    }
}
