//! What a single option may be.

use crate::cli::Stop;

/// The minor version of Kubernetes.
pub(super) fn minor(version: &str) -> Result<u32, Stop> {
    let minor =
        version.trim_start_matches('v').strip_prefix("1.").and_then(|minor| minor.split('.').next()?.parse().ok());
    minor
        .filter(|minor| (31..=37).contains(minor))
        .ok_or_else(|| Stop(format!("`--kube-version {version}`: write 1.31 to 1.37")))
}

/// A name that a namespace may have.
pub(super) fn namespace(name: &str) -> Result<String, Stop> {
    let legal = name.len() <= 63
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.is_empty();
    if legal {
        Ok(name.to_owned())
    } else {
        Err(Stop(format!("`--namespace {name}`: write a DNS label, such as `shop`")))
    }
}

/// Host and path, from the issuer's URL or the provider's ARN.
pub(super) fn provider(text: &str) -> Result<String, Stop> {
    let text = text.split_once(":oidc-provider/").map_or(text, |(_, path)| path);
    let path = text.trim_start_matches("https://").trim_end_matches('/');
    if path.contains('.') && !path.contains([' ', ':']) {
        return Ok(path.to_owned());
    }
    Err(Stop(format!(
        "`--oidc-provider {text}`: write the issuer's URL, which `aws eks describe-cluster --query cluster.identity.oidc.issuer` prints"
    )))
}

/// A version as Helm takes it for a chart.
pub(super) fn version(text: &str) -> Result<String, Stop> {
    let mut parts = text.split(['-', '+']).next().unwrap_or(text).split('.');
    let numbers =
        (0..3).all(|_| parts.next().is_some_and(|part| part.parse::<u64>().is_ok())) && parts.next().is_none();
    if numbers {
        Ok(text.to_owned())
    } else {
        Err(Stop(format!("`--chart-version {text}`: write a SemVer version, such as 0.1.0")))
    }
}
