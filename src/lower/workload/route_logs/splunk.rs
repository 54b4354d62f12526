//! `splunk`: the same collector, with the shape of events that Docker gave them.
//!
//! ECS: Docker's driver sends events of the shapes `inline`, `json` or `raw` to an HTTP event collector ("Splunk logging
//! driver", Docker documentation), at the URL as it stands: without a port at the scheme's own. The agent's plugin sends the record, or one key of it with `event_key` ("Splunk",
//! Fluent Bit manual). The token is a secret and is never written.

use super::Way;
use super::collectors::address;
use super::options::{Options, Outcome, not_kept};
use crate::ir::plan::LogStep;
use crate::ir::{Spanned, Traced};

/// The way to a collector.
pub(super) fn way(driver: &Spanned<String>, options: &mut Options) -> Outcome {
    let Some(url) = options.take("splunk-url") else { return Err("no `splunk-url` is named".to_owned()) };
    let plain = url.value.to_ascii_lowercase().starts_with("http:");
    let Some((scheme, host, port)) =
        address(&url.value, if plain { "80" } else { "443" }).filter(|(scheme, ..)| scheme.starts_with("http"))
    else {
        return Err("its `splunk-url` is no URL of a host and a port".to_owned());
    };
    let target = format!("the Splunk collector `{host}:{port}`");
    let tls = if scheme == "https" { "On" } else { "Off" };
    let mut settings: Vec<(String, Traced<String>)> = [("host", host.as_str()), ("port", port.as_str()), ("tls", tls)]
        .map(|(key, value)| (key.to_owned(), url.with(value.to_owned())))
        .to_vec();
    match options.secret("splunk-token") {
        Some(token) => settings.push(("splunk_token".to_owned(), token)),
        None => return Err("no `splunk-token` is named".to_owned()),
    }
    for (option, setting) in
        [("splunk-source", "event_source"), ("splunk-sourcetype", "event_sourcetype"), ("splunk-index", "event_index")]
    {
        options.hand_over(option, setting, &mut settings);
    }
    if let Some(skip) = options.is_on("splunk-insecureskipverify") {
        settings.push(("tls.verify".to_owned(), skip.with("Off".to_owned())));
    }
    options.hand_over("splunk-caname", "tls.vhost", &mut settings);
    if let Some(gzip) = options.is_on("splunk-gzip") {
        settings.push(("compress".to_owned(), gzip.with("gzip".to_owned())));
    }
    options.ignore(&["splunk-verify-connection"], "a pod starts whether the collector answers or not");
    let steps = shape(options, &mut settings);
    options.common();
    Ok(Way { first_line: None, steps, plugin: driver.with("splunk".to_owned()), settings, target })
}

/// `inline` is what holds without a word: the line, the stream and a tag in an object.
fn shape(options: &mut Options, settings: &mut Vec<(String, Traced<String>)>) -> Vec<LogStep> {
    let inline = || vec![LogStep::Rename("log", "line"), LogStep::Rename("stream", "source")];
    let Some(format) = options.take("splunk-format") else { return inline() };
    match format.value.as_str() {
        "raw" => {
            settings.push(("event_key".to_owned(), format.with("$log".to_owned())));
            Vec::new()
        }
        "inline" => {
            options.ignore_at(format.at, "inline is what holds without it, and what the records are like");
            inline()
        }
        _ => {
            options.say(not_kept("splunk-format", format.at, "splunk"));
            inline()
        }
    }
}
