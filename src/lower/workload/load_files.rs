//! Files of variables.
//!
//! ECS (`environmentFiles`): objects of S3 that are read at each start of a task; a line is split at its first `=`, nothing
//! is trimmed, lines that begin with `#` or have no `=` are passed over; of several files the first that sets a variable
//! counts, and `environment` and `secrets` count more than any file ("Pass environment variables to an Amazon ECS
//! container"). Kubernetes: a container takes all keys of a Secret as variables by `envFrom`; of several the last counts,
//! and `env` counts more than any ("Container", API reference). What the files hold is not known here, and no operator
//! fills a Secret from S3. So: a Secret for each file, to be made by a person, named in reverse order; the pod waits for it.

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{EnvironmentFile, FileStore};
use crate::ir::{Spanned, Traced};
use crate::lower::arn::Arn;
use crate::lower::names;
use crate::source::At;

/// The Secrets that stand for files, while the containers of a workload are looked at.
#[derive(Debug, Default)]
pub(super) struct FileSecrets(Vec<FileSecret>);

#[derive(Debug)]
struct FileSecret {
    name: String,
    /// Such as `s3://shop-config/prod.env`.
    file: String,
    places: Vec<At>,
    /// Such as `file 1 of 2 of web`.
    rank: String,
}

impl FileSecrets {
    /// Takes a container's files in; returns the names of their Secrets, in the order of `envFrom`.
    pub(super) fn take(
        &mut self,
        files: Vec<EnvironmentFile>,
        container: &str,
        (cx, diags): (&Context, &mut Diagnostics),
    ) -> Vec<Traced<String>> {
        let total = files.len();
        let mut names: Vec<Traced<String>> = Vec::new();
        for (index, EnvironmentFile { value, store }) in files.into_iter().enumerate() {
            let rank = format!("file {} of {total} of `{container}`", index + 1);
            let name = self.name(&value, rank, cx);
            if let Some(store) = store {
                match store.value {
                    FileStore::S3 => diags.ignore(store.at, "S3 is the only kind of store that there is"),
                }
            }
            let name = value.with(name);
            match names.iter_mut().find(|known| known.value == name.value) {
                Some(known) => known.from.extend(name.from),
                None => names.push(name),
            }
        }
        names.reverse();
        names
    }

    fn name(&mut self, value: &Spanned<String>, rank: String, cx: &Context) -> String {
        let file = url(&value.value);
        if let Some(known) = self.0.iter_mut().find(|known| known.file == file) {
            known.places.push(value.at);
            return known.name.clone();
        }
        let last = file.rsplit('/').next().unwrap_or(&file);
        let wanted = format!("{}-file-{last}", cx.names.workload.value);
        let mut name = names::label(&wanted, names::LABEL, &file);
        if self.0.iter().any(|known| known.name == name) {
            name = names::hashed(&name, names::LABEL, &file);
        }
        self.0.push(FileSecret { name: name.clone(), file, places: vec![value.at], rank });
        name
    }

    /// Tells which Secrets are to be made, and of what.
    pub(super) fn tell(self, cx: &Context, diags: &mut Diagnostics) {
        for FileSecret { name, file, places, rank } in self.0 {
            let Some((first, rest)) = places.split_first() else { continue };
            let command = format!(
                "aws s3 cp {} - | grep '^[^#=][^=]*=' | kubectl create secret generic {name} -n {} --from-env-file=/dev/stdin",
                quoted(&file),
                cx.names.namespace.value
            );
            diags.tell(
                Finding::new(Code::EnvironmentFile, *first, format!("`{file}` was read at each start of a task, and becomes the Secret `{name}`"))
                    .also(rest.iter().copied())
                    .label(format!("{rank}; the first file that sets a variable counts"))
                    .kubernetes("the pod waits with `CreateContainerConfigError` until the Secret exists; `env` counts more than it")
                    .help(format!("make it: {command}")),
            );
        }
    }
}

/// `s3://bucket/key` for an ARN; anything else as it stands.
fn url(value: &str) -> String {
    Arn::parse(value)
        .filter(|arn| arn.service == "s3")
        .map_or_else(|| value.to_owned(), |arn| format!("s3://{}", arn.resource))
}

/// As a shell takes it for one word.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | ':' | '.' | '-' | '_');
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_named_by_its_url() {
        assert_eq!(url("arn:aws:s3:::shop-config/a/prod.env"), "s3://shop-config/a/prod.env");
        assert_eq!(url("prod.env"), "prod.env");
        assert_eq!(quoted("s3://b/it's.env"), r"'s3://b/it'\''s.env'");
    }
}
