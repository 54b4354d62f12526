//! `fluentd`, `gelf` and `syslog`: the same collector, by its address.
//!
//! ECS: the drivers send to an address, which may be a socket of the instance ("Configure logging drivers", Docker
//! documentation). The agent's plugins `forward`, `gelf` and `syslog` send to a host ("Outputs", Fluent Bit manual). A
//! socket or a port of the instance itself is not there on a node, so that such an address is left to a person.

use super::Way;
use super::options::{Options, Outcome, not_kept};
use crate::ir::{Spanned, Traced};

type Settings = Vec<(String, Traced<String>)>;

/// Scheme, host and port of an address; an empty scheme where none is written. `None` for a socket.
pub(super) fn address(text: &str, default_port: &str) -> Option<(String, String, String)> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
    let authority = rest.split('/').next().unwrap_or(rest);
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, default_port));
    let named = !host.is_empty() && !host.contains(['@', ' ', '[']) && !port.is_empty();
    let digits = port.chars().all(|c| c.is_ascii_digit());
    (scheme != "unix" && scheme != "unixgram" && named && digits)
        .then(|| (scheme.to_ascii_lowercase(), host.to_owned(), port.to_owned()))
}

/// Whether an address is one of the instance itself.
fn is_local(host: &str) -> bool {
    host == "localhost" || host.starts_with("127.") || host == "169.254.169.254"
}

/// Scheme and target of the address under `key`; host and port become settings.
fn reach(
    options: &mut Options,
    (key, default_port): (&str, &str),
    (host_key, port_key): (&str, &str),
    settings: &mut Settings,
) -> Result<(Spanned<String>, String), String> {
    let local = || "it went to the instance itself, where something took it that a node does not have".to_owned();
    let Some(found) = options.take(key) else { return Err(local()) };
    let Some((scheme, host, port)) = address(&found.value, default_port).filter(|(_, host, _)| !is_local(host)) else {
        return Err(local());
    };
    let target = format!("`{host}:{port}`");
    settings.push((host_key.to_owned(), options.fit(found.with(host))));
    settings.push((port_key.to_owned(), found.with(port)));
    Ok((Spanned::new(scheme, found.at), target))
}

/// A tag without Docker's templates is a name like another.
fn plain_tag(options: &mut Options, setting: &str, driver: &str, settings: &mut Settings) {
    match options.take("tag") {
        Some(tag) if tag.value.contains("{{") => options.say(not_kept("tag", tag.at, driver)),
        Some(tag) => {
            let value = options.fit(tag.traced());
            settings.push((setting.to_owned(), value));
        }
        None => {}
    }
}

/// The way to a Fluentd or Fluent Bit elsewhere.
pub(super) fn fluentd(driver: &Spanned<String>, options: &mut Options) -> Outcome {
    let mut settings = Vec::new();
    let (scheme, place) = reach(options, ("fluentd-address", "24224"), ("Host", "Port"), &mut settings)?;
    if scheme.value == "tls" {
        settings.push(("tls".to_owned(), scheme.with("On".to_owned())));
    }
    plain_tag(options, "Tag", "fluentd", &mut settings);
    options.hand_over("fluentd-max-retries", "Retry_Limit", &mut settings);
    if let Some(acknowledge) = options.is_on("fluentd-request-ack") {
        settings.push(("Require_ack_response".to_owned(), acknowledge.with("True".to_owned())));
    }
    let reason = "the agent sends in the background, as often as it has to, with times of full precision";
    let keys =
        ["fluentd-async", "fluentd-async-connect", "fluentd-async-reconnect-interval", "fluentd-sub-second-precision"];
    options.ignore(&keys, reason);
    options.ignore(&["fluentd-buffer-limit"], "the files on the node's disk are the buffer");
    options.common();
    let target = format!("the collector {place}");
    Ok(Way { first_line: None, steps: Vec::new(), plugin: driver.with("forward".to_owned()), settings, target })
}

/// The way to a Graylog or Logstash.
pub(super) fn gelf(driver: &Spanned<String>, options: &mut Options) -> Outcome {
    let mut settings = Vec::new();
    let (scheme, place) = reach(options, ("gelf-address", "12201"), ("Host", "Port"), &mut settings)?;
    settings.push(("Mode".to_owned(), scheme.with(if scheme.value == "tcp" { "tcp" } else { "udp" }.to_owned())));
    settings.push(("Gelf_Short_Message_Key".to_owned(), Traced::implied("log".to_owned())));
    if let Some(kind) = options.take("gelf-compression-type") {
        settings.push(("Compress".to_owned(), kind.with((kind.value != "none").to_string())));
    }
    options.common();
    let target = format!("the collector {place}");
    Ok(Way { first_line: None, steps: Vec::new(), plugin: driver.with("gelf".to_owned()), settings, target })
}

/// The way to a syslog elsewhere.
pub(super) fn syslog(driver: &Spanned<String>, options: &mut Options) -> Outcome {
    let mut settings = Vec::new();
    let (scheme, place) = reach(options, ("syslog-address", "514"), ("host", "port"), &mut settings)?;
    let mode = match scheme.value.as_str() {
        "udp" => "udp",
        "tcp" => "tcp",
        "tcp+tls" => "tls",
        _ => return Err("its address has a scheme that the agent does not have".to_owned()),
    };
    settings.push(("mode".to_owned(), scheme.with(mode.to_owned())));
    if mode == "tls" {
        settings.push(("tls".to_owned(), scheme.with("On".to_owned())));
    }
    settings.push(("syslog_message_key".to_owned(), Traced::implied("log".to_owned())));
    if let Some(format) = options.take("syslog-format") {
        // Docker's kinds with microseconds are the same message with a longer time.
        let kind = if format.value.starts_with("rfc5424") { "rfc5424" } else { "rfc3164" };
        settings.push(("syslog_format".to_owned(), format.with(kind.to_owned())));
    } else {
        settings.push(("syslog_format".to_owned(), Traced::implied("rfc3164".to_owned())));
    }
    if let Some(facility) = options.take("syslog-facility") {
        match facility_number(&facility.value) {
            Some(number) => {
                settings.push(("syslog_facility_preset".to_owned(), facility.with(number.to_string())));
            }
            None => options.say(not_kept("syslog-facility", facility.at, "syslog")),
        }
    }
    if let Some(skip) = options.is_on("syslog-tls-skip-verify") {
        settings.push(("tls.verify".to_owned(), skip.with("Off".to_owned())));
    }
    plain_tag(options, "syslog_appname_preset", "syslog", &mut settings);
    options.common();
    let target = format!("the syslog {place}");
    Ok(Way { first_line: None, steps: Vec::new(), plugin: driver.with("syslog".to_owned()), settings, target })
}

/// The number of a facility (RFC 5424, section 6.2.1).
fn facility_number(name: &str) -> Option<u32> {
    const NAMES: [&str; 12] =
        ["kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp"];
    if let Some(local) = name.strip_prefix("local") {
        return local.parse().ok().filter(|number| *number < 8).map(|number: u32| number + 16);
    }
    if let Ok(number) = name.parse::<u32>() {
        return (number < 24).then_some(number);
    }
    NAMES.iter().position(|known| *known == name).and_then(|index| u32::try_from(index).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        let of = |text: &str| address(text, "1").map(|(scheme, host, port)| format!("{scheme}|{host}|{port}"));
        assert_eq!(of("logs.internal:24224").as_deref(), Some("|logs.internal|24224"));
        assert_eq!(of("https://splunk:8088/services").as_deref(), Some("https|splunk|8088"));
        assert_eq!(of("udp://graylog").as_deref(), Some("udp|graylog|1"));
        assert_eq!(of("unix:///var/run/fluent.sock"), None);
        assert_eq!(of("https://user:word@host:1"), None);
        assert_eq!(of(""), None);
    }

    #[test]
    fn facilities_have_numbers() {
        assert_eq!(facility_number("daemon"), Some(3));
        assert_eq!(facility_number("local3"), Some(19));
        assert_eq!(facility_number("23"), Some(23));
        assert_eq!(facility_number("local9"), None);
    }
}
