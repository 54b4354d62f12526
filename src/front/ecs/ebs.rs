//! `volumeConfigurations` of a service.

use super::tag;
use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::ecs::{EbsPerformance, FileSystem, ManagedEbs, VolumeConfiguration, VolumeTags};

const COUNT: std::ops::RangeInclusive<i64> = 1..=1_000_000;

/// Reads what a service says of one volume.
pub(super) fn volume_configuration(node: Node, diags: &mut Diagnostics) -> Result<VolumeConfiguration, Reported> {
    object(node, diags, |it, diags| {
        Ok(VolumeConfiguration {
            at: it.at(),
            name: it.required_string("name", diags)?,
            ebs: it.child("managedEBSVolume", diags, managed_ebs)?,
        })
    })
}

fn managed_ebs(it: &mut Object, diags: &mut Diagnostics) -> Result<ManagedEbs, Reported> {
    const FILE_SYSTEMS: &[(&str, FileSystem)] =
        &[("ext3", FileSystem::Ext3), ("ext4", FileSystem::Ext4), ("xfs", FileSystem::Xfs), ("ntfs", FileSystem::Ntfs)];
    Ok(ManagedEbs {
        at: it.at(),
        size: it.integer_within("sizeInGiB", 1..=65_536, diags)?,
        snapshot_id: it.string("snapshotId", diags)?,
        performance: performance(it, diags)?,
        encrypted: it.boolean("encrypted", diags)?,
        kms_key_id: it.string("kmsKeyId", diags)?,
        file_system: it.one_of("filesystemType", FILE_SYSTEMS, diags)?,
        tags: it.list("tagSpecifications", diags, volume_tags)?,
        role: it.string("roleArn", diags)?,
    })
}

fn performance(it: &mut Object, diags: &mut Diagnostics) -> Result<EbsPerformance, Reported> {
    Ok(EbsPerformance {
        volume_type: it.string("volumeType", diags)?,
        iops: it.integer_within("iops", COUNT, diags)?,
        throughput: it.integer_within("throughput", COUNT, diags)?,
        initialization_rate: it.integer_within("volumeInitializationRate", COUNT, diags)?,
    })
}

fn volume_tags(node: Node, diags: &mut Diagnostics) -> Result<VolumeTags, Reported> {
    object(node, diags, |it, diags| {
        Ok(VolumeTags {
            resource_type: it.string("resourceType", diags)?,
            tags: it.list("tags", diags, tag::tag)?,
            propagate: it.one_of("propagateTags", tag::SOURCES, diags)?,
        })
    })
}
