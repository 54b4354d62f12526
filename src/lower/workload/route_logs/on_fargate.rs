//! The log router of EKS Fargate.
//!
//! ECS: any driver, and multi-line records ("LogConfiguration", API reference). EKS Fargate: each pod has a Fluent Bit of
//! AWS's own, told by one ConfigMap for the whole cluster; it has outputs to CloudWatch, Firehose, Kinesis and OpenSearch
//! alone, no multi-line and no Lua filter, and no variables for what is secret; a log stream is called by a prefix and the
//! tag, which names pod and container ("Start AWS Fargate logging for your cluster", EKS User Guide).

use super::Way;
use super::options::{Options, Outcome};
use crate::diagnostics::{Code, Finding};
use crate::ir::{Spanned, Traced};
use crate::source::At;

/// Outputs that the router has.
const OUTPUTS: &[&str] = &["cloudwatch", "cloudwatch_logs", "es", "firehose", "kinesis", "kinesis_firehose"];

/// What to do where the router cannot.
const INSTEAD: &str =
    "write it to a volume that a sidecar of the pod reads, or convert the workload with `--target ec2`";

/// The way as the router has it, or why it has not.
pub(super) fn fit(way: Way) -> Outcome {
    let plugin = way.plugin.value.as_str();
    if lacks(plugin) {
        let instead = if plugin == "opensearch" { "; it reaches OpenSearch by `es`" } else { "" };
        return Err(format!("its router has no output `{plugin}`{instead}"));
    }
    if way.settings.iter().any(|(_, value)| value.value.contains("${")) {
        return Err("a secret is among the options, and its router knows no variables".to_owned());
    }
    Ok(way)
}

/// Whether the router has no output of this name.
pub(super) fn lacks(plugin: &str) -> bool {
    !OUTPUTS.contains(&plugin)
}

/// The stream's name: what stood before the task's id, and then the tag.
pub(super) fn stream(
    options: &mut Options,
    container: &str,
    driver: &Spanned<String>,
    settings: &mut Vec<(String, Traced<String>)>,
) {
    if let Some(fixed) = options.take("awslogs-stream") {
        settings.push(("log_stream_name".to_owned(), options.fit(fixed.traced())));
        return;
    }
    let (at, was, prefix) = match options.take("awslogs-stream-prefix") {
        Some(prefix) => {
            let start = format!("{}/{container}/", prefix.value);
            let was = format!("`{start}<task id>`");
            (prefix.at, was, options.fit(prefix.with(start)))
        }
        None => (driver.at, "by the container's id".to_owned(), Traced::implied(format!("{container}/"))),
    };
    options.say(
        Finding::new(Code::LogStreamNames, at, format!("log streams were called {was}"))
            .kubernetes(format!(
                "they are called `{}kube.var.log.containers.<pod>_<namespace>_<container>-<id>.log`",
                prefix.value
            ))
            .help("nothing to do, unless something looks streams up by their names"),
    );
    settings.push(("log_stream_prefix".to_owned(), prefix));
}

/// Each line is a record.
pub(super) fn single_lines(options: &mut Options) -> Option<Traced<String>> {
    for key in ["awslogs-datetime-format", "awslogs-multiline-pattern"] {
        if let Some(pattern) = options.take(key) {
            options.say(
                Finding::new(Code::FargateLogging, pattern.at, "several lines made one record")
                    .kubernetes("EKS Fargate's log router makes a record of each line")
                    .help(format!("log in single lines, such as JSON; else {INSTEAD}")),
            );
        }
    }
    None
}

/// What is lost.
pub(super) fn lost(at: At, target: &str, why: &str) -> Finding {
    Finding::new(Code::FargateLogging, at, format!("output went to {target}"))
        .kubernetes(format!("nothing of its own carries it on from EKS Fargate: {why}"))
        .help(INSTEAD)
}

/// What a person does for the rest.
pub(super) fn routed(at: At, target: &str) -> Finding {
    let what = format!("output goes to {target} by EKS Fargate's log router, with `platform/fargate-logging.yaml`");
    Finding::new(Code::LogRouting, at, what)
        .kubernetes("one ConfigMap tells the routers of all pods where output goes, from their start on")
        .help("apply the file before the release is installed, and let the pod execution role write there")
}
