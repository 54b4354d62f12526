//! Environment variables.
//!
//! ECS: a list without order; nothing is expanded; names are free; Fargate and current agents set `AWS_REGION` and
//! `AWS_DEFAULT_REGION` unless the task does. Kubernetes: two entries of one name are refused by server-side apply,
//! names are printable ASCII without `=` from 1.32 on and identifiers before ("Define Environment Variables for a
//! Container"), `$(NAME)` is expanded, and the regions are set only where a role is attached. So: sorted by name, the
//! last of two wins, `$` escaped, the regions written out.

use std::collections::BTreeMap;

use super::{Context, escape_dollar, load_files::FileSecrets, store_secrets::Store};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs;
use crate::ir::plan::{Environment, SecretVariable, Variable};
use crate::ir::{Spanned, Traced};

/// Decides the environment of one container.
pub(super) fn set(
    environment: ecs::Environment,
    container: &str,
    (store, file_secrets): (&mut Store, &mut FileSecrets),
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<Environment, Reported> {
    let ecs::Environment { variables, secrets, files } = environment;
    let mut all: BTreeMap<String, Traced<String>> = BTreeMap::new();
    let mut failed = None;
    for ecs::Variable { name, value } in variables {
        if let Err(reported) = check_name(&name, cx, diags) {
            failed = Some(reported);
            continue;
        }
        let text = value.as_ref().map_or("", |value| value.value.as_str());
        tell_of_contents(&name, text, diags);
        let from = std::iter::once(name.leaf()).chain(value.as_ref().map(Spanned::leaf));
        let value = Traced::new(escape_dollar::escape(text), from.collect());
        if let Some(earlier) = all.remove(&name.value) {
            diags.tell(
                Finding::new(
                    Code::DuplicateVariable,
                    name.at,
                    format!("the variable `{}` stands twice; the last value is kept", name.value),
                )
                .kubernetes("server-side apply refuses two variables of one name")
                .help("take one of them out"),
            );
            // The earlier one's leaves are accounted for by the variable that took its place.
            all.insert(name.value.clone(), value.and(earlier.from));
            continue;
        }
        all.insert(name.value.clone(), value);
    }
    let mut filled = Vec::new();
    for secret in secrets {
        let name = secret.name.clone();
        let twice =
            filled.iter().any(|known: &SecretVariable| known.name == name.value) || all.contains_key(&name.value);
        if twice {
            failed = Some(
                diags.error(
                    Finding::new(
                        Code::DuplicateName,
                        name.at,
                        format!("the variable `{}` is set twice, once from a secret", name.value),
                    )
                    .label("set before")
                    .help("take one of them out: ECS itself refuses the definition"),
                ),
            );
            continue;
        }
        match check_name(&name, cx, diags).and_then(|()| store.put(secret, container, cx, diags)) {
            Ok((secret, key)) => filled.push(SecretVariable { name: name.value, secret, key }),
            Err(reported) => failed = Some(reported),
        }
    }
    if let Some(reported) = failed {
        return Err(reported);
    }
    filled.sort_by(|a, b| a.name.cmp(&b.name));
    add_regions(&mut all, &filled, cx);
    let variables = all.into_iter().map(|(name, value)| variable(name, value)).collect();
    Ok(Environment { variables, secrets: filled, files: file_secrets.take(files, container, (cx, diags)) })
}

/// A variable with its value.
pub(super) fn variable(name: String, value: Traced<String>) -> Variable {
    Variable { name, value }
}

/// Adds variables that ECS's agent sets unless the task does.
pub(super) fn add_missing(environment: &mut Environment, variables: Vec<Variable>) {
    for variable in variables {
        if let Some(known) = environment.variables.iter_mut().find(|known| known.name == variable.name) {
            known.value.from.extend(variable.value.from);
        } else if !environment.secrets.iter().any(|secret| secret.name == variable.name) {
            environment.variables.push(variable);
        }
    }
    environment.variables.sort_by(|a, b| a.name.cmp(&b.name));
}

fn check_name(name: &Spanned<String>, cx: &Context, diags: &mut Diagnostics) -> Result<(), Reported> {
    let printable = name.value.chars().all(|c| (' '..='~').contains(&c) && c != '=');
    let identifier = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let plain = name.value.chars().all(identifier) && !name.value.starts_with(|c: char| c.is_ascii_digit());
    if printable && (plain || cx.since(32)) {
        return Ok(());
    }
    let when = if printable { " before 1.32" } else { "" };
    Err(diags.error(
        Finding::new(
            Code::EnvironmentName,
            name.at,
            format!("Kubernetes takes no variable of the name `{}`{when}", name.value.escape_debug()),
        )
        .label("not a legal name")
        .kubernetes("the API server refuses the whole pod")
        .help(if printable {
            "rename the variable, or convert for `--kube-version 1.32` or later"
        } else {
            "rename the variable in the task definition and in the program"
        }),
    ))
}

/// Parts of names of variables that hold secrets.
const TELLING: &str = "PASSWORD PASSWD SECRET API_KEY APIKEY PRIVATE_KEY ACCESS_KEY TOKEN";
/// Ends of names that speak of a secret without being one.
const ABOUT: &str = "_ARN _AUDIENCE _ENABLED _ENDPOINT _EXPIRATION _EXPIRY _FILE _HEADER _HOST _ID _ISSUER _LENGTH _LIFETIME \
                     _NAME _PATH _POLICY _PROVIDER _REGION _TIMEOUT _TTL _TYPE _URL";

/// What in a value will not work, or should not stand in a chart. The value itself is never shown.
fn tell_of_contents(name: &Spanned<String>, value: &str, diags: &mut Diagnostics) {
    if value.contains("ECS_CONTAINER_METADATA_URI") || value.contains("169.254.170.2") {
        diags.tell(metadata_finding(name.at, &format!("the variable `{}`", name.value)));
    }
    let word = name.value.to_ascii_uppercase();
    let named = word.ends_with("_PASS") || TELLING.split(' ').any(|part| word.contains(part));
    let named = named && !ABOUT.split(' ').any(|end| word.ends_with(end));
    let known = ["AKIA", "ASIA", "ghp_", "gho_", "glpat-", "xoxb-", "xoxp-", "sk_live_", "SG."];
    let shaped = known.iter().any(|start| value.starts_with(start)) && value.len() >= 16;
    let shaped = shaped || value.contains("-----BEGIN") || has_password_in_url(value);
    // A path, a number or a switch is no secret, whatever its variable is called.
    let number = value.parse::<f64>().is_ok();
    let literal = value.len() >= 6 && !number && !value.starts_with(['/', '.']) && !value.starts_with("arn:");
    if (named && literal) || shaped {
        diags.tell(
            Finding::new(
                Code::PlainSecret,
                name.at,
                format!("the value of `{}` looks like a credential, and stands in clear", name.value),
            )
            .kubernetes("it will stand in clear in `values.yaml`, in Git and in the pod's definition")
            .help("move it to Secrets Manager or a parameter, and name it under `secrets` in the task definition"),
        );
    }
}

fn has_password_in_url(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return false };
    let authority = rest.split('/').next().unwrap_or(rest);
    authority
        .split_once('@')
        .is_some_and(|(user, _)| user.split_once(':').is_some_and(|(_, password)| !password.is_empty()))
}

/// A use of ECS's own endpoints, which EKS does not have.
pub(super) fn metadata_finding(at: crate::source::At, what: &str) -> Finding {
    Finding::new(Code::EcsMetadata, at, format!("{what} uses ECS's metadata or credentials endpoint"))
        .label("169.254.170.2 does not exist on EKS")
        .kubernetes("the endpoint does not answer; pods learn such things through the downward API and the AWS SDK")
        .help("take it out of the program, or give it what it needs by `extraEnv` in values.override.yaml")
}

fn add_regions(all: &mut BTreeMap<String, Traced<String>>, secrets: &[SecretVariable], cx: &Context) {
    const NAMES: [&str; 2] = ["AWS_DEFAULT_REGION", "AWS_REGION"];
    let set = NAMES.iter().any(|name| all.contains_key(*name) || secrets.iter().any(|secret| secret.name == *name));
    if let (false, Some(region)) = (set, &cx.home.region) {
        for name in NAMES {
            all.insert(name.to_owned(), Traced::implied(region.clone()));
        }
    }
}
