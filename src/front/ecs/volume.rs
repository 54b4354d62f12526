//! `volumes` of a task definition and `mountPoints` of a container definition.

use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::{Node, Value};
use crate::ir::Spanned;
use crate::ir::ecs::{Efs, Mount, Volume, VolumeKind};

/// Reads a volume.
pub(super) fn volume(node: Node, diags: &mut Diagnostics) -> Result<Volume, Reported> {
    const OTHERS: &[&str] = &[
        "dockerVolumeConfiguration",
        "fsxWindowsFileServerVolumeConfiguration",
        "s3filesVolumeConfiguration",
        "configuredAtLaunch",
    ];
    let other = OTHERS.iter().any(|key| node.get(key).is_some_and(|node| !crate::front::object::is_unset(node)));
    object(node, diags, |it, diags| {
        let name = it.required_string("name", diags)?;
        it.not_yet(OTHERS, diags);
        let source_path = host(it, diags)?;
        let efs = it.child("efsVolumeConfiguration", diags, efs)?;
        let kind = match (source_path, efs) {
            (_, Some(efs)) => VolumeKind::Efs(efs),
            (Some(source_path), None) => VolumeKind::Bind { source_path },
            (None, None) if other => VolumeKind::Untranslated,
            (None, None) => VolumeKind::Scratch,
        };
        Ok(Volume { at: it.at(), name, kind })
    })
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
