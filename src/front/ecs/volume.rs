//! `volumes` of a task definition, `mountPoints` and `volumesFrom` of a container definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object, text};
use crate::front::tree::{Node, Value};
use crate::ir::Spanned;
use crate::ir::ecs::{DockerVolume, Efs, FsxWindows, Mount, S3Files, Scope, Volume, VolumeKind, VolumesFrom};

/// Reads a volume. ECS takes one kind of configuration a volume.
pub(super) fn volume(node: Node, diags: &mut Diagnostics) -> Result<Volume, Reported> {
    object(node, diags, |it, diags| {
        let name = it.required_string("name", diags)?;
        let source_path = host(it, diags)?;
        let efs = it.child("efsVolumeConfiguration", diags, efs)?;
        let s3_files = it.child("s3filesVolumeConfiguration", diags, s3_files)?;
        let docker = it.child("dockerVolumeConfiguration", diags, docker)?;
        let fsx = it.child("fsxWindowsFileServerVolumeConfiguration", diags, fsx_windows)?;
        let at_launch = at_launch(it, diags)?;
        let configured = [
            efs.map(VolumeKind::Efs),
            s3_files.map(VolumeKind::S3Files),
            docker.map(VolumeKind::Docker),
            fsx.map(VolumeKind::FsxWindows),
            at_launch.map(|switch| VolumeKind::AtLaunch { switch }),
            source_path.map(|source_path| VolumeKind::Bind { source_path }),
        ];
        let kind = configured.into_iter().flatten().next().unwrap_or(VolumeKind::Scratch);
        Ok(Volume { at: it.at(), name, kind })
    })
}

fn at_launch(it: &mut Object, diags: &mut Diagnostics) -> Result<Option<Spanned<bool>>, Reported> {
    let Some(switch) = it.boolean("configuredAtLaunch", diags)? else { return Ok(None) };
    if !switch.value {
        diags.ignore(switch.at, "false is what holds without it");
        return Ok(None);
    }
    Ok(Some(switch))
}

/// The path of `host`. An empty object is no path: Docker's own empty volume.
fn host(it: &mut Object, diags: &mut Diagnostics) -> Result<Option<Spanned<String>>, Reported> {
    let Some(node) = it.take("host", diags) else { return Ok(None) };
    if matches!(&node.value, Value::Map(entries) if entries.is_empty()) {
        diags.ignore(node.at, "an empty host: a volume that starts empty, as without it");
        return Ok(None);
    }
    object(node, diags, |it, diags| it.string("sourcePath", diags))
}

fn efs(it: &mut Object, diags: &mut Diagnostics) -> Result<Efs, Reported> {
    const SWITCH: &[(&str, bool)] = &[("ENABLED", true), ("DISABLED", false)];
    let authorization = it.child("authorizationConfig", diags, |it, diags| {
        Ok((it.string("accessPointId", diags)?, it.one_of("iam", SWITCH, diags)?))
    })?;
    let (access_point_id, iam) = authorization.unwrap_or((None, None));
    Ok(Efs {
        file_system_id: it.required_string("fileSystemId", diags)?,
        root_directory: it.string("rootDirectory", diags)?,
        transit_encryption: it.one_of("transitEncryption", SWITCH, diags)?,
        transit_encryption_port: it.integer_within("transitEncryptionPort", 0..=65_535, diags)?,
        access_point_id,
        iam,
    })
}

fn s3_files(it: &mut Object, diags: &mut Diagnostics) -> Result<S3Files, Reported> {
    Ok(S3Files {
        file_system_arn: it.required_string("fileSystemArn", diags)?,
        root_directory: it.string("rootDirectory", diags)?,
        transit_encryption_port: it.integer_within("transitEncryptionPort", 0..=65_535, diags)?,
        access_point_arn: it.string("accessPointArn", diags)?,
    })
}

fn docker(it: &mut Object, diags: &mut Diagnostics) -> Result<DockerVolume, Reported> {
    const SCOPES: &[(&str, Scope)] = &[("task", Scope::Task), ("shared", Scope::Shared)];
    Ok(DockerVolume {
        at: it.at(),
        scope: it.one_of("scope", SCOPES, diags)?,
        autoprovision: it.boolean("autoprovision", diags)?,
        driver: it.string("driver", diags)?,
        options: free_form(it, "driverOpts", diags)?,
        labels: free_form(it, "labels", diags)?.into_iter().map(|(_, value)| value).collect(),
    })
}

/// A map whose keys are the user's own and are never respelt.
fn free_form(
    it: &mut Object,
    key: &'static str,
    diags: &mut Diagnostics,
) -> Result<Vec<(String, Spanned<String>)>, Reported> {
    let read = it.child(key, diags, |it, diags| {
        it.take_all().into_iter().map(|entry| Ok((entry.key, text(entry.node, diags)?))).collect()
    })?;
    Ok(read.unwrap_or_default())
}

fn fsx_windows(it: &mut Object, diags: &mut Diagnostics) -> Result<FsxWindows, Reported> {
    let authorization = it.child("authorizationConfig", diags, |it, diags| {
        Ok((it.string("credentialsParameter", diags)?, it.string("domain", diags)?))
    })?;
    let (credentials_parameter, domain) = authorization.unwrap_or((None, None));
    Ok(FsxWindows {
        at: it.at(),
        file_system_id: it.required_string("fileSystemId", diags)?,
        root_directory: it.string("rootDirectory", diags)?,
        credentials_parameter,
        domain,
    })
}

/// Reads an entry of `volumesFrom`.
pub(super) fn volumes_from(node: Node, diags: &mut Diagnostics) -> Result<VolumesFrom, Reported> {
    object(node, diags, |it, diags| {
        Ok(VolumesFrom {
            source_container: it.required_string("sourceContainer", diags)?,
            read_only: it.boolean("readOnly", diags)?,
        })
    })
}

/// Reads a mount point.
pub(super) fn mount(node: Node, diags: &mut Diagnostics) -> Result<Mount, Reported> {
    object(node, diags, |it, diags| {
        Ok(Mount {
            at: it.at(),
            source_volume: it.string("sourceVolume", diags)?,
            container_path: it.string("containerPath", diags)?,
            read_only: it.boolean("readOnly", diags)?,
        })
    })
}
