//! Docker volumes.
//!
//! ECS: a volume of scope `task` (the default) ends with the task; one of scope `shared` stays on its instance, for every
//! task there that names it, and is made only with `autoprovision`; the driver is Docker's `local` unless another is named,
//! whose options are those of `mount` ("DockerVolumeConfiguration", API reference; "docker volume create"). Kubernetes: an
//! emptyDir ends with the pod; a folder of the node stays there, under a path; NFS is a PersistentVolume ("Volumes"). A
//! driver of Docker's has no place on nodes: its storage is mounted by a CSI driver, under an id that is not in the
//! definition. So for those the pod waits for a claim that a person makes.

use super::Context;
use super::mount_node_path::bind;
use super::mount_volumes::{claim_name, claimed, of_node, scratch};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::{DockerVolume, Scope};
use crate::ir::plan::{NodePath, VolumeSource};
use crate::ir::{Spanned, Traced};
use crate::source::At;

/// Where shared volumes stand on a node.
const SHARED: &str = "/var/lib/ecs2eks/volumes";

/// The options of Docker's own driver.
#[derive(Default)]
struct Options {
    kind: Option<Spanned<String>>,
    device: Option<Spanned<String>>,
    /// The words of `o`, each with the place of the whole.
    words: Vec<Spanned<String>>,
}

/// Decides a Docker volume. `names` are its name on ECS and its new one.
pub(super) fn mount(
    docker: DockerVolume,
    names: (&Spanned<String>, &str),
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<VolumeSource, Reported> {
    let DockerVolume { at, scope, autoprovision, driver, options, labels } = docker;
    labels.iter().for_each(|label| diags.ignore(label.at, "labels of a Docker volume: nothing on EKS reads them"));
    if let Some(driver) = driver.as_ref().filter(|driver| driver.value != "local") {
        return Ok(by_hand(
            at,
            &format!("Docker's driver `{}`", driver.value),
            how(&driver.value, cx),
            names,
            (cx, diags),
        ));
    }
    driver.iter().for_each(|driver| diags.ignore(driver.at, "Docker's own driver: what its options say is written"));
    if options.is_empty() {
        return Ok(without_options(scope, autoprovision, names.0, cx, diags));
    }
    let Some(options) = read(options) else {
        return Ok(by_hand(
            at,
            "Docker's own driver with options of its own",
            "the CSI driver of what it mounts",
            names,
            (cx, diags),
        ));
    };
    let found = with_options(&options, names, cx, diags)?;
    let Some(source) = found else {
        return Ok(by_hand(
            at,
            "Docker's own driver with other options than those for NFS, tmpfs and bind",
            "the CSI driver of what it mounts",
            names,
            (cx, diags),
        ));
    };
    let lost = "the storage that it stands for is there before the task and after it";
    let places = [scope.map(|scope| scope.at), autoprovision.map(|switch| switch.at), options.kind.map(|kind| kind.at)];
    places.into_iter().flatten().for_each(|at| diags.ignore(at, lost));
    options.words.iter().for_each(|word| diags.ignore(word.at, "how it is mounted, which holds on the node as well"));
    options.device.iter().for_each(|device| diags.ignore(device.at, "only a name, for a folder in memory"));
    Ok(source)
}

/// `None` where there is an option that Docker's own driver does not have.
fn read(all: Vec<(String, Spanned<String>)>) -> Option<Options> {
    let mut options = Options::default();
    for (key, value) in all {
        match key.as_str() {
            "type" => options.kind = Some(value),
            "device" => options.device = Some(value),
            "o" => {
                let words = value.value.split(',').filter(|word| !word.is_empty());
                options.words = words.map(|word| Spanned::new(word.to_owned(), value.at)).collect();
            }
            _ => return None,
        }
    }
    Some(options)
}

fn without_options(
    scope: Option<Spanned<Scope>>,
    autoprovision: Option<Spanned<bool>>,
    name: &Spanned<String>,
    cx: &Context,
    diags: &mut Diagnostics,
) -> VolumeSource {
    let Some(scope) = scope.filter(|scope| match scope.value {
        Scope::Shared => true,
        Scope::Task => {
            diags.ignore(scope.at, "task: it ends with the task, as an emptyDir with its pod");
            false
        }
    }) else {
        autoprovision.iter().for_each(|switch| diags.ignore(switch.at, "a volume of the task is always made"));
        return scratch(name, cx, diags);
    };
    let made = autoprovision.as_ref().is_some_and(|switch| switch.value);
    let path = format!("{SHARED}/{}", name.value);
    let missing = if made { "made where it is missing" } else { "and its pods wait where it is missing" };
    diags.tell(
        Finding::new(
            Code::SharedDockerVolume,
            scope.at,
            format!("the tasks of an instance share the volume `{}`", name.value),
        )
        .kubernetes(format!("it becomes the folder `{path}` of the node, empty on a new node, {missing}; the namespace must allow hostPath"))
        .help("for a cache, nothing to do; for data, copy it to EFS and use an EFS volume in the task definition before the workload moves"),
    );
    let from = [Some(name.leaf()), Some(scope.leaf()), autoprovision.map(|switch| switch.leaf())];
    let kind = if made { NodePath::MadeFolder } else { NodePath::Folder };
    of_node(Traced::new(path, from.into_iter().flatten().collect()), kind)
}

/// `None` where the options are not those of NFS, of a folder in memory, or of a folder of the node.
fn with_options(
    options: &Options,
    (name, new_name): (&Spanned<String>, &str),
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<Option<VolumeSource>, Reported> {
    let kind = options.kind.as_ref().map_or("none", |kind| kind.value.as_str());
    let value =
        |key: &str| options.words.iter().find_map(|word| Some(word.with(word.value.strip_prefix(key)?.to_owned())));
    let device = options.device.as_ref();
    match (kind, device) {
        ("nfs" | "nfs4", Some(device)) => {
            let (Some(server), Some(path)) = (value("addr="), device.value.strip_prefix(':')) else { return Ok(None) };
            Ok(Some(nfs(server, device.with(path.to_owned()), options, (name, new_name), (cx, diags))))
        }
        ("tmpfs", _) => Ok(value("size=").and_then(|size| {
            let mib = mebibytes(&size.value)?;
            tell_of_lost(options, name, diags);
            Some(super::mount_tmpfs::in_memory(Traced::new(mib, size.from)))
        })),
        ("none", Some(device))
            if options.words.iter().all(|word| matches!(word.value.as_str(), "bind" | "rbind" | "rw")) =>
        {
            bind(device, NodePath::Any, cx, diags).map(Some)
        }
        (_, _) => Ok(None),
    }
}

fn nfs(
    server: Traced<String>,
    path: Traced<String>,
    options: &Options,
    (name, new_name): (&Spanned<String>, &str),
    (cx, diags): (&Context, &mut Diagnostics),
) -> VolumeSource {
    let claim = claim_name(new_name, &format!("{}:{}", server.value, path.value), cx);
    let said = |word: &Spanned<String>| word.value.starts_with("nfsvers=") || word.value.starts_with("vers=");
    let said = options.words.iter().any(said);
    let version = options
        .kind
        .as_ref()
        .filter(|kind| kind.value == "nfs4" && !said)
        .map(|kind| kind.with("nfsvers=4".to_owned()));
    let words = options.words.iter().filter(|word| !word.value.starts_with("addr="));
    let mount_options = version.into_iter().chain(words.map(|word| word.with(word.value.clone()))).collect();
    diags.tell(
        Finding::new(
            Code::NfsVolume,
            name.at,
            format!("the volume `{}` is the folder `{}` of the NFS server `{}`", name.value, path.value, server.value),
        )
        .kubernetes("the node mounts it: the server must know the name and admit the node")
        .help("admit port 2049 from the nodes' security group, and use a server's name that the nodes can resolve"),
    );
    VolumeSource::Nfs { server, path, mount_options, claim }
}

/// `64m`, `1g`, `1048576`; at least one.
fn mebibytes(size: &str) -> Option<i64> {
    let lower = size.to_ascii_lowercase();
    let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: i64 = digits.parse().ok()?;
    let bytes = match lower.get(digits.len()..)? {
        "" => number,
        "k" => number.checked_mul(1 << 10)?,
        "m" => number.checked_mul(1 << 20)?,
        "g" => number.checked_mul(1 << 30)?,
        _ => return None,
    };
    (bytes > 0).then(|| bytes.div_euclid(1 << 20) + i64::from(bytes % (1 << 20) > 0))
}

fn tell_of_lost(options: &Options, name: &Spanned<String>, diags: &mut Diagnostics) {
    let lost: Vec<&Spanned<String>> =
        options.words.iter().filter(|word| !word.value.starts_with("size=") && word.value != "rw").collect();
    super::mount_tmpfs::tell_of_lost(name, &lost, diags);
}

fn how(driver: &str, cx: &Context) -> &'static str {
    match driver {
        "rexray/ebs" | "rexray/ebs:latest" if cx.auto_mode() => {
            "ebs.csi.eks.amazonaws.com, with the id of the EBS volume as volumeHandle, and the cluster's name as the volume's tag `eks:eks-cluster-name`"
        }
        "rexray/ebs" | "rexray/ebs:latest" => "ebs.csi.aws.com, with the id of the EBS volume as volumeHandle",
        "rexray/efs" | "amazon-ecs-volume-plugin" => "efs.csi.aws.com, with the id of the file system as volumeHandle",
        "rexray/s3fs" => "s3.csi.aws.com, with the name of the bucket",
        "netapp" => "csi.trident.netapp.io",
        "pxd" => "pxd.portworx.com",
        "nfs" => "an `nfs` server and path",
        _ => "the CSI driver of the storage behind it",
    }
}

fn by_hand(
    at: At,
    what: &str,
    driver: &str,
    (name, new_name): (&Spanned<String>, &str),
    (cx, diags): (&Context, &mut Diagnostics),
) -> VolumeSource {
    let claim = claim_name(new_name, &name.value, cx);
    diags.tell(
        Finding::new(Code::DockerVolumeDriver, at, format!("the volume `{}` is made by {what}", name.value))
            .kubernetes(format!("its pods wait until the claim `{claim}` exists in `{}`", cx.names.namespace.value))
            .help(format!("make a PersistentVolume of the same storage ({driver}) and the claim `{claim}` for it, before the release is installed")),
    );
    claimed(name.with(claim))
}

#[cfg(test)]
mod tests {
    use super::mebibytes;

    #[test]
    fn sizes_are_rounded_up_to_mebibytes() {
        for (text, mib) in [
            ("64m", Some(64)),
            ("1G", Some(1024)),
            ("1048577", Some(2)),
            ("1k", Some(1)),
            ("10%", None),
            ("", None),
            ("0", None),
        ] {
            assert_eq!(mebibytes(text), mib, "{text}");
        }
    }
}
