//! Volumes of a pod, their mounts, and the PersistentVolumes and claims behind them.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::container::some_if_any;
use super::trace::{Below, Trace};
use crate::ir::plan::{EbsVolume, Mount, NodePath, StorageClass, Volume, VolumeSource};

/// Size that the API asks for and network file systems do not read.
const ANY_SIZE: &str = "5Gi";

/// Writes a mount.
pub(super) fn mount(plan: Mount, out: &mut Below) -> core::VolumeMount {
    let Mount { volume, path, read_only } = plan;
    let mut out = out.below(&format!("volumeMounts[{}]", path.value));
    core::VolumeMount {
        name: out.put("name", volume),
        mount_path: out.put("mountPath", path),
        read_only: out.put_option("readOnly", read_only),
        ..core::VolumeMount::default()
    }
}

/// A volume of a pod, with what stands behind it.
pub(super) struct Written {
    pub(super) volume: core::Volume,
    pub(super) persistent: Option<(core::PersistentVolume, core::PersistentVolumeClaim)>,
}

/// Writes a volume.
pub(super) fn volume(
    plan: Volume,
    namespace: &str,
    labels: &BTreeMap<String, String>,
    controller: &str,
    trace: &mut Trace,
) -> Written {
    let Volume { name, source } = plan;
    let mut out = trace.at(controller, format!("spec.template.spec.volumes[{}]", name.value));
    let mut volume = core::Volume { name: out.put("name", name), ..core::Volume::default() };
    let mut persistent = None;
    match source {
        VolumeSource::Scratch => volume.empty_dir = Some(core::EmptyDirVolumeSource::default()),
        VolumeSource::Memory { size } => volume.empty_dir = Some(in_memory(out.put("emptyDir.sizeLimit", size))),
        VolumeSource::Node { path, kind } => {
            volume.host_path = Some(of_node(out.put("hostPath.path", path), kind));
        }
        VolumeSource::Efs { handle, mount_options, claim } => {
            volume.persistent_volume_claim = Some(by_claim(claim.clone()));
            let object = format!("PersistentVolume/{namespace}-{claim}");
            let csi = core::CSIPersistentVolumeSource {
                driver: "efs.csi.aws.com".to_owned(),
                volume_handle: trace.put(&object, "spec.csi.volumeHandle", handle),
                ..core::CSIPersistentVolumeSource::default()
            };
            let source = core::PersistentVolumeSpec { csi: Some(csi), ..core::PersistentVolumeSpec::default() };
            let options = trace.at(&object, "spec").put_all("mountOptions", mount_options);
            persistent = Some(pair(namespace, &claim, (source, options), labels));
        }
        VolumeSource::Nfs { server, path, mount_options, claim } => {
            volume.persistent_volume_claim = Some(by_claim(claim.clone()));
            let object = format!("PersistentVolume/{namespace}-{claim}");
            let nfs = core::NFSVolumeSource {
                server: trace.put(&object, "spec.nfs.server", server),
                path: trace.put(&object, "spec.nfs.path", path),
                read_only: None,
            };
            let source = core::PersistentVolumeSpec { nfs: Some(nfs), ..core::PersistentVolumeSpec::default() };
            let options = trace.at(&object, "spec").put_all("mountOptions", mount_options);
            persistent = Some(pair(namespace, &claim, (source, options), labels));
        }
        VolumeSource::Claimed { claim } => {
            volume.persistent_volume_claim = Some(by_claim(out.put("persistentVolumeClaim.claimName", claim)));
        }
        VolumeSource::Ebs(plan) => volume.ephemeral = Some(for_each_pod(plan, &mut out)),
    }
    Written { volume, persistent }
}

fn in_memory(mib: i64) -> core::EmptyDirVolumeSource {
    core::EmptyDirVolumeSource {
        medium: Some("Memory".to_owned()),
        size_limit: Some(Quantity(format!("{mib}Mi"))),
        ..core::EmptyDirVolumeSource::default()
    }
}

fn of_node(path: String, kind: NodePath) -> core::HostPathVolumeSource {
    let type_ = match kind {
        NodePath::Any => None,
        NodePath::Folder => Some("Directory".to_owned()),
        NodePath::MadeFolder => Some("DirectoryOrCreate".to_owned()),
    };
    core::HostPathVolumeSource { path, type_ }
}

fn by_claim(claim_name: String) -> core::PersistentVolumeClaimVolumeSource {
    core::PersistentVolumeClaimVolumeSource { claim_name, read_only: None }
}

/// The claim of a volume that is made with each pod and goes with it.
fn for_each_pod(plan: EbsVolume, out: &mut Below) -> core::EphemeralVolumeSource {
    let EbsVolume { class, size, snapshot } = plan;
    // The class itself stands in `platform/`.
    let StorageClass { name, parameters: _ } = class;
    let mut out = out.below("ephemeral.volumeClaimTemplate.spec");
    let size = out.put("resources.requests.storage", size);
    let data_source = out.put_option("dataSource.name", snapshot).map(|name| core::TypedLocalObjectReference {
        api_group: Some("snapshot.storage.k8s.io".to_owned()),
        kind: "VolumeSnapshot".to_owned(),
        name,
    });
    let spec = core::PersistentVolumeClaimSpec {
        access_modes: Some(vec!["ReadWriteOnce".to_owned()]),
        storage_class_name: Some(name),
        resources: Some(storage(format!("{size}Gi"))),
        data_source,
        ..core::PersistentVolumeClaimSpec::default()
    };
    core::EphemeralVolumeSource {
        volume_claim_template: Some(core::PersistentVolumeClaimTemplate { metadata: None, spec }),
    }
}

fn storage(amount: String) -> core::VolumeResourceRequirements {
    core::VolumeResourceRequirements {
        requests: Some(BTreeMap::from([("storage".to_owned(), Quantity(amount))])),
        limits: None,
    }
}

/// A volume that nothing but its own claim may take: with both names written, size and class are not compared.
fn pair(
    namespace: &str,
    claim: &str,
    (source, mount_options): (core::PersistentVolumeSpec, Vec<String>),
    labels: &BTreeMap<String, String>,
) -> (core::PersistentVolume, core::PersistentVolumeClaim) {
    let volume = core::PersistentVolume {
        metadata: ObjectMeta {
            // Volumes have no namespace of their own.
            name: Some(format!("{namespace}-{claim}")),
            labels: Some(labels.clone()),
            ..ObjectMeta::default()
        },
        spec: Some(core::PersistentVolumeSpec {
            capacity: Some(BTreeMap::from([("storage".to_owned(), Quantity(ANY_SIZE.to_owned()))])),
            access_modes: Some(vec!["ReadWriteMany".to_owned()]),
            storage_class_name: Some(String::new()),
            persistent_volume_reclaim_policy: Some("Retain".to_owned()),
            mount_options: some_if_any(mount_options),
            claim_ref: Some(core::ObjectReference {
                namespace: Some(namespace.to_owned()),
                name: Some(claim.to_owned()),
                ..core::ObjectReference::default()
            }),
            ..source
        }),
        status: None,
    };
    (volume, claim_for(namespace, claim, labels))
}

fn claim_for(namespace: &str, claim: &str, labels: &BTreeMap<String, String>) -> core::PersistentVolumeClaim {
    core::PersistentVolumeClaim {
        metadata: ObjectMeta { name: Some(claim.to_owned()), labels: Some(labels.clone()), ..ObjectMeta::default() },
        spec: Some(core::PersistentVolumeClaimSpec {
            access_modes: Some(vec!["ReadWriteMany".to_owned()]),
            storage_class_name: Some(String::new()),
            volume_name: Some(format!("{namespace}-{claim}")),
            resources: Some(storage(ANY_SIZE.to_owned())),
            ..core::PersistentVolumeClaimSpec::default()
        }),
        status: None,
    }
}
