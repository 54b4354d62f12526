//! Namespaces of a pod.

use k8s_openapi::api::core::v1::PodSpec;

use super::trace::Below;
use crate::ir::plan::Isolation;

/// Writes the namespaces that are not the pod's own. True where the default seccomp profile is asked for.
pub(super) fn isolation(plan: Isolation, spec: &mut PodSpec, out: &mut Below) -> bool {
    let Isolation { share_processes, host_processes, host_ipc, default_seccomp } = plan;
    spec.share_process_namespace = out.put_option("shareProcessNamespace", share_processes);
    spec.host_pid = out.put_option("hostPID", host_processes);
    spec.host_ipc = out.put_option("hostIPC", host_ipc);
    default_seccomp
}
