//! Group managed service accounts of a Windows domain.
//!
//! ECS: `credentialSpecs` names a credential specification in S3 or in a parameter; `credentialspecdomainless:` goes with
//! an account of the domain instead of the instance's own membership ("ContainerDefinition", API reference). Kubernetes: on
//! Windows a `GMSACredentialSpec` holds it, and the security context names that object, which a webhook then fills in
//! ("Configure GMSA for Windows Pods and containers"); on Linux there is nothing of the kind.

use super::Context;
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::{Spanned, Traced};
use crate::lower::names;

/// Decides the name of the credential specification.
pub(super) fn join(
    specs: Vec<Spanned<String>>,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<Option<Traced<String>>, Reported> {
    let mut joined = None;
    for spec in specs {
        if !cx.windows {
            diags.error_unless_accepted(
                Finding::new(Code::LinuxGmsa, spec.at, "the container acts as an account of a Windows domain, on Linux")
                    .label("a credential specification")
                    .kubernetes("no field of a pod gives a Linux container Kerberos tickets: it would run without them")
                    .help("run credentials-fetcher beside it with a shared ticket cache, by `extraPodSpec` in values.override.yaml, then `--accept linux-gmsa`"),
            )?;
            continue;
        }
        let (kind, source) = spec.value.split_once(':').unwrap_or(("", spec.value.as_str()));
        let last = source.rsplit(['/', ':']).next().unwrap_or(source);
        let name = names::label(last.trim_end_matches(".json"), names::LABEL, source);
        let domainless = if kind.eq_ignore_ascii_case("credentialspecdomainless") {
            ", with a HostAccountConfig for its domainless form"
        } else {
            ""
        };
        diags.tell(
            Finding::new(Code::Gmsa, spec.at, format!("the container acts as the domain account that `{source}` describes"))
                .kubernetes(format!("the pod is refused until the GMSACredentialSpec `{name}` exists and its service account may use it"))
                .help(format!("install the gMSA webhook, make the GMSACredentialSpec `{name}` of that file{domainless}, and bind `use` on it to the service account")),
        );
        joined = Some(spec.with(name));
    }
    Ok(joined)
}
