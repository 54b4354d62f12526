//! `awsfirelens`: the same plugin, run by the cluster's agent in place of the task's log router.
//!
//! ECS: the options are those of an output of the router, as they are, but for the filters `include-pattern` and
//! `exclude-pattern` ("Send Amazon ECS logs to an AWS service or AWS Partner", developer guide). The router's records have
//! `log`, `source`, `container_name` and where the task came from. The agent has the same plugins, under the names of their
//! successors for those that AWS wrote in Go ("Outputs", Fluent Bit manual), and is told to add those keys. The router of
//! EKS Fargate still has those in Go, and of one of them no successor.

use super::options::{Options, Outcome, is_secret, not_kept};
use super::{Metadata, Way, on_fargate};
use crate::ir::plan::LogStep;
use crate::ir::{Spanned, Traced};
use crate::lower::workload::Context;

/// Plugins that AWS wrote in Go, with their successors and the settings that both know.
const SUCCESSORS: &[(&str, &str, &[&str])] = &[
    (
        "cloudwatch",
        "cloudwatch_logs",
        &[
            "region",
            "log_group_name",
            "log_stream_name",
            "log_stream_prefix",
            "auto_create_group",
            "log_key",
            "log_format",
            "role_arn",
            "endpoint",
            "sts_endpoint",
            "log_retention_days",
            "external_id",
            "metric_namespace",
            "metric_dimensions",
        ],
    ),
    (
        "firehose",
        "kinesis_firehose",
        &[
            "region",
            "delivery_stream",
            "role_arn",
            "endpoint",
            "sts_endpoint",
            "time_key",
            "time_key_format",
            "log_key",
            "compression",
            "external_id",
        ],
    ),
    (
        "kinesis",
        "kinesis_streams",
        &[
            "region",
            "stream",
            "role_arn",
            "endpoint",
            "sts_endpoint",
            "time_key",
            "time_key_format",
            "log_key",
            "external_id",
        ],
    ),
];

/// The way through one output.
pub(super) fn way(
    driver: &Spanned<String>,
    options: &mut Options,
    container: &str,
    (metadata, cx): (Option<&Metadata>, &Context),
) -> Outcome {
    if metadata.is_some_and(|metadata| metadata.fluentd) {
        return Err("the task's router is Fluentd, whose plugins the agent does not have".to_owned());
    }
    let Some(name) = options.take("Name").or_else(|| options.take("name")) else {
        return Err("the router's own configuration says where it goes, and no option does".to_owned());
    };
    let mut steps = steps(container, metadata);
    for (key, step) in
        [("include-pattern", LogStep::Keep as fn(Traced<String>) -> LogStep), ("exclude-pattern", LogStep::Drop)]
    {
        if let Some(pattern) = options.take(key) {
            steps.insert(0, step(options.fit(pattern.traced())));
        }
    }
    options.common();
    let (plugin, settings) = output(&name, options, cx);
    let target = format!("the output `{}`", name.value);
    let plugin = driver.with(plugin).and([name.leaf()]);
    Ok(Way { first_line: None, steps, plugin, settings, target })
}

/// The keys that the router gave its records.
fn steps(container: &str, metadata: Option<&Metadata>) -> Vec<LogStep> {
    let mut steps = vec![
        LogStep::Rename("stream", "source"),
        LogStep::Add("container_name".to_owned(), Traced::implied(container.to_owned())),
    ];
    let constants = metadata.into_iter().flat_map(|metadata| &metadata.constants);
    steps.extend(constants.map(|(key, value)| LogStep::Add(key.clone(), value.clone())));
    steps
}

/// The agent's plugin, and its settings.
fn output(name: &Spanned<String>, options: &mut Options, cx: &Context) -> (String, Vec<(String, Traced<String>)>) {
    let on_fargate = cx.on_fargate();
    let other = SUCCESSORS.iter().find_map(|(old, new, keys)| match (name.value.as_str(), on_fargate) {
        (known, false) if known == *old => Some((*new, *keys)),
        (known, true) if known == *new && on_fargate::lacks(known) => Some((*old, *keys)),
        _ => None,
    });
    let known = |key: &str| other.is_none_or(|(_, keys)| keys.contains(&key.to_ascii_lowercase().as_str()));
    let mut settings = Vec::new();
    for (key, value) in options.rest() {
        if value.value.is_empty() {
            options.ignore_at(value.at, "an empty text: not set");
        } else if is_secret(&key, &value.value) {
            let hidden = options.hide(&key, &value);
            settings.push((key, hidden));
        } else if !known(&key) || value.value.contains("$(") || key.contains(char::is_whitespace) {
            options.say(not_kept(&key, value.at, "awsfirelens"));
        } else {
            let value = options.fit(value.traced());
            settings.push((key, value));
        }
    }
    for secret in options.secrets() {
        let key = secret.name.value.clone();
        let value = options.refer(secret);
        settings.push((key, value));
    }
    (other.map_or_else(|| name.value.clone(), |(plugin, _)| plugin.to_owned()), settings)
}
