//! File systems of AWS.
//!
//! ECS: EFS is mounted with TLS where it says so, by the task role where it says so; S3 Files always with both; FSx for
//! Windows File Server by an account of a domain ("EFSVolumeConfiguration", "S3FilesVolumeConfiguration",
//! "FSxWindowsFileServerVolumeConfiguration", API reference). Kubernetes: the EFS CSI driver mounts the first two with the
//! role of its own node pods, S3 Files from version 3.0 on under the prefix `s3files:` ("Amazon EFS CSI driver"); the SMB
//! CSI driver mounts the third, by the server's DNS name, which the definition does not have. EKS Fargate has the driver
//! built in, and mounts through the pod's own interface ("Store an elastic file system with Amazon EFS", EKS User Guide).

use super::{
    Context,
    mount_volumes::{claim_name, claimed},
};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::plan::VolumeSource;
use crate::ir::{Spanned, Traced, ecs};

/// Whose role mounts, and the name of that role.
fn mounter(cx: &Context) -> (&'static str, &'static str) {
    if cx.on_fargate() {
        ("a role of EKS Fargate, the pod execution role as far as is known", "the pod execution role")
    } else {
        ("the role of its own node pods", "the role of `efs-csi-node-sa`")
    }
}

fn tell_of_network(file_system: &Spanned<String>, cx: &Context, diags: &mut Diagnostics) {
    let (by, group, help) = if cx.on_fargate() {
        (
            "through the pod's own interface",
            "the cluster's",
            "add that rule; EKS Fargate has the EFS CSI driver built in",
        )
    } else {
        ("by the node", "the nodes'", "add that rule, and install the EFS CSI driver")
    };
    diags.tell(
        Finding::new(
            Code::EfsNetwork,
            file_system.at,
            format!("the file system `{}` is mounted {by}", file_system.value),
        )
        .kubernetes(format!("its mount targets must admit port 2049 from {group} security group, not from the task's"))
        .help(help),
    );
}

/// Decides an EFS volume. `name` is its new name.
pub(super) fn efs(efs: ecs::Efs, name: &str, cx: &Context, diags: &mut Diagnostics) -> VolumeSource {
    let ecs::Efs { file_system_id, root_directory, transit_encryption, transit_encryption_port, access_point_id, iam } =
        efs;
    let point = access_point_id.as_ref().map(|point| point.value.as_str());
    let handle = handle(&file_system_id.value, root_directory.as_ref(), point);
    tell_of_network(&file_system_id, cx, diags);
    if let Some(encryption) = &transit_encryption {
        if encryption.value {
            diags.ignore(encryption.at, "TLS, which the EFS CSI driver uses by itself");
        } else {
            diags.tell(
                Finding::new(Code::EfsTls, encryption.at, "the file system was mounted without TLS")
                    .kubernetes("the EFS CSI driver mounts with TLS, which costs a little CPU")
                    .help("nothing to do"),
            );
        }
    }
    ignore_port(transit_encryption_port, diags);
    let mut options = Vec::new();
    if let Some(iam) = &iam {
        if iam.value {
            options.push(iam.with("iam".to_owned()));
            diags.tell(
                Finding::new(Code::EfsIam, iam.at, "the file system is mounted with the task role")
                    .kubernetes(format!("the EFS CSI driver mounts with {}, for every workload", mounter(cx).0))
                    .help(format!(
                        "allow `elasticfilesystem:ClientMount` and `ClientWrite` to {} in the file system's policy",
                        mounter(cx).1
                    )),
            );
        } else {
            diags.ignore(iam.at, "DISABLED is what holds without it");
        }
    }
    let from = [
        Some(file_system_id.leaf()),
        root_directory.map(|root| root.leaf()),
        access_point_id.map(|point| point.leaf()),
    ];
    let claim = claim_name(name, &handle, cx);
    VolumeSource::Efs {
        handle: Traced::new(handle, from.into_iter().flatten().collect()),
        mount_options: options,
        claim,
    }
}

fn tell_of_s3_files(file_system: &Spanned<String>, id: &str, cx: &Context, diags: &mut Diagnostics) {
    let (by, nodes) =
        if cx.on_fargate() { ("EKS Fargate", "the cluster's security group") } else { ("the node", "the nodes") };
    let first = if cx.on_fargate() { "see that it is mounted at all" } else { "install that version" };
    let (whose, role) = mounter(cx);
    diags.tell(
        Finding::new(
            Code::S3Files,
            file_system.at,
            format!("the file system `{id}` of S3 Files is mounted by {by}, not with the task role"),
        )
        .kubernetes(format!("the EFS CSI driver mounts it from version 3.0 on, with {whose}, for every workload"))
        .help(format!(
            "{first}, attach AmazonS3FilesClientFullAccess and AmazonS3ReadOnlyAccess to {role}, and admit port 2049 from {nodes}"
        )),
    );
}

/// Decides a volume of S3 Files. `name` is its new name.
pub(super) fn s3_files(
    volume: ecs::S3Files,
    name: &str,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<VolumeSource, Reported> {
    let ecs::S3Files { file_system_arn, root_directory, transit_encryption_port, access_point_arn } = volume;
    let id = id(&file_system_arn, "fs-", diags)?;
    let point = access_point_arn.as_ref().map(|arn| self::id(arn, "fsap-", diags)).transpose()?;
    let handle = format!("s3files:{}", handle(&id, root_directory.as_ref(), point.as_deref()));
    tell_of_s3_files(&file_system_arn, &id, cx, diags);
    ignore_port(transit_encryption_port, diags);
    let from = [
        Some(file_system_arn.leaf()),
        root_directory.map(|root| root.leaf()),
        access_point_arn.map(|point| point.leaf()),
    ];
    let claim = claim_name(name, &handle, cx);
    let handle = Traced::new(handle, from.into_iter().flatten().collect());
    Ok(VolumeSource::Efs { handle, mount_options: Vec::new(), claim })
}

fn ignore_port(port: Option<Spanned<i64>>, diags: &mut Diagnostics) {
    if let Some(port) = port {
        diags.ignore(port.at, "a local port of the tunnel: fixed ports of two pods on one node would collide");
    }
}

/// What the EFS driver is told: `fs-…`, `fs-…:/path`, `fs-…::fsap-…`.
fn handle(id: &str, root: Option<&Spanned<String>>, point: Option<&str>) -> String {
    let root = root.map_or("", |root| root.value.trim_end_matches('/'));
    match (point, root) {
        (Some(point), root) => format!("{id}:{root}:{point}"),
        (None, "") => id.to_owned(),
        (None, root) => format!("{id}:{root}"),
    }
}

/// The id at the end of an ARN.
fn id(arn: &Spanned<String>, start: &str, diags: &mut Diagnostics) -> Result<String, Reported> {
    let last = arn.value.rsplit('/').next().unwrap_or_default();
    let digits = last.strip_prefix(start).unwrap_or_default();
    if (8..=40).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c)) {
        return Ok(last.to_owned());
    }
    Err(diags.error(
        Finding::new(
            Code::FileSystemArn,
            arn.at,
            format!("`{}` does not end with an id such as `{start}0123456789abcdef0`", arn.value),
        )
        .label("no ARN of S3 Files")
        .kubernetes("the driver mounts by that id")
        .help("write the full ARN, as the console of S3 Files shows it"),
    ))
}

/// Decides a share of FSx for Windows File Server: a claim that a person makes.
pub(super) fn fsx_windows(
    volume: ecs::FsxWindows,
    name: &Spanned<String>,
    new_name: &str,
    cx: &Context,
    diags: &mut Diagnostics,
) -> VolumeSource {
    let ecs::FsxWindows { at, file_system_id, root_directory, credentials_parameter, domain } = volume;
    let claim = claim_name(new_name, &file_system_id.value, cx);
    let path = root_directory.as_ref().map_or("", |root| root.value.as_str()).replace('\\', "/");
    let (share, folder) = path.trim_matches('/').split_once('/').unwrap_or((path.trim_matches('/'), ""));
    let folder = if folder.is_empty() { String::new() } else { format!(", subDir `{folder}`") };
    let account =
        credentials_parameter.as_ref().map_or("an account of the domain", |parameter| parameter.value.as_str());
    let domain = domain.as_ref().map_or("", |domain| domain.value.as_str());
    diags.tell(
        Finding::new(
            Code::SmbShare,
            at,
            format!("the volume `{}` is a share of `{}` in the domain `{domain}`", name.value, file_system_id.value),
        )
        .kubernetes(format!("its pods wait until the claim `{claim}` exists in `{}`", cx.names.namespace.value))
        .help(format!(
            "install csi-driver-smb; make a PersistentVolume with source `//DNS-NAME-OF-{}/{share}`{folder}, a nodeStageSecretRef with username, password and domain of `{account}`, and the claim",
            file_system_id.value
        )),
    );
    claimed(name.with(claim))
}
