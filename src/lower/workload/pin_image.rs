//! The image, and when a node asks the registry for it.
//!
//! ECS: an image without a tag is `latest`; Fargate pulls at every start, EC2 instances ask the registry at every start
//! and fall back to what they have; `versionConsistency`, on unless disabled, fixes a tag by its digest for each deployment
//! ("ContainerDefinition", API reference). Kubernetes: with a tag other than `latest` a node that has the image does not ask
//! ("Images", Image pull policy). So a tag is always asked for, and a digest never needs to be.

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::VersionConsistency;
use crate::ir::plan::{Image, Pull};
use crate::ir::{Spanned, Traced};
use crate::lower::arn::Home;
use crate::source::At;

/// Stands where an image belongs and none was written.
const NO_IMAGE: &str = "REPLACE-WITH-IMAGE";

/// Decides the reference and the pull policy; tells of a pull from another account's registry.
pub(super) fn pin(
    image: Option<Spanned<String>>,
    (container, consistency): (&Spanned<String>, Option<Spanned<VersionConsistency>>),
    home: &Home,
    diags: &mut Diagnostics,
) -> (Image, Option<Pull>) {
    let Some(image) = image else {
        ignore_consistency(consistency.as_ref(), "there is no image yet", diags);
        diags.tell(
            Finding::new(
                Code::ImagePlaceholder,
                container.at,
                format!("the container `{}` has no image yet", container.value),
            )
            .label("no `image` in here")
            .kubernetes(format!("`{NO_IMAGE}` is written, and the pod waits with `InvalidImageName`"))
            .help("set `image` in values.override.yaml, or fill it in before converting, as the deploy does"),
        );
        let reference = Traced::implied(NO_IMAGE.to_owned());
        return (Image { reference, version: String::new(), always_pull: false }, None);
    };
    let reference = image.value.trim().to_owned();
    if !is_reference(&reference) {
        ignore_consistency(consistency.as_ref(), "there is no image yet", diags);
        diags.tell(
            Finding::new(Code::ImagePlaceholder, image.at, format!("`{reference}` is no image yet"))
                .label("a placeholder")
                .kubernetes("it is written as it stands, and the pod waits with `InvalidImageName`")
                .help("set `image` in values.override.yaml, or fill the placeholder in before converting"),
        );
        let image = Image { reference: image.with(reference), version: String::new(), always_pull: false };
        return (image, None);
    }
    let pull = other_account(&image, &reference, home);
    let (name, digest) = match reference.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (reference.as_str(), None),
    };
    let tag = name.rsplit('/').next().and_then(|last| last.split_once(':')).map(|(_, tag)| tag);
    if let Some(digest) = digest {
        ignore_consistency(consistency.as_ref(), "the image is named by its digest, which never changes", diags);
        let version =
            tag.map_or_else(|| digest.split(':').next_back().unwrap_or("").chars().take(12).collect(), str::to_owned);
        return (Image { reference: image.with(reference.clone()), version, always_pull: false }, pull);
    }
    tell_of_tag(&image, &reference, tag, consistency, diags);
    let (reference, version) = match tag {
        Some(tag) => (reference.clone(), tag.to_owned()),
        None => (format!("{reference}:latest"), "latest".to_owned()),
    };
    (Image { reference: image.with(reference), version, always_pull: true }, pull)
}

fn ignore_consistency(
    consistency: Option<&Spanned<VersionConsistency>>,
    reason: &'static str,
    diags: &mut Diagnostics,
) {
    consistency.iter().for_each(|consistency| diags.ignore(consistency.at, reason));
}

/// Where version consistency is off, each task of ECS asked for the tag too.
fn tell_of_tag(
    image: &Spanned<String>,
    reference: &str,
    tag: Option<&str>,
    consistency: Option<Spanned<VersionConsistency>>,
    diags: &mut Diagnostics,
) {
    let floating = matches!(tag, None | Some("latest"));
    match consistency.as_ref().map(|consistency| consistency.value) {
        Some(VersionConsistency::Disabled) => {
            let reason = "a node asks the registry for the tag at each start, as ECS did";
            ignore_consistency(consistency.as_ref(), reason, diags);
        }
        Some(VersionConsistency::Enabled) | None if floating => diags.tell(
            Finding::new(Code::FloatingImage, image.at, format!("`{reference}` names no version"))
                .also(consistency.map(|consistency| consistency.at))
                .label("`latest` is whatever was pushed last")
                .kubernetes("ECS fixed the image for each deployment; pods that start later may run another one")
                .help("name a version, best by its digest"),
        ),
        Some(VersionConsistency::Enabled) => diags.tell(
            Finding::new(
                Code::TagNotFixed,
                image.at,
                format!("ECS fixed the tag of `{reference}` for each deployment"),
            )
            .also(consistency.map(|consistency| consistency.at))
            .kubernetes("nothing fixes it: where the tag is pushed again, pods that start later run another image")
            .help("nothing to do where a tag is pushed once; else name the image by its digest"),
        ),
        None => {}
    }
}

/// Whether a text is an image reference by the grammar of the OCI distribution specification.
fn is_reference(text: &str) -> bool {
    let (name, digest) = text.split_once('@').unwrap_or((text, ""));
    let (path, last) = name.rsplit_once('/').map_or(("", name), |(path, last)| (path, last));
    let (last, tag) = last.split_once(':').unwrap_or((last, ""));
    let tag_char = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let part = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-'))
            && part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    let host = |host: &str| {
        !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':'))
    };
    let mut parts = path.split('/').filter(|_| !path.is_empty());
    let first = parts.next();
    first.is_none_or(|first| part(first) || host(first))
        && parts.all(part)
        && part(last)
        && tag.chars().all(tag_char)
        && tag.len() <= 128
        && !name.ends_with(':')
        && (digest.is_empty() && !text.ends_with('@')
            || digest
                .split_once(':')
                .is_some_and(|(_, hex)| hex.len() >= 32 && hex.chars().all(|c| c.is_ascii_hexdigit())))
}

/// A private registry of ECR whose account is not the task's own.
fn other_account(image: &Spanned<String>, reference: &str, home: &Home) -> Option<Pull> {
    let (host, path) = reference.split_once('/')?;
    let (account, rest) = host.split_once('.')?;
    if account.len() != 12 || !account.chars().all(|c| c.is_ascii_digit()) || !rest.starts_with("dkr.ecr.") {
        return None;
    }
    if home.account.as_deref() == Some(account) {
        return None;
    }
    let repository = path.split(['@', ':']).next().unwrap_or(path).to_owned();
    Some(Pull { account: account.to_owned(), repository, image: image.at, puller: home.account.clone() })
}

/// Tells of pulls from other accounts, once for each repository.
pub(super) fn tell_of_pulls(pulls: &[Pull], cx: &Context, diags: &mut Diagnostics) {
    let mut told: Vec<&Pull> = Vec::new();
    for pull in pulls {
        if told.iter().any(|known| (&known.account, &known.repository) == (&pull.account, &pull.repository)) {
            continue;
        }
        let same = pulls.iter().filter(|one| (&one.account, &one.repository) == (&pull.account, &pull.repository));
        tell_of_other_account(pull, same.map(|one| one.image).skip(1), cx, diags);
        told.push(pull);
    }
}

fn tell_of_other_account(pull: &Pull, also: impl Iterator<Item = At>, cx: &Context, diags: &mut Diagnostics) {
    let (puller, denied) =
        if cx.on_fargate() { ("pod execution role", "that role") } else { ("node role", "the nodes") };
    let file = pull.repository.replace('/', "-");
    diags.tell(
        Finding::new(
            Code::CrossAccountPull,
            pull.image,
            format!(
                "the image is in account {}, and the puller changes from the execution role to the {puller}",
                pull.account
            ),
        )
        .also(also)
        .kubernetes(format!(
            "a repository policy that names execution roles denies {denied}: `no basic auth credentials`"
        ))
        .help(format!(
            "add the statement in `iam/ecr-{}-{file}.policy.json` to the policy of `{}` there",
            pull.account, pull.repository
        )),
    );
}

#[cfg(test)]
mod tests {
    use super::is_reference;

    #[test]
    fn images_are_told_from_placeholders() {
        for image in [
            "nginx",
            "nginx:1.27",
            "library/nginx",
            "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/web:2026.11.3",
            "localhost:5000/a/b:x",
            "ghcr.io/o/r@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ] {
            assert!(is_reference(image), "{image}");
        }
        for text in ["<IMAGE1_NAME>", "$$$IMAGE$$$", "${IMAGE}", "", "a:", "a b", "repo/Name:1", "{{ image }}"] {
            assert!(!is_reference(text), "{text}");
        }
    }
}
