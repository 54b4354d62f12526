//! EBS volumes that are made for each task.
//!
//! ECS: a volume that is `configuredAtLaunch` is what the service's `volumeConfigurations` say: a new EBS volume for each
//! task, deleted with it, with XFS (NTFS on Windows) and EC2's default type unless written
//! ("ServiceManagedEBSVolumeConfiguration", API reference; "CreateVolume", EC2). Kubernetes: a generic ephemeral volume is
//! made for each pod and goes with it ("Ephemeral Volumes"); its size stands in the pod, everything else in a StorageClass,
//! whose own defaults (ext4, gp3) are others ("Amazon EBS CSI driver", parameters). A class belongs to the cluster, not to a
//! release: it is written to `platform/` under a name of its content, so that equal ones are one.
//! EKS Auto Mode brings a driver, which acts by the cluster's role and does not know the rate at which a volume is filled
//! from its snapshot ("Create a storage class", EKS User Guide).

use super::{
    Context,
    mount_volumes::{claim_name, claimed},
};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{EbsPerformance, FileSystem, ManagedEbs, PropagateTags, VolumeConfiguration, VolumeTags};
use crate::ir::plan::{EbsVolume, StorageClass, VolumeSource};
use crate::ir::{Spanned, Traced};
use crate::lower::names;

type Parameters = Vec<(String, Traced<String>)>;

/// Decides the volume. `names` are its name on ECS and its new one.
pub(super) fn attach(
    (switch, configuration): (Spanned<bool>, Option<VolumeConfiguration>),
    names: (&Spanned<String>, &str),
    cx: &Context,
    diags: &mut Diagnostics,
) -> VolumeSource {
    let Some(VolumeConfiguration { at, name, ebs }) = configuration else {
        return not_configured(&switch, names, cx, diags);
    };
    diags.ignore(name.at, "names the volume that it configures");
    diags.ignore(switch.at, "the volume is made as the service says");
    let Some(ebs) = ebs else {
        diags.ignore(at, "says nothing of the volume");
        return not_configured(&switch, names, cx, diags);
    };
    let ManagedEbs { at, size, snapshot_id, performance, encrypted, kms_key_id, file_system, tags, role } = ebs;
    role.iter().for_each(|role| diags.ignore(role.at, "the role of ECS itself: the EBS CSI driver has its own"));
    let key = kms_key_id.as_ref().map(|key| key.value.clone());
    let mut parameters = fast(performance, cx, diags);
    parameters.extend(encryption(encrypted, kms_key_id, diags));
    parameters.push(("csi.storage.k8s.io/fstype".to_owned(), formatted(file_system, cx)));
    let plain = parameters.len();
    parameters.extend(tagged(tags, cx, diags));
    let has_tags = parameters.len() > plain;
    let snapshot = snapshot_id.map(|id| from_snapshot(&id, names.1, size.is_some(), cx, diags));
    // Smaller than any snapshot, so that the driver refuses what nobody sized.
    let size = size.map_or_else(|| Traced::implied(1), Spanned::traced);
    let class = class(parameters, cx);
    diags.tell(
        Finding::new(
            Code::EbsVolume,
            at.place_only(),
            format!("each task gets a new EBS volume of {} GiB as `{}`", size.value, names.0.value),
        )
        .kubernetes(format!("each pod does, by the StorageClass `{}` of platform/storage-classes.yaml", class.name))
        .help(format!(
            "{}apply that file; for a program that is not root, set `podSecurityContext.fsGroup` in values.override.yaml",
            driver(key, has_tags, cx)
        )),
    );
    VolumeSource::Ebs(EbsVolume { class, size, snapshot })
}

/// What the driver needs before the class is of use.
fn driver(key: Option<String>, has_tags: bool, cx: &Context) -> String {
    if !cx.auto_mode() {
        let key = key.map(|key| format!(", which may use the key `{key}`")).unwrap_or_default();
        return format!("install the EBS CSI driver with a role of its own{key}, and ");
    }
    let key = key.map(|key| format!("use the key `{key}`"));
    let tags = has_tags.then(|| "set the volume's tags".to_owned());
    let may: Vec<String> = key.into_iter().chain(tags).collect();
    if may.is_empty() { String::new() } else { format!("let the cluster's role {}, and ", may.join(" and ")) }
}

fn not_configured(
    switch: &Spanned<bool>,
    (name, new_name): (&Spanned<String>, &str),
    cx: &Context,
    diags: &mut Diagnostics,
) -> VolumeSource {
    let claim = claim_name(new_name, &name.value, cx);
    diags.tell(
        Finding::new(Code::VolumeNotConfigured, switch.at, format!("nothing in the inputs says what the volume `{}` is", name.value))
            .label("the service, or who runs the task, configures it")
            .kubernetes(format!("each task had a disk of its own; its pods wait until the claim `{claim}` exists in `{}`, and share it", cx.names.namespace.value))
            .help("export the service with its `volumeConfigurations` and convert again; for a task that is run by hand, make the claim"),
    );
    claimed(name.with(claim))
}

/// Type and speed. ECS leaves the type to EC2, whose default is gp2.
fn fast(performance: EbsPerformance, cx: &Context, diags: &mut Diagnostics) -> Parameters {
    let EbsPerformance { volume_type, iops, throughput, initialization_rate } = performance;
    let text = |number: Option<Spanned<i64>>| number.map(|number| number.with(number.value.to_string()));
    let initialization_rate = initialization_rate.filter(|rate| {
        if cx.auto_mode() {
            tell_of_rate(rate, diags);
        }
        !cx.auto_mode()
    });
    let kind = volume_type.map_or_else(|| Traced::implied("gp2".to_owned()), Spanned::traced);
    let all = [
        ("type", Some(kind)),
        ("iops", text(iops)),
        ("throughput", text(throughput)),
        ("volumeInitializationRate", text(initialization_rate)),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

fn tell_of_rate(rate: &Spanned<i64>, diags: &mut Diagnostics) {
    diags.tell(
        Finding::new(
            Code::VolumeInitialization,
            rate.at,
            format!("the volume is filled from its snapshot at {} MiB a second", rate.value),
        )
        .label("no parameter of EKS Auto Mode's storage classes")
        .kubernetes("each block is fetched when it is first read: a new pod reads slowly until all of them are there")
        .help("nothing to do where that is fast enough; else enable fast snapshot restore for the snapshot"),
    );
}

fn encryption(encrypted: Option<Spanned<bool>>, key: Option<Spanned<String>>, diags: &mut Diagnostics) -> Parameters {
    let on = super::restrict_container::true_only(encrypted, diags).map(|on| on.with("true".to_owned()));
    let key = key.map(|key| ("kmsKeyId".to_owned(), key.traced()));
    on.map(|on| ("encrypted".to_owned(), on)).into_iter().chain(key).collect()
}

fn formatted(found: Option<Spanned<FileSystem>>, cx: &Context) -> Traced<String> {
    let word = |system: FileSystem| match system {
        FileSystem::Ext3 => "ext3",
        FileSystem::Ext4 => "ext4",
        FileSystem::Xfs => "xfs",
        FileSystem::Ntfs => "ntfs",
    };
    let default = if cx.windows { FileSystem::Ntfs } else { FileSystem::Xfs };
    found.map_or_else(|| Traced::implied(word(default).to_owned()), |system| system.with(word(system.value).to_owned()))
}

fn tagged(all: Vec<VolumeTags>, cx: &Context, diags: &mut Diagnostics) -> Parameters {
    let mut parameters = Vec::new();
    for VolumeTags { resource_type, tags, propagate } in all {
        resource_type.iter().for_each(|kind| diags.ignore(kind.at, "tags of volumes, as those of the class are"));
        for tag in tags {
            let text = format!("{}={}", tag.key.value, tag.value.value);
            parameters.push((
                format!("tagSpecification_{}", parameters.len() + 1),
                Traced::new(text, vec![tag.key.leaf(), tag.value.leaf()]),
            ));
        }
        let Some(propagate) = propagate else { continue };
        let whose = match propagate.value {
            PropagateTags::None => {
                diags.ignore(propagate.at, "NONE is what holds without it");
                continue;
            }
            PropagateTags::Service => "service",
            PropagateTags::TaskDefinition => "task definition",
        };
        diags.tell(
            Finding::new(Code::VolumeTags, propagate.at, format!("the volumes bear the tags of the {whose} on ECS"))
                .kubernetes("a StorageClass is shared by workloads; only tags that stand in the volume's own configuration are written")
                .help(if cx.auto_mode() {
                    "for costs by workload, write the tags into `tagSpecifications`, and let the cluster's role set them"
                } else {
                    "for costs by workload, tag volumes by the EBS CSI driver's `extraVolumeTags`, or write the tags into `tagSpecifications`"
                }),
        );
    }
    parameters
}

fn from_snapshot(
    id: &Spanned<String>,
    volume: &str,
    sized: bool,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Traced<String> {
    let name = claim_name(volume, &id.value, cx);
    let size = if sized { "" } else { ", and write the snapshot's size as `sizeInGiB`: nothing in the inputs says it" };
    diags.tell(
        Finding::new(Code::EbsSnapshot, id.at, format!("the volume is made of the snapshot `{}`", id.value))
            .kubernetes(format!("its pods wait until the VolumeSnapshot `{name}` exists in `{}`", cx.names.namespace.value))
            .help(format!(
                "install the snapshot controller; make a VolumeSnapshotContent of {} with snapshotHandle `{}` and `deletionPolicy: Retain`, and the VolumeSnapshot `{name}` for it{size}",
                cx.ebs_driver(),
                id.value
            )),
    );
    id.with(name)
}

/// The name tells type and file system, and the rest by a hash. A cluster may have classes of both drivers.
fn class(mut parameters: Parameters, cx: &Context) -> StorageClass {
    parameters.sort_by(|a, b| a.0.cmp(&b.0));
    let all: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={}", value.value)).collect();
    let of =
        |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.value.as_str());
    let driver = if cx.auto_mode() { "auto-ebs" } else { "ebs" };
    let name = format!("{driver}-{}-{}", of("type"), of("csi.storage.k8s.io/fstype"));
    StorageClass { name: names::hashed(&names::slug(&name), names::LABEL, &all.join("\n")), parameters }
}
