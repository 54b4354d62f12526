//! `awslogs`: the same log group, and streams that are called as before.
//!
//! ECS: the stream is `prefix/container/task id`, without a prefix the container's id ("Send Amazon ECS logs to CloudWatch",
//! developer guide). The agent's plugin `cloudwatch_logs` takes the group, and the stream from a key of the record; with
//! `log_key log` it sends the raw line, so that metric filters, subscriptions and queries go on ("Amazon CloudWatch",
//! Fluent Bit manual). The pod's name stands where the task's id stood.

use super::options::{Options, Outcome};
use super::{Way, on_fargate, record_starts};
use crate::diagnostics::{Code, Finding};
use crate::ir::plan::LogStep;
use crate::ir::{Spanned, Traced};
use crate::lower::workload::Context;

/// The way into a log group.
pub(super) fn way(driver: &Spanned<String>, options: &mut Options, container: &str, cx: &Context) -> Outcome {
    let Some(group) = options.take("awslogs-group") else { return Err("no log group is named".to_owned()) };
    let target = format!("the log group `{}`", group.value);
    let mut settings = Vec::new();
    match (options.take("awslogs-region"), &cx.home.region) {
        (Some(region), _) => settings.push(("region".to_owned(), options.fit(region.traced()))),
        (None, Some(region)) => settings.push(("region".to_owned(), Traced::implied(region.clone()))),
        (None, None) => return Err("its region is not known".to_owned()),
    }
    settings.push(("log_group_name".to_owned(), options.fit(group.traced())));
    let mut steps = Vec::new();
    if cx.on_fargate() {
        on_fargate::stream(options, container, driver, &mut settings);
    } else {
        stream(options, container, &mut steps, &mut settings);
    }
    settings.push(("log_key".to_owned(), Traced::implied("log".to_owned())));
    settings.push(("auto_create_group".to_owned(), create_group(options)));
    options.hand_over("awslogs-endpoint", "endpoint", &mut settings);
    if let Some(format) = options.take("awslogs-format") {
        if format.value == "json/emf" {
            settings.push(("log_format".to_owned(), format.traced()));
        } else {
            options.say(super::options::not_kept("awslogs-format", format.at, "awslogs"));
        }
    }
    if let Some(create) = options.take("awslogs-create-stream") {
        if create.value.eq_ignore_ascii_case("false") {
            options.say(super::options::not_kept("awslogs-create-stream", create.at, "awslogs"));
        } else {
            options.ignore_at(create.at, "the agent always makes the streams that it writes to");
        }
    }
    options.ignore(&["awslogs-credentials-endpoint"], "set by the ECS agent; the log agent has a role of its own");
    options.common();
    let first_line = if cx.on_fargate() { on_fargate::single_lines(options) } else { first_line(options)? };
    Ok(Way { first_line, steps, plugin: driver.with("cloudwatch_logs".to_owned()), settings, target })
}

fn stream(
    options: &mut Options,
    container: &str,
    steps: &mut Vec<LogStep>,
    settings: &mut Vec<(String, Traced<String>)>,
) {
    if let Some(fixed) = options.take("awslogs-stream") {
        settings.push(("log_stream_name".to_owned(), options.fit(fixed.traced())));
        return;
    }
    steps.push(match options.take("awslogs-stream-prefix") {
        Some(prefix) => LogStep::StreamOfPod(options.fit(prefix.with(format!("{}/{container}", prefix.value)))),
        None => LogStep::StreamOfContainer,
    });
    settings.push(("log_stream_template".to_owned(), Traced::implied("$log_stream".to_owned())));
    settings.push(("log_stream_name".to_owned(), Traced::implied("unnamed".to_owned())));
}

fn create_group(options: &mut Options) -> Traced<String> {
    match options.take("awslogs-create-group") {
        Some(create) => create.with(create.value.eq_ignore_ascii_case("true").to_string()),
        None => Traced::implied("false".to_owned()),
    }
}

/// Docker takes one or the other; with both it does not start the container.
fn first_line(options: &mut Options) -> Result<Option<Traced<String>>, String> {
    if let Some(format) = options.take("awslogs-datetime-format") {
        let Some(pattern) = record_starts::of_date(&format.value).filter(|pattern| record_starts::reads_alike(pattern))
        else {
            options.say(other_pattern("awslogs-datetime-format", &format));
            return Ok(None);
        };
        return Ok(Some(format.with(pattern)));
    }
    let Some(pattern) = options.take("awslogs-multiline-pattern") else { return Ok(None) };
    if !record_starts::reads_alike(&pattern.value) {
        options.say(other_pattern("awslogs-multiline-pattern", &pattern));
        return Ok(None);
    }
    Ok(Some(options.fit(pattern.traced())))
}

fn other_pattern(key: &str, value: &Spanned<String>) -> Finding {
    Finding::new(Code::LogOption, value.at, format!("the pattern of `{key}` is not kept: each line is a record"))
        .kubernetes("the agent reads such a pattern otherwise than Docker, or cannot hold it in its file")
        .help("write a multiline parser of your own for the agent, and name it in the generated file")
}
