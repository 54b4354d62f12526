//! Folders and files of the node.
//!
//! ECS: `host.sourcePath` is a path of the instance, and Docker makes a folder that is missing ("HostVolumeProperties", API
//! reference). Kubernetes: `hostPath` ("Volumes"). The root of a node of EKS Auto Mode is read-only, and what is not in its
//! image cannot be made there; what can be made, SELinux may keep from being written ("Immutable rootfs", "Stateless tmpfs
//! for /etc", "SELinux enabled in enforcing mode", Bottlerocket security features).

use super::{Context, mount_volumes};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::Spanned;
use crate::ir::plan::{NodePath, VolumeSource};

/// A folder or file of the node.
pub(super) fn bind(
    path: &Spanned<String>,
    kind: NodePath,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<VolumeSource, Reported> {
    if path.value.trim_end_matches('/').ends_with("docker.sock") {
        diags.error_unless_accepted(
            Finding::new(Code::DockerSocket, path.at, "a container uses the Docker daemon of the instance")
                .label("no node of EKS has this socket")
                .kubernetes("nodes run containerd: the pod would wait for the mount, or find nothing there")
                .help("replace what needs it (build, monitor, start containers) by the cluster's own means, then `--accept docker-socket`"),
        )?;
    }
    if cx.auto_mode() && !may_be_on_auto_mode(&path.value) {
        diags.error_unless_accepted_where(
            "its pods run on other nodes",
            Finding::new(Code::ReadOnlyNode, path.at, format!("the volume is `{}` of the instance", path.value))
                .label("not on nodes of EKS Auto Mode")
                .kubernetes("their root is read-only and the folder cannot be made: the pod would wait for the mount without end")
                .help("for data, use EFS or an EBS volume; for a folder of the node, take one below /var, /opt or /mnt; else `--accept read-only-node`"),
        )?;
    }
    diags.tell(
        Finding::new(Code::HostPath, path.at, format!("the volume is `{}` of the instance", path.value))
            .kubernetes("it is the node's own: data does not follow the pod, new nodes have none, and the namespace must allow hostPath")
            .help(if cx.auto_mode() {
                "for data, use EFS or an EBS volume; for what belongs to the node, try it: SELinux may deny writing to a container that is not privileged"
            } else {
                "for data, use EFS or an EBS volume; for what belongs to the node, nothing to do"
            }),
    );
    Ok(mount_volumes::of_node(path.with(path.value.clone()), kind))
}

/// Whether a path is in the image of the nodes, or below a folder where it can be made. The image's folders are those of
/// Bottlerocket's package `filesystem`; what is mounted over them is in memory, of the kernel, or on the disk for data.
fn may_be_on_auto_mode(path: &str) -> bool {
    const MOUNTED: &[&str] = &["dev", "etc", "local", "mnt", "opt", "proc", "run", "sys", "tmp", "var"];
    const IN_IMAGE: &[&str] = &[
        "",
        "bin",
        "boot",
        "home",
        "lib",
        "lib/modules",
        "lib64",
        "media",
        "root",
        "sbin",
        "srv",
        "usr",
        "usr/bin",
        "usr/lib",
        "usr/lib/modules",
        "usr/lib64",
        "usr/libexec",
        "usr/sbin",
        "usr/share",
        "usr/src/kernels",
    ];
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    parts.first().is_some_and(|first| MOUNTED.contains(first)) || IN_IMAGE.contains(&parts.join("/").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_auto_mode_are_in_its_image_or_below_what_is_mounted() {
        let may_be = [
            "/",
            "/var/lib/agent",
            "/etc/app",
            "/local/app",
            "/proc",
            "/sys/fs/cgroup",
            "/dev/shm",
            "/home/",
            "/lib/modules",
        ];
        let may_not = [
            "/data/x",
            "/srv/data",
            "/home/app",
            "/root/x",
            "/lib/x",
            "/usr/local/share/x",
            "/usr/share/x",
            "/variable",
        ];
        assert!(may_be.iter().all(|path| may_be_on_auto_mode(path)));
        assert!(!may_not.iter().any(|path| may_be_on_auto_mode(path)));
    }
}
