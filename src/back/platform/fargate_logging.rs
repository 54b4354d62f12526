//! `platform/fargate-logging.yaml`: the one ConfigMap by which EKS Fargate's log routers know where output goes.
//!
//! It is called `aws-logging`, stands in the namespace `aws-observability`, whose label of that name is `enabled`, and holds
//! no more than 5,300 characters ("Start AWS Fargate logging for your cluster", EKS User Guide).

use serde_json::{Value, json};

use super::fargate_profile::OnFargate;
use super::logging::{section, step};
use crate::back::iam::Written;
use crate::ir::Traced;
use crate::ir::plan::Workload;
use crate::source::{At, Leaf};

/// Where the ConfigMap and its namespace stand.
pub(crate) const FILE: &str = "platform/fargate-logging.yaml";

/// Characters that the ConfigMap may hold.
pub(crate) const MOST: usize = 5300;

/// A line of the container runtime begins with time, stream and a mark: what the program wrote comes after them.
const LINES: &str = "[FILTER]
    Name parser
    Match kube.*
    Key_name log
    Parser crio
";
const PARSER: &str = "[PARSER]
    Name crio
    Format Regex
    Regex ^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>P|F) (?<log>.*)$
    Time_Key time
    Time_Format %Y-%m-%dT%H:%M:%S.%L%z
";

/// The ways of one workload's output.
#[derive(Debug, Clone)]
pub(crate) struct Routes {
    pub(crate) namespace: String,
    /// Names of its containers, with the places of their log configurations.
    pub(crate) containers: Vec<(String, At)>,
    /// What the pod execution role writes to.
    pub(crate) targets: Vec<Written>,
    outputs: String,
    filters: String,
}

impl Routes {
    /// Characters that they take of the ConfigMap.
    pub(crate) fn size(&self) -> usize {
        self.outputs.chars().count() + self.filters.chars().count()
    }
}

/// Characters of the ConfigMap that are there for any workload.
pub(crate) fn size_of_frame() -> usize {
    LINES.len() + PARSER.len()
}

/// Writes the ways of a workload's output; none where it has none. Leaves that came out go to `origins`.
pub(crate) fn routes(plan: &Workload, origins: &mut Vec<(Leaf, String)>) -> Option<Routes> {
    let (name, namespace) = (&plan.names.workload.value, &plan.names.namespace.value);
    let mut note = |value: &Traced<String>| {
        origins.extend(value.from.iter().map(|leaf| (*leaf, FILE.to_owned())));
        value.value.clone()
    };
    let mut all = Routes {
        namespace: namespace.clone(),
        containers: Vec::new(),
        targets: Vec::new(),
        outputs: String::new(),
        filters: String::new(),
    };
    for route in &plan.logs {
        let tag = format!("kube.var.log.containers.{name}-*_{namespace}_{}-*", route.container);
        let filters: String = route.steps.iter().map(|one| step(one, &tag, &mut note)).collect();
        all.filters.push_str(&filters);
        let settings: Vec<(&str, String)> =
            route.settings.iter().map(|(key, value)| (key.as_str(), note(value))).collect();
        let pairs: Vec<(&str, &str)> = settings.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let plugin = note(&route.plugin);
        all.outputs.push_str(&section("OUTPUT", &[("Name", &plugin), ("Match", &tag)], &pairs));
        all.containers.push((route.container.clone(), route.at));
        all.targets.extend(Written::by(plugin, route));
    }
    (!plan.logs.is_empty()).then_some(all)
}

/// The ConfigMap and its namespace; nothing where no output goes anywhere.
pub(super) fn objects(shared: &OnFargate) -> Vec<Value> {
    if shared.logs.is_empty() {
        return Vec::new();
    }
    let outputs: String = shared.logs.values().map(|routes| routes.outputs.as_str()).collect();
    let filters: String = shared.logs.values().map(|routes| routes.filters.as_str()).collect();
    vec![
        json!({
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {"name": "aws-observability", "labels": {"aws-observability": "enabled"}}
        }),
        json!({
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "aws-logging", "namespace": "aws-observability"},
            "data": {
                "filters.conf": format!("{LINES}{filters}"),
                "output.conf": outputs.trim_start(),
                "parsers.conf": PARSER
            }
        }),
    ]
}
