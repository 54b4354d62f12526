//! Output that another container's pattern takes in.
//!
//! The tag of a record names pod, namespace and container, each followed by more ("Start AWS Fargate logging for your
//! cluster", EKS User Guide), and a pattern knows no other sign than `*` ("Routing", Fluent Bit manual). No name holds `_`,
//! which stands between them. So a pattern takes in every pod of its namespace whose name goes on after the workload's, and
//! in those every container whose name goes on after the container's, with a way of its own or without; filters as well as
//! outputs.

use std::collections::BTreeMap;

use crate::back::platform::fargate_profile::OnFargate;
use crate::diagnostics::{Code, Finding};
use crate::source::At;
use crate::translate::Translated;

/// A container of a workload.
struct Place<'a> {
    workload: &'a str,
    namespace: &'a str,
    container: &'a str,
}

impl Place<'_> {
    /// Whether the pattern for this container takes in another's output.
    fn takes(&self, other: &Place) -> bool {
        let itself = self.workload == other.workload && self.container == other.container;
        !itself
            && self.namespace == other.namespace
            && goes_on(other.workload, self.workload)
            && goes_on(other.container, self.container)
    }
}

fn goes_on(name: &str, start: &str) -> bool {
    name.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Tells of each container whose output goes where another's goes.
pub(super) fn tell(translated: &mut [Translated]) {
    let mut all = OnFargate::default();
    translated.iter().for_each(|one| all.absorb(one.shared.on_fargate.clone()));
    for one in translated.iter_mut().filter(|one| one.outcome.is_written_workload()) {
        let (workload, namespace) = (one.outcome.name.as_str(), one.outcome.namespace.as_str());
        let routes: BTreeMap<&str, At> = all.logs.get(workload).map_or_else(BTreeMap::new, |routes| {
            routes.containers.iter().map(|(name, at)| (name.as_str(), *at)).collect()
        });
        for container in all.containers.get(workload).into_iter().flatten() {
            let takers = takers(&Place { workload, namespace, container }, &all);
            if takers.is_empty() {
                continue;
            }
            let own = routes.get(container.as_str()).copied();
            let also = if own.is_some() { "also " } else { "" };
            let at = own.unwrap_or_else(|| one.outcome.source.place_only());
            let what =
                format!("output of container `{container}` {also}goes where that of {} goes", takers.join(" and "));
            one.diags.tell(
                Finding::new(Code::FargateLogging, at, what)
                    .kubernetes("a `Match` ends in `*`, and takes in longer names, for outputs and filters alike")
                    .help(
                        "give one of the containers a name in its task definition that does not begin with the other's",
                    ),
            );
        }
    }
}

fn takers(of: &Place, all: &OnFargate) -> Vec<String> {
    let mut takers = Vec::new();
    for (workload, routes) in &all.logs {
        for (container, _) in &routes.containers {
            if (Place { workload, namespace: &routes.namespace, container }).takes(of) {
                takers.push(if workload == of.workload {
                    format!("`{container}`")
                } else {
                    format!("`{container}` of workload `{workload}`")
                });
            }
        }
    }
    takers
}
