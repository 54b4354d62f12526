//! The name under which the pod's containers know themselves.
//!
//! ECS (`hostname`): each container's own, any name that Docker takes, the same in all tasks ("ContainerDefinition", API
//! reference). Kubernetes: one for the pod: a DNS label in `hostname`, or, from 1.35 on, a name with dots or of 64
//! characters in `hostnameOverride`, which clusters before drop without an error; neither on the node's own network
//! ("Pod hostname"). So: the one name, else that of the first essential container, and a finding where it differs.

use super::super::Context;
use super::{is_label, is_subdomain};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::{Spanned, Traced};

/// Longest hostname that Linux takes.
const HOSTNAME: usize = 64;
/// The minor version from which `hostnameOverride` is on.
const OVERRIDE: u32 = 35;

type Name = Option<Traced<String>>;

/// Decides `hostname` and `hostnameOverride`; the names come with whether their container is essential.
pub(super) fn name(
    names: Vec<(bool, Spanned<String>)>,
    host_network: bool,
    cx: &Context,
    diags: &mut Diagnostics,
) -> (Name, Name) {
    let Some(chosen) = names.iter().find(|(essential, _)| *essential).or(names.first()).map(|(_, name)| name) else {
        return (None, None);
    };
    let chosen = chosen.clone();
    let (same, others): (Vec<_>, Vec<_>) =
        names.into_iter().map(|(_, name)| name).partition(|name| name.value == chosen.value);
    if let Some(first) = others.first() {
        diags.tell(
            changed(first, &format!("the hostname `{}` is not the pod's, which is `{}`", first.value, chosen.value))
                .also(others.iter().skip(1).map(|other| other.at))
                .kubernetes("the containers of a pod share one hostname")
                .help("nothing to do, unless a program acts on its hostname: then give it the name by a variable"),
        );
    }
    let from: Vec<_> = same.iter().map(Spanned::leaf).collect();
    if host_network {
        diags.tell(
            changed(&chosen, &format!("the pod is not called `{}` but as its node is", chosen.value))
                .also(same.iter().skip(1).map(|other| other.at))
                .kubernetes("a pod on the node's network has the node's hostname")
                .help("give the program its name by a variable, if it acts on it"),
        );
        return (None, None);
    }
    let written = chosen.value.to_ascii_lowercase();
    let kept = is_label(&written) || is_subdomain(&written) && written.len() <= HOSTNAME && cx.since(OVERRIDE);
    if kept && written != chosen.value {
        diags.tell(
            changed(&chosen, &format!("the hostname `{}` becomes `{written}`", chosen.value))
                .kubernetes("hostnames are written in lower case")
                .help("nothing to do, unless a program compares its hostname letter by letter"),
        );
    }
    if is_label(&written) {
        return (Some(Traced::new(written, from)), None);
    }
    if is_subdomain(&written) && written.len() <= HOSTNAME && cx.since(OVERRIDE) {
        return (None, Some(Traced::new(written, from)));
    }
    (shortened(&chosen, &written, diags).map(|name| Traced::new(name, from)), None)
}

/// The part before the first dot, where it is a name by itself.
fn shortened(chosen: &Spanned<String>, written: &str, diags: &mut Diagnostics) -> Option<String> {
    let first = written.split('.').next().filter(|first| is_label(first)).map(str::to_owned);
    let what = match &first {
        Some(first) => format!("the hostname `{}` is cut to `{first}`", chosen.value),
        None => format!("the hostname `{}` is left out", chosen.value),
    };
    let later = is_subdomain(written) && written.len() <= HOSTNAME;
    diags.tell(changed(chosen, &what).kubernetes("`hostname` is one DNS label of at most 63 characters").help(
        if later {
            "convert for `--kube-version 1.35` or later, where `hostnameOverride` keeps the whole name"
        } else {
            "take a name of letters, digits and dashes, if a program acts on its hostname"
        },
    ));
    first
}

fn changed(name: &Spanned<String>, what: &str) -> Finding {
    Finding::new(Code::HostnameChanged, name.at, what)
}
