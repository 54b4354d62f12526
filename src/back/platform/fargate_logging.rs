//! `platform/fargate-logging.yaml`: the one ConfigMap by which EKS Fargate's log routers know where output goes.
//!
//! It is called `aws-logging`, stands in the namespace `aws-observability`, whose label of that name is `enabled`, and holds
//! no more than 5,300 characters ("Start AWS Fargate logging for your cluster", EKS User Guide).

use serde_json::{Value, json};

use super::fargate_profile::OnFargate;
use super::logging::{section, step};
use crate::ir::Traced;
use crate::ir::plan::{LogRoute, Workload};
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

/// What an output writes to with the pod execution role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Written {
    pub(crate) plugin: String,
    pub(crate) region: String,
    pub(crate) name: String,
    /// Whether it makes the log group where there is none.
    pub(crate) creates: bool,
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
        all.targets.extend(target(plugin, route));
    }
    (!plan.logs.is_empty()).then_some(all)
}

fn target(plugin: String, route: &LogRoute) -> Option<Written> {
    let value = |key: &str| {
        let setting = route.settings.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
        setting.map(|(_, value)| value.value.clone())
    };
    let on = |key: &str| value(key).is_some_and(|value| matches!(value.to_ascii_lowercase().as_str(), "on" | "true"));
    let domain = || value("host").filter(|_| on("aws_auth")).map(|host| domain(&host));
    let name = value("log_group_name").or(value("delivery_stream")).or(value("stream")).or_else(domain)?;
    let region = value("region").or(value("aws_region")).unwrap_or_else(|| "*".to_owned());
    Some(Written { plugin, region, name, creates: on("auto_create_group") })
}

/// The domain of an endpoint of OpenSearch Service, `search-<domain>-<26 characters>.<region>.es.amazonaws.com`; another
/// name of its does not tell.
fn domain(host: &str) -> String {
    let own = host.split_once('.').filter(|(_, rest)| rest.ends_with(".es.amazonaws.com")).map(|(own, _)| own);
    let own = own.and_then(|own| own.strip_prefix("search-").or_else(|| own.strip_prefix("vpc-")));
    let name =
        own.map(|own| own.rsplit_once('-').filter(|(_, random)| random.len() == 26).map_or(own, |(name, _)| name));
    name.unwrap_or("REPLACE-WITH-DOMAIN").to_owned()
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
