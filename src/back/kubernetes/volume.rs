//! Volumes of a pod, their mounts, and the PersistentVolumes and claims behind them.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::container::some_if_any;
use super::trace::{Below, Trace};
use crate::ir::plan::{Mount, Volume, VolumeSource};

/// Size that the API asks for and EFS does not read.
const EFS_SIZE: &str = "5Gi";

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
        VolumeSource::Memory { size } => {
            let size = out.put("emptyDir.sizeLimit", size);
            volume.empty_dir = Some(core::EmptyDirVolumeSource {
                medium: Some("Memory".to_owned()),
                size_limit: Some(Quantity(format!("{size}Mi"))),
                ..core::EmptyDirVolumeSource::default()
            });
        }
        VolumeSource::Node { path, create } => {
            volume.host_path = Some(core::HostPathVolumeSource {
                path: out.put("hostPath.path", path),
                type_: create.then(|| "DirectoryOrCreate".to_owned()),
            });
        }
        VolumeSource::Efs { handle, mount_options, claim } => {
            volume.persistent_volume_claim =
                Some(core::PersistentVolumeClaimVolumeSource { claim_name: claim.clone(), read_only: None });
            let object = format!("PersistentVolume/{namespace}-{claim}");
            let handle = trace.put(&object, "spec.csi.volumeHandle", handle);
            let options = trace.at(&object, "spec").put_all("mountOptions", mount_options);
            persistent = Some((
                persistent_volume(namespace, &claim, handle, options, labels),
                claim_for(namespace, &claim, labels),
            ));
        }
    }
    Written { volume, persistent }
}

/// A volume that nothing but its own claim may take: with both names written, size and class are not compared.
fn persistent_volume(
    namespace: &str,
    claim: &str,
    handle: String,
    options: Vec<String>,
    labels: &BTreeMap<String, String>,
) -> core::PersistentVolume {
    core::PersistentVolume {
        metadata: ObjectMeta {
            // Volumes have no namespace of their own.
            name: Some(format!("{namespace}-{claim}")),
            labels: Some(labels.clone()),
            ..ObjectMeta::default()
        },
        spec: Some(core::PersistentVolumeSpec {
            capacity: Some(BTreeMap::from([("storage".to_owned(), Quantity(EFS_SIZE.to_owned()))])),
            access_modes: Some(vec!["ReadWriteMany".to_owned()]),
            storage_class_name: Some(String::new()),
            persistent_volume_reclaim_policy: Some("Retain".to_owned()),
            mount_options: some_if_any(options),
            claim_ref: Some(core::ObjectReference {
                namespace: Some(namespace.to_owned()),
                name: Some(claim.to_owned()),
                ..core::ObjectReference::default()
            }),
            csi: Some(core::CSIPersistentVolumeSource {
                driver: "efs.csi.aws.com".to_owned(),
                volume_handle: handle,
                ..core::CSIPersistentVolumeSource::default()
            }),
            ..core::PersistentVolumeSpec::default()
        }),
        status: None,
    }
}

fn claim_for(namespace: &str, claim: &str, labels: &BTreeMap<String, String>) -> core::PersistentVolumeClaim {
    core::PersistentVolumeClaim {
        metadata: ObjectMeta { name: Some(claim.to_owned()), labels: Some(labels.clone()), ..ObjectMeta::default() },
        spec: Some(core::PersistentVolumeClaimSpec {
            access_modes: Some(vec!["ReadWriteMany".to_owned()]),
            storage_class_name: Some(String::new()),
            volume_name: Some(format!("{namespace}-{claim}")),
            resources: Some(core::VolumeResourceRequirements {
                requests: Some(BTreeMap::from([("storage".to_owned(), Quantity(EFS_SIZE.to_owned()))])),
                limits: None,
            }),
            ..core::PersistentVolumeClaimSpec::default()
        }),
        status: None,
    }
}
